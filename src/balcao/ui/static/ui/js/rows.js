// Lists by keyboard: j and k walk the rows, m turns one between read and unread; [ and ] walk on from ticket to ticket.
const { keyed, live } = window.balcao;
const KEPT = "balcao:walk";

const said = () => document.querySelector("[data-keys-help] [data-list]")?.dataset || {};
const links = () => [...document.querySelectorAll("[data-walk] tr, [data-walk] > li")].map((row) => row.querySelector("a[href]")).filter(Boolean);
const here = () => links().findIndex((link) => link === document.activeElement);
const isHere = () => links().length > 0;
const add = (key, name, run, isShown) => keyed.extra.push({ key, get name() { return said()[name]; }, run, isHere: isShown });

const go = (step) => {
  const all = links();
  const at = here();
  const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  all[to].focus();
  all[to].scrollIntoView({ block: "nearest" });
};
add("j", "next", () => go(1), isHere);
add("k", "previous", () => go(-1), isHere);
add("Enter", "open", () => links()[here()]?.click(), isHere);

// The server draws the row as it is now, the counts follow; what else stands on the page stays.
const redraw = async (link) => {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const address = link.getAttribute("href");
  const row = link.closest("tr, li");
  const other = [...fresh.querySelectorAll("[data-walk] tr, [data-walk] > li")].find((one) => one.querySelector(`a[href="${CSS.escape(address)}"]`));
  live.ask();
  if (!other) return row.classList.remove("new");
  row.replaceWith(other);
  window.htmx?.process(other);
  other.querySelector("a[href]").focus();
};
const turn = async () => {
  const link = links()[here()];
  const ticket = link?.pathname.match(/^\/tickets\/\d+\//)?.[0];
  if (!ticket) return;
  const isNew = Boolean(link.closest(".new, .news--new, .entry--new"));
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
  const body = new URLSearchParams(isNew ? {} : { unread: "1" });
  const answer = await fetch(`${ticket}reading/`, { method: "POST", body, headers: { "X-CSRFToken": token }, credentials: "same-origin" }).catch(() => null);
  if (answer?.ok) redraw(link);
};
add("m", "turn", turn, () => isHere() && links().some((link) => link.pathname.startsWith("/tickets/")));

// The list last seen in this tab is the order in which its tickets follow each other.
const kept = () => {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch { return []; }
};
// Who signs out leaves no trail.
if (!document.querySelector("[data-palette]")) try { sessionStorage.removeItem(KEPT); } catch { /* as below */ }
addEventListener("pagehide", () => {
  const list = [...new Set(links().map((link) => link.pathname).filter((path) => /^\/tickets\/\d+\/$/.test(path)))];
  try { if (list.length) sessionStorage.setItem(KEPT, JSON.stringify(list)); } catch { /* private windows may refuse */ }
});
const beside = (step) => {
  const list = kept();
  const at = list.indexOf(location.pathname);
  return at < 0 ? undefined : list[at + step];
};
add("[", "before", () => location.assign(beside(-1)), () => Boolean(beside(-1)));
add("]", "after", () => location.assign(beside(1)), () => Boolean(beside(1)));
