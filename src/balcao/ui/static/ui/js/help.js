// Finding in a long text: chapters without the words go, and so do their lines in the list of contents.
const { each } = window.balcao;
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

each("[data-find-in]", (field) => {
  const chapters = [...document.querySelectorAll(`${field.dataset.findIn} > section`)].map((section) => ({
    section,
    line: document.querySelector(`nav a[href="#${section.id}"]`)?.parentElement,
    text: folded(section.textContent),
  }));
  const none = field.parentElement.querySelector("[data-none]");
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    chapters.forEach(({ section, line, text }) => {
      const fits = words.every((word) => text.includes(word));
      found += fits && Boolean(line);
      section.hidden = line ? !fits : false;
      if (line) line.hidden = !fits;
    });
    none.textContent = found ? "" : none.dataset.none;
  });
});
