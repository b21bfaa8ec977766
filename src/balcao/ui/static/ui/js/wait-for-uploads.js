// Sent while files are on their way: the form goes by itself when the last one has arrived.
const { files, fill } = window.balcao;
const rowsOf = (form) => files.zonesOf(form).flatMap((zone) => zone.rows());
const wordsOf = (form) => form.querySelector("template[data-uploads]").dataset;
const held = new WeakMap();
const release = (form) => {
  const { button, nodes } = held.get(form);
  held.delete(form);
  if (button) {
    button.replaceChildren(...nodes);
    button.removeAttribute("aria-disabled");
  }
};
const tell = (form) => {
  const rows = rowsOf(form);
  const { button, words } = held.get(form);
  const done = rows.filter((row) => row.state === "done").length;
  const text = fill(words, { n: Math.min(done + 1, rows.length), total: rows.length });
  if (button && button.textContent !== text) {
    button.textContent = text;
    files.zonesOf(form)[0]?.say(text);
  }
};
window.addEventListener("submit", (event) => {
  const form = event.target;
  const rows = rowsOf(form);
  if (!rows.length) return;
  const stuck = rows.find((row) => row.state === "failed" || row.state === "lost");
  if (!stuck && !files.pending(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (stuck) {
    const zone = files.zonesOf(form).find((one) => one.rows().includes(stuck));
    zone.alarm.textContent = fill(wordsOf(form).stuck, { name: stuck.name });
    stuck.item.querySelector("button:not([hidden])")?.focus();
    return;
  }
  if (held.has(form)) return;
  const button = event.submitter || form.querySelector("[data-sending]");
  if (button) button.setAttribute("aria-disabled", "true");
  held.set(form, { button, nodes: button ? [...button.childNodes] : [], submitter: event.submitter, words: wordsOf(form).held });
  tell(form);
}, true);
document.addEventListener("balcao:files", ({ target: form }) => {
  if (!held.has(form)) return;
  const rows = rowsOf(form);
  if (files.pending(form)) { tell(form); return; }
  const { submitter } = held.get(form);
  release(form);
  if (rows.some((row) => row.state === "failed")) return;
  if (form.requestSubmit) form.requestSubmit(submitter); else form.submit();
});

