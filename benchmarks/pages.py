"""What is measured: whose page, at which address, and how one sees that it is the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from benchmarks.load import KEY, Expected, request

LOGIN_FORM = 'name="login"'
CSRF = "b" * 32
BOUNDARY = "balcao-bench-0123456789"
PROCESS = "/novo/emissor-fiscal/nota-rejeitada/"
ALL_OPEN = "/atendimento/lista/abertos/"
WORD = "certificado"
MANY = 25


@dataclass(frozen=True, slots=True)
class Page:
    """`who` is the user whose session is used (empty: nobody's). `tickets` names a list of numbers, one for each
    request in turn, which `{}` in the path stands for. `fill`: posted, to what else the form on `form` holds.
    """

    name: str
    path: str
    who: str
    expected: Expected
    tickets: str = ""
    form: str = ""
    fill: tuple[tuple[str, str], ...] = ()

    @property
    def is_write(self) -> bool:
        return bool(self.form)

    @property
    def is_floor(self) -> bool:
        return self.name == "floor"


def _page(name: str, path: str, who: str, marker: str, *, times: int = 1, tickets: str = "") -> Page:
    return Page(name, path, who, Expected(200, marker, times, "" if name == "login" else LOGIN_FORM), tickets)


ANSWERS = (
    ("subject", "Nota rejeitada: CFOP não permitido"),
    ("body", "A nota 3512 voltou com a rejeição 733. O cliente espera a mercadoria desde ontem."),
)

PAGES = (
    _page("floor", "/floor/", "marina", "<li>", times=MANY),
    _page("login", "/entrar/", "", LOGIN_FORM),
    _page("front", "/", "", 'href="/entrar/'),
    _page("home", "/", "marina", 'id="h-controle"'),
    _page("my-tickets", "/tickets/", "marina", "ledger__subject", times=MANY),
    _page("company-tickets", "/tickets/?scope=company", "paulo", "ledger__subject", times=MANY),
    _page("search", f"/tickets/?q={WORD}", "marina", "ledger__subject"),
    _page("ticket", "/tickets/{}/", "marina", 'id="m-', times=5, tickets="tickets"),
    _page("chooser", "/novo/", "marina", 'href="/novo/emissor-fiscal/'),
    _page("form", PROCESS, "marina", 'id="novo"'),
    _page("notifications", "/notificacoes/", "marina", 'href="/tickets/'),
    _page("desk-queue", ALL_OPEN, "ana", "qrow"),
    _page("desk-ticket", "/atendimento/tickets/{}/?lista=abertos", "ana", 'id="m-', tickets="desk"),
    _page("desk-search", f"{ALL_OPEN}?q={WORD}", "ana", "qrow"),
    Page("open", PROCESS, "marina", Expected(303), "", PROCESS, ANSWERS),
    Page("reply", "/tickets/{}/replies/", "marina", Expected(303), "open", "/tickets/{}/", (ANSWERS[1],)),
)


def headers(page: Page, facts: dict[str, Any]) -> dict[str, str]:
    cookies = [f"balcao_csrf={CSRF}"]
    if page.who:
        cookies.append(f"balcao_session={facts['sessions'][page.who]}")
    # A language, so that nobody's pages are in Portuguese as the others are.
    return {"Cookie": "; ".join(cookies), "Accept-Language": "pt-BR", "Origin": "http://127.0.0.1"}


def requests(page: Page, facts: dict[str, Any], fields: list[tuple[str, str]]) -> list[bytes]:
    """Every request of the page, in turn; `fields` are those of the form, for pages that are posted."""
    head = headers(page, facts)
    body = _multipart(fields) if page.is_write else b""
    if body:
        head["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
    numbers = facts[page.tickets] if page.tickets else [0]
    return [request("POST" if body else "GET", page.path.format(number), head, body) for number in numbers]


def _multipart(fields: list[tuple[str, str]]) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields]
    return ("\r\n".join(parts) + f"\r\n--{BOUNDARY}--\r\n").encode()


class _Fields(HTMLParser):
    """The named controls of one form, with what stands in them."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.options: dict[str, list[str]] = {}
        self.fields: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action") == self.action
        name = given.get("name", "")
        if tag == "option" and self.select:
            self.options[self.select].append(given.get("value", ""))
        if not self.inside or not name or given.get("type") == "file":
            return
        if tag == "select":
            self.select = name
            self.options[name] = []
        elif given.get("type") in {"radio", "checkbox"}:
            self.options.setdefault(name, []).append(given.get("value", ""))
        elif tag in {"input", "textarea"}:
            self.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def fields_of(page: Page, html: str, path: str) -> list[tuple[str, str]]:
    """What a person would post from this form: what stands there, `fill`, the first real option of each choice."""
    reader = _Fields(path)
    reader.feed(html)
    if not reader.fields:
        raise RuntimeError(f"{page.name}: no form that posts to {path}")
    fields = dict(reader.fields)
    for name, values in reader.options.items():
        fields[name] = next((value for value in values if value), "")
    for suffix, value in page.fill:
        name = next((known for known in fields if re.fullmatch(rf"(.*-)?{suffix}", known)), "")
        if not name:
            raise RuntimeError(f"{page.name}: the form has no {suffix}: {sorted(fields)}")
        fields[name] = value
    return [(name, value) for name, value in (fields | {"key": str(KEY), "csrfmiddlewaretoken": CSRF}).items()]
