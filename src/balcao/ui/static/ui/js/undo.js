// What can be taken back for some seconds is offered for as long.
const { each } = window.balcao;

each(".undo[data-undo]", (form) => {
  window.setTimeout(() => form.remove(), Number(form.dataset.undo) * 1000);
});
