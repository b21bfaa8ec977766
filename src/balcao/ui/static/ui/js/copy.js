// Copies a number or an address, and says so.
const { each } = window.balcao;

const copy = async (text) => {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text, className: "hidden-text" });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
};

each("[data-copy]", (button) => {
  button.addEventListener("click", async () => {
    await copy(button.dataset.copy);
    if (button.querySelector("[role=status]")) return;
    const said = Object.assign(document.createElement("span"), { textContent: button.dataset.done });
    said.setAttribute("role", "status");
    button.append(said);
    button.focus();
    setTimeout(() => said.remove(), 2000);
  });
});
