// One stream for the whole browser: the tab that holds the lock listens, the others hear through a channel.
// Messages carry ids; whoever hears one fetches what it may see. Without a stream the state is asked for now and then.
const STREAM = "/live/stream/";
const STATE = "/live/state/";
const POLL = 30000;
const SILENCE = 60000;
const ASLEEP = 600000;
const LONGEST = 30000;

const me = document.body.dataset.live;
const heard = [];
const followed = new Set();
const others = new Map();
const tab = Math.random().toString(36).slice(2);
const channel = me && window.BroadcastChannel ? new BroadcastChannel(`balcao-live-${me}`) : null;
let isLeader = false;
let isOver = !me;
let isAsleep = false;
let release = () => {};
let source = null;
let asked = "";
let failures = 0;
let lastWord = 0;
const timers = {};

const later = (name, pause, act) => {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, pause);
};
const say = (message) => channel?.postMessage({ ...message, tab });
const own = () => [...followed].map((one) => one.topic);
const wanted = () => [...new Set([...own(), ...[...others.values()].flat()])].sort().slice(0, 40).join(",");
const address = (path) => `${path}?topics=${encodeURIComponent(wanted())}`;

// What every tab does with what was heard, wherever it came from.
const take = (kind, data) => {
  for (const one of followed) {
    if (kind === "state") {
      const mark = data.marks[one.topic];
      const isMarked = mark !== undefined && one.mark !== Infinity;
      if (isMarked ? mark > one.mark : data.missed && one.isKnown) one.changed(null);
      one.isKnown = true;
    } else if (data.topic === one.topic) {
      if (kind !== "changed" || data.event > one.mark) one.changed({ ...data, kind });
    }
  }
  heard.filter((one) => one.kind === kind).forEach((one) => one.act(data));
};
const spread = (kind, data) => {
  say({ word: "frame", kind, data });
  take(kind, data);
};

const over = () => {
  isOver = true;
  hang();
  Object.values(timers).forEach(clearTimeout);
};
const ask = () => fetch(address(STATE), { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } })
  .then((answer) => {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return over();
    return answer.ok ? answer.json() : null;
  })
  .then((state) => {
    if (state && String(state.me) !== me) over();
    else if (state) spread("state", { ...state, missed: !source });
  })
  .catch(() => {});

const hang = () => {
  source?.close();
  source = null;
};
const fail = () => {
  hang();
  if (isOver || !isLeader) return;
  failures += 1;
  later("retry", Math.min(LONGEST, 500 * 2 ** failures) * (0.5 + Math.random()), listen);
};
const listen = () => {
  hang();
  if (isOver || !isLeader || !window.EventSource) return;
  asked = wanted();
  lastWord = Date.now();
  source = new EventSource(address(STREAM));
  source.onerror = fail;
  source.onmessage = (event) => {
    const { kind, ...data } = JSON.parse(event.data);
    lastWord = Date.now();
    if (kind === "hello") {
      later("good", 10000, () => { failures = 0; });
      return String(data.me) === me ? spread("state", { ...data, missed: true }) : over();
    }
    if (kind === "again") return later("ask", Math.random() * 2000, ask);
    if (kind === "out") { fail(); return ask(); }
    if (kind === "beat") return undefined;
    spread(kind, data);
    if (data.topic === `user:${me}`) later("ask", 100, ask);
    return undefined;
  };
};
// Every so often: is the stream alive, and if not, how do things stand?
const look = () => {
  if (isOver) return;
  if (source && Date.now() - lastWord > SILENCE) fail();
  if (!source && document.visibilityState === "visible") ask();
  later("look", POLL * (0.9 + Math.random() * 0.2), look);
};

const retune = () => { if (isLeader && wanted() !== asked) listen(); else if (isLeader) ask(); };
channel?.addEventListener("message", ({ data }) => {
  if (isOver) return;
  if (data.word === "frame") take(data.kind, data.data);
  if (data.word === "who" && !isAsleep) say({ word: "here", topics: own() });
  if (!isLeader) return;
  if (data.word === "here") { others.set(data.tab, data.topics); later("tune", 100, retune); }
  if (data.word === "bye") others.delete(data.tab);
});

const lead = () => {
  isLeader = true;
  others.clear();
  say({ word: "who" });
  later("tune", 100, listen);
  look();
};
const start = () => {
  if (isOver) return;
  isAsleep = false;
  // Without locks (a page without https) each tab asks on its own: several streams would use up the connections.
  if (!navigator.locks || !channel) { isLeader = true; look(); return; }
  say({ word: "here", topics: own() });
  const cancel = new AbortController();
  release = () => cancel.abort();
  navigator.locks.request(`balcao-live-${me}`, { signal: cancel.signal }, () => new Promise((done) => {
    release = done;
    lead();
  })).catch(() => {});
};
const stop = () => {
  isAsleep = true;
  isLeader = false;
  hang();
  ["look", "retry", "tune", "ask"].forEach((name) => clearTimeout(timers[name]));
  say({ word: "bye" });
  release();
};

if (me) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return later("sleep", ASLEEP, stop);
    clearTimeout(timers.sleep);
    if (isAsleep) start();
    else if (isLeader && !source && navigator.locks) listen();
    return ask();
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => { if (event.persisted) { start(); ask(); } });
  window.addEventListener("online", () => { if (isLeader) { failures = 0; listen(); } });
  // After the other parts of this page have said what they follow.
  setTimeout(start);
}

window.balcao.live = {
  me,
  // Calls `act` with each message of a kind: "state", "changed", "read", "bell", or what a page of yours publishes.
  on: (kind, act) => heard.push({ kind, act }),
  // Calls `changed(message)` when something happened on the topic after `mark`; null when it may have been missed.
  // With Infinity as the mark only messages count that are no changes (who looks, who writes).
  // Set `.mark` on what is answered once the page shows it. Call `.leave()` when the page no longer does.
  follow: (topic, mark, changed) => {
    const one = { topic, mark, changed, isKnown: false };
    one.leave = () => followed.delete(one);
    followed.add(one);
    if (!isAsleep) {
      if (isLeader) later("tune", 100, retune);
      else say({ word: "here", topics: own() });
    }
    return one;
  },
  ask,
};
