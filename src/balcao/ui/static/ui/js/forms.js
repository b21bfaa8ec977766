// Sent once, saved on change, marked as read once seen.
const { each } = window.balcao;
const AGAIN_AFTER = 20000;

const unlock = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[data-label]").forEach((button) => {
    button.replaceChildren(...button.kept);
    button.removeAttribute("data-label");
    button.removeAttribute("aria-disabled");
  });
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  const button = event.submitter || form.querySelector("[data-sending]");
  if (button?.dataset.sending) {
    button.kept = [...button.childNodes];
    button.dataset.label = "kept";
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending;
  }
  // An answer that is a download, or none at all, leaves the page standing: let it be sent again.
  setTimeout(() => unlock(form), AGAIN_AFTER);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(unlock));

each("form[data-autosave]", (form) => {
  form.addEventListener("change", () => (form.requestSubmit ? form.requestSubmit() : form.submit()));
});

each("form[data-mark-read]", (form) => {
  const send = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", send);
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, credentials: "same-origin" })
      .then((answer) => { form.hidden = answer.ok; })
      .catch(() => { form.hidden = false; });
  };
  document.addEventListener("visibilitychange", send);
  send();
});
