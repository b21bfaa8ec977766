// A button that prints the page.
window.balcao.each("[data-print]", (button) => button.addEventListener("click", () => window.print()));
