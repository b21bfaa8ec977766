"use strict";
// What the other parts share. A behaviour is a selector and a function run once for each element that fits,
// at the start and in every fragment that htmx brings in.
const kinds = [];
const attach = (kind, root) => {
  const found = [...root.querySelectorAll(kind.selector)];
  if (root.matches?.(kind.selector)) found.unshift(root);
  for (const element of found) {
    if (kind.done.has(element)) continue;
    kind.done.add(element);
    // One part that fails must not take the rest of the page along.
    try { kind.make(element); } catch (error) { setTimeout(() => { throw error; }); }
  }
};
const each = (selector, make) => {
  const kind = { selector, make, done: new WeakSet() };
  kinds.push(kind);
  attach(kind, document);
};
document.addEventListener("htmx:load", (event) => kinds.forEach((kind) => attach(kind, event.detail.elt)));
// What another script than htmx has put on the page.
const load = (element) => {
  window.htmx?.process(element);
  kinds.forEach((kind) => attach(kind, element));
};

// A fragment that did not come: the link goes where it would have gone without a script.
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (detail.elt.href) location.assign(detail.elt.href);
  });
}

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const isVisible = (element) => element.getClientRects().length > 0;
// A field that is gone from sight (a dialog just closed) takes no letters any more.
const isWriting = (target) => {
  const field = target.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]");
  return Boolean(field) && isVisible(field);
};
const bytes = (size) => {
  const language = document.documentElement.lang;
  let amount = size / 1024;
  let unit = 0;
  while (amount >= 1000 && unit < 3) { amount /= 1024; unit += 1; }
  const places = unit === 0 || amount >= 10 ? 0 : 1;
  const shown = unit === 0 ? Math.max(1, Math.round(amount)) : amount;
  return shown.toLocaleString(language, { maximumFractionDigits: places }) + "\u00a0" + ["KB", "MB", "GB", "TB"][unit];
};

// Shortcuts that stand on no control: { key, name, run, isHere, isAction }; keys.js reads them, any part may add some.
const keyed = { extra: [] };

window.balcao = { each, load, fold, fill, isVisible, isWriting, bytes, keyed };
