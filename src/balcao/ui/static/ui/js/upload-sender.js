// Sends one file in pieces of at most 1 MB and goes on by itself, from the byte that the server has, after any break.
// `onState` gets (state, words): queued, sending, storing, offline, down, out, done, failed.
const AT_ONCE = 2;
const MOST = 1024 * 1024;
const LEAST = 64 * 1024;
const PIECE_MS = 3000;
const PATIENCE = 60000;
const LONGEST_WAIT = 30000;

let running = 0;
const waiting = [];
const place = () => new Promise((go) => {
  if (running < AT_ONCE) { running += 1; go(); } else waiting.push(go);
});
const leave = () => {
  const next = waiting.shift();
  if (next) next(); else running -= 1;
};
const csrf = () => document.cookie.match(/(?:^|; )balcao_csrf=([^;]+)/)?.[1]
  || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

const ask = (method, url, { body, headers = {}, onProgress, onOpen } = {}) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open(method, url);
  request.timeout = PATIENCE;
  Object.entries({ "X-CSRFToken": csrf(), Accept: "application/json", ...headers }).forEach(([name, value]) => request.setRequestHeader(name, value));
  if (onProgress) request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
  request.addEventListener("loadend", () => {
    // Sent to the login page: what answers is no longer the address that was asked.
    const isAway = request.status && new URL(request.responseURL, location).pathname !== new URL(url, location).pathname;
    let said = {};
    try { said = JSON.parse(request.responseText); } catch { /* a page, or nothing */ }
    done({ status: isAway ? 401 : request.status, said });
  });
  onOpen?.(request);
  request.send(body);
});

// Until the connection is back, the page is looked at again, or the time is over.
const pause = (wait) => new Promise((done) => {
  const end = () => {
    clearTimeout(timer);
    window.removeEventListener("online", end);
    window.removeEventListener("focus", end);
    done();
  };
  const timer = setTimeout(end, wait);
  window.addEventListener("online", end);
  window.addEventListener("focus", end);
});
const refused = new Set([400, 413, 422, 429]);

const send = ({ url, id, file, name, digest, onState, onProgress, onDone }) => {
  const address = `${url}${id}/`;
  let isCancelled = false;
  let open = null;
  let wait = 1000;
  let size = 4 * LEAST;
  let restarts = 0;
  let hasStarted = false;

  const start = () => ask("POST", url, { body: new URLSearchParams({ id, name, size: file.size, sha256: digest }) });
  const piece = async (offset) => {
    const began = Date.now();
    const content = file.slice(offset, offset + size);
    if (offset + content.size >= file.size) onState("storing");
    const answer = await ask("PATCH", address, {
      body: content,
      headers: { "Content-Type": "application/offset", "Upload-Offset": String(offset) },
      onProgress: (sent) => onProgress(offset + sent),
      onOpen: (request) => { open = request; },
    });
    const factor = PIECE_MS / Math.max(1, Date.now() - began);
    size = Math.round(Math.min(MOST, Math.max(LEAST, size * Math.min(2, Math.max(0.5, factor)))));
    return answer;
  };
  const rest = async (state, words) => {
    onState(state, words);
    await pause(wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
  // One answer → where to go on, or undefined: nothing more to do.
  const judge = async ({ status, said }, offset) => {
    if (status >= 200 && status < 300 || status === 409) {
      wait = 1000;
      if (said.file) { onDone(said.file, said.sha256); return undefined; }
      onState("sending");
      onProgress(said.offset);
      return said.offset;
    }
    if (status === 404 && restarts < 3) { restarts += 1; hasStarted = false; return 0; }
    if (refused.has(status) || status === 404) { onState("failed", said.error); return undefined; }
    if (status === 401 || status === 403) await rest("out");
    else await rest(status && navigator.onLine ? "down" : "offline", said.error);
    return isCancelled ? undefined : await look(offset);
  };
  const look = async (offset) => {
    if (!hasStarted) return offset;
    return judge(await ask("GET", address), offset);
  };
  const run = async () => {
    onState("queued");
    await place();
    try {
      let offset = 0;
      onState("sending");
      while (offset !== undefined && !isCancelled) {
        let answer;
        if (hasStarted) answer = await piece(offset);
        else {
          answer = await start();
          hasStarted = answer.status === 201;
        }
        if (isCancelled) {
          // Begun after all, while it was being cancelled.
          ask("DELETE", address);
          return;
        }
        offset = await judge(answer, offset);
      }
    } finally {
      leave();
    }
  };
  const cancel = () => {
    isCancelled = true;
    open?.abort();
    if (hasStarted) ask("DELETE", address);
  };
  run();
  return { cancel };
};
window.balcao.sender = { send, ask };
