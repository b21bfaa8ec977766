"use strict";
// Pages come from the network; when it is gone or slow, as they were last seen on this device by this person.
// Only pages of the portal are kept, only for the session that saw them, and nothing stays after signing out.
const ASSETS = `assets-${GIVEN.version}`;
const PAGES = `pages-${GIVEN.version}-`;
const PATIENCE = 2000;
const MOST = 60;
const A_WEEK = 7 * 24 * 60 * 60 * 1000;
const SAVED_AT = "Saved-At";
const READABLE = [/^\/$/, /^\/tickets\/$/, /^\/tickets\/\d+\/$/, /^\/notificacoes\/$/, /^\/ajuda\//, /^\/horario\/$/];
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
// After these a saved ticket would show a form that was sent already.
const DEEDS = /^(\/tickets\/\d+\/)(?:replies|closure|reopening|participants|dialogos|approvals)\//;
// Sent from the page itself: the copy is that of the page that sends.
const DRAFTS = /^\/rascunhos\/(?:sending|undo|discard)\//;
// Sessions that ended while this worker runs: a page still on its way must not bring them back.
const ended = new Set();

const own = (names) => names.filter((name) => name.startsWith(PAGES));
const isReadable = (url) => READABLE.some((path) => path.test(url.pathname));
const nameless = (address) => address.split("#")[0];

const forget = async (isKept = () => false) => {
  const names = own(await caches.keys()).filter((name) => !isKept(name));
  names.forEach((name) => ended.add(name.slice(PAGES.length)));
  await Promise.all(names.map((name) => caches.delete(name)));
};
const trim = async (cache) => {
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map((request) => cache.delete(request)));
};
const keep = async (address, response) => {
  const reader = response.headers.get(GIVEN.header);
  if (!reader) return;
  if (reader === "-") return forget();
  if (ended.has(reader)) return;
  await forget((name) => name === PAGES + reader);
  const url = new URL(nameless(address));
  if (!isReadable(url)) return;
  const cache = await caches.open(PAGES + reader);
  if ([403, 404, 410].includes(response.status)) return cache.delete(url.href);
  if (response.status !== 200 || response.redirected || /no-store/.test(response.headers.get("Cache-Control") || "")) return;
  const headers = new Headers(response.headers);
  headers.set(SAVED_AT, String(Date.now()));
  const text = await response.text();
  if (ended.has(reader)) return;
  // Seen last stands last: the oldest go first when there are too many.
  await cache.delete(url.href);
  await cache.put(url.href, new Response(text, { headers }));
  await trim(cache);
};

const drop = async (url) => Promise.all(own(await caches.keys()).map(async (name) => (await caches.open(name)).delete(nameless(url))));

const saved = async (address) => {
  for (const name of own(await caches.keys())) {
    const cache = await caches.open(name);
    const found = await cache.match(nameless(address), { ignoreVary: true });
    const at = Number(found?.headers.get(SAVED_AT));
    if (found && Date.now() - at < A_WEEK) {
      const text = await found.text();
      return new Response(text.replace("<body", `<body data-saved-at="${new Date(at).toISOString()}"`), { headers: found.headers });
    }
    if (found) await cache.delete(nameless(address));
  }
  return undefined;
};
const nothing = async () => {
  const found = await caches.match(GIVEN.offline, { ignoreVary: true });
  return found ? new Response(await found.text(), { status: 503, headers: found.headers }) : Response.error();
};
const tell = async (id) => (await self.clients.get(id))?.postMessage("fresh");

const page = async (event) => {
  const { request } = event;
  const network = (async () => {
    const response = (await event.preloadResponse) || (await fetch(request));
    // Kept before it is shown: whose page it is decides at once what may still be read here.
    const copy = response.clone();
    event.waitUntil(keep(request.url, copy).catch(() => {}));
    return response;
  })();
  event.waitUntil(network.catch(() => {}));
  const mayWait = !isReadable(new URL(request.url));
  try {
    const first = await Promise.race([network, ...(mayWait ? [] : [new Promise((done) => { setTimeout(done, PATIENCE); })])]);
    if (first) return first;
    const copy = await saved(request.url);
    if (!copy) return await network;
    network.then(() => tell(event.resultingClientId)).catch(() => {});
    return copy;
  } catch {
    return (isReadable(new URL(request.url)) && (await saved(request.url))) || nothing();
  }
};
const asset = async (request) => {
  const cache = await caches.open(ASSETS);
  const found = await cache.match(request, { ignoreVary: true });
  if (found && HASHED.test(new URL(request.url).pathname)) return found;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch { return found || Response.error(); }
};

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(ASSETS);
  await cache.addAll(GIVEN.assets);
  // As nobody: the page is shown to whoever has no connection.
  await cache.put(GIVEN.offline, await fetch(GIVEN.offline, { credentials: "omit" }));
  await self.skipWaiting();
})()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name !== ASSETS && !name.startsWith(PAGES));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
})()));
self.addEventListener("message", (event) => {
  // The page that brought the worker was loaded without it.
  if (event.data === "keep") event.waitUntil(fetch(event.source.url, { credentials: "same-origin" }).then((response) => keep(event.source.url, response)).catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    const deed = url.pathname.match(DEEDS);
    if (GIVEN.leaving.includes(url.pathname)) event.waitUntil(forget());
    else if (deed && self.navigator.onLine) event.waitUntil(drop(url.origin + deed[1]));
    else if (DRAFTS.test(url.pathname) && self.navigator.onLine) event.waitUntil(self.clients.get(event.clientId).then((client) => client && drop(client.url)));
  } else if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});
