// Choosing several people: names as tokens with a line to type on. The plain list of options keeps what is chosen.
const { each, fold, fill } = window.balcao;

each("select[multiple][data-tokens]", (select) => {
  const options = [...select.options];
  const box = document.createElement("div");
  const input = document.createElement("input");
  const names = document.createElement("datalist");
  const remove = select.dataset.remove;
  box.className = "input input--tokens";
  names.id = `${select.id}-names`;
  Object.assign(input, { id: select.id, type: "text", autocomplete: "off", placeholder: select.dataset.tokens });
  input.setAttribute("list", names.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  select.id = `${select.id}-list`;
  select.hidden = true;

  const draw = () => {
    const tokens = options.filter((option) => option.selected).map((option) => {
      const token = document.createElement("span");
      const button = document.createElement("button");
      token.className = "token";
      button.type = "button";
      button.textContent = "×";
      button.setAttribute("aria-label", fill(remove, { name: option.text }));
      button.addEventListener("click", () => {
        option.selected = false;
        changed();
        input.focus();
      });
      token.append(document.createTextNode(` ${option.text} `), button);
      return token;
    });
    names.replaceChildren(...options.filter((option) => !option.selected).map((option) => new Option(option.text, option.text)));
    box.replaceChildren(...tokens, input);
  };
  const changed = () => {
    draw();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  select.addEventListener("balcao:filled", draw);
  const add = (option) => {
    if (!option) return false;
    option.selected = true;
    input.value = "";
    changed();
    input.focus();
    return true;
  };
  const free = () => options.filter((option) => !option.selected);
  input.addEventListener("input", () => add(input.value && free().find((option) => option.text === input.value)));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (input.value) add(free().find((option) => fold(option.text).startsWith(fold(input.value))));
    } else if (event.key === "Backspace" && !input.value) {
      const last = options.filter((option) => option.selected).pop();
      if (!last) return;
      last.selected = false;
      changed();
      input.focus();
    }
  });
  input.addEventListener("blur", () => {
    if (input.value) add(free().find((option) => fold(option.text) === fold(input.value)));
  });
  select.after(box, names);
  draw();
});

// The one box of a page, ready to type where there is a keyboard; a telephone's would hide what stands below.
each("[data-focus-wide]", (part) => {
  if (matchMedia("(pointer: fine) and (min-width: 40rem)").matches) part.querySelector("input")?.focus({ preventScroll: true });
});
