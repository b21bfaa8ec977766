// Choosing a process by typing: a combobox over the company's catalogue, which the page brings along as JSON.
const { each, fold, fill } = window.balcao;
const SHOWN = 12;
const TICKETS = 2;

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

each("form[data-chooser]", (form) => {
  const data = JSON.parse(document.getElementById(form.dataset.chooser)?.textContent || "{}");
  const input = form.querySelector(".ask__box");
  const panel = form.querySelector("[data-results]");
  const box = panel.querySelector("[data-listbox]");
  const count = panel.querySelector("[role=status]");
  const foot = panel.querySelector("[data-foot]");
  const other = panel.querySelector("[data-other]");
  const clear = form.querySelector(".ask__clear");
  const hint = form.querySelector("kbd");
  const browse = form.matches(".ask--large") ? document.querySelectorAll("[data-browse]") : [];
  const processes = (data.processes || []).map(prepare);
  const words = panel.dataset;
  let options = [];
  let active = -1;

  box.id = `${form.dataset.chooser}-list`;
  box.setAttribute("aria-label", words.list);
  input.type = "text";
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", box.id], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }

  const choose = (at) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const option = (url, title, about, aside) => {
    const link = make("a", { class: "result", role: "option", href: url, tabindex: "-1", "aria-selected": "false" }, make("b", {}, ...title));
    if (about) link.append(make("span", {}, about));
    if (aside) link.append(make("small", {}, aside));
    link.id = `${box.id}-${options.length}`;
    options.push(link);
    return link;
  };
  const group = (title, icon, made) => {
    const id = `${box.id}-group-${box.childElementCount}`;
    const head = make("div", { class: "results__group", id }, symbol(words.icons, icon), title);
    box.append(make("div", { role: "group", "aria-labelledby": id }, head, ...made));
  };
  const ticketsAbout = (typed) => (data.tickets || [])
    .filter((ticket) => typed.every((word) => wordsOf(`${ticket.number} ${ticket.subject}`).some((own) => own.startsWith(word))))
    .slice(0, TICKETS);

  const show = (isOpen) => {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    browse.forEach((part) => { part.hidden = isOpen; });
  };
  const update = () => {
    const typed = wordsOf(input.value);
    clear.hidden = !input.value;
    if (hint) hint.hidden = Boolean(input.value);
    options = [];
    box.replaceChildren();
    choose(-1);
    if (!typed.length) return show(false);
    const found = search(processes, typed);
    const tools = new Map();
    found.forEach((process) => tools.set(process.tool, [...(tools.get(process.tool) || []), process]));
    tools.forEach((own, tool) => group(tool, own[0].icon, own.map((process) => option(process.url, highlighted(process.name, typed), process.use, process.usual))));
    const tickets = ticketsAbout(typed);
    if (tickets.length) {
      if (found.length) box.append(make("div", { class: "results__rule", role: "presentation" }));
      group(words.tickets, "tickets", tickets.map((ticket) => option(ticket.url, [fill(words.have, ticket)], `${ticket.subject} · ${ticket.state}`)));
    }
    const total = options.length;
    box.hidden = total === 0;
    count.textContent = total ? (total === 1 ? words.one : fill(words.many, { n: total })) : fill(words.none, { text: input.value.trim() });
    foot.hidden = total === 0;
    if (other) {
      const url = new URL(other.href);
      url.searchParams.set("assunto", input.value.trim());
      other.href = url.href;
      other.textContent = total ? other.dataset.name : words.describe;
    }
    show(true);
    if (found.length) choose(0);
  };

  input.addEventListener("input", update);
  input.addEventListener("focus", () => { if (input.value && panel.hidden) update(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options.length - 1;
    const moves = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1, Home: 0, End: last };
    if (event.key in moves && options.length && !panel.hidden) {
      event.preventDefault();
      choose(moves[event.key]);
    } else if (event.key === "Enter" && options[active] && !panel.hidden) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      update();
    }
  });
  clear.addEventListener("click", () => {
    input.value = "";
    update();
    input.focus();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) && !form.matches(".ask--large")) show(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget) && !form.matches(".ask--large")) show(false);
  });
  if (input.value) update();
});
