// A ticket's page keeps up with what happens to it: what is new is added below, what stands elsewhere is exchanged,
// and what the reader types or has opened is never touched.
const { each, load, fill, live } = window.balcao;
const NEAR = 160;

const talk = (timeline) => [...timeline.querySelectorAll(":scope > *, :scope > .fold--talk > *:not(summary)")];
const isMessage = (element) => element.matches("article[id]");
const isBusy = (part) => part.contains(document.activeElement) || part.querySelector("details[open], dialog[open], .opened > *");
const textOf = (part) => part.textContent.replace(/\s+/g, " ").trim();

// What the fresh page has after the last message that we already show, instead of what we show after it.
const append = (timeline, fresh) => {
  const mine = talk(timeline);
  const theirs = talk(fresh);
  const known = new Set(theirs.filter(isMessage).map((one) => one.id));
  const last = mine.filter((one) => isMessage(one) && known.has(one.id)).pop();
  const from = last ? theirs.findIndex((one) => one.id === last.id) : theirs.findIndex(isMessage) - 1;
  const kept = new Set(mine.filter(isMessage).map((one) => one.id));
  const rest = theirs.slice(Math.max(0, from + 1)).filter((one) => !kept.has(one.id) && one.matches("article, .day, .events"));
  mine.slice(last ? mine.indexOf(last) + 1 : mine.length).filter((one) => one.matches(".day, .events")).forEach((one) => one.remove());
  const end = timeline.querySelector(":scope > [data-outgoing-list]");
  const added = rest.map((one) => document.importNode(one, true));
  added.forEach((one) => {
    timeline.insertBefore(one, end);
    load(one);
  });
  return added.filter(isMessage);
};

each("[data-live-ticket]", (page) => {
  const timeline = page.querySelector(".timeline");
  const jump = page.querySelector("[data-live-jump]");
  const spoken = page.querySelector("[data-live-said]");
  let isAsking = false;
  let isAskedAgain = false;
  let unseen = null;

  const isNear = () => timeline.getBoundingClientRect().bottom < window.innerHeight + NEAR;
  const isSeen = (message) => message.getBoundingClientRect().top < window.innerHeight && message.getBoundingClientRect().bottom > 0;
  const settle = () => {
    jump.hidden = true;
    const form = unseen;
    unseen = null;
    if (!form) return;
    page.append(form);
    load(form);
  };
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watcher.disconnect();
    settle();
  });
  jump.addEventListener("click", () => {
    const target = document.getElementById(jump.dataset.to);
    settle();
    target?.scrollIntoView({ block: "start" });
  });

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live-ticket]");
    if (!fresh || fresh.dataset.liveTicket !== page.dataset.liveTicket) return;
    const wasNear = isNear();
    const writing = document.activeElement?.closest("form");
    const stood = writing?.getBoundingClientRect().top;
    const news = append(timeline, fresh.querySelector(".timeline")).filter((one) => !one.querySelector(".person--you"));
    page.querySelectorAll("[data-live-part]").forEach((part) => {
      const other = fresh.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
      if (!other || textOf(other) === textOf(part) || isBusy(part)) return;
      const next = document.importNode(other, true);
      part.replaceWith(next);
      load(next);
    });
    topic.mark = Number(fresh.dataset.liveMark);
    page.dataset.liveMark = fresh.dataset.liveMark;
    page.querySelectorAll("[data-mark-read]").forEach((form) => form.remove());
    const reading = fresh.querySelector("[data-mark-read]");
    unseen = reading && document.importNode(reading, true);
    document.dispatchEvent(new CustomEvent("balcao:ticket", { detail: { page, fresh } }));
    // Something else happened: what came before and is out of sight stays unread.
    if (!news.length) return jump.hidden ? settle() : undefined;
    const newest = news[news.length - 1];
    const name = newest.querySelector(".message__head b")?.textContent || "";
    spoken.textContent = fill(jump.dataset.said, { name });
    if (writing) window.scrollBy(0, writing.getBoundingClientRect().top - stood);
    else if (wasNear) newest.scrollIntoView({ block: "nearest" });
    jump.querySelector("span").textContent = fill(jump.dataset.said, { name });
    jump.dataset.to = news[0].id;
    jump.hidden = isSeen(news[0]);
    watcher.disconnect();
    watcher.observe(news[0]);
    return undefined;
  };
  const look = () => {
    if (isAsking) { isAskedAgain = true; return; }
    isAsking = true;
    fetch(location.pathname, { redirect: "manual", cache: "no-store" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { if (html) show(html); })
      .catch(() => {})
      .finally(() => {
        isAsking = false;
        if (isAskedAgain) { isAskedAgain = false; look(); }
      });
  };
  // Who knows of something new (sending.js) does not wait for the stream to say it.
  page.addEventListener("balcao:look", look);
  const topic = live.follow(`ticket:${page.dataset.liveTicket}`, Number(page.dataset.liveMark), look);
});
