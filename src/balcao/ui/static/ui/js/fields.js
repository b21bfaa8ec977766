// Small helps of fields: show what was typed as password, spell numbers the usual way once one has left the field.
const { each } = window.balcao;

each("[data-reveal]", (button) => {
  const input = document.getElementById(button.dataset.reveal);
  const show = button.textContent;
  button.addEventListener("click", () => {
    const isShown = input.type === "text";
    input.type = isShown ? "password" : "text";
    button.textContent = isShown ? show : button.dataset.hide;
    button.setAttribute("aria-pressed", String(!isShown));
  });
});

const spell = (signs, pattern) => {
  let at = 0;
  return pattern.replace(/#/g, () => signs[at++]);
};
const patterns = {
  cpf: (signs) => (/^\d{11}$/.test(signs) ? "###.###.###-##" : ""),
  cnpj: (signs) => (/^[\dA-Z]{12}\d{2}$/.test(signs) ? "##.###.###/####-##" : ""),
  cep: (signs) => (/^\d{8}$/.test(signs) ? "#####-###" : ""),
  phone: (signs) => ({ 10: "(##) ####-####", 11: "(##) #####-####" })[/^\d+$/.test(signs) ? signs.length : 0] || "",
};
each("[data-mask]", (input) => {
  input.addEventListener("blur", () => {
    if (input.value.trim().startsWith("+")) return;
    const signs = input.value.toUpperCase().replace(/[^\dA-Z]/g, "");
    const pattern = patterns[input.dataset.mask]?.(signs);
    if (pattern) input.value = spell(signs, pattern);
  });
});

// «Manaus/AM», chosen from what was answered before, is a city and a state.
each("[data-city]", (place) => {
  const [city, state] = place.querySelectorAll("input, select");
  if (!city || !state) return;
  city.addEventListener("change", () => {
    const [, name, letters] = /^(.+)\/([A-Z]{2})$/.exec(city.value) || [];
    if (!letters) return;
    state.value = letters;
    if (state.value) city.value = name;
  });
});

each("[data-focus]", (element) => element.focus());
