// The boxes under a ticket of the desk: what the customer will see, quoting, ready answers after a slash, and a send
// that stops when somebody wrote meanwhile.
const { each, fold } = window.balcao;

each("select[data-outlook]", (select) => {
  const place = select.form.querySelector("b[data-sees]");
  const tell = () => { place.textContent = select.selectedOptions[0]?.dataset.sees || ""; };
  select.addEventListener("change", tell);
  tell();
});

const put = (area, text, from, to) => {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand?.("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

// A ready answer chosen in the palette.
document.addEventListener("balcao:put", ({ detail }) => {
  const area = document.querySelector("#resposta");
  if (area) put(area, detail, area.selectionStart, area.selectionEnd);
});

each("[data-quote]", (button) => {
  button.addEventListener("click", () => {
    const area = document.querySelector("#resposta");
    const body = document.getElementById(button.dataset.quote)?.querySelector(".message__body");
    if (!area || !body) return;
    const chosen = String(getSelection());
    const text = chosen && body.contains(getSelection().anchorNode) ? chosen : body.innerText;
    const lines = text.trim().split("\n").map((line) => `> ${line}`.trimEnd());
    const before = area.value && !area.value.endsWith("\n\n") ? "\n\n" : "";
    put(area, `${before}${lines.join("\n")}\n\n`, area.value.length, area.value.length);
  });
});

// The send was stopped: what came is there to be read, and the same text can go on its way after that.
each("form[data-answer]", (form) => {
  const stop = form.querySelector("[data-overtaken]");
  const anyway = form.querySelector("input[name=anyway]");
  const review = stop.querySelector("[data-review]");
  const agree = () => { anyway.disabled = false; anyway.value = "1"; };
  form.addEventListener("balcao:refused", ({ detail }) => {
    if (!detail.overtaken) return;
    review.href = `#${detail.overtaken}`;
    stop.hidden = false;
    form.querySelector("[data-problem-shown]")?.remove();
    document.dispatchEvent(new CustomEvent("balcao:reread"));
  });
  stop.querySelector("[data-anyway]").addEventListener("click", agree);
  review.addEventListener("click", () => {
    agree();
    stop.hidden = true;
    form.querySelector("textarea").focus({ preventScroll: true });
  });
  form.addEventListener("submit", () => setTimeout(() => { if (stop.hidden) { anyway.disabled = true; anyway.value = ""; } }));
});

const asked = new Map();
const answersOf = async (address) => {
  if (!asked.has(address)) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return [];
    asked.set(address, (await answer.json()).answers);
  }
  return asked.get(address);
};
const SLASH = /(?:^|\s)\/([\p{L}\p{N}-]*)$/u;

each("[data-canned]", (box) => {
  const form = box.closest("form");
  const area = form?.querySelector("textarea");
  if (!area) return;
  const opener = form.querySelector("[data-canned-open]");
  let found = [];
  let active = 0;
  box.id = `${area.id}-prontas`;
  const typed = () => SLASH.exec(area.value.slice(0, area.selectionStart));
  const close = () => {
    box.hidden = true;
    for (const name of ["aria-activedescendant", "aria-controls", "aria-expanded"]) area.removeAttribute(name);
  };
  const mark = (at) => {
    active = (at + found.length) % found.length;
    [...box.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    box.children[active]?.scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", `${box.id}-${active}`);
  };
  const choose = (answer) => {
    const match = typed();
    const end = area.selectionStart;
    close();
    if (match) put(area, answer.text, end - match[1].length - 1, end);
  };
  const draw = async () => {
    const match = typed();
    if (!match) return close();
    const all = await answersOf(box.dataset.canned).catch(() => []);
    const word = fold(match[1]);
    found = all.filter((one) => fold(one.shortcut).startsWith(word) || fold(one.title).includes(word)).slice(0, 8);
    if (!typed()) return close();
    box.replaceChildren(...found.map((one, index) => {
      const option = document.createElement("li");
      option.id = `${box.id}-${index}`;
      option.setAttribute("role", "option");
      option.append(Object.assign(document.createElement("kbd"), { textContent: `/${one.shortcut}` }), Object.assign(document.createElement("b"), { textContent: one.title }), Object.assign(document.createElement("span"), { textContent: one.text }));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(one); });
      return option;
    }));
    if (!found.length) {
      box.append(Object.assign(document.createElement("li"), { className: "canned__none", textContent: box.dataset.none }));
      box.hidden = false;
      return undefined;
    }
    box.hidden = false;
    area.setAttribute("aria-controls", box.id);
    area.setAttribute("aria-expanded", "true");
    return mark(0);
  };
  area.addEventListener("input", draw);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (box.hidden || event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && found.length) {
      event.preventDefault();
      mark(active + moves[event.key]);
    } else if ((event.key === "Enter" || event.key === "Tab") && found.length && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  opener?.addEventListener("click", () => {
    const at = area.selectionStart;
    const before = at && !/\s/.test(area.value[at - 1]) ? " /" : "/";
    put(area, before, at, at);
    draw();
  });
});
