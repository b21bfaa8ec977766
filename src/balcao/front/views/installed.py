"""The portal as an app on somebody's device: its manifest, its worker and the page without a connection."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from balcao.front import places
from balcao.front.access import ReaderRequest
from balcao.front.offline import HEADER
from balcao.site.current import current_site
from balcao.site.words import words
from balcao.ui.joining import PARTS

ASSETS = ("ui/balcao.css", "ui/balcao.js", "ui/icons.svg", "ui/favicon.svg")
"""What every page needs; with their hashed addresses they are the version of the worker."""

ACCENT, CANVAS = "#1d5fd1", "#ffffff"
"""As in tokens.css: a manifest knows no style sheet."""

SHORT_NAME = 30


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: ReaderRequest) -> HttpResponse:
    """Browsers ask for it without cookies: the words are of the browser's language."""
    site = current_site()
    said = words(site.word)
    given: dict[str, Any] = {
        "id": "/",
        "name": site.name,
        "short_name": site.name[:SHORT_NAME],
        "description": _("Open tickets for the Service Desk, follow every step and read all answers in one place."),
        "lang": request.reader.language,
        "start_url": places.HOME,
        "scope": "/",
        "display": "standalone",
        "background_color": CANVAS,
        "theme_color": ACCENT,
        "icons": [_icon("icon-192", 192), _icon("icon-512", 512), _icon("maskable-512", 512, "maskable")],
        "shortcuts": [
            {"name": said.new_ticket, "url": places.NEW, "icons": [_icon("icon-192", 192)]},
            {"name": said.my_tickets, "url": places.TICKETS, "icons": [_icon("icon-192", 192)]},
        ],
        "share_target": {
            "action": places.SHARE,
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url", "files": [{"name": "files", "accept": ["*/*"]}]},
        },
    }
    return JsonResponse(given, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Asked for anew at each visit: a new version is taken over at once."""
    source = (PARTS / "worker.js").read_text()
    assets = [static(path) for path in ASSETS]
    given = {
        "version": _version(source, tuple(assets)),
        "assets": assets,
        "offline": reverse("offline"),
        "header": HEADER,
        "leaving": [reverse("account_logout"), reverse("account_login"), reverse("company")],
    }
    return HttpResponse(
        f"const GIVEN = {json.dumps(given)};\n{source}",
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@require_safe
def offline(request: ReaderRequest) -> HttpResponse:
    """Kept by the worker, for pages that this device has not seen. Nothing of anybody's is on it."""
    return render(request, "front/offline.html")


@cache
def _version(source: str, assets: tuple[str, ...]) -> str:
    """Hashed addresses say what is in the files; while they are not hashed (development), the files do."""
    said = source + " ".join(assets)
    if settings.DEBUG:
        said += "".join(Path(str(finders.find(path))).read_text() for path in ASSETS)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _icon(name: str, size: int, purpose: str = "any") -> dict[str, str]:
    src = static(f"ui/icons/{name}.png")
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
