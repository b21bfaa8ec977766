"""Reports: where the desk stands now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from balcao.desk.numbers import numbers_of
from balcao.front.access import ReaderRequest, agent_required


@require_GET
@agent_required
def numbers(request: ReaderRequest) -> HttpResponse:
    """Open tickets by queue; each number leads to the list that it counts."""
    rows = numbers_of(request.reader.user, request.reader.now)
    return render(request, "desk/numbers.html", {"section": "desk", "rows": rows})
