// How many tickets have news, wherever the page says it: the menu, the bell, the tab's title and icon, the app's badge.
const { fill, live } = window.balcao;
const bare = document.title.replace(/^\(\d+\) /, "");
const icon = document.querySelector("link[rel=icon][data-news]");
let shown = null;

const show = (count) => {
  shown = count;
  document.querySelectorAll("[data-unread]").forEach((place) => { place.hidden = !count; });
  document.querySelectorAll("[data-unread-number]").forEach((place) => { place.textContent = count || ""; });
  document.querySelectorAll("[data-unread-words]").forEach((place) => {
    place.textContent = count ? fill(place.dataset.unreadWords, { count }) : "";
  });
  document.querySelectorAll("[data-unread-label]").forEach((place) => {
    const words = place.dataset[count > 1 ? "many" : count ? "one" : "none"];
    place.setAttribute("aria-label", fill(words, { count }));
  });
  document.title = count ? `(${count}) ${bare}` : bare;
  if (icon) icon.href = count ? icon.dataset.news : icon.dataset.plain;
  if (count) navigator.setAppBadge?.(count)?.catch(() => {});
  else navigator.clearAppBadge?.()?.catch(() => {});
};
live.on("state", (state) => { if (state.unread !== shown) show(state.unread); });
