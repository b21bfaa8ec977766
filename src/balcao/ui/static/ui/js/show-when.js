// Fields that only some answers ask for. The rules come with the page as trees; the server judges them again:
// ["and", a, b] ["or", a, b] ["not", a] ["==", a, b] ["!=", a, b] ["in", a, b] ["filled", field] ["field", name] ["value", literal]
const { each } = window.balcao;

const isYes = (value) => !["", "false", "no", "nao", "não", "off", "0"].includes(String(value ?? "").toLowerCase());
const isEmpty = (value) => value === "" || value === false || (Array.isArray(value) && !value.length);
const numberIn = (text) => {
  const plain = String(text).trim();
  return plain === "" ? NaN : Number(plain.includes(",") ? plain.replace(/\./g, "").replace(",", ".") : plain);
};
const same = (one, other) => {
  if (typeof one === "boolean" || typeof other === "boolean") return isYes(one) === isYes(other);
  if (typeof one === "number" || typeof other === "number") return numberIn(one) === numberIn(other);
  if (Array.isArray(one) || Array.isArray(other)) return String(one) === String(other);
  return one === other;
};
const operators = {
  and: (values, ...rules) => rules.every((rule) => valueOf(rule, values)),
  or: (values, ...rules) => rules.some((rule) => valueOf(rule, values)),
  not: (values, rule) => !valueOf(rule, values),
  "==": (values, one, other) => same(valueOf(one, values), valueOf(other, values)),
  "!=": (values, one, other) => !same(valueOf(one, values), valueOf(other, values)),
  in: (values, one, other) => [valueOf(other, values)].flat().some((item) => same(valueOf(one, values), item)),
  filled: (values, name) => !isEmpty(values(name)),
  field: (values, name) => values(name),
  value: (_values, literal) => literal,
};
// A rule this script does not know shows the field: the server has the last word.
const valueOf = ([operator, ...parts], values) => (operators[operator] ? operators[operator](values, ...parts) : true);

// Files that were sent ahead of their form.
const keptIn = (form, name) => [...form.elements]
  .filter((control) => control.name === `${name}-kept` && !control.disabled && (control.type === "hidden" || control.checked))
  .map((control) => control.value);
const valueIn = (form, name) => {
  const controls = [...form.elements].filter((control) => control.name === name);
  const open = controls.filter((control) => !control.disabled);
  const [first] = controls;
  if (!first) return "";
  if (first.type === "radio") return open.find((control) => control.checked)?.value ?? "";
  if (first.type === "checkbox" && (controls.length > 1 || first.closest("fieldset"))) return open.filter((control) => control.checked).map((control) => control.value);
  if (first.type === "checkbox") return open.length > 0 && first.checked;
  if (first.type === "file") return open.length ? [...[...first.files].map((file) => file.name), ...keptIn(form, name)] : [];
  if (first.type === "select-multiple") return open.length ? [...first.selectedOptions].map((option) => option.value) : [];
  return open.length ? first.value : "";
};

const forms = new WeakSet();
each("[data-show-when]", (field) => {
  const form = field.closest("form");
  if (!form || forms.has(form)) return;
  forms.add(form);
  const prefix = form.dataset.prefix || "";
  const values = (name) => valueIn(form, prefix + name);
  const dependents = [...form.querySelectorAll("[data-show-when]")]
    .filter((element) => !element.matches("input, select, textarea"))
    .map((element) => ({ element, rule: JSON.parse(element.dataset.showWhen) }));
  const show = (element, isShown) => {
    if (element.hidden === !isShown) return false;
    element.hidden = !isShown;
    element.querySelectorAll("input, select, textarea").forEach((control) => { control.disabled = !isShown; });
    return true;
  };
  // A field that hides may hide others in turn: go round until nothing changes, at most once for each of them.
  const update = () => {
    for (let round = 0; round <= dependents.length; round += 1) {
      const changed = dependents.filter(({ element, rule }) => show(element, Boolean(valueOf(rule, values))));
      if (!changed.length) return;
    }
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  form.addEventListener("balcao:files", update);
  update();
});
