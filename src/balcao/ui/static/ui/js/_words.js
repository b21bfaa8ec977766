// Words typed against words known, as the chooser and the palette rank them; and the elements that lists of results need.
const { fold } = window.balcao;
const SHOWN = 12;

const wordsOf = (text) => fold(text || "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const trigrams = (word) => {
  const padded = `  ${word} `;
  return new Set([...padded.slice(2)].map((_letter, at) => padded.slice(at, at + 3)));
};
const likeness = (one, other) => {
  const a = trigrams(one);
  const b = trigrams(other);
  const shared = [...a].filter((piece) => b.has(piece)).length;
  return shared / (a.size + b.size - shared);
};

const prepare = (process) => ({
  ...process,
  fields: [[wordsOf(process.name), 8], [wordsOf(process.tool), 4], [wordsOf(process.words), 4], [wordsOf(process.use), 1]],
});
// Every word typed must begin some word of the process; the better the place, the higher it stands.
const scoreByPrefix = (process, typed) => {
  let total = 0;
  for (const word of typed) {
    let best = 0;
    for (const [words, weight] of process.fields) {
      if (weight > best && words.some((candidate) => candidate.startsWith(word))) best = weight;
    }
    if (!best) return 0;
    total += best;
  }
  const begins = process.fields[0][0][0]?.startsWith(typed[0]) ? 1 : 0;
  return total + begins + (process.boost || 0);
};
// Typing errors: about one letter in five.
const scoreByLikeness = (process, typed) => {
  let total = 0;
  for (const word of typed) {
    let best = 0;
    for (const [words, weight] of process.fields) {
      for (const candidate of words) {
        const alike = candidate.startsWith(word) ? 1 : likeness(candidate.slice(0, word.length + 1), word);
        if (alike >= 0.34) best = Math.max(best, alike * weight);
      }
    }
    if (!best) return 0;
    total += best;
  }
  return total;
};
const search = (processes, typed) => {
  const ranked = (score) => processes
    .map((process) => ({ process, score: score(process, typed) }))
    .filter((found) => found.score > 0)
    .sort((one, other) => other.score - one.score || one.process.name.localeCompare(other.process.name))
    .slice(0, SHOWN)
    .map((found) => found.process);
  const exact = ranked(scoreByPrefix);
  return exact.length || typed.every((word) => word.length < 3) ? exact : ranked(scoreByLikeness);
};

// The typed beginnings of words, marked; neighbours are joined over the blank between them.
const highlighted = (name, typed) => {
  const letters = [...name];
  const plain = letters.map((letter) => fold(letter) || " ");
  const marked = new Array(letters.length).fill(false);
  const line = plain.map((letter) => letter[0]).join("");
  for (const match of line.matchAll(/[\p{L}\p{N}]+/gu)) {
    const longest = typed.filter((word) => match[0].startsWith(word)).sort((a, b) => b.length - a.length)[0];
    if (longest) marked.fill(true, match.index, match.index + longest.length);
  }
  letters.forEach((letter, at) => {
    if (letter === " " && marked[at - 1] && marked[at + 1]) marked[at] = true;
  });
  const parts = [];
  for (let at = 0; at < letters.length;) {
    let end = at;
    while (end < letters.length && marked[end] === marked[at]) end += 1;
    const piece = letters.slice(at, end).join("");
    parts.push(marked[at] ? make("mark", {}, piece) : piece);
    at = end;
  }
  return parts;
};

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const symbol = (file, name) => {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon icon--s");
  svg.setAttribute("aria-hidden", "true");
  const use = svg.appendChild(document.createElementNS(space, "use"));
  use.setAttribute("href", `${file}#${name}`);
  return svg;
};

window.balcao.words = { wordsOf, prepare, search, highlighted, make, symbol };
