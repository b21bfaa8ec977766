"""Snooze, tags, links, followers, mentions, checklists, time: what the team keeps of its work."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from balcao.history.models import Event
from balcao.jobs.models import Job
from balcao.lib.refused import Refused
from balcao.notifications.bell import mark_ticket_read
from balcao.notifications.models import Notification
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.checklist import add_item, remove_item, tick
from balcao.tickets.actions.follow import follow, unfollow
from balcao.tickets.actions.link import link, unlink
from balcao.tickets.actions.log_time import log_time, minutes_of
from balcao.tickets.actions.snooze import snooze, unsnooze
from balcao.tickets.actions.tag import change_tags, set_tags, tags_of
from balcao.tickets.canned import canned_answers, filled, macros_for, text_for
from balcao.tickets.jobs import wake_snoozed
from balcao.tickets.mentions import unseen_mentions
from balcao.tickets.models import CannedAnswer, Macro, Tag, TicketLink, TimeEntry
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, fresh, say

DAY = timedelta(days=1)


def test_a_snoozed_ticket_comes_back_when_its_time_has_come(cast: Cast) -> None:
    ticket = cast.ticket()
    snooze(ticket=ticket, until=NOW + DAY, by=cast.ana, now=NOW)
    job = Job.objects.get(task__endswith="wake_snoozed")
    assert job.run_after == NOW + DAY
    wake_snoozed.func(*job.args)
    assert fresh(ticket).snoozed_until is None


def test_a_ticket_put_off_anew_does_not_come_back_at_the_first_moment(cast: Cast) -> None:
    ticket = cast.ticket()
    snooze(ticket=ticket, until=NOW + DAY, by=cast.ana, now=NOW)
    snooze(ticket=ticket, until=NOW + 2 * DAY, by=cast.ana, now=at(1))
    unsnooze(ticket=ticket, by=None, now=NOW + DAY, until=NOW + DAY)
    assert fresh(ticket).snoozed_until == NOW + 2 * DAY


def test_the_customer_brings_it_back_by_writing(cast: Cast) -> None:
    ticket = cast.ticket()
    snooze(ticket=ticket, until=NOW + DAY, by=cast.ana, now=NOW)
    say(ticket, cast.ana, now=at(1))
    assert fresh(ticket).snoozed_until == NOW + DAY
    say(ticket, cast.marina, now=at(2))
    assert fresh(ticket).snoozed_until is None


@pytest.mark.parametrize("until", [NOW, NOW - DAY, NOW + 400 * DAY])
def test_only_a_moment_within_a_year_will_do(cast: Cast, until: object) -> None:
    with pytest.raises(Refused):
        snooze(ticket=cast.ticket(), until=until, by=cast.ana, now=NOW)  # type: ignore[arg-type]


def test_tags_are_one_however_they_are_written(cast: Cast) -> None:
    ticket = cast.ticket()
    set_tags(ticket=ticket, names=["Nota Fiscal", "nota fiscal ", "#urgente", "  "], by=cast.ana, now=NOW)
    assert [tag.name for tag in tags_of(ticket)] == ["Nota Fiscal", "urgente"]
    change_tags(ticket=ticket, add=["NOTA FISCAL", "sefaz"], remove=["Urgente"], by=cast.ana, now=at(1))
    assert [tag.name for tag in tags_of(ticket)] == ["Nota Fiscal", "sefaz"]
    assert Tag.objects.count() == 3
    with pytest.raises(Refused):
        set_tags(ticket=ticket, names=[f"t{number}" for number in range(21)], by=cast.ana, now=at(2))


def test_two_tickets_are_linked_once_whichever_way(cast: Cast) -> None:
    first, second = cast.ticket(), cast.ticket(subject="Outra nota")
    link(ticket=second, other=first, by=cast.ana, now=NOW)
    link(ticket=first, other=second, by=cast.ana, now=at(1))
    assert list(TicketLink.objects.values_list("origin", "follow_up")) == [(first.pk, second.pk)]
    assert Event.objects.filter(kind="ticket.linked").count() == 2
    with pytest.raises(Refused):
        link(ticket=first, other=first, by=cast.ana, now=at(2))
    unlink(ticket=second, other=first, by=cast.ana, now=at(3))
    assert not TicketLink.objects.exists()


def test_followers_are_agents_who_may_read_the_queue(cast: Cast) -> None:
    ticket = cast.ticket()
    for agent in (cast.caio, cast.caio):
        follow(ticket=ticket, agent=agent, by=cast.ana, now=NOW)
    for stranger in (cast.bia, cast.marina):
        with pytest.raises(Refused):
            follow(ticket=ticket, agent=stranger, by=cast.ana, now=NOW)
    assert list(ticket.watchers.values_list("user__username", flat=True)) == ["caio"]
    unfollow(ticket=ticket, agent=cast.caio, by=cast.caio, now=at(1))
    assert not ticket.watchers.exists()


def test_who_is_named_in_a_note_is_called_and_told(cast: Cast, run_jobs: Callable[[], int]) -> None:
    ticket = cast.ticket()
    run_jobs()
    body = "@caio veja, por favor. @ana @bia @marina e-mail x@caio.example"
    add_note(ticket=ticket, by=cast.ana, body=body, key=uuid4(), now=at(1))
    run_jobs()
    told = Notification.objects.filter(kind="mentioned").values_list("user__username", flat=True)
    assert list(told) == ["caio"]
    assert [mention.ticket_id for mention in unseen_mentions(cast.caio)] == [ticket.pk]
    mark_ticket_read(by=cast.caio, number=ticket.number, now=at(2))
    assert not unseen_mentions(cast.caio).exists()


def test_a_checklist_is_ticked_off(cast: Cast) -> None:
    ticket = cast.ticket()
    first = add_item(ticket=ticket, text="Conferir o XML", by=cast.ana, now=NOW)
    second = add_item(ticket=ticket, text="Avisar o fiscal", by=cast.ana, now=NOW)
    for is_done in (True, True, False, True):
        tick(item=first, is_done=is_done, by=cast.ana, now=at(1))
    assert Event.objects.filter(kind="ticket.checklist_ticked").count() == 3
    remove_item(item=second, by=cast.ana, now=at(2))
    assert [(item.text, item.done_by) for item in ticket.checklist.all()] == [("Conferir o XML", cast.ana)]
    with pytest.raises(Refused):
        add_item(ticket=ticket, text="  ", by=cast.ana, now=at(3))


@pytest.mark.parametrize(
    ("text", "minutes"), [("45", 45), ("45 min", 45), ("1h", 60), ("1h30", 90), ("1:05", 65), ("2 h 5 min", 125)]
)
def test_time_is_written_as_people_do(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "h", "uma hora", "-5", "1,5h", "12345"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        minutes_of(text)


def test_time_is_noted_once_and_within_a_day(cast: Cast) -> None:
    ticket, key = cast.ticket(), uuid4()
    for _again in range(2):
        log_time(ticket=ticket, minutes=30, by=cast.ana, worked_on=NOW.date(), key=key, now=NOW)
    assert TimeEntry.objects.get().minutes == 30
    for minutes in (0, -1, 1441):
        with pytest.raises(Refused):
            log_time(ticket=ticket, minutes=minutes, by=cast.ana, worked_on=NOW.date(), key=uuid4(), now=NOW)


def test_ready_answers_are_ones_own_the_teams_and_everybodys(cast: Cast) -> None:
    team = cast.bia.teams.get()
    texts = {"pt-br": "Olá, {requester.first_name}: {ticket.number} {tool.name} {unknown} {0}", "en": "Hi"}
    for shortcut, owner, of_team in (("ola", None, None), ("ola", cast.ana, None), ("fin", None, team)):
        CannedAnswer.objects.create(shortcut=shortcut, title=shortcut.title(), texts=texts, owner=owner, team=of_team)
    assert [(answer.shortcut, answer.owner_id) for answer in canned_answers(cast.ana)] == [
        ("ola", cast.ana.pk),
        ("ola", None),
    ]
    assert [answer.shortcut for answer in canned_answers(cast.bia, "FI")] == ["fin"]
    ticket = cast.ticket()
    said = text_for(canned_answers(cast.ana, "olá")[0], ticket, cast.ana)
    assert said == f"Olá, Marina: {ticket.number} Emissor Fiscal {{unknown}} {{0}}"
    assert filled("{agent.__class__} {ticket.requester}", ticket, cast.ana) == "{agent.__class__} {ticket.requester}"


def test_macros_are_offered_by_team(cast: Cast) -> None:
    Macro.objects.create(name="Todos", steps=[{"do": "close"}])
    Macro.objects.create(name="Do time", steps=[{"do": "close"}], team=cast.bia.teams.get())
    Macro.objects.create(name="Antiga", steps=[{"do": "close"}], is_active=False)
    assert [macro.name for macro in macros_for(cast.ana)] == ["Todos"]
    assert [macro.name for macro in macros_for(cast.bia)] == ["Do time", "Todos"]
