// An agent opens a ticket at its newest message; how it began is a scroll away.
const { each } = window.balcao;

each("[data-newest]", (work) => {
  if (!location.hash) work.scrollTop = work.scrollHeight;
});
