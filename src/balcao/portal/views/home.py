"""The home page; for who has not signed in, the front page of the desk."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest, customer_required
from balcao.front.views.pages import front_page
from balcao.portal.chooser import chooser_of
from balcao.portal.home_page import home_of


@require_safe
def home(request: ReaderRequest) -> HttpResponseBase:
    """One address for both, so that the brand always leads home."""
    return own_home(request) if request.reader.is_known else front_page(request)


@customer_required
def own_home(request: ReaderRequest) -> HttpResponseBase:
    reader = request.reader
    assert reader.membership is not None
    context = home_of(reader.membership, reader=reader.user, now=reader.now)
    context["chooser"] = chooser_of(reader.membership, now=reader.now, language=reader.language)
    context["section"] = "home"
    return render(request, "portal/home.html", context)
