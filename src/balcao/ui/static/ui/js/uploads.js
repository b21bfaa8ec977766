// Attachments that are sent while the person goes on writing. The form then carries their ids as `<name>-kept`.
// For others: window.balcao.files.pending(form), .restore(form, name, files), and `balcao:files` on the form.
const { each, fill, bytes, incoming, shelf, sender } = window.balcao;
const BUSY = new Set(["reading", "queued", "sending", "storing", "offline", "down", "out"]);
const HEAD = 64 * 1024;
const zones = new Map();
const zonesOf = (form) => [...zones].filter(([root]) => root.isConnected && root.closest("form") === form).map(([, zone]) => zone);
const rowsOf = (form) => zonesOf(form).flatMap((zone) => zone.rows());

const newId = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (
  (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16)
));

window.balcao.files = {
  pending: (form) => rowsOf(form).filter((row) => BUSY.has(row.state)).length,
  zonesOf,
  // Takes away what has arrived, for a draft that names its own files; what is on its way goes on.
  clear: (form) => zonesOf(form).forEach((zone) => zone.clear()),
  restore: (form, name, files) => zonesOf(form).filter((zone) => zone.name === name).forEach((zone) => zone.restore(files)),
};

each("[data-drop]", (root) => {
  const input = root.querySelector("input[type=file]");
  const words = input && incoming.uploadsOf(input);
  if (!words) return;
  const { form, name } = input;
  const list = root.querySelector("[data-files]") || root.parentElement.querySelector("[data-files]");
  const alarm = root.querySelector(".drop__say");
  const live = Object.assign(document.createElement("p"), { className: "hidden-text" });
  live.setAttribute("role", "status");
  root.append(live);
  root.classList.add(root.matches(".composer") ? "composer--on" : "drop--on");
  input.tabIndex = -1;
  const isNeeded = input.required;
  const most = input.multiple ? Number(root.dataset.maxFiles) : 1;
  const where = `${new URL(form.getAttribute("action") || location.href, location.href).pathname}#${name}`;
  const mine = { person: words.dataset.person, where };
  const { url } = words.dataset;
  let rows = [];

  const changed = () => {
    input.required = isNeeded && !rows.length;
    form.dispatchEvent(new CustomEvent("balcao:files", { bubbles: true, detail: { name, pending: window.balcao.files.pending(form) } }));
  };
  const left = (row) => {
    const passed = (Date.now() - row.began) / 1000;
    if (passed < 2 || row.sent <= row.first) return "";
    const seconds = (row.size - row.sent) / ((row.sent - row.first) / passed);
    if (seconds < 5) return words.dataset.soon;
    if (seconds < 90) return fill(words.dataset.seconds, { n: Math.ceil(seconds / 5) * 5 });
    return fill(words.dataset.minutes, { n: Math.ceil(seconds / 60) });
  };
  const textOf = (row) => {
    const part = `${Math.floor((100 * row.sent) / row.size)}\u00a0%`;
    if (row.state === "sending") return [bytes(row.size), part, left(row)].filter(Boolean).join(" · ");
    if (row.state === "done") return bytes(row.size);
    return row.words || fill(words.dataset[row.state] || "", { name: row.name, n: part });
  };
  const draw = (row) => {
    const { item } = row;
    const part = (what) => item.querySelector(`[data-${what}]`);
    item.className = `file file--up file--${row.state}`;
    part("text").textContent = textOf(row);
    part("bar").hidden = !BUSY.has(row.state);
    part("bar").value = row.sent / row.size;
    part("stop").hidden = !BUSY.has(row.state);
    part("remove").hidden = BUSY.has(row.state);
    part("again").hidden = row.state !== "failed" || !row.file;
    part("tick").hidden = row.state !== "done";
  };
  const put = (row, state, said = "") => {
    const before = row.state;
    Object.assign(row, { state, words: said });
    if (state === "sending" && before !== "sending") Object.assign(row, { began: Date.now(), first: row.sent });
    draw(row);
    if (before === state) return;
    if (state === "failed") alarm.textContent = `${row.name}: ${textOf(row)}`;
    if (["offline", "out", "down"].includes(state)) live.textContent = textOf(row);
    if (state === "done") live.textContent = fill(words.dataset.saidDone, { name: row.name });
    changed();
  };
  const remove = (row) => {
    rows = rows.filter((one) => one !== row);
    if (row.picture) URL.revokeObjectURL(row.picture);
    row.item.remove();
    shelf.forget(row.id);
    changed();
  };
  const face = (row, source) => {
    const picture = Object.assign(document.createElement("img"), { src: source, alt: "" });
    picture.addEventListener("error", () => picture.remove());
    row.item.querySelector("[data-face]").append(picture);
  };
  const carry = (row, file) => {
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: `${name}-kept`, value: file.id });
    hidden.disabled = Boolean(list.closest("[hidden]"));
    row.item.querySelectorAll("input[type=hidden]").forEach((one) => one.remove());
    row.item.append(hidden);
    Object.assign(row, { stored: file.id, sent: row.size });
  };
  const add = (row) => {
    row.item = words.content.firstElementChild.cloneNode(true);
    row.item.querySelector("b").textContent = row.name;
    const button = (what) => row.item.querySelector(`[data-${what}]`);
    const ends = { stop: words.dataset.stop, remove: root.dataset.remove };
    Object.entries(ends).forEach(([what, label]) => {
      button(what).setAttribute("aria-label", fill(label, { name: row.name }));
      button(what).addEventListener("click", () => {
        row.sending?.cancel();
        if (what === "stop") live.textContent = fill(words.dataset.saidStopped, { name: row.name });
        alarm.textContent = "";
        remove(row);
        (list.querySelector("button:not([hidden])") || root.querySelector("[data-pick]"))?.focus();
      });
    });
    button("again").addEventListener("click", () => { alarm.textContent = ""; go(row); });
    rows.push(row);
    list.append(row.item);
    draw(row);
    return row;
  };
  const fresh = (given) => add({ id: newId(), sent: 0, first: 0, began: 0, digest: "", state: "reading", words: "", ...given });
  const isTwice = (row, digest) => digest && rows.some((one) => one !== row && one.digest === digest && one.state !== "failed");
  const refuseTwice = (row) => {
    alarm.textContent = fill(words.dataset.twice, { name: row.name });
    remove(row);
  };

  const go = (row) => {
    row.sending = sender.send({
      url, id: row.id, file: row.file, name: row.name, digest: row.digest,
      onState: (state, said) => { if (rows.includes(row)) put(row, state, said); },
      onProgress: (sent) => { row.sent = Math.min(sent, row.size); draw(row); },
      onDone: (file, digest) => {
        if (!rows.includes(row)) return;
        if (isTwice(row, digest)) { row.sending.cancel(); refuseTwice(row); return; }
        row.digest = digest;
        carry(row, file);
        put(row, "done");
        shelf.keep({ ...mine, id: row.id, name: row.name, size: row.size, type: row.type, isDone: true });
      },
    });
  };
  // The file of a row: shown, measured, kept in this browser, and off it goes.
  const begin = async (row, file) => {
    Object.assign(row, { file, type: file.type });
    if (incoming.pictures.test(file.type)) {
      row.picture = URL.createObjectURL(file);
      face(row, row.picture);
    }
    changed();
    const [digest, head] = await Promise.all([row.digest || shelf.digestOf(file), shelf.digestOf(file.slice(0, HEAD))]);
    if (!rows.includes(row)) return;
    row.digest = digest;
    if (isTwice(row, digest)) { refuseTwice(row); return; }
    await Promise.all([shelf.holding(row.id), shelf.keep({ ...mine, id: row.id, name: row.name, size: row.size, type: file.type, digest, head, file, at: Date.now() })]);
    if (rows.includes(row)) go(row);
  };
  // The same file, picked again after a reload that could not keep it.
  const lostOne = async (file) => {
    const alike = rows.filter((row) => row.state === "lost" && row.name === file.name && row.size === file.size);
    const head = alike.length ? await shelf.digestOf(file.slice(0, HEAD)) : "";
    return alike.find((row) => !row.head || row.head === head);
  };
  const take = async (chosen) => {
    const problems = [];
    input.value = "";
    if (most === 1 && chosen.length && !incoming.problemOf(root, input, chosen[0])) {
      rows.filter((row) => row.state !== "lost").forEach((row) => { row.sending?.cancel(); remove(row); });
    }
    for (const file of chosen) {
      const wrong = incoming.problemOf(root, input, file);
      const known = wrong ? null : await lostOne(file);
      if (wrong) problems.push(wrong);
      else if (known) begin(known, file);
      else if (rows.length >= most) {
        problems.push(fill(root.dataset.sayMany, { limit: most }));
        break;
      } else begin(fresh({ name: file.name, size: file.size }), file);
    }
    alarm.textContent = problems.join(" ");
  };
  const restore = (files) => {
    const known = new Set(rows.map((row) => row.stored));
    files.filter((file) => !known.has(file.id)).forEach((file) => {
      const row = fresh({ name: file.name, size: file.size, type: file.content_type, state: "done", digest: file.sha256 || "" });
      carry(row, file);
      if (incoming.pictures.test(file.content_type || "")) face(row, url.replace(/[^/]+\/$/, `${file.id}/previa/`));
      draw(row);
    });
    changed();
  };
  const adopt = async (entry) => {
    if (!await shelf.holding(entry.id)) return;
    const { status, said } = await sender.ask("GET", `${url}${entry.id}/`);
    if (said.file?.used || (entry.isDone && status === 404)) { shelf.forget(entry.id); return; }
    if (said.file) {
      if (rows.some((row) => row.stored === said.file.id)) return;
      restore([{ ...said.file, sha256: said.sha256 }]);
      Object.assign(rows[rows.length - 1], { id: entry.id });
    } else if (!entry.isDone) {
      const row = fresh({ id: entry.id, name: entry.name, size: entry.size, digest: entry.digest, head: entry.head, sent: said.offset || 0, state: entry.file ? "queued" : "lost" });
      if (entry.file) begin(row, new File([entry.file], entry.name, { type: entry.type }));
      else changed();
    }
  };
  const adoptAll = async () => {
    const found = await shelf.all();
    found.filter((entry) => entry.person !== mine.person).forEach((entry) => shelf.forget(entry.id));
    const ours = found.filter((entry) => entry.person === mine.person && entry.where === where);
    for (const entry of ours.sort((one, other) => (one.at || 0) - (other.at || 0))) await adopt(entry);
  };

  zones.set(root, { name, rows: () => rows, restore, clear: () => rows.filter((row) => row.state === "done").forEach(remove), say: (text) => { live.textContent = text; }, alarm });
  incoming.gather(root, input, take);
  form.querySelectorAll(`[data-kept="${CSS.escape(`${name}-kept`)}"]`).forEach((kept) => {
    restore([...kept.querySelectorAll("[data-id]")].map(({ dataset }) => ({ id: dataset.id, name: dataset.name, size: Number(dataset.size), content_type: dataset.type, sha256: dataset.sha })));
    kept.remove();
  });
  adoptAll();
});
