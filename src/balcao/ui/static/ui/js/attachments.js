// Chosen files as a list with sizes and a way back out; drag and drop, pasted screenshots.
// The plain file input keeps holding them, so the form is sent as it would be without this.
const { each, fill, bytes } = window.balcao;

const canHold = () => {
  try { return Boolean(new DataTransfer().items); } catch { return false; }
};
const pad = (number) => String(number).padStart(2, "0");
const captureName = (word, type) => {
  const now = new Date();
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  return `${word}-${day}-${pad(now.getHours())}${pad(now.getMinutes())}.${type.split("/")[1] || "png"}`;
};
const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
const pictures = /^image\//;

each("[data-drop]", (root) => {
  const input = root.querySelector("input[type=file]");
  if (!input || !canHold()) return;
  const list = root.querySelector("[data-files]") || root.parentElement.querySelector("[data-files]");
  const say = root.querySelector(".drop__say");
  const row = root.querySelector("template[data-row]");
  const limits = { files: input.multiple ? Number(root.dataset.maxFiles) : 1, bytes: Number(root.dataset.maxBytes) };
  let files = [];
  root.classList.add(root.matches(".composer") ? "composer--on" : "drop--on");
  input.tabIndex = -1;

  const hold = () => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
  };
  const draw = () => {
    list.replaceChildren(...files.map((file) => {
      const item = row.content.firstElementChild.cloneNode(true);
      item.querySelector("b").textContent = file.name;
      item.querySelector("small").textContent = bytes(file.size);
      if (pictures.test(file.type)) {
        const use = item.querySelector(".icon use");
        use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#image"));
      }
      const button = item.querySelector("button");
      button.setAttribute("aria-label", fill(root.dataset.remove, { name: file.name }));
      button.addEventListener("click", () => {
        files = files.filter((kept) => kept !== file);
        say.textContent = "";
        hold();
        draw();
        (list.querySelector("button") || root.querySelector("[data-pick]"))?.focus();
      });
      return item;
    }));
  };
  const problem = (file) => {
    if (file.size === 0) return fill(root.dataset.sayEmpty, { name: file.name });
    if (file.size <= limits.bytes) return "";
    return fill(root.dataset.sayBig, { name: file.name, size: bytes(file.size), limit: bytes(limits.bytes) });
  };
  const add = (chosen) => {
    const problems = [];
    if (limits.files === 1 && chosen.length) files = [];
    for (const file of chosen) {
      const wrong = problem(file);
      if (wrong) problems.push(wrong);
      else if (files.length >= limits.files) {
        problems.push(fill(root.dataset.sayMany, { limit: limits.files }));
        break;
      } else if (!files.some((kept) => isSame(kept, file))) files.push(file);
    }
    say.textContent = problems.join(" ");
    hold();
    draw();
  };

  input.addEventListener("change", () => add([...input.files]));
  root.querySelector("[data-pick]")?.addEventListener("click", () => input.click());
  root.querySelector("[data-camera]")?.addEventListener("click", () => {
    const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
    camera.setAttribute("capture", "environment");
    camera.addEventListener("change", () => add([...camera.files]));
    camera.click();
  });

  // The whole page takes what is dropped: a file that misses the zone must not replace the page and the text in it.
  const isFirst = () => document.querySelector("[data-drop]") === root;
  const isMine = (target) => root.contains(target) || (isFirst() && !target.closest?.("[data-drop]"));
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    root.classList.toggle("drop--over", isMine(event.target));
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) root.classList.remove("drop--over");
  });
  document.addEventListener("drop", (event) => {
    root.classList.remove("drop--over");
    if (!event.dataTransfer?.files.length || !isMine(event.target)) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files || [])];
    if (!pasted.length || !isMine(event.target)) return;
    event.preventDefault();
    add(pasted.map((file) => {
      if (!pictures.test(file.type) || !/^image\.\w+$/.test(file.name)) return file;
      return new File([file], captureName(root.dataset.capture, file.type), { type: file.type });
    }));
  });
});
