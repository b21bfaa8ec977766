"""Customers at the desk: found by name, e-mail, telephone or company, with the way to their tickets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from balcao.desk.customers import find_companies, open_tickets
from balcao.desk.on_behalf import find_people
from balcao.front.access import ReaderRequest, agent_required


@require_GET
@agent_required
def customers(request: ReaderRequest) -> HttpResponse:
    """Companies, and with `q` the people whom these words find as well."""
    words = request.GET.get("q", "").replace("\0", " ")[:80]
    companies = find_companies(words)
    counts = open_tickets(request.reader.user, companies)
    context = {
        "section": "desk",
        "words_typed": words,
        "people": find_people(words),
        "companies": [{"company": one, "open": counts.get(one.pk, 0)} for one in companies],
    }
    return render(request, "desk/customers.html", context)
