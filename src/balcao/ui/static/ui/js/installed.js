// The portal as an app: its worker, the copy read without a connection, and the offer to install it.
const { each, fill } = window.balcao;
const FORGET_AFTER = 24 * 60 * 60 * 1000;

const link = document.querySelector("link[rel=manifest][data-worker]");
const container = navigator.serviceWorker;
if (link && container) {
  addEventListener("load", () => {
    const isNew = !container.controller;
    container.register(link.dataset.worker, { updateViaCache: "none" })
      .then(() => container.ready)
      .then((registration) => isNew && registration.active?.postMessage("keep"))
      .catch(() => { /* private windows and old browsers: the portal works without */ });
  });
}

// The bar is shared with what is typed without a connection: whoever has something to say shows it.
each("#offline-bar", (bar) => {
  const { savedAt } = document.body.dataset;
  if (!savedAt) return;
  const say = bar.querySelector("[data-say]");
  const at = new Date(savedAt);
  const isOld = Date.now() - at > FORGET_AFTER;
  const time = at.toLocaleString(document.documentElement.lang, isOld ? { dateStyle: "short", timeStyle: "short" } : { timeStyle: "short" });
  say.textContent = fill(bar.dataset.saved, { time });
  bar.querySelector("[data-reload]").hidden = false;
  bar.hidden = false;
  container?.addEventListener("message", (event) => {
    if (event.data === "fresh") say.textContent = bar.dataset.fresh;
  });
});

// On the page that says there is no connection: what this device can show.
each("[data-kept]", async (section) => {
  try {
    const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
    const found = (await Promise.all(names.map(async (name) => {
      const cache = await caches.open(name);
      return Promise.all((await cache.keys()).map(async (request) => {
        const text = await (await cache.match(request, { ignoreVary: true })).text();
        const title = new DOMParser().parseFromString(text, "text/html").title;
        return { href: request.url, title: title.replace(/^\(\d+\+?\) /, "") };
      }));
    }))).flat().reverse();
    section.querySelector("ul").append(...found.map(({ href, title }) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { className: "link", href, textContent: title }));
      return item;
    }));
    section.hidden = !found.length;
  } catch { /* no copies here */ }
});

let offer = null;
const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
addEventListener("beforeinstallprompt", (event) => {
  offer = event;
  document.querySelectorAll("[data-install]").forEach((part) => { part.hidden = isInstalled(); });
});
each("[data-install]", (part) => {
  part.hidden = !offer;
  part.querySelector("button")?.addEventListener("click", async () => {
    await offer?.prompt();
    part.hidden = true;
  });
});
each("[data-install-ios]", (part) => { part.hidden = navigator.standalone !== false; });
