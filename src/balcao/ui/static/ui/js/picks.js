// Tickets chosen in the desk's list, and one thing done to all of them. Without a script it is a form with checkboxes.
const { each, fill, load } = window.balcao;
const PATIENCE = 1000;

each("[data-desk]", (desk) => {
  const { again, ask, current, parse, putRail, putRow, rows, rowOf, say } = window.balcao.desk;
  const picked = new Set();
  let anchor = "";
  let timer = 0;

  const boxOf = (row) => row.querySelector(":scope > input");
  const shown = () => rows().filter((row) => !row.hidden && boxOf(row));
  const bar = () => desk.querySelector("[data-bulk]");
  const draw = () => {
    const all = shown();
    const there = new Set(all.map((row) => row.dataset.row));
    [...picked].filter((number) => !there.has(number)).forEach((number) => picked.delete(number));
    for (const row of all) {
      boxOf(row).checked = picked.has(row.dataset.row);
      row.classList.toggle("qrow--picked", picked.has(row.dataset.row));
    }
    const whole = desk.querySelector("[data-pick-all]");
    if (!whole) return;
    whole.checked = picked.size > 0 && picked.size === all.length;
    whole.indeterminate = picked.size > 0 && picked.size < all.length;
    desk.classList.toggle("desk--picking", picked.size > 0);
    bar().querySelector("[data-count]").textContent = fill(bar().dataset[picked.size > 1 ? "many" : "one"], { count: picked.size });
  };
  const tell = () => {
    draw();
    say(picked.size ? bar().querySelector("[data-count]").textContent : bar().dataset.none);
  };
  const pick = (number, isPicked) => (isPicked ? picked.add(number) : picked.delete(number));
  const pickTo = (number, isPicked) => {
    const numbers = shown().map((row) => row.dataset.row);
    const [from, to] = [numbers.indexOf(anchor), numbers.indexOf(number)].sort((one, other) => one - other);
    numbers.slice(from < 0 ? to : from, to + 1).forEach((one) => pick(one, isPicked));
  };
  const here = () => document.activeElement?.closest?.(".qrow") || current() || shown()[0];
  const clear = () => {
    const isInside = bar()?.contains(document.activeElement);
    picked.clear();
    tell();
    if (isInside) here()?.querySelector("a").focus({ preventScroll: true });
  };

  desk.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.matches(".qrow > input")) event.preventDefault();
  });
  desk.addEventListener("click", (event) => {
    const { target } = event;
    if (target.matches(".qrow > input")) {
      if (event.shiftKey && anchor) pickTo(target.value, target.checked);
      else pick(target.value, target.checked);
      anchor = target.value;
      tell();
    } else if (target.matches("[data-pick-all]")) {
      const isAll = picked.size === shown().length;
      shown().forEach((row) => pick(row.dataset.row, !isAll));
      tell();
    } else if (target.closest("[data-clear]")) clear();
    const by = target.closest("[data-pick]");
    const row = by && here();
    if (!row || !boxOf(row)) return;
    if (by.dataset.pick === "range" && anchor) pickTo(row.dataset.row, true);
    else pick(row.dataset.row, !picked.has(row.dataset.row));
    anchor = row.dataset.row;
    if (!desk.classList.contains("desk--open")) row.querySelector("a").focus();
    tell();
  });
  desk.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && event.target.matches(".qrow > input")) {
      event.preventDefault();
      event.target.parentElement.querySelector("a").click();
    }
    if (event.key !== "Escape" || !picked.size || document.querySelector("dialog[open]") || event.target.matches(".work textarea, .work input, .card input")) return;
    if (event.target.closest("details.menu[open]")) return;
    event.preventDefault();
    clear();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target === document.body && picked.size && !document.querySelector("dialog[open]")) clear();
  });
  desk.addEventListener("balcao:rows", draw);

  // What was done stands in the rows where they are: nothing jumps. What left the list goes out of sight, and comes
  // back to its place when it is taken back.
  const settle = (page) => {
    const offer = page.querySelector("#undo");
    const place = document.getElementById("undo");
    place.replaceChildren(...offer.childNodes);
    load(place);
    putRail(page);
    const messages = desk.querySelector("#list-messages");
    messages.replaceChildren(...page.querySelector("#list-messages").childNodes);
    const rest = page.querySelector("#rows");
    const numbers = rest.dataset.numbers.split(" ");
    bar()?.querySelector("input[name=key]")?.setAttribute("value", rest.dataset.nextKey);
    // Lists tell of what others do.
    desk.dispatchEvent(new CustomEvent("balcao:mine", { detail: rest.dataset.tickets.split(" ").map(Number) }));
    clearTimeout(timer);
    const poll = place.querySelector("[data-poll]")?.dataset.poll;
    if (poll) {
      timer = setTimeout(() => follow(poll), PATIENCE);
      return;
    }
    for (const number of numbers) {
      const old = rowOf(number);
      const fresh = rest.querySelector(`[data-row="${number}"]`);
      if (old) old.hidden = !fresh;
      if (old && fresh) putRow(old, fresh);
    }
    desk.querySelectorAll(".qpart").forEach((part) => { part.hidden = !part.querySelector(".qrow:not([hidden])"); });
    rest.dataset.refused.split(" ").filter(Boolean).forEach((number) => picked.add(number));
    if (messages.firstElementChild) messages.scrollIntoView({ block: "nearest" });
    draw();
    again(numbers);
  };
  const failed = () => {
    timer = setTimeout(() => {
      const poll = document.querySelector("#undo [data-poll]")?.dataset.poll;
      if (poll) follow(poll);
    }, PATIENCE * 3);
  };
  const follow = async (poll) => {
    const answer = await ask(poll, "undo", { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return failed();
    return settle(parse(await answer.text()));
  };
  const send = async (form, body) => {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const answer = await ask(form.action, "undo", { method: "POST", body }).catch(() => false);
    delete form.dataset.sent;
    if (answer === null) return;
    if (!answer) return say(desk.dataset.failed);
    const page = parse(await answer.text());
    if (!page.querySelector("#rows")) {
      const messages = desk.querySelector("#list-messages");
      messages.replaceChildren(...page.body.childNodes);
      messages.scrollIntoView({ block: "nearest" });
      return;
    }
    const isBulk = form.matches("[data-bulk]");
    if (isBulk) {
      form.querySelectorAll("details[open]").forEach((menu) => menu.removeAttribute("open"));
      form.querySelectorAll("input[name=names], input[name=until]").forEach((input) => { input.value = ""; });
      clear();
    } else form.remove();
    settle(page);
  };
  const sent = (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-bulk], .undo")) return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    send(form, body);
  };
  desk.addEventListener("submit", sent);
  document.getElementById("undo").addEventListener("submit", sent);
  const running = document.querySelector("#undo [data-poll]");
  if (running) timer = setTimeout(() => follow(running.dataset.poll), PATIENCE);
  draw();
});
