"""Pages that say what the desk is: the front page, hours, privacy, accessibility."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balcao.catalog.promises import default_calendar, working_calendar
from balcao.front.access import ReaderRequest
from balcao.front.help import chapters_of, pictures_of, text_of
from balcao.front.office import next_holidays, open_days
from balcao.lib.working_time import is_open
from balcao.site.current import current_site
from balcao.site.words import words
from balcao.ui.times import zone_name


def front_page(request: ReaderRequest) -> HttpResponse:
    """For who has not signed in: what this is, Login, and whom to ask for credentials."""
    return render(request, "front/front_page.html")


@require_safe
def hours(request: ReaderRequest) -> HttpResponse:
    """The desk's week and the next days on which it is closed."""
    calendar = default_calendar()
    context = {
        "days": open_days(calendar, request.reader.language) if calendar else [],
        "zone": zone_name(calendar.time_zone) if calendar else "",
        "is_open": is_open(working_calendar(calendar), request.reader.now) if calendar else False,
        "holidays": next_holidays(calendar, request.reader.now) if calendar else [],
    }
    return render(request, "front/hours.html", context)


@require_safe
def help_page(request: ReaderRequest) -> HttpResponse:
    """The manual, for everybody: also who cannot sign in yet needs it."""
    language, site = request.reader.language, current_site()
    shared = {"site": site, "words": words(site.word)}
    context = {
        "text": text_of(language),
        "pictures": pictures_of(language),
        "chapters": chapters_of(language, shared),
        "section": "help",
    }
    return render(request, "front/help.html", context)


@require_safe
def privacy(request: ReaderRequest) -> HttpResponse:
    return render(request, "front/privacy.html")


@require_safe
def accessibility(request: ReaderRequest) -> HttpResponse:
    return render(request, "front/accessibility.html")
