// One-key shortcuts, taken from the page itself: whatever carries data-key, listed under ? by its own name.
const { isVisible, isWriting, keyed } = window.balcao;
const PATIENCE = 1000;
let typed = "";
let timer = 0;

const isOff = () => document.body.dataset.shortcuts === "off";
// First to last: what the page brings goes before what the masthead has on every page, what was chosen before all.
const holders = () => {
  const all = [...document.querySelectorAll("[data-key]")].filter(isVisible).reverse();
  return [...all.filter((one) => one.closest("[data-bulk]")), ...all.filter((one) => !one.closest("[data-bulk]"))];
};
const nameOf = (element) => {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, small, .count").forEach((part) => part.remove());
  return copy.textContent.trim();
};
// A control is clicked, a field takes the focus, a part of the page is gone to.
const press = (element) => {
  if (element.matches("summary")) {
    element.click();
    return element.parentElement.querySelector("input:not([type=hidden]), button, a[href], select")?.focus();
  }
  if (element.matches("a, button, [type=checkbox]")) return element.click();
  element.focus();
  if (element.type === "search") element.select();
  else if (!element.matches("input, textarea")) element.scrollIntoView({ block: "center" });
};
const extra = () => keyed.extra.filter((one) => !one.isHere || one.isHere());

const help = () => {
  const dialog = document.querySelector("[data-keys-help]");
  if (!dialog?.showModal || dialog.open) return;
  const list = dialog.querySelector("[data-list]");
  const known = new Map(holders().reverse().map((element) => [element.dataset.key, nameOf(element)]));
  extra().forEach((one) => known.set(one.key, one.name));
  known.set("?", list.dataset.search);
  if (document.querySelector("[data-palette]")) known.set("Ctrl K", list.dataset.everything);
  list.replaceChildren(...[...known].filter(([, name]) => name).flatMap(([keys, name]) => {
    const term = Object.assign(document.createElement("dt"), { textContent: name });
    const value = document.createElement("dd");
    keys.split(" ").forEach((key, at) => {
      if (at) value.append(keys.includes("Ctrl") || keys.includes("Enter") ? " " : ` ${list.dataset.then} `);
      value.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    });
    return [term, value];
  }));
  dialog.showModal();
};
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open]")) help();
});

// Hints appear once keys came that no keyboard on glass sends; the server knows by the cookie, so that nothing jumps.
const YEAR = 60 * 60 * 24 * 365;
const isOfKeyboard = (event) => event.isTrusted && (["Tab", "Escape", "ArrowDown", "ArrowUp", "F1"].includes(event.key) || event.ctrlKey || event.metaKey
  || (event.key?.length === 1 && !isWriting(event.target)));
const noticeKeyboard = (event) => {
  if (!isOfKeyboard(event)) return;
  document.removeEventListener("keydown", noticeKeyboard, true);
  document.documentElement.dataset.keyboard = "";
  document.cookie = `balcao_keyboard=1; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
};
if (!("keyboard" in document.documentElement.dataset)) document.addEventListener("keydown", noticeKeyboard, true);

document.addEventListener("keydown", (event) => {
  // AltGr is Ctrl and Alt to Windows: on ABNT2 it writes / and ?.
  const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  if (event.defaultPrevented || isCommand || event.key.length !== 1) return;
  if (isOff() || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    return help();
  }
  clearTimeout(timer);
  const all = [...holders().map((element) => ({ key: element.dataset.key, run: () => press(element) })), ...extra()];
  for (const keys of [`${typed} ${event.key}`.trim(), event.key]) {
    const found = all.find((one) => one.key === keys);
    if (found) {
      event.preventDefault();
      typed = "";
      return found.run();
    }
  }
  typed = event.key;
  timer = setTimeout(() => { typed = ""; }, PATIENCE);
});

Object.assign(keyed, { nameOf, press });
keyed.extra.push({ key: "?", get name() { return document.querySelector("[data-keys-help] [data-list]")?.dataset.search; }, run: help, isAction: true });
