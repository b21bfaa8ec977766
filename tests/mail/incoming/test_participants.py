"""A colleague who is not on the ticket writes: it is asked there, and what was written waits (screens.md §4.13)."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from balcao.history.models import Event
from balcao.mail.models import IncomingMail, Mailbox
from balcao.notifications.models import Notification
from balcao.people.models import Membership, User
from balcao.tickets.models import PendingParticipant, Ticket, TicketPerson
from tests.cast import Cast
from tests.mail.incoming.letters import arrive, letter
from tests.mail.incoming.test_trust import MARINA, RAFAEL, fate_of, said, to
from tests.tickets.helpers import with_news

ASKED = "Rafael Nunes escreveu por e-mail e não está neste ticket."
ClientFor = Callable[[User], Client]


def asked(cast: Cast, box: Mailbox) -> tuple[Ticket, IncomingMail]:
    ticket = cast.ticket()
    return ticket, arrive(letter(RAFAEL, "Também tenho isso.", to=[to(ticket, cast.marina)]), box=box)


def test_it_is_shown_at_the_desk_and_to_who_is_on_the_ticket(cast: Cast, box: Mailbox, client_for: ClientFor) -> None:
    ticket, mail = asked(cast, box)
    assert fate_of(mail) == ("held", "pending_participant")
    portal, desk = reverse("ticket", args=[ticket.number]), reverse("desk:ticket", args=[ticket.number])
    mine = client_for(cast.marina).get(portal).content.decode()
    assert ASKED in mine
    assert "Também tenho isso." not in mine
    assert 'value="include"' in client_for(cast.ana).get(desk).content.decode()
    reads_only = client_for(cast.caio).get(desk).content.decode()
    assert ASKED in reads_only
    assert 'value="include"' not in reads_only
    assert client_for(cast.rafael).get(portal).status_code == 404


def test_the_requester_and_the_desk_are_told_once(cast: Cast, box: Mailbox, run_jobs: Callable[[], int]) -> None:
    ticket, _mail = asked(cast, box)
    arrive(letter(RAFAEL, "E mais isto.", to=[to(ticket, cast.marina)]), box=box)
    run_jobs()
    told = Notification.objects.filter(ticket=ticket).values_list("user__username", "kind", "reason")
    assert sorted(told) == [("ana", "asked_about", "team"), ("marina", "asked_about", "requester")]
    assert with_news(ticket) == {"marina"}


def test_included_by_the_requester_the_mail_becomes_the_answer(
    cast: Cast, box: Mailbox, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    ticket, mail = asked(cast, box)
    second = arrive(letter(RAFAEL, "E mais isto.", to=[to(ticket, cast.marina)]), box=box)
    (row,) = PendingParticipant.objects.all()
    address = reverse("ticket_pending", args=[ticket.number, row.pk])
    client = client_for(cast.marina)
    assert client.post(address, {"decision": "include"}).status_code in (302, 303)
    run_jobs()
    assert [line[0::4] for line in said(ticket)] == [("rafael", "Também tenho isso."), ("rafael", "E mais isto.")]
    assert {person.user.username for person in TicketPerson.objects.filter(ticket=ticket)} == {"marina", "rafael"}
    for one in (mail, second):
        one.refresh_from_db()
        assert fate_of(one) == ("reply", "answer_of_participant")
    assert client.post(address, {"decision": "refuse"}).status_code == 409
    assert ASKED not in client.get(reverse("ticket", args=[ticket.number])).content.decode()
    event = Event.objects.get(kind="ticket.person_included")
    assert (event.actor, event.data["user"]) == (cast.marina, cast.rafael.pk)


def test_refused_at_the_desk_the_mail_is_ignored_and_it_is_not_asked_again(
    cast: Cast, box: Mailbox, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    ticket, mail = asked(cast, box)
    (row,) = PendingParticipant.objects.all()
    client_for(cast.ana).post(reverse("desk:pending", args=[ticket.number, row.pk]), {"decision": "refuse"})
    run_jobs()
    mail.refresh_from_db()
    assert (fate_of(mail), mail.decided_by) == (("ignored", "refused_participant"), cast.ana)
    again = arrive(letter(RAFAEL, "Ei!", to=[to(ticket, cast.marina)]), box=box)
    assert fate_of(again) == ("held", "refused_participant")
    assert PendingParticipant.objects.count() == 1
    assert not said(ticket)
    assert Event.objects.get(kind="ticket.person_refused").actor == cast.ana


def test_who_left_the_company_meanwhile_is_not_included(cast: Cast, box: Mailbox, client_for: ClientFor) -> None:
    ticket, _mail = asked(cast, box)
    Membership.objects.filter(user=cast.rafael).delete()
    (row,) = PendingParticipant.objects.all()
    address = reverse("ticket_pending", args=[ticket.number, row.pk])
    assert client_for(cast.marina).post(address, {"decision": "include"}).status_code == 409
    assert PendingParticipant.objects.get().decided_at is None
    assert TicketPerson.objects.filter(ticket=ticket).count() == 1


def test_the_original_is_for_agents_of_the_queue(cast: Cast, box: Mailbox, client_for: ClientFor) -> None:
    ticket = cast.ticket()
    raw = letter(MARINA, "Segue.", to=[to(ticket, cast.marina)])
    mail = arrive(raw, box=box)
    page = client_for(cast.caio).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert "Ver e-mail original" in page
    assert "Marina Duarte &lt;marina@acme.example&gt;" in page
    address = reverse("desk:original", args=[ticket.number, mail.message_id])
    response = client_for(cast.caio).get(address)
    assert response.content == raw
    assert response.headers["Content-Type"] == "message/rfc822"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert [client_for(one).get(address).status_code for one in (cast.bia, cast.marina)] == [404, 404]
    assert (
        "Ver e-mail original"
        not in client_for(cast.marina).get(reverse("ticket", args=[ticket.number])).content.decode()
    )
