// Pictures of one message, one at a time. Without it the link opens the picture.
const { each, fill } = window.balcao;

const dialog = document.querySelector("[data-lightbox]");
if (dialog?.showModal) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const picture = part("picture");
  const stage = part("stage");
  let sheets = [];
  let at = 0;

  const zoom = (isNear) => {
    stage.classList.toggle("lightbox__stage--near", isNear);
    part("zoom").setAttribute("aria-pressed", String(isNear));
  };
  const show = (index) => {
    at = (index + sheets.length) % sheets.length;
    const sheet = sheets[at];
    picture.src = sheet.href;
    picture.alt = sheet.querySelector("img")?.alt || sheet.dataset.name;
    part("name").textContent = sheet.dataset.name;
    part("place").textContent = sheets.length > 1 ? fill(part("place").dataset.words, { n: at + 1, total: sheets.length }) : sheet.dataset.size;
    part("download").href = sheet.dataset.download;
    part("before").hidden = part("after").hidden = sheets.length < 2;
    zoom(false);
  };

  each("[data-sheet]", (sheet) => {
    sheet.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      sheets = [...sheet.closest("[data-sheets]").querySelectorAll("[data-sheet]")];
      show(sheets.indexOf(sheet));
      dialog.showModal();
    });
  });
  part("before").addEventListener("click", () => show(at - 1));
  part("after").addEventListener("click", () => show(at + 1));
  part("zoom").addEventListener("click", () => zoom(!stage.classList.contains("lightbox__stage--near")));
  picture.addEventListener("click", () => part("zoom").click());
  stage.addEventListener("click", (event) => { if (event.target === stage) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && sheets.length > 1 && !stage.matches(".lightbox__stage--near")) show(at + step);
  });
  dialog.addEventListener("close", () => { picture.removeAttribute("src"); });
}
