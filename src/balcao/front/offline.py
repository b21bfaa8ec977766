"""Whose page this is, for the copies that a browser keeps to read offline (`static/ui/worker.js`).

Every page says it in a header: a value that differs for each session and company, or `-` for who has not signed in.
The worker keeps copies under that value and drops all others, so that a signed-out device has nothing left to read.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from balcao.front.reader import CHOSEN_COMPANY, Reader

HEADER = "Balcao-Reader"
NOBODY = "-"
SALT = "balcao.front.offline"


def sign(response: HttpResponse, request: HttpRequest, reader: Reader) -> None:
    """Pages only; what came from elsewhere, like a hotel's login page, bears no such header."""
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers[HEADER] = reader_key(request) if reader.is_known else NOBODY


def reader_key(request: HttpRequest) -> str:
    """New with each sign-in and each change of company or password; tells nothing about the session."""
    said = f"{request.session.session_key}:{request.session.get(CHOSEN_COMPANY, '')}"
    return salted_hmac(SALT, said).hexdigest()[:16]
