// The desk: opening a ticket changes the work area and the card; the list stays as it stands.
const { each, load, isVisible, isWriting, keyed } = window.balcao;
const KEPT_FOR = 15000;
const SETTLED = 120;

const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const isPlainClick = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

each("[data-desk]", (desk) => {
  const main = desk.querySelector("main");
  const status = document.querySelector("[data-desk-say]");
  const parts = new Map();
  const parked = new Map();
  const ticketPath = new RegExp(`^${desk.dataset.tickets}(\\d+)/(?:dialogos/[\\w-]+/)?$`);
  let asked = 0;
  let stopping = null;
  let settling = 0;
  let direction = 1;

  const say = (words) => { status.textContent = words; };
  const work = () => main.querySelector(".work");
  const rows = () => [...main.querySelectorAll(".qrow")];
  const current = () => main.querySelector(".qrow[aria-current]");
  const linkOf = (row) => row.querySelector("a");
  const rowOf = (number) => main.querySelector(`.qrow[data-row="${number}"]`);
  const numberOf = (url) => ticketPath.exec(new URL(url, location.href).pathname)?.[1];

  const ask = async (url, target, options = {}) => {
    const headers = { "HX-Request": "true", "HX-Target": target, "HX-Current-URL": location.href };
    const answer = await fetch(url, { credentials: "same-origin", headers, ...options });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) {
      location.assign(elsewhere);
      return null;
    }
    return answer;
  };

  // What was written and not sent stays with its ticket while one looks at others.
  const isWritten = (box) => [...box.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue)
    || [...box.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  const park = () => {
    const box = work()?.querySelector(".desks");
    if (box && isWritten(box)) parked.set(work().dataset.number, box);
  };
  const unpark = (fresh, number) => {
    const box = parked.get(number);
    const place = fresh.querySelector(".desks");
    parked.delete(number);
    if (box && place) place.replaceWith(box);
  };

  // A row as it is by now, where it stands: chosen, current, in sight and focused as before.
  const putRow = (old, row) => {
    const focused = old.contains(document.activeElement) && (document.activeElement.matches("input") ? "input" : "a");
    linkOf(row).href = linkOf(old).href;
    if (old.hasAttribute("aria-current")) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    const [was, box] = [old, row].map((one) => one.querySelector(":scope > input"));
    if (box) box.checked = Boolean(was?.checked);
    row.hidden = old.hidden;
    row.classList.toggle("qrow--picked", Boolean(was?.checked));
    old.replaceWith(row);
    load(row);
    if (focused) row.querySelector(focused)?.focus({ preventScroll: true });
  };
  const putRail = (page) => {
    const rail = page.querySelector(".rail");
    const old = desk.querySelector(".rail");
    if (!rail || old.contains(document.activeElement)) return;
    const at = [old.scrollTop, old.scrollLeft];
    old.replaceWith(rail);
    [rail.scrollTop, rail.scrollLeft] = at;
    load(rail);
  };
  const mark = (row) => {
    current()?.removeAttribute("aria-current");
    if (!row) return;
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
  };
  const show = (page, number) => {
    const fresh = page.querySelector("#ticket");
    const card = page.querySelector("#card");
    if (!fresh || !card) return false;
    park();
    // What was sent a moment ago can still be taken back from the next ticket.
    if (work().dataset.number !== number) document.querySelector("[data-outgoing-dock]").append(...work().querySelectorAll("[data-outgoing], .outgoing"));
    work().replaceWith(fresh);
    unpark(fresh, number);
    for (const [part, id] of [[card, "card"], [page.querySelector("#reading"), "reading"]]) {
      const old = document.getElementById(id);
      if (old) old.replaceWith(part);
      else desk.append(part);
      load(part);
    }
    load(fresh);
    const undo = page.querySelector("#undo");
    if (undo?.children.length) {
      const place = document.getElementById("undo");
      place.replaceChildren(...undo.childNodes);
      load(place);
    }
    putRail(page);
    desk.classList.add("desk--open");
    main.querySelector(".queue__head h1")?.setAttribute("aria-level", "2");
    document.title = page.title.trim();
    const row = page.querySelector("#row .qrow");
    const old = rowOf(number);
    // One goes on faster than answers come: which row is current is the list's to say.
    if (row && old) putRow(old, row);
    return true;
  };

  const fetchPart = async (url, signal) => {
    const answer = await ask(url, "ticket", { signal });
    return answer && { text: await answer.text(), at: Date.now() };
  };
  const keptPart = (url) => {
    const part = parts.get(url);
    return part && Date.now() - part.at < KEPT_FOR ? part : null;
  };
  // What left the list a moment ago is there, but out of sight.
  const beside = (all, at, by) => {
    let to = at + by;
    while (all[to]?.hidden) to += by;
    return all[to];
  };
  const prefetch = () => {
    const all = rows();
    const next = beside(all, all.indexOf(current()), direction);
    if (!next || navigator.connection?.saveData) return;
    const url = linkOf(next).href;
    if (!keptPart(url)) fetchPart(url).then((part) => part && parts.set(url, part)).catch(() => {});
  };
  const open = async (url, { history: how = "push", focus = false, wait = 0 } = {}) => {
    const number = numberOf(url);
    const turn = ++asked;
    clearTimeout(settling);
    stopping?.abort();
    stopping = new AbortController();
    mark(rowOf(number));
    if (how === "push") history.pushState({}, "", url);
    if (how === "replace") history.replaceState({}, "", url);
    let part = keptPart(url);
    // The row is marked on the screen before the ticket takes its time.
    if (part && wait) {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      if (turn !== asked) return;
    }
    if (!part) {
      work().setAttribute("aria-busy", "true");
      try {
        if (wait) await new Promise((done) => setTimeout(done, wait));
        if (turn !== asked) return;
        part = await fetchPart(url, stopping.signal);
      } catch (problem) {
        if (problem.name !== "AbortError") location.assign(url);
        return;
      }
    }
    if (turn !== asked || !part) return;
    if (!show(parse(part.text), number)) return location.assign(url);
    if (focus) work().focus({ preventScroll: true });
    settling = setTimeout(prefetch, SETTLED);
  };
  // The ticket that is open was one of those changed from elsewhere; what somebody writes in stays as it is.
  const again = (numbers) => {
    parts.clear();
    if (!desk.classList.contains("desk--open") || !numbers.includes(work().dataset.number)) return undefined;
    if (work().querySelector(".desks")?.contains(document.activeElement)) return document.dispatchEvent(new Event("balcao:reread"));
    const scrolled = work().scrollTop;
    return open(location.href, { history: "none" }).then(() => { work().scrollTop = scrolled; });
  };
  window.balcao.desk = { again, ask, current, parse, putRail, putRow, rows, rowOf, say };
  const close = (how = "push") => {
    asked += 1;
    park();
    desk.classList.remove("desk--open");
    const list = main.querySelector("[data-list]").dataset.list;
    if (how === "push") history.pushState({}, "", list);
    const row = current();
    if (row) linkOf(row).focus({ preventScroll: true });
  };

  const more = async (link) => {
    if (link.dataset.asked) return;
    link.dataset.asked = "yes";
    const answer = await ask(link.href, "lista").catch(() => null);
    if (!answer) return location.assign(link.href);
    const page = parse(await answer.text());
    const box = main.querySelector("[data-rows]");
    page.querySelectorAll("[data-rows] > .qpart").forEach((part) => {
      const last = box.lastElementChild;
      const titleOf = (one) => one?.querySelector(".qgroup")?.textContent || "";
      if (last && titleOf(last) === titleOf(part)) last.querySelector("ul").append(...part.querySelectorAll(".qrow"));
      else box.append(part);
    });
    link.parentElement.remove();
    const next = page.querySelector(".queue__more");
    if (next) main.querySelector(".queue").append(next);
    load(box);
    desk.dispatchEvent(new Event("balcao:rows"));
  };
  // The list anew: narrowed, or as it is by now. The ticket beside it stays, and its address names the list.
  const relist = async (url) => {
    const answer = await ask(url, "lista").catch(() => null);
    if (!answer?.ok) return location.assign(url);
    const page = parse(await answer.text());
    const number = desk.classList.contains("desk--open") ? work().dataset.number : "";
    const fresh = page.querySelector("#lista");
    const rail = page.querySelector(".rail");
    main.querySelector("#lista").replaceWith(fresh);
    desk.querySelector(".rail").replaceWith(rail);
    load(fresh);
    load(rail);
    if (number) fresh.querySelector("h1")?.setAttribute("aria-level", "2");
    mark(number ? rowOf(number) : null);
    history.pushState({}, "", number ? `${desk.dataset.tickets}${number}/?${fresh.dataset.beside}` : url);
    desk.dispatchEvent(new Event("balcao:rows"));
    const next = fresh.querySelector("[data-sieve] select, [data-list-part][data-key]");
    next?.focus({ preventScroll: true });
  };
  const step = async (by) => {
    const all = rows();
    const at = all.indexOf(current());
    direction = by;
    let next = beside(all, at === -1 && by < 0 ? all.length : at, by);
    const link = main.querySelector("a[data-more]");
    if (!next && by > 0 && link) {
      await more(link);
      next = beside(rows(), at, 1);
    }
    if (!next) return;
    const followed = desk.classList.contains("desk--open");
    const fromList = !document.activeElement || document.activeElement === document.body || document.activeElement.closest(".queue, .work, .card");
    if (fromList && isVisible(next)) linkOf(next).focus({ preventScroll: true });
    open(linkOf(next).href, { history: followed ? "replace" : "push", wait: 60 });
  };

  desk.addEventListener("click", (event) => {
    const stepper = event.target.closest("[data-step]");
    if (stepper) return step(Number(stepper.dataset.step));
    const link = event.target.closest("a[href]");
    if (!link || !isPlainClick(event) || link.target || link.hasAttribute("download")) return;
    if (link.matches("[data-more]")) {
      event.preventDefault();
      return more(link);
    }
    if (link.matches("[data-list-part]")) {
      event.preventDefault();
      return relist(link.href);
    }
    if (link.matches(".work__back")) {
      event.preventDefault();
      return close();
    }
    if (link.origin !== location.origin || !numberOf(link.href) || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    parts.delete(link.href);
    return open(link.href, { focus: event.detail === 0 || !link.closest(".qrow") });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isWriting(event.target)) return;
    const button = document.querySelector("#undo button, [data-outgoing] form button");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  desk.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      const row = current();
      if (event.target.closest(".queue") || !row) return;
      event.preventDefault();
      if (isVisible(row)) linkOf(row).focus({ preventScroll: true });
      else if (isWriting(event.target)) event.target.blur();
      else close();
    }
    if (event.key === "Enter" && event.shiftKey && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.target.form.dataset.thenNext = "yes";
    }
  });
  window.addEventListener("popstate", () => {
    if (numberOf(location.href)) open(location.href, { history: "none" });
    else if (location.pathname === new URL(main.querySelector("[data-list]").dataset.list, location.href).pathname) close("none");
    else location.reload();
  });

  // Keys that mean something where one writes or reads are handled there; the list of shortcuts names them.
  document.querySelectorAll("[data-desk-keys] dt").forEach((term) => {
    keyed.extra.push({ key: term.textContent, name: term.nextElementSibling.textContent, run() {} });
  });

  // A form beside the list is sent without leaving the page.
  const unlock = (form, button, words) => {
    delete form.dataset.sent;
    if (button && words) button.replaceChildren(...words);
    button?.removeAttribute("aria-disabled");
  };
  const trouble = (words) => {
    const box = main.querySelector("#messages");
    if (box) box.textContent = words;
    say(words);
  };
  const send = async (form, button) => {
    const number = work().dataset.number;
    const turn = asked;
    const isNext = form.dataset.thenNext === "yes" || button?.hasAttribute("data-then-next");
    delete form.dataset.thenNext;
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    form.dataset.sent = "yes";
    const words = button?.dataset.sending ? [...button.childNodes] : null;
    if (words) button.textContent = button.dataset.sending;
    button?.setAttribute("aria-disabled", "true");
    let answer = null;
    try {
      answer = await ask(form.action, "ticket", { method: "POST", body });
    } catch {
      unlock(form, button, words);
      return trouble(desk.dataset.failed);
    }
    if (!answer) return;
    parts.clear();
    const text = await answer.text();
    const page = parse(text);
    if (answer.headers.has("HX-Retarget")) {
      unlock(form, button, words);
      main.querySelector("#messages")?.replaceChildren(...page.body.childNodes);
      main.querySelector("#messages")?.scrollIntoView({ block: "nearest" });
      return say(page.body.textContent || main.querySelector("#messages").textContent);
    }
    if (turn !== asked || work().dataset.number !== number) return;
    // The boxes just sent are over; others that somebody writes in stay.
    const box = form.closest(".desks");
    if (box) box.replaceChildren();
    const scrolled = work().scrollTop;
    if (!show(page, number)) return location.assign(answer.url);
    if (!box) work().scrollTop = scrolled;
    say(main.querySelector("#messages")?.textContent.trim() || "");
    if (answer.ok && isNext) return step(1);
    const wrong = work().querySelector("[aria-invalid=true], [autofocus]");
    (wrong || work()).focus({ preventScroll: !wrong });
  };
  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) {
      // An answer on its way by another hand: it is stored and sent while the next ticket opens.
      if (form.dataset.thenNext === "yes" || event.submitter?.hasAttribute("data-then-next")) {
        delete form.dataset.thenNext;
        if (form.querySelector("textarea").value.trim()) setTimeout(() => step(1), 300);
      }
      return;
    }
    if (form.method === "get" && form.closest(".queue")) {
      event.preventDefault();
      const filled = [...new FormData(form)].filter(([, value]) => value);
      return relist(`${form.action}?${new URLSearchParams(filled)}`);
    }
    if (form.method !== "post" || !form.closest(".work, .card")) return;
    event.preventDefault();
    if (!form.dataset.sent) send(form, event.submitter);
  });
});
