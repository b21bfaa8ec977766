"""Theme and density: of the person, else of this browser's cookie, so that the server paints the right one at once."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from balcao.front.places import DESK_PALETTE, PALETTE, WORKER
from balcao.front.reader import Reader
from balcao.people.models import Density, Theme

THEME_COOKIE = "balcao_theme"
KEYBOARD_COOKIE = "balcao_keyboard"
"""Set by the script once a real keyboard was used: hints of shortcuts are shown from then on."""

A_YEAR = 60 * 60 * 24 * 365


def look_of(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    """The variables of `ui/document.html`."""
    keyboard = KEYBOARD_COOKIE in request.COOKIES
    if not reader.is_known:
        return {
            "theme": cookie_theme(request),
            "density": Density.COMFORTABLE,
            "shortcuts": True,
            "keyboard": keyboard,
        }
    user = reader.user
    return {
        "theme": user.theme,
        "density": user.density,
        "text_size": user.text_size,
        "reduce_motion": user.reduces_motion,
        "shortcuts": user.has_shortcuts,
        "keyboard": keyboard,
        "palette": f"{PALETTE} {DESK_PALETTE}" if user.is_agent else PALETTE,
        "worker": WORKER,
        "live": user.pk,
    }


def cookie_theme(request: HttpRequest) -> str:
    wished = request.COOKIES.get(THEME_COOKIE, "")
    return wished if wished in Theme.values else Theme.SYSTEM


def remember_theme(response: HttpResponse, theme: str) -> None:
    """The pages before the next sign-in, and the error pages, look the same."""
    response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
