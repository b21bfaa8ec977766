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
    kind.make(element);
  }
};
const each = (selector, make) => {
  const kind = { selector, make, done: new WeakSet() };
  kinds.push(kind);
  attach(kind, document);
};
document.addEventListener("htmx:load", (event) => kinds.forEach((kind) => attach(kind, event.detail.elt)));

// A fragment that did not come: the link goes where it would have gone without a script.
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (detail.elt.href) location.assign(detail.elt.href);
  });
}

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const isVisible = (element) => element.getClientRects().length > 0;
const bytes = (size) => {
  const language = document.documentElement.lang;
  let amount = size / 1024;
  let unit = 0;
  while (amount >= 1000 && unit < 3) { amount /= 1024; unit += 1; }
  const places = unit === 0 || amount >= 10 ? 0 : 1;
  const shown = unit === 0 ? Math.max(1, Math.round(amount)) : amount;
  return shown.toLocaleString(language, { maximumFractionDigits: places }) + "\u00a0" + ["KB", "MB", "GB", "TB"][unit];
};

window.balcao = { each, fold, fill, isVisible, bytes };
