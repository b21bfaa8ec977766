// Chosen, dropped, pasted and photographed files, on their way into one file input or, by uploads.js, to the server.
// Here the plain file input keeps holding them, so that the form is sent as it would be without this.
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
const isAccepted = (accept, file) => !accept || accept.split(",").map((kind) => kind.trim().toLowerCase()).some((kind) => (
  kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : file.type.startsWith(kind.replace("*", ""))
));

// Whose a file is that was dropped or pasted somewhere: of the zone there, of the form's first, else of the page's.
const zoneOf = (target) => target.closest?.("[data-drop]")
  || target.closest?.("form")?.querySelector("[data-drop]")
  || document.querySelector("main [data-drop]");

// Every way in which files come; `add` gets them as an array.
const gather = (root, input, add) => {
  input.addEventListener("change", () => add([...input.files]));
  root.querySelector("[data-pick]")?.addEventListener("click", () => input.click());
  root.querySelectorAll("[data-camera]").forEach((button) => button.addEventListener("click", () => {
    const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
    camera.setAttribute("capture", button.dataset.camera || "environment");
    camera.addEventListener("change", () => add([...camera.files]));
    camera.click();
  }));
  const isMine = (target) => root.isConnected && zoneOf(target) === root;
  // The whole page takes what is dropped: a file that misses the zone must not replace the page and the text in it.
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
};
// What is wrong with a file before it is sent, in the reader's words.
const problemOf = (root, input, file) => {
  const { name } = file;
  if (file.size === 0) return fill(root.dataset.sayEmpty, { name });
  if (!isAccepted(input.accept, file)) return fill(root.dataset.sayKind, { name });
  const limit = Number(root.dataset.maxBytes);
  return file.size <= limit ? "" : fill(root.dataset.sayBig, { name, size: bytes(file.size), limit: bytes(limit) });
};
const uploadsOf = (input) => input.form?.querySelector(`template[data-uploads="${CSS.escape(`${input.name}-kept`)}"]`);
window.balcao.incoming = { gather, problemOf, uploadsOf, pictures };

each("[data-drop]", (root) => {
  const input = root.querySelector("input[type=file]");
  if (!input || !canHold() || uploadsOf(input) || root.closest("[data-photo]")) return;
  const list = root.querySelector("[data-files]") || root.parentElement.querySelector("[data-files]");
  const say = root.querySelector(".drop__say");
  const row = root.querySelector("template[data-row]");
  const most = input.multiple ? Number(root.dataset.maxFiles) : 1;
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
  gather(root, input, (chosen) => {
    const problems = [];
    if (most === 1 && chosen.length) files = [];
    for (const file of chosen) {
      const wrong = problemOf(root, input, file);
      if (wrong) problems.push(wrong);
      else if (files.length >= most) {
        problems.push(fill(root.dataset.sayMany, { limit: most }));
        break;
      } else if (!files.some((kept) => isSame(kept, file))) files.push(file);
    }
    say.textContent = problems.join(" ");
    hold();
    draw();
  });
});
