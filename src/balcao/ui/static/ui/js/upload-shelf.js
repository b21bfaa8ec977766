// Files on their way, kept in this browser until they have arrived: a reload or a crash goes on where it stopped.
// Where the browser keeps no files (some private windows), only what they were is kept, and the same file is asked for.
const STORE = "files";
const NAMES = "balcao-files";

const open = () => new Promise((done, fail) => {
  const request = indexedDB.open(NAMES, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
  request.onblocked = fail;
});
const act = async (mode, work) => {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
};
const noted = () => {
  try { return JSON.parse(sessionStorage.getItem(NAMES)) || []; } catch { return []; }
};
const note = (entries) => {
  try { sessionStorage.setItem(NAMES, JSON.stringify(entries)); } catch { /* then a reload forgets them */ }
};
const keep = async (entry) => {
  try {
    await act("readwrite", (store) => store.put(entry));
  } catch {
    const { file, ...words } = entry;
    note([...noted().filter((one) => one.id !== entry.id), words]);
  }
};
const forget = async (id) => {
  note(noted().filter((entry) => entry.id !== id));
  await act("readwrite", (store) => store.delete(id)).catch(() => {});
};
const all = async () => [...await act("readonly", (store) => store.getAll()).catch(() => []), ...noted()];
const wipe = () => {
  note([]);
  try { indexedDB.deleteDatabase(NAMES); } catch { /* nothing is kept there then */ }
};

// Who signs out leaves nothing behind on this machine.
document.addEventListener("submit", (event) => {
  if (event.target.matches?.('form[action$="/sair/"]')) wipe();
}, true);

// One page has a file in hand; another tab with the same form does not send it a second time.
const holding = (id) => new Promise((done) => {
  if (!navigator.locks) return done(true);
  navigator.locks.request(`${NAMES}-${id}`, { ifAvailable: true }, (lock) => {
    done(Boolean(lock));
    return lock ? new Promise(() => {}) : null;
  }).catch(() => done(true));
});

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
// Only where the page came safely; elsewhere the server measures what arrived.
const digestOf = async (blob) => {
  try { return hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())); } catch { return ""; }
};
window.balcao.shelf = { keep, forget, all, wipe, holding, digestOf };
