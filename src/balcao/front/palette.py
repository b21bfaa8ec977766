"""What the palette (Ctrl+K) offers on every page: where one may go, the preferences, the own account.

The answer of a source is `{"groups": [{"name", "items": […]}], "asks": […], "search": bool}`, where an item is
`{"name", "url" or "post" + "data" or "put", "icon", "about", "words", "boost", "key"}`: `words` are found, not shown,
`boost` lifts an item among others (0-3), `post` is sent as a form, `put` is a text for the answer that is open, `key`
is what one would type instead. `asks` are offered for whatever was typed, put where `{text}` stands. With `search`,
the source is asked again for what was typed (`?q=`) and answers with more groups. `?ticket=` is the number of the one
that is open at the desk.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.front import places
from balcao.front.reader import Reader
from balcao.people.models import Theme
from balcao.site.current import current_site
from balcao.site.words import words


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    url: str = ""
    icon: str = ""
    about: str = ""
    words: str = ""
    boost: int = 0
    post: str = ""
    data: dict[str, str] = field(default_factory=dict)
    put: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    items: list[Item]


def answer(groups: list[Group], asks: list[Item] | None = None, *, search: bool = False) -> JsonResponse:
    """One reader's own: no store keeps it."""
    shown = [{"name": one.name, "items": [_filled(item) for item in one.items]} for one in groups if one.items]
    given = {"groups": shown, "asks": [_filled(one) for one in asks or []], "search": search}
    return JsonResponse(
        given, headers={"Cache-Control": "private, no-store"}, json_dumps_params={"ensure_ascii": False}
    )


def shared_groups(reader: Reader) -> list[Group]:
    """Pages, preferences and account of this reader."""
    return [
        Group(_("Go to"), _pages(reader)),
        Group(_("Personal preferences"), _preferences()),
        Group(_("Account"), _account(reader)),
    ]


def _pages(reader: Reader) -> list[Item]:
    said = words(current_site().word)
    pages = []
    if reader.membership is not None:
        pages += [
            Item(_("Home"), places.HOME, "home"),
            Item(said.my_tickets, places.TICKETS, "tickets"),
            Item(said.new_ticket, places.NEW, "plus"),
        ]
    if reader.user.is_agent:
        pages.append(Item(_("Service desk"), places.DESK, "inbox"))
    if reader.membership is not None or reader.user.is_agent:
        pages.append(Item(_("Notifications"), places.NOTIFICATIONS, "bell"))
    if reader.user.is_staff:
        pages.append(Item(_("Administration"), places.ADMINISTRATION, "gear"))
    return [*pages, *_about()]


def _about() -> list[Item]:
    return [
        Item(_("Help"), reverse("help"), "help"),
        Item(_("Support hours"), reverse("hours"), "clock"),
        Item(_("Privacy and data protection officer"), reverse("privacy"), "shield", words="LGPD"),
        Item(_("Accessibility"), reverse("accessibility"), "eye"),
    ]


def _preferences() -> list[Item]:
    page = reverse("preferences")
    sections = [
        ("", _("Personal preferences"), "user"),
        ("#foto", _("Photo"), "camera"),
        ("#perfil", _("Profile"), "user"),
        ("#senha", _("Password"), "key"),
        ("#sessoes", _("Devices"), "lock"),
        ("#avisos", _("Notices"), "bell"),
        ("#aparencia", _("Appearance"), "palette"),
        ("#privacidade", _("Privacy"), "shield"),
    ]
    hidden = {"#perfil": _("Language") + " " + _("Time zone") + " " + _("Telephone"), "#aparencia": _("Density")}
    return [Item(name, page + mark, icon, words=hidden.get(mark, "")) for mark, name, icon in sections]


def _account(reader: Reader) -> list[Item]:
    icons = {Theme.LIGHT: "sun", Theme.DARK: "moon"}
    themes = [
        Item(
            _("Theme: %(name)s") % {"name": theme.label},
            icon=icons.get(theme, "palette"),
            post=reverse("theme"),
            data={"theme": theme.value},
        )
        for theme in Theme
        if theme != reader.user.theme
    ]
    return [*themes, Item(_("Sign out"), icon="logout", post=reverse("account_logout"))]


def _filled(item: Item) -> dict[str, Any]:
    return {name: value for name, value in asdict(item).items() if value}
