// Forms whose text survives anything: kept in the browser 300 ms after the last key, on the server after 3 s, when the
// field is left and when the page is hidden. What another tab or device wrote meanwhile is never written over.
const { each, answers, drafts } = window.balcao;
const { keeper, words, shelf, bodyOf, uuid, pairsOf, textOf, filesOf, isSame, fill } = drafts;
const HERE = 300;
const THERE = 3000;
const isAgain = performance.getEntriesByType("navigation")[0]?.type === "reload";
const WAITS = [2000, 4000, 8000, 15000, 30000];

// One bar of each kind at most; `acts` are run by the names of its buttons.
const bars = new Map();
const hideBar = (kind) => {
  bars.get(kind)?.remove();
  bars.delete(kind);
  document.body.classList.toggle("keeping", bars.size > 0);
};
const showBar = (kind, acts = {}) => {
  hideBar(kind);
  const bar = keeper.querySelector(`template[data-bar="${kind}"]`)?.content.firstElementChild.cloneNode(true);
  if (!bar) return;
  bar.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => {
    if (button.dataset.do !== "login") hideBar(kind);
    acts[button.dataset.do]?.();
  }));
  const login = bar.querySelector('a[data-do="login"]');
  if (login) login.href = `${words.login}?next=${encodeURIComponent(location.pathname + location.search)}`;
  keeper.querySelector("[data-bars]").append(bar);
  bars.set(kind, bar);
  document.body.classList.add("keeping");
};
Object.assign(drafts, { showBar, hideBar, WAITS });
const isDown = (status) => status === 0 || status === 429 || status >= 500;

