// Choosing a process by typing: a combobox over the company's catalogue, which the page brings along as JSON.
const { each, fill, words: { wordsOf, prepare, search, highlighted, make, symbol } } = window.balcao;
const TICKETS = 2;

each("form[data-chooser]", (form) => {
  const data = JSON.parse(document.getElementById(form.dataset.chooser)?.textContent || "{}");
  const input = form.querySelector(".ask__box");
  const panel = form.querySelector("[data-results]");
  const box = panel.querySelector("[data-listbox]");
  const count = panel.querySelector("[role=status]");
  const foot = panel.querySelector("[data-foot]");
  const other = panel.querySelector("[data-other]");
  const clear = form.querySelector(".ask__clear");
  const hint = form.querySelector("kbd");
  const browse = form.matches(".ask--large") ? document.querySelectorAll("[data-browse]") : [];
  const processes = (data.processes || []).map(prepare);
  const words = panel.dataset;
  let options = [];
  let active = -1;

  box.id = `${form.dataset.chooser}-list`;
  box.setAttribute("aria-label", words.list);
  input.type = "text";
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", box.id], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }

  const choose = (at) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const option = (url, title, about, aside) => {
    const link = make("a", { class: "result", role: "option", href: url, tabindex: "-1", "aria-selected": "false" }, make("b", {}, ...title));
    if (about) link.append(make("span", {}, about));
    if (aside) link.append(make("small", {}, aside));
    link.id = `${box.id}-${options.length}`;
    options.push(link);
    return link;
  };
  const group = (title, icon, made) => {
    const id = `${box.id}-group-${box.childElementCount}`;
    const head = make("div", { class: "results__group", id }, symbol(words.icons, icon), title);
    box.append(make("div", { role: "group", "aria-labelledby": id }, head, ...made));
  };
  const ticketsAbout = (typed) => (data.tickets || [])
    .filter((ticket) => typed.every((word) => wordsOf(`${ticket.number} ${ticket.subject}`).some((own) => own.startsWith(word))))
    .slice(0, TICKETS);

  const show = (isOpen) => {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    browse.forEach((part) => { part.hidden = isOpen; });
  };
  const update = () => {
    const typed = wordsOf(input.value);
    clear.hidden = !input.value;
    if (hint) hint.hidden = Boolean(input.value);
    options = [];
    box.replaceChildren();
    choose(-1);
    if (!typed.length) return show(false);
    const found = search(processes, typed);
    const tools = new Map();
    found.forEach((process) => tools.set(process.tool, [...(tools.get(process.tool) || []), process]));
    tools.forEach((own, tool) => group(tool, own[0].icon, own.map((process) => option(process.url, highlighted(process.name, typed), process.use, process.usual))));
    const tickets = ticketsAbout(typed);
    if (tickets.length) {
      if (found.length) box.append(make("div", { class: "results__rule", role: "presentation" }));
      group(words.tickets, "tickets", tickets.map((ticket) => option(ticket.url, [fill(words.have, ticket)], `${ticket.subject} · ${ticket.state}`)));
    }
    const total = options.length;
    box.hidden = total === 0;
    count.textContent = total ? (total === 1 ? words.one : fill(words.many, { n: total })) : fill(words.none, { text: input.value.trim() });
    foot.hidden = total === 0;
    if (other) {
      const url = new URL(other.href);
      url.searchParams.set("assunto", input.value.trim());
      other.href = url.href;
      other.textContent = total ? other.dataset.name : words.describe;
    }
    show(true);
    if (found.length) choose(0);
  };

  input.addEventListener("input", update);
  input.addEventListener("focus", () => { if (input.value && panel.hidden) update(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options.length - 1;
    const moves = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1, Home: 0, End: last };
    if (event.key in moves && options.length && !panel.hidden) {
      event.preventDefault();
      choose(moves[event.key]);
    } else if (event.key === "Enter" && options[active] && !panel.hidden) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      update();
    }
  });
  clear.addEventListener("click", () => {
    input.value = "";
    update();
    input.focus();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) && !form.matches(".ask--large")) show(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget) && !form.matches(".ask--large")) show(false);
  });
  if (input.value) update();
});
