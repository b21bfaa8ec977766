// Who else has this ticket open at the desk: said by heartbeats, heard through the stream.
const { live } = window.balcao;
const BEAT = 8000;
const WRITING = 3000;

// Says that this page has the ticket open; calls `shown(people)` with the others: [{id, name, photo, typing}].
// Answers { typing(), leave() }: call the first at each key, the second when another ticket takes its place.
const present = (ticket, shown) => {
  const address = `/live/tickets/${ticket}/presence/`;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  let saidAt = 0;
  let again = 0;
  let before = "";
  let isGone = false;
  const say = (words) => fetch(address, {
    method: "POST", keepalive: true, headers: { "X-CSRFToken": token() }, body: new URLSearchParams(words),
  }).catch(() => {});
  const look = () => {
    clearTimeout(again);
    if (isGone || document.visibilityState !== "visible") return;
    fetch(address, { redirect: "manual", cache: "no-store" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((found) => {
        if (!found || isGone) return;
        if (found.again) again = setTimeout(look, found.again * 1000);
        const now = JSON.stringify(found.people);
        if (now === before) return;
        before = now;
        shown(found.people);
      })
      .catch(() => {});
  };
  const beat = () => { if (document.visibilityState === "visible") say({ ...(Date.now() - saidAt < WRITING * 2 && { typing: 1 }) }); };
  const topic = live.follow(`desk-ticket:${ticket}`, Infinity, (message) => { if (!message || message.kind === "presence") look(); });
  const timer = setInterval(beat, BEAT);
  const seen = () => { if (document.visibilityState === "visible") { beat(); look(); } else say({ gone: 1 }); };
  const hide = () => say({ gone: 1 });
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("pagehide", hide);
  beat();
  look();
  return {
    typing: () => {
      if (Date.now() - saidAt < WRITING) return;
      saidAt = Date.now();
      say({ typing: 1 });
    },
    leave: () => {
      isGone = true;
      topic.leave();
      clearInterval(timer);
      clearTimeout(again);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("pagehide", hide);
      hide();
    },
  };
};
window.balcao.present = present;