each("form[data-draft]", (form) => {
  if (!keeper) return;
  const input = (name) => form.elements.namedItem(name);
  const say = form.querySelector("[data-draft-state]") || document.querySelector("[data-draft-state]");
  const one = { form, id: input("key").value, revision: Number(input("draft-revision").value), place: input("draft-for").value };
  let known = textOf(pairsOf(form));
  let isHeld = false;
  let isDirty = false;
  let running = null;
  let failures = 0;
  let here;
  let there;
  let again;
  drafts.forms.set(form, one);

  const tell = (words, isBehind = false) => {
    if (!say) return;
    if (say.textContent !== words) say.textContent = words;
    say.classList.toggle("draft-state--behind", isBehind);
  };
  const entry = () => ({ id: one.id, place: one.place, revision: one.revision, pairs: pairsOf(form), files: filesOf(form), at: Date.now(), dirty: isDirty });
  const keepHere = () => {
    clearTimeout(here);
    if (isDirty) shelf.put(entry());
    else shelf.drop(one.id);
  };
  const become = (id, revision) => {
    if (id !== one.id) shelf.drop(one.id);
    Object.assign(one, { id, revision });
    input("key").value = id;
    input("draft-revision").value = revision;
  };
  // The other one's words stay under their key; ours go on under a new one.
  const fork = () => {
    become(uuid(), 0);
    known = "";
    return save();
  };
  const saved = (data, text) => {
    failures = 0;
    become(one.id, data.revision);
    known = text;
    isDirty = textOf(pairsOf(form)) !== text;
    keepHere();
    if (!isDirty) tell((data.problems || []).join(" ") || data.saved);
    hideBar("offline");
    hideBar("session");
  };
  const heard = async ({ status, data }, pairs) => {
    if (status === 200) saved(data, textOf(pairs));
    else if (status === 409 && isSame(pairs, data) && data.status !== "sending") saved(data, textOf(pairs));
    else if (status === 410 && textOf(pairs) === known) one.forget();
    else if (status === 409 || status === 410) {
      running = null;
      const mine = await fork();
      if (status === 410) showBar("gone");
      else showBar("changed", { other: () => one.put(data) });
      return mine === 200 ? 409 : mine;
    } else if (status === 401) showBar("session");
    else if (isDown(status)) {
      tell(words.here, true);
      if (status === 0) showBar("offline");
      clearTimeout(again);
      again = setTimeout(() => { if (isDirty) save(); }, WAITS[Math.min(failures, WAITS.length - 1)]);
      failures += 1;
    } else tell((data.problems || [words.here]).join(" "), true);
    return status;
  };
  const send = async (keepalive) => {
    const pairs = pairsOf(form);
    const { id } = one;
    const answer = await answers.post(keeper.dataset.save, bodyOf({ ...one, pairs }), keepalive);
    return one.id === id ? heard(answer, pairs) : answer.status;
  };
  const save = async () => {
    clearTimeout(there);
    if (running) await running;
    isDirty = textOf(pairsOf(form)) !== known;
    keepHere();
    running = send(false);
    try { return await running; } finally { running = null; }
  };
  // Answers the status of the last save, once nothing typed is missing on the server; 200 when there was nothing to do.
  one.flush = async () => {
    let status = 200;
    if (running) await running;
    if (isDirty) status = await save();
    return status;
  };
  one.put = (data) => {
    become(data.key, data.revision);
    document.querySelector(`[data-draft-offer="${data.key}"]`)?.remove();
    isHeld = true;
    fill(form, data.fields, data.files);
    isHeld = false;
    known = textOf(pairsOf(form));
    isDirty = false;
    keepHere();
    if (data.saved) tell(data.saved);
  };
  // A fresh box: what was in it is on its way.
  one.renew = () => {
    clearTimeout(here);
    clearTimeout(there);
    isDirty = false;
    become(uuid(), 0);
    tell("");
    isHeld = true;
    fill(form, {}, {});
    isHeld = false;
    known = textOf(pairsOf(form));
  };
  one.save = save;
  one.settle = () => {
    clearTimeout(here);
    clearTimeout(there);
    return running;
  };
  one.touch = (anyway) => {
    if (isHeld) return;
    if (anyway === true) known = "";
    isDirty = textOf(pairsOf(form)) !== known;
    if (!isDirty) return;
    clearTimeout(here);
    clearTimeout(there);
    here = setTimeout(keepHere, HERE);
    there = setTimeout(() => one.flush(), THERE);
  };
  one.forget = () => {
    clearTimeout(here);
    clearTimeout(there);
    isDirty = false;
    shelf.drop(one.id);
  };
  one.isDirty = () => isDirty;

  for (const kind of ["input", "change", "balcao:files"]) form.addEventListener(kind, one.touch);
  form.addEventListener("focusout", () => { if (isDirty && !running) save(); });
  const hidden = () => {
    if (!isDirty) return;
    keepHere();
    clearTimeout(there);
    send(true);
  };
  const shown = async () => {
    if (isDirty || running || !one.revision) return;
    const { status, data } = await answers.get(`${keeper.dataset.save}${one.id}/`);
    if (status !== 200 || isDirty || data.revision <= one.revision || !["writing", "refused"].includes(data.status)) return;
    if (isSame(pairsOf(form), data)) become(one.id, data.revision);
    else one.put(data);
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hidden() : shown()));
  addEventListener("pagehide", hidden);
  addEventListener("online", () => {
    hideBar("offline");
    if (isDirty) save();
  });
  addEventListener("offline", () => showBar("offline"));
  if (navigator.onLine === false) showBar("offline");

  // Loading a page with mistakes again sends the old words again; what was written since then takes their place.
  const catchUp = async () => {
    isHeld = true;
    const { status, data } = await answers.get(`${keeper.dataset.save}${one.id}/`);
    isHeld = false;
    if (status === 200 && data.revision > one.revision && ["writing", "refused"].includes(data.status)) one.put(data);
    else one.touch();
  };
  // What this browser still holds and the server never confirmed comes back into the form.
  const comeBack = async () => {
    const isFresh = !one.revision && !form.querySelector("[aria-invalid=true]") && !location.search;
    const left = shelf.dirty().find((entry) => entry.place === one.place && (entry.id === one.id || isFresh));
    if (!left) {
      if (isAgain && form.querySelector("[aria-invalid=true]")) await catchUp();
      return;
    }
    const { status, data } = await answers.get(`${keeper.dataset.save}${left.id}/`);
    const isThere = status === 200 && ["writing", "refused"].includes(data.status) && isSame(left.pairs, data);
    if (isThere || (status === 200 && ["sent", "sending"].includes(data.status))) shelf.drop(left.id);
    if (isDirty || (isThere && one.revision >= data.revision)) return;
    if (isThere) one.put(data);
    if (status === 200 && !shelf.take(left.id)) return;
    become(left.id, left.revision);
    isHeld = true;
    fill(form, drafts.fieldsOf(left.pairs), left.files);
    isHeld = false;
    one.touch();
    if (isDirty) save();
  };
  comeBack();
});
