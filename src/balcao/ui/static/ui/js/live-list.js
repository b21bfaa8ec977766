// Lists of tickets: a row changes where it stands, and what would move the others waits for a click.
const { each, fill, live } = window.balcao;

const rowsOf = (root) => new Map([...root.querySelectorAll("[data-live-rows] > *")]
  .map((row) => [row.querySelector("a")?.getAttribute("href").split("#")[0], row]));
const textOf = (row) => [row.className, ...[...row.querySelectorAll("td, li > *, a")].map((one) => one.textContent.trim())].join("|");

each("[data-live-bar]", (bar) => {
  const news = new Set();
  let isAsking = false;
  let isAskedAgain = false;
  let before = null;
  let known = null;

  const exchange = (html) => {
    const fresh = rowsOf(new DOMParser().parseFromString(html, "text/html"));
    for (const [href, row] of rowsOf(document)) {
      const other = fresh.get(href);
      if (!other || textOf(other) === textOf(row)) continue;
      const next = document.importNode(other, true);
      const isHere = row.contains(document.activeElement);
      row.replaceWith(next);
      if (isHere) next.querySelector("a")?.focus();
    }
  };
  const look = () => {
    if (!document.querySelector("[data-live-rows]")) return;
    if (isAsking) { isAskedAgain = true; return; }
    isAsking = true;
    fetch(location.href, { redirect: "manual", cache: "no-store" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { if (html) exchange(html); })
      .catch(() => {})
      .finally(() => {
        isAsking = false;
        if (isAskedAgain) { isAskedAgain = false; look(); }
      });
  };
  const tell = () => {
    bar.hidden = !news.size;
    bar.querySelector("[data-live-words]").textContent = fill(bar.dataset[news.size > 1 ? "many" : "one"], { count: news.size });
  };
  live.on("changed", (message) => {
    if (message.topic !== `user:${live.me}` || !message.news) return;
    news.add(message.ticket);
    tell();
  });
  live.on("state", (state) => {
    // Read elsewhere, or while the stream was away: no longer a novelty.
    [...news].filter((ticket) => !state.tickets.includes(ticket)).forEach((ticket) => news.delete(ticket));
    if (known) state.tickets.filter((ticket) => !known.includes(ticket)).forEach((ticket) => news.add(ticket));
    known = state.tickets;
    tell();
    if (before !== null && state.news !== before) look();
    if (before === null && state.unread !== Number(bar.dataset.unreadThen)) look();
    before = state.news;
  });
  bar.addEventListener("click", () => location.reload());
});
