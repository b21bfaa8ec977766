// Sending what a draft holds. A form that leads to another page is first kept, then sent as any form; an answer stays on
// its page, is stored at once and can be taken back for some seconds. While the server is away both try again by
// themselves, always with the same key: once it is sent, it is there once.
const { each, load, answers, drafts, fill } = window.balcao;
const { keeper, words, shelf, forms, pairsOf, isBlank, bodyOf, showBar, hideBar, WAITS } = drafts;
const isDown = (status) => status === 0 || status === 429 || status >= 500;

// Runs `act` until it answers true: after a while, when the connection is back, and when asked to.
const untilDone = (act) => {
  let tries = 0;
  let timer;
  const go = async () => {
    clearTimeout(timer);
    if (await act()) {
      removeEventListener("online", go);
      return;
    }
    timer = setTimeout(go, WAITS[Math.min(tries, WAITS.length - 1)]);
    tries += 1;
  };
  addEventListener("online", go);
  go();
  return go;
};

each("form[data-draft]:not([data-draft-send])", (form) => {
  const one = forms.get(form);
  if (!one || !form.requestSubmit) return;
  let isReady = false;
  let isBusy = false;
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (isReady || event.defaultPrevented) return;
    if (submitter?.matches("[data-draft-discard]")) { one.forget(); return; }
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const go = () => {
      isReady = true;
      form.requestSubmit(submitter);
      isReady = isBusy = false;
    };
    const retry = untilDone(async () => {
      const status = await one.save();
      if (isDown(status)) {
        showBar("failed", { retry: () => retry() });
        return false;
      }
      hideBar("failed");
      if (status === 401 || status === 409) isBusy = false;
      else go();
      return true;
    });
  });
});

// The message that the answer has become: the live part of the page brings it, a page without one is read again.
const showAgain = async (anchor) => {
  const page = document.querySelector("[data-live-ticket], .work[data-ticket]");
  if (!page) { location.reload(); return; }
  page.dispatchEvent(new Event("balcao:look"));
  for (let times = 0; times < 40 && anchor && !document.getElementById(anchor); times += 1) {
    await new Promise((done) => { setTimeout(done, 150); });
  }
};

// Counts down, then waits for the worker: the answer becomes a message of the conversation, or comes back with a reason.
each("[data-outgoing]", (article) => {
  if (!keeper || !article.dataset.outgoing) return;
  const id = article.dataset.outgoing;
  const undo = article.querySelector("form");
  const left = article.querySelector("[data-left]");
  const end = Date.now() + Number(article.dataset.seconds) * 1000;
  // Only the box it came from: on the desk another ticket may be open by now.
  const boxOf = () => [...forms.values()].find((one) => one.place === article.dataset.box && one.form.isConnected);
  const bring = (data) => {
    const box = boxOf();
    article.remove();
    if (!box) return;
    const typed = box.form.elements.namedItem("body").value.trim();
    const before = typed ? { ...box } : null;
    if (typed) data.fields.body = [`${data.fields.body?.[0] || ""}\n\n${typed}`.trim()];
    box.put(data);
    // Both texts are one now: the second draft goes once that is on the server.
    if (before) {
      box.touch(true);
      box.save().then((status) => status === 200 && answers.post(words.discard, bodyOf({ ...before, pairs: [] })));
    }
    box.form.elements.namedItem("body").focus();
  };
  const look = async (tries) => {
    if (!article.isConnected) return;
    const { status, data } = await answers.get(`${keeper.dataset.save}${id}/`);
    if (data.status === "sent" || status === 404) {
      if (boxOf()) await showAgain(data.anchor);
      article.remove();
      return;
    }
    if (data.status === "refused") {
      const box = boxOf();
      if (box) bring(data);
      if (box) box.complain(data.refusal);
      else {
        article.classList.add("outgoing--failed");
        article.querySelector("[role=status]").textContent = `${words.failed} ${data.refusal}`;
      }
      return;
    }
    if (tries < 60) setTimeout(() => look(tries + 1), tries < 10 ? 1000 : 5000);
  };
  const tick = () => {
    if (!article.isConnected) return;
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds > 0) {
      if (left) left.textContent = fill(words.left, { seconds });
      setTimeout(tick, 250);
      return;
    }
    left?.remove();
    undo.querySelector("button")?.remove();
    setTimeout(() => look(0), 700);
  };
  undo.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const { status, data } = await answers.post(words.undo, new URLSearchParams({ key: id }));
    if (status === 200) bring(data);
    else if (status === 422 || status === 404) look(0);
    else if (status === 401) showBar("session");
    else showBar("offline");
  });
  tick();
});

each("form[data-draft-send]", (form) => {
  const one = forms.get(form);
  if (!one) return;
  const list = document.querySelector("[data-outgoing-list]");
  if (!list) return;
  one.complain = (reason) => {
    const alert = keeper.querySelector("template[data-problem]").content.firstElementChild.cloneNode(true);
    form.querySelector("[data-problem-shown]")?.remove();
    if (!reason) return;
    alert.querySelector("span").textContent = reason;
    form.append(alert);
  };
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const chosen = () => [...new FormData(form)].filter(([, value]) => typeof value !== "string" && value.name);
    one.complain("");
    if (isBlank(pairsOf(form)) && !chosen().length) {
      one.complain(words.empty);
      form.elements.namedItem("body").focus();
      return;
    }
    await one.settle();
    const pairs = pairsOf(form);
    const files = chosen();
    if (isBlank(pairs) && !files.length) return;
    const sent = { id: one.id, place: one.place, revision: one.revision, pairs, at: Date.now(), dirty: true };
    const article = keeper.querySelector("template[data-message]").content.firstElementChild.cloneNode(true);
    const state = article.querySelector("[data-state]");
    const again = article.querySelector("[data-again]");
    article.classList.toggle("message--note", one.place.startsWith("note:"));
    article.querySelector("[data-text]").textContent = pairs.find(([name]) => name === "body")?.[1] || "";
    list.append(article);
    one.renew();
    shelf.put(sent);
    const back = (data, reason) => {
      article.remove();
      one.put(data);
      one.complain(reason);
      one.touch(true);
    };
    const asItWas = () => ({ key: sent.id, revision: sent.revision, fields: drafts.fieldsOf(pairs), files: {}, saved: "" });
    const go = untilDone(async () => {
      article.classList.remove("outgoing--failed");
      state.textContent = words.sending;
      again.hidden = true;
      const body = new FormData();
      for (const [name, value] of [...bodyOf(sent), ...files]) body.append(name, value);
      const { status, data } = await answers.post(words.send, body);
      if (status === 200) {
        shelf.drop(sent.id);
        if (data.html) article.outerHTML = data.html;
        else showAgain().then(() => article.remove());
        load(list);
        return true;
      }
      if (status === 409) {
        back({ ...asItWas(), key: drafts.uuid(), revision: 0 }, "");
        shelf.drop(sent.id);
        showBar("changed", { other: () => one.put(data) });
        return true;
      }
      if (status === 422) {
        back(asItWas(), (data.problems || []).join(" "));
        form.dispatchEvent(new CustomEvent("balcao:refused", { bubbles: true, detail: data }));
        return true;
      }
      if (status === 401) showBar("session");
      article.classList.add("outgoing--failed");
      state.textContent = words.failed;
      again.hidden = false;
      return status === 404;
    });
    again.addEventListener("click", () => go());
  });
});
