// Menus are details: one open at a time, closed by Esc, by a click elsewhere and by leaving them.
const { each } = window.balcao;

const close = (menu) => menu.removeAttribute("open");
each("details.menu", (menu) => {
  menu.addEventListener("keydown", (event) => {
    if (menu.open && (event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("input, textarea, select")) {
      const items = [...menu.querySelectorAll(".menu__panel a[href], .menu__panel button")];
      const at = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      return items[(at + items.length) % items.length]?.focus();
    }
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close(menu);
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) close(menu);
  });
});
