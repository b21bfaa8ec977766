"""A mail full of scripts, and a colleague who writes, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.fixtures import Settings

from balcao.jobs.worker import run_due
from balcao.mail.models import IncomingMail
from balcao.people.models import User
from balcao.tickets.models import TicketPerson
from tests.browser import LivePortal
from tests.cast import make_cast
from tests.jobs.conftest import wait_until
from tests.mail.incoming.letters import arrive, letter, mailbox
from tests.mail.incoming.test_content import XSS
from tests.mail.incoming.test_trust import MARINA, RAFAEL, to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_mail_runs_nothing_and_a_colleague_is_included(
    live_portal: LivePortal, page_for: Callable[[User], Page], settings: Settings
) -> None:
    settings.MAIL_REPLY_DOMAIN, settings.MAIL_CHECKS_DKIM = "resposta.balcao.example", False
    people = make_cast()
    box, ticket = mailbox(people.rejected), people.ticket()
    arrive(letter(MARINA, XSS, html=XSS, subject="<script>alert(9)</script>", to=[to(ticket, people.marina)]), box=box)
    arrive(letter(RAFAEL, "Também tenho isso.", to=[to(ticket, people.marina)]), box=box)
    desk = page_for(people.ana)
    ran: list[str] = []

    def stop(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    desk.on("dialog", stop)
    desk.goto(f"{live_portal}/atendimento/tickets/{ticket.number}/")
    expect(desk.get_by_text("Rafael Nunes escreveu por e-mail e não está neste ticket.")).to_be_visible(timeout=60_000)
    origin = desk.locator("details.origin")
    origin.locator("summary").click()
    expect(origin.get_by_role("link", name="Ver e-mail original")).to_be_visible()
    assert desk.locator(".message__body script, .message__body iframe, .message__body img").count() == 0
    mine = page_for(people.marina)
    mine.on("dialog", stop)
    mine.goto(f"{live_portal}/tickets/{ticket.number}/")
    mine.get_by_role("button", name="Incluir", exact=True).click()
    wait_until(TicketPerson.objects.filter(ticket=ticket, user=people.rafael).exists, seconds=60)
    expect(mine.get_by_role("button", name="Incluir", exact=True)).to_have_count(0, timeout=60_000)
    run_due()
    wait_until(IncomingMail.objects.filter(person=people.rafael, fate="reply").exists, seconds=60)
    mine.goto(f"{live_portal}/tickets/{ticket.number}/")
    expect(mine.locator(".message__body", has_text="Também tenho isso.")).to_be_visible(timeout=60_000)
    assert ran == []
