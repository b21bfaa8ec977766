"""Mail of a demo, which is kept and not sent: a place to read it. Does not exist anywhere else."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest
from balcao.mail.mark import shown
from balcao.mail.models import OutgoingMail

SHOWN = 100


def check() -> None:
    if not (settings.MAIL_KEPT_LOCALLY and (settings.DEMO or settings.DEBUG)):
        raise Http404


@require_safe
def mails(request: ReaderRequest) -> HttpResponse:
    check()
    return render(request, "front/kept_mails.html", {"mails": OutgoingMail.objects.defer("text", "html")[:SHOWN]})


@require_safe
def mail(request: ReaderRequest, mail_id: int) -> HttpResponse:
    check()
    return render(request, "front/kept_mail.html", {"mail": get_object_or_404(OutgoingMail, pk=mail_id)})


@require_safe
@xframe_options_sameorigin
def mail_html(request: ReaderRequest, mail_id: int) -> HttpResponse:
    """The HTML part by itself, as a mail program would show it: no script, no form, no origin."""
    check()
    html = shown(get_object_or_404(OutgoingMail, pk=mail_id).html)
    # Links leave the frame: our pages refuse to be shown inside one.
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    policy = "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    response.headers["Content-Security-Policy"] = (
        f"{policy}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    )
    return response
