// How strong a new password is, in words, while it is typed; and the zone that this device keeps.
const { each, fill } = window.balcao;

const rate = (text) => {
  const variety = new Set(text.toLowerCase()).size;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(text)).length;
  if (variety < 6) return "weak";
  if (text.length >= 16 && variety >= 9) return "strong";
  return kinds >= 2 && variety >= 8 ? "good" : "fair";
};
each("[data-strength-of]", (line) => {
  const input = document.getElementById(line.dataset.strengthOf);
  const tell = () => {
    const missing = 12 - [...input.value].length;
    line.hidden = !input.value;
    line.dataset.strength = missing > 0 ? "short" : rate(input.value);
    const words = missing === 1 ? line.dataset.one : line.dataset[line.dataset.strength];
    line.lastElementChild.textContent = fill(words, { count: missing });
  };
  input.addEventListener("input", tell);
});

each("[data-detect-zone]", (select) => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find((one) => one.value === zone);
  if (!option || select.form.querySelector(".errors, .field--error")) return;
  select.value = zone;
  const said = select.closest("form").querySelector("[data-detected]");
  if (said) {
    said.textContent = fill(said.dataset.detected, { zone: option.textContent.trim() });
    said.hidden = false;
  }
});
