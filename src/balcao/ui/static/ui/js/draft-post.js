// A POST of a script: an expired form token is asked for anew and the request repeated once, unseen by the person.
// Answers { status, data }; status 0: the server was not reached, 401: signed out, or another page came than asked for.
const PATIENCE = 20000;
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
const renew = (value) => {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": value }));
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = value; });
};
const ask = async (url, options) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(url, { credentials: "same-origin", signal: stop.signal, ...options });
    const data = await answer.json().catch(() => null);
    if (answer.ok && data === null) return { status: 401, data: {} };
    return { status: answer.status, data: data || {} };
  } catch {
    return { status: 0, data: {} };
  } finally {
    clearTimeout(timer);
  }
};
const headers = () => ({ Accept: "application/json", "X-CSRFToken": token() });
const post = async (url, body, keepalive = false) => {
  body.delete("csrfmiddlewaretoken");
  const first = await ask(url, { method: "POST", body, keepalive, headers: headers() });
  if (first.status !== 403 || !first.data.token) return first;
  renew(first.data.token);
  return ask(url, { method: "POST", body, keepalive, headers: headers() });
};
const get = (url) => ask(url, { headers: headers() });
window.balcao.answers = { post, get };
