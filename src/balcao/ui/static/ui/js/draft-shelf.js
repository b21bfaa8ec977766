// What is typed, kept in this browser: one entry for each draft, under the person it belongs to.
// Entries that the server has not confirmed (`dirty`) stay until it does, whoever signs in meanwhile; nobody else is
// ever shown them. Confirmed ones of other people go at once.
const NAME = "balcao.draft.";
const KEPT = 30 * 24 * 3600 * 1000;
const keeper = document.querySelector("[data-keeper]");
const person = keeper?.dataset.person || "";
const mine = `${NAME}${person}.`;
const names = () => {
  try { return Object.keys(localStorage).filter((name) => name.startsWith(NAME)); } catch { return []; }
};
const read = (name) => {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
};
const shelf = {
  put: (entry) => {
    try { localStorage.setItem(mine + entry.id, JSON.stringify(entry)); return true; } catch { return false; }
  },
  take: (id) => read(mine + id),
  drop: (id) => {
    try { localStorage.removeItem(mine + id); } catch { /* there is none then */ }
  },
  dirty: () => names().filter((name) => name.startsWith(mine)).map(read).filter((entry) => entry?.dirty)
    .sort((one, other) => other.at - one.at),
  wipe: () => names().filter((name) => name.startsWith(mine)).forEach((name) => localStorage.removeItem(name)),
  tidy: () => names().forEach((name) => {
    const entry = read(name);
    const isOver = !entry || Date.now() - entry.at > KEPT;
    if (isOver || (person && !name.startsWith(mine) && !entry.dirty)) localStorage.removeItem(name);
  }),
};
const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
const writer = uuid();
let step = 0;

// The form of a draft as the server takes it; `pairs` are [name, value] as typed.
const bodyOf = ({ id, place, revision, pairs }) => {
  const body = new URLSearchParams(pairs);
  step += 1;
  const about = { key: id, "draft-for": place, "draft-revision": revision, "draft-person": person, "draft-writer": writer, "draft-step": step };
  for (const [name, value] of Object.entries(about)) body.append(name, value);
  return body;
};

// Sends what other tabs left behind; answers whether nothing of this person is missing on the server any more.
const sweep = async (except = [], olderThan = 0) => {
  let isSafe = true;
  for (const entry of shelf.dirty()) {
    if (except.includes(entry.id) || Date.now() - entry.at < olderThan) continue;
    let { status } = await window.balcao.answers.post(keeper.dataset.save, bodyOf(entry));
    if (status === 409) ({ status } = await window.balcao.answers.post(keeper.dataset.save, bodyOf({ ...entry, id: uuid(), revision: 0 })));
    if (status === 200 || status === 410) shelf.drop(entry.id);
    else isSafe = false;
  }
  return isSafe;
};

const words = keeper?.querySelector("[data-keeper-words]")?.dataset || {};
window.balcao.drafts = { keeper, words, shelf, sweep, bodyOf, uuid, forms: new Map() };
if (keeper) {
  shelf.tidy();
  addEventListener("load", () => setTimeout(() => sweep([...window.balcao.drafts.forms.values()].map((form) => form.id), 15000), 2000));
}

// Who signs out leaves nothing in this browser once it is safe on the server.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!keeper || !form.matches?.('form[action$="/sair/"]') || event.defaultPrevented) return;
  event.preventDefault();
  const flushed = Promise.all([...window.balcao.drafts.forms.values()].map((one) => one.flush())).then(() => sweep());
  const patience = new Promise((done) => setTimeout(() => done(false), 5000));
  Promise.race([flushed, patience]).then((isSafe) => {
    if (isSafe) shelf.wipe();
    form.submit();
  });
});
