// One-key shortcuts, taken from the page itself: whatever carries data-key, listed under ? by its own name.
const { isVisible } = window.balcao;
const PATIENCE = 1000;
let typed = "";
let timer = 0;

const isOff = () => document.body.dataset.shortcuts === "off";
const isWriting = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]");
const holders = () => [...document.querySelectorAll("[data-key]")].filter(isVisible);
const nameOf = (element) => {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, small, .count").forEach((part) => part.remove());
  return copy.textContent.trim();
};
const press = (element) => {
  if (!element.matches("input, textarea")) return element.click();
  element.focus();
  element.select?.();
};

const help = () => {
  const dialog = document.querySelector("[data-keys-help]");
  if (!dialog?.showModal || dialog.open) return;
  const list = dialog.querySelector("[data-list]");
  const known = new Map(holders().map((element) => [element.dataset.key, nameOf(element)]));
  known.set("?", list.dataset.search);
  list.replaceChildren(...[...known].flatMap(([keys, name]) => {
    const term = Object.assign(document.createElement("dt"), { textContent: name });
    const value = document.createElement("dd");
    keys.split(" ").forEach((key, at) => {
      if (at) value.append(` ${list.dataset.then} `);
      value.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    });
    return [term, value];
  }));
  dialog.showModal();
};
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open]")) help();
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (isOff() || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    return help();
  }
  clearTimeout(timer);
  const all = holders();
  for (const keys of [`${typed} ${event.key}`.trim(), event.key]) {
    const found = all.find((element) => element.dataset.key === keys);
    if (found) {
      event.preventDefault();
      typed = "";
      return press(found);
    }
  }
  typed = event.key;
  timer = setTimeout(() => { typed = ""; }, PATIENCE);
});
