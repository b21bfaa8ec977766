// A form's values as they would be sent, and back into it.
const META = /^(draft-|csrfmiddlewaretoken$|key$)/;
const pairsOf = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !META.test(name));
const textOf = (pairs) => JSON.stringify(pairs);
const filesOf = (form) => {
  const files = {};
  for (const zone of window.balcao.files?.zonesOf(form) || []) {
    files[zone.name] = zone.rows().filter((row) => row.stored)
      .map((row) => ({ id: row.stored, name: row.name, size: row.size, content_type: row.type, sha256: row.digest }));
  }
  for (const item of form.querySelectorAll("[data-id][data-name]")) {
    const input = item.querySelector('[name$="-kept"]') || [...form.querySelectorAll('[name$="-kept"]')].find((one) => one.value === item.dataset.id);
    if (!input) continue;
    const name = input.name.replace(/-kept$/, "");
    files[name] = files[name] || [];
    if (!files[name].some((one) => one.id === item.dataset.id)) files[name].push({ id: item.dataset.id, name: item.dataset.name, size: Number(item.dataset.size), content_type: item.dataset.type });
  }
  return files;
};
const fieldsOf = (pairs) => {
  const fields = {};
  for (const [name, value] of pairs) (fields[name] = fields[name] || []).push(value);
  return fields;
};
// The two shapes agree when every typed value does; kept files stand beside the fields in an answer of the server.
const isSame = (pairs, data) => {
  const typed = fieldsOf(pairs.filter(([name]) => !name.endsWith("-kept")));
  const ids = pairs.filter(([name]) => name.endsWith("-kept")).map(([, value]) => value);
  const names = new Set([...Object.keys(typed), ...Object.keys(data.fields)]);
  const kept = Object.values(data.files).flat().map((file) => file.id);
  return [...names].every((name) => (typed[name] || [""]).join("\n") === (data.fields[name] || [""]).join("\n")) && ids.join() === kept.join();
};
// Of an answer or a note: nothing written and no file, whatever else the box holds.
const isBlank = (pairs) => !pairs.some(([name, value]) => (name === "body" && value.trim()) || name.endsWith("-kept"));
const fill = (form, fields, files) => {
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || META.test(name) || name.endsWith("-kept") || ["seen", "anyway"].includes(name) || ["file", "submit", "button", "fieldset"].includes(type)) continue;
    const values = fields[name] || [];
    if (type === "checkbox" || type === "radio") control.checked = values.includes(control.value);
    else if (type === "select-multiple") [...control.options].forEach((option) => { option.selected = values.includes(option.value); });
    else if (type !== "hidden") control.value = values[0] ?? "";
    control.dispatchEvent(new Event("balcao:filled"));
    if (type !== "hidden") control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  window.balcao.files?.clear(form);
  form.querySelectorAll('[name$="-kept"]').forEach((kept) => (kept.closest("li") || kept).remove());
  for (const [name, several] of Object.entries(files || {})) window.balcao.files?.restore(form, name, several);
};
Object.assign(window.balcao.drafts, { pairsOf, textOf, filesOf, fieldsOf, isSame, isBlank, fill });
