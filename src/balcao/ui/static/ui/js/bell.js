// The bell opens as a panel where there is room; its keys work on its page as well. The link itself needs no script.
const { each, live } = window.balcao;
const NARROW = window.matchMedia("(max-width: 39.99rem)");

const fetched = (address) => fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual", cache: "no-store" })
  .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))));
const post = (form) => fetch(form.action, {
  method: "POST", redirect: "manual", body: new URLSearchParams(new FormData(form)),
});
const links = (bell) => [...bell.querySelectorAll(".news__line a")];
const keyOf = (link) => link?.getAttribute("href").split("#")[0];

// j k e on the items: the same in the panel and on the page.
const steer = (bell, event, refresh) => {
  const all = links(bell);
  const at = all.findIndex((link) => link.closest("li").contains(document.activeElement));
  if (event.key === "j" || event.key === "k") {
    all[event.key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0)]?.focus();
  } else if (event.key === "e") {
    const form = all[at]?.closest("li").querySelector("form");
    if (!form) return;
    post(form).then(refresh).catch(() => form.requestSubmit());
  } else return;
  event.preventDefault();
  event.stopPropagation();
};
const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && document.body.dataset.shortcuts !== "off";

each("[data-bell]", (opener) => {
  let panel = null;
  let address = opener.dataset.bell;
  let turn = 0;

  const close = (back) => {
    panel?.remove();
    panel = null;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("click", outside);
    if (back) opener.focus();
  };
  const outside = (event) => { if (panel && !panel.contains(event.target) && event.target.isConnected) close(false); };
  const fill = (html, at) => {
    const next = new DOMParser().parseFromString(html, "text/html").querySelector(".bell--panel");
    if (!next) return location.assign(opener.href);
    const isFirst = !panel;
    const hadFocus = isFirst || panel.contains(document.activeElement);
    const scrolled = panel?.querySelector("ul")?.scrollTop || 0;
    const made = document.importNode(next, true);
    if (panel) panel.replaceWith(made);
    else opener.parentElement.append(made);
    panel = made;
    panel.querySelector("ul")?.scrollTo(0, scrolled);
    wire();
    if (hadFocus) (links(panel).find((link) => keyOf(link) === at) || panel).focus({ preventScroll: !isFirst });
    return undefined;
  };
  const refresh = () => {
    if (!panel) return undefined;
    turn += 1;
    const mine = turn;
    return fetched(address).then((html) => {
      if (!panel || mine !== turn) return;
      fill(html, keyOf(document.activeElement?.closest?.(".news")?.querySelector(".news__line a")));
    }).catch(() => {});
  };
  const wire = () => {
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); return close(true); }
      return isPlain(event) ? steer(panel, event, refresh) : undefined;
    });
    panel.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !panel?.contains(event.relatedTarget) && event.relatedTarget !== opener) close(false);
    });
    panel.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) return close(true);
      const tab = event.target.closest(".tabs a");
      if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
      event.preventDefault();
      address = tab.getAttribute("href");
      return refresh();
    });
    panel.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      post(event.target).then(refresh).catch(() => event.target.submit());
    });
  };
  opener.setAttribute("aria-haspopup", "dialog");
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", (event) => {
    if (NARROW.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return undefined;
    event.preventDefault();
    if (panel) return close(true);
    address = opener.dataset.bell;
    opener.setAttribute("aria-expanded", "true");
    return fetched(address)
      .then((html) => {
        fill(html);
        document.addEventListener("click", outside);
      })
      .catch(() => location.assign(opener.href));
  });
  let before = null;
  live.on("state", (state) => {
    if (before !== null && before !== state.news) refresh();
    before = state.news;
  });
  live.on("bell", refresh);
});

each(".bell--page", (bell) => {
  document.addEventListener("keydown", (event) => {
    // j and k walk every list of the page (rows.js).
    if (event.key !== "e" || event.defaultPrevented || !isPlain(event) || event.target.closest?.("input, textarea, select, dialog, .bell--panel")) return;
    steer(bell, event, () => location.reload());
  });
});
