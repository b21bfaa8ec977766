"""Shared from another app of the phone: a photo, a PDF or a text becomes the beginning of a ticket."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest, customer_required
from balcao.front.redirects import SeeOther
from balcao.front.uploads import take_uploads
from balcao.lib.names import clean_line, clean_text
from balcao.portal.carried import PARAMETER, Carried, carry
from balcao.portal.opening import LONGEST_SUBJECT

FROM_OUTSIDE = {"cross-site", "same-site"}


# The phone sends the form, not a page of ours: there is no token. Another site's form comes without the session's
# cookie (SameSite), and browsers say where a request is from. Nothing is opened: the person still chooses and sends.
@csrf_exempt
@require_POST
@customer_required
def share(request: ReaderRequest) -> HttpResponseBase:
    if request.headers.get("Sec-Fetch-Site") in FROM_OUTSIDE:
        raise Http404
    text = clean_text("\n\n".join(filter(None, (request.POST.get("text", ""), request.POST.get("url", "")))))
    subject = clean_line(request.POST.get("title", "") or text.partition("\n")[0], LONGEST_SUBJECT)
    taken = take_uploads(request.POST, request.FILES, "files", by=request.reader.user, now=request.reader.now)
    for problem in taken.problems:
        messages.warning(request, problem)
    carry(request.session, Carried(subject, text, [str(file.pk) for file in taken.files]))
    return SeeOther(f"{reverse('new_ticket')}?{PARAMETER}=1")
