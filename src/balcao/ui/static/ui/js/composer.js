// Markdown by buttons, and Ctrl+Enter to send. The text stays the text: nothing is stored but what is typed.
const { each } = window.balcao;

// execCommand keeps the browser's own undo; setRangeText is for where it is gone.
const put = (area, text, from, to) => {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand?.("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
const wrap = (area, before, after) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inside = value.slice(from, to);
  const isWrapped = value.slice(from - before.length, from) === before && value.slice(to, to + after.length) === after;
  if (isWrapped) {
    put(area, inside, from - before.length, to + after.length);
    area.setSelectionRange(from - before.length, to - before.length);
  } else {
    put(area, before + inside + after, from, to);
    area.setSelectionRange(from + before.length, to + before.length);
  }
};
const prefixLines = (area, prefix) => {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = value.indexOf("\n", area.selectionEnd);
  const to = next === -1 ? value.length : next;
  const lines = value.slice(from, to).split("\n");
  const hasAll = lines.every((line) => line.startsWith(prefix));
  put(area, lines.map((line) => (hasAll ? line.slice(prefix.length) : prefix + line)).join("\n"), from, to);
};
const link = (area) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inside = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(inside);
  put(area, isAddress ? `[](${inside})` : `[${inside}](https://)`, from, to);
  const caret = isAddress ? from + 1 : from + inside.length + 3;
  area.setSelectionRange(caret, isAddress ? caret : caret + 8);
};
const marks = {
  bold: (area) => wrap(area, "**", "**"),
  code: (area) => (area.value.slice(area.selectionStart, area.selectionEnd).includes("\n") ? wrap(area, "```\n", "\n```") : wrap(area, "`", "`")),
  list: (area) => prefixLines(area, "- "),
  quote: (area) => prefixLines(area, "> "),
  link,
};

each("[data-composer]", (root) => {
  const area = root.querySelector("textarea");
  root.querySelectorAll("[data-md]").forEach((button) => {
    button.addEventListener("click", () => marks[button.dataset.md](area));
  });
  area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "b") {
      event.preventDefault();
      marks.bold(area);
    }
  });
});

// The note's box is one line until someone writes in it.
each("[data-notebox] textarea", (area) => {
  const grow = () => {
    area.rows = area.value ? Math.min(8, Math.max(3, area.value.split("\n").length)) : 1;
    area.closest("[data-notebox]").classList.toggle("notebox--open", Boolean(area.value));
  };
  area.addEventListener("input", grow);
  grow();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.form) return;
  const { form } = event.target;
  const button = form.querySelector("button.button--primary:not([type=button])") || form.querySelector("button:not([type=button])");
  if (!button) return;
  event.preventDefault();
  button.click();
});
