// Ctrl+K: pages, processes, tickets and what this page can do, in one box. Words of sources: front/palette.py.
const { each, fill, isVisible, keyed, words: { wordsOf, prepare, search, highlighted, make, symbol } } = window.balcao;
const DEBOUNCE = 150;
const SHOWN_AT_FIRST = 5;

const opened = (dialog) => {
  const input = dialog.querySelector("[role=combobox]");
  const box = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const said = dialog.dataset;
  let sources = [];
  let actions = [];
  let found = [];
  let options = [];
  let active = -1;
  let moved = false;
  let hurried = false;
  let isLoading = false;
  let timer = 0;
  let asked = 0;
  let about = "";

  // As the search of the chooser wants it: the name counts most, then what stands under it, then hidden words.
  const known = (item, group) => prepare({ ...item, group, tool: item.about, words: `${item.words || ""} ${group}` });
  const load = async (address) => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      return answer.ok && !answer.redirected ? await answer.json() : null;
    } catch { return null; }
  };
  const pageActions = () => {
    const seen = new Set();
    const all = [...document.querySelectorAll("[data-key], [data-act]")].filter((element) => !element.matches("[data-palette-open]"));
    const own = all.filter((element) => (element.dataset.act !== undefined || isVisible(element)) && !element.closest(".masthead, .dock"));
    const listed = own.map((element) => ({ name: keyed.nameOf(element), key: element.dataset.key, run: () => keyed.press(element), icon: element.dataset.act || "right", boost: element.closest(".work, .bulk") ? 1 : 0 }));
    // What a closed menu holds is found by its words: «state: solved».
    const held = all.filter((element) => element.matches("summary") && isVisible(element)).flatMap((summary) => [...summary.parentElement.querySelectorAll(".menu__panel button[value]")]
      .map((button) => ({ name: `${keyed.nameOf(summary)}: ${button.textContent.trim()}`, key: summary.dataset.key, boost: -1, run: () => button.click() })));
    const more = keyed.extra.filter((one) => !one.isHere || one.isHere()).filter((one) => one.isAction);
    return [...listed, ...held, ...more.map((one) => ({ ...one, icon: one.icon || "keyboard" }))].filter(({ name }) => name && !seen.has(name) && seen.add(name));
  };
  // The key of a page is that of the link to it which stands on this page.
  const keyOf = (url) => document.querySelector(`a[data-key][href="${CSS.escape(url)}"]`)?.dataset.key;

  const choose = (at) => {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = at;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.element.setAttribute("aria-selected", "true");
    option.element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.element.id);
  };
  const send = (item) => {
    const form = make("form", { method: "post", action: item.post, hidden: "" });
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token || "", ...item.data })) {
      form.append(make("input", { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
  };
  const run = (item) => {
    dialog.close();
    if (item.run) item.run();
    else if (item.put) document.dispatchEvent(new CustomEvent("balcao:put", { detail: item.put }));
    else if (item.post) send(item);
  };
  const draw = (item, typed) => {
    const attributes = { class: "result", role: "option", tabindex: "-1", "aria-selected": "false", id: `palette-${options.length}` };
    const element = item.url ? make("a", { ...attributes, href: item.url }) : make("button", { ...attributes, type: "button" });
    element.append(symbol(said.icons, item.icon || "right"), make("b", {}, ...(typed.length ? highlighted(item.name, typed) : [item.name])));
    const key = item.key || (item.url && keyOf(item.url));
    if (key) element.append(make("small", {}, ...key.split(" ").map((one) => make("kbd", {}, one))));
    if (item.about) element.append(make("span", {}, item.about));
    if (!item.url) element.addEventListener("click", () => run(item));
    // The address may be a place on this very page.
    else element.addEventListener("click", () => dialog.close());
    options.push({ element, item });
    return element;
  };
  const show = (items, typed) => {
    const groups = new Map();
    items.forEach((item) => groups.set(item.group, [...(groups.get(item.group) || []), item]));
    options = [];
    active = -1;
    box.replaceChildren(...[...groups].flatMap(([name, own], at) => {
      if (!name) return [make("div", { class: "results__rule", role: "presentation" }), ...own.map((item) => draw(item, []))];
      const head = make("div", { class: "results__group", id: `palette-group-${at}` }, name);
      return make("div", { role: "group", "aria-labelledby": head.id }, head, ...own.map((item) => draw(item, typed)));
    }));
  };
  // Folding words costs more than comparing them: it is done once for each item, not at each key.
  const all = () => {
    const named = new Set(actions.map((action) => action.name));
    return [...actions, ...sources.flatMap((source) => source.items).filter((item) => !item.url || !named.has(item.name))];
  };
  // Before anything is typed: of each group the most used, as everything would be a wall.
  const first = () => {
    const groups = new Map();
    all().forEach((item) => groups.set(item.group, [...(groups.get(item.group) || []), item]));
    return [...groups.values()].flatMap((own) => own.sort((one, other) => (other.boost || 0) - (one.boost || 0)).slice(0, SHOWN_AT_FIRST));
  };
  const update = () => {
    const text = input.value.trim();
    const typed = wordsOf(text);
    const kept = moved ? options[active]?.item.name : "";
    let items = typed.length ? search(all(), typed) : first();
    const shown = new Set(items.map((item) => item.url).filter(Boolean));
    const tickets = typed.length ? found.filter((item) => !shown.has(item.url)) : [];
    // A number is a ticket's: what has it in its name comes after.
    items = /^\D{0,20}\d+$/.test(text) ? [...tickets, ...items] : [...items, ...tickets];
    const total = items.length;
    const asks = typed.length ? sources.flatMap((source) => source.asks) : [];
    items = [...items, ...asks.map((ask) => ({ ...ask, group: "", name: fill(ask.name, { text }), url: fill(ask.url, { text: encodeURIComponent(text) }) }))];
    show(items, typed);
    status.textContent = total ? (total === 1 ? said.one : fill(said.many, { n: total })) : fill(said.none, { text });
    if (!total && typed.length) box.prepend(make("p", { class: "palette__none", role: "presentation" }, fill(said.none, { text })));
    const again = kept ? options.findIndex(({ item }) => item.name === kept) : -1;
    if (options.length) choose(Math.max(again, 0));
  };
  const ask = async () => {
    const text = input.value.trim();
    const turn = (asked += 1);
    found = [];
    if (text.length > 1) {
      const answers = await Promise.all(sources.filter((source) => source.search).map((source) => load(`${source.address}?q=${encodeURIComponent(text)}`)));
      if (turn !== asked) return;
      found = answers.filter(Boolean).flatMap((answer) => answer.groups.flatMap((group) => group.items.map((item) => ({ ...item, group: group.name }))));
      update();
    }
    if (hurried) options[active]?.element.click();
    hurried = false;
  };

  input.addEventListener("input", () => {
    moved = hurried = false;
    asked += 1;
    found = [];
    update();
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; ask(); }, DEBOUNCE);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options.length - 1;
    const moves = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1 };
    if (event.key in moves && options.length) {
      event.preventDefault();
      moved = true;
      choose(moves[event.key]);
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      // Typed faster than the answer comes: a number waits for its ticket, and anything for the sources themselves.
      if (isLoading && input.value.trim() && !moved) hurried = true;
      else if (/\d$/.test(input.value.trim()) && !moved && !found.length && sources.some((source) => source.search) && (timer || asked)) {
        hurried = true;
        clearTimeout(timer);
        timer = 0;
        ask();
      } else options[active]?.element.click();
    }
  });
  dialog.addEventListener("close", () => {
    input.value = "";
    asked += 1;
  });

  return async () => {
    actions = pageActions().map((action) => known(action, said.page));
    found = [];
    moved = hurried = false;
    update();
    dialog.showModal();
    input.focus();
    const number = document.querySelector(".desk--open .work[data-number]")?.dataset.number || "";
    if (sources.length && about === number) return;
    about = number;
    isLoading = true;
    const loaded = await Promise.all(said.paletteSrc.split(" ").map(async (address) => ({ address, ...(await load(`${address}?ticket=${number}`)) })));
    if (about !== number) return;
    isLoading = false;
    sources = loaded.filter((source) => source.groups).map((source) => ({
      ...source,
      items: source.groups.flatMap((group) => group.items.map((item) => known(item, group.name))),
    }));
    if (!sources.length) {
      status.textContent = said.offline;
      if (hurried) options[active]?.element.click();
      hurried = false;
    } else if (dialog.open) {
      update();
      if (input.value) ask();
    }
  };
};

each("[data-palette]", (dialog) => {
  if (!dialog.showModal) return;
  const open = opened(dialog);
  const isFree = () => !document.querySelector("dialog[open]");
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette-open]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (isFree()) open();
  });
});
