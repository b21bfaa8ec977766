// Several agents at one desk: who has the ticket open, who is writing, what came meanwhile. Lists never jump: they say
// how much is new and wait for a click.
const { each, fill, load, live, present } = window.balcao;
const GATHER = 400;
const OWN_FOR = 3000;

const initials = (name) => name.split(/\s+/).filter(Boolean).map((part) => part[0]).filter((_letter, at, all) => at === 0 || at === all.length - 1).join("").toUpperCase();
const face = (person) => {
  const shown = document.createElement("span");
  shown.className = "person person--m";
  shown.setAttribute("aria-hidden", "true");
  if (person.photo) shown.append(Object.assign(document.createElement("img"), { src: person.photo, alt: "" }));
  else shown.textContent = initials(person.name);
  return shown;
};

const fetchPage = async (target) => {
  const headers = { "HX-Request": "true", "HX-Target": target };
  const answer = await fetch(location.href, { credentials: "same-origin", headers, cache: "no-store" });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
};

each(".work[data-ticket]", (work) => {
  if (!live || !present) return;
  const place = work.querySelector("[data-here]");
  const words = place.dataset;
  const here = present(Number(work.dataset.ticket), (people) => {
    const lines = people.map((person) => fill(person.typing ? words.typing : words.looking, { name: person.name.split(" ")[0] }));
    place.replaceChildren(...people.map(face), Object.assign(document.createElement("span"), { textContent: lines.join(" · ") }));
    place.classList.toggle("work__here--typing", people.some((person) => person.typing));
  });
  work.addEventListener("input", (event) => { if (event.target.matches(".desks textarea")) here.typing(); });

  // What others did is read again; what stands in the boxes is nobody's but the agent's.
  let reading = 0;
  const reread = async () => {
    const turn = ++reading;
    const page = await fetchPage("ticket").catch(() => null);
    if (turn !== reading || !page || !work.isConnected) return;
    const fresh = page.querySelector("#ticket");
    if (fresh?.dataset.ticket !== work.dataset.ticket) return;
    const known = new Set([...work.querySelectorAll(".talk article[id]")].map((one) => one.id));
    const wasAtEnd = work.scrollTop + work.clientHeight > work.scrollHeight - 120;
    for (const part of [".talk", ".work__title p", ".work__acts"]) {
      const old = work.querySelector(part);
      const now = fresh.querySelector(part);
      if (!old || !now || old.contains(document.activeElement) || old.querySelector("details[open]") || old.innerHTML === now.innerHTML) continue;
      old.replaceWith(now);
      load(now);
    }
    const reading_ = page.querySelector("#reading");
    if (reading_) {
      document.getElementById("reading")?.replaceWith(reading_);
      load(reading_);
    }
    const row = page.querySelector("#row .qrow");
    const old = document.querySelector(`.qrow[data-row="${work.dataset.number}"]`);
    if (row && old) window.balcao.desk.putRow(old, row);
    const came = [...work.querySelectorAll(".talk article[id]")].filter((one) => !known.has(one.id) && !one.querySelector(".person--you"));
    mark(Number(fresh.dataset.mark));
    if (!came.length) return;
    const name = came[0].querySelector(".message__head b")?.textContent || "";
    document.querySelector("[data-desk-say]").textContent = fill(words.came, { name });
    const form = work.querySelector("form[data-answer]");
    const stop = form?.querySelector("[data-overtaken]");
    if (stop && form.querySelector("textarea").value.trim() && !came.every((one) => one.matches(".message--note"))) {
      stop.querySelector("[data-review]").href = `#${came[0].id}`;
      stop.hidden = false;
    } else if (form && !form.querySelector("textarea").value.trim()) {
      form.querySelector("input[name=seen]").value = came[came.length - 1].id.slice(2);
    }
    if (wasAtEnd) work.scrollTop = work.scrollHeight;
  };
  const topic = live.follow(`desk-ticket:${work.dataset.ticket}`, Number(work.dataset.mark), (message) => {
    if (!message || message.kind !== "presence") reread();
  });
  const mark = (number) => { if (number) topic.mark = number; };
  document.addEventListener("balcao:reread", reread);
  work.addEventListener("balcao:look", reread);
  new MutationObserver((_changes, watching) => {
    if (work.isConnected) return;
    watching.disconnect();
    document.removeEventListener("balcao:reread", reread);
    topic.leave();
    here.leave();
  }).observe(document.querySelector(".desk__main"), { childList: true });
});

each("[data-list-news]", (bar) => {
  if (!live) return;
  const desk = bar.closest("[data-desk]");
  const news = new Set();
  let timer = 0;
  const tell = () => {
    bar.hidden = !news.size;
    bar.querySelector("[data-words]").textContent = fill(bar.dataset[news.size > 1 ? "many" : "one"], { count: news.size });
  };
  let mine = [];
  let forgetting = 0;
  const own = ({ detail }) => {
    mine = detail;
    mine.forEach((ticket) => news.delete(ticket));
    clearTimeout(forgetting);
    forgetting = setTimeout(() => { mine = []; }, OWN_FOR);
    tell();
  };
  desk.addEventListener("balcao:mine", own);
  const heard = (message) => {
    const open = desk.querySelector(".work[data-ticket]");
    if (!message || message.kind === "presence" || mine.includes(message.ticket) || (open && Number(open.dataset.ticket) === message.ticket)) return;
    news.add(message.ticket);
    clearTimeout(timer);
    timer = setTimeout(tell, GATHER);
  };
  const topics = bar.dataset.queues.split(" ").filter(Boolean).map((queue) => live.follow(`queue:${queue}`, 0, heard));
  new MutationObserver((_changes, watching) => {
    if (bar.isConnected) return;
    watching.disconnect();
    desk.removeEventListener("balcao:mine", own);
    topics.forEach((topic) => topic.leave());
  }).observe(document.querySelector(".desk__main"), { childList: true });
});
