"""The key by which a form that is sent twice does its deed once."""

from uuid import UUID, uuid4

from django.http import HttpRequest

KEY = "key"
"""The hidden input of the form."""


def key_of(request: HttpRequest) -> UUID:
    """The key that the page was given with; a missing or damaged one is replaced, never refused."""
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return uuid4()
