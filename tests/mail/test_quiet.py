"""«Não perturbe»: mails about tickets wait for its end, arrive then, once; those of security never wait."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from django.test import Client

from balcao.jobs.models import Job, Status
from balcao.mail.models import MailStatus, OutgoingMail, QuietTime
from balcao.mail.outbox import post
from balcao.mail.quiet import quiet_until, set_quiet_time
from balcao.people.models import User
from tests.cast import Cast
from tests.mail.conftest import MailServer


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026 in UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "end"),
    [
        (at(23, 12), "America/Sao_Paulo", None),  # Monday 9:00
        (at(24, 0), "America/Sao_Paulo", at(24, 10)),  # Monday 21:00 → Tuesday 7:00
        (at(24, 9, 59), "America/Sao_Paulo", at(24, 10)),  # Tuesday 6:59
        (at(24, 10), "America/Sao_Paulo", None),  # 7:00 sharp
        (at(24, 10), "America/Manaus", at(24, 11)),  # an hour earlier there
        (at(28, 1), "America/Sao_Paulo", at(30, 10)),  # Friday 22:00 → past the weekend → Monday 7:00
        (at(28, 15), "America/Sao_Paulo", at(30, 10)),  # Saturday noon
    ],
)
def test_quiet_ends_by_the_clock_of_the_person(now: datetime, zone: str, end: datetime | None) -> None:
    assert quiet_until(now, zone=zone, starts_at=time(20), ends_at=time(7), days={5, 6}) == end


def test_hours_within_a_day_and_equal_hours() -> None:
    def until(now: datetime, starts: int, ends: int, *days: int) -> datetime | None:
        return quiet_until(now, zone="UTC", starts_at=time(starts), ends_at=time(ends), days=days)

    assert until(at(23, 12, 30), 12, 13) == at(23, 13)
    assert until(at(23, 11), 12, 13) is None
    assert until(at(23, 12), 9, 9) is None
    assert until(at(23, 12), 9, 9, 0) == at(24, 0)


def mail_to(person: User | None, key: str, *, is_secret: bool = False) -> OutgoingMail:
    to, subject = person.email if person else "marina@acme.example", "[nº 10482]"
    return post(
        to=to, subject=subject, text="Olá", purpose="t", now=at(23, 12), key=key, person=person, is_secret=is_secret
    )


def test_a_mail_waits_and_then_comes_once(cast: Cast, mail_server: MailServer, run_jobs: Callable[[], int]) -> None:
    today = datetime.now(tz=UTC).weekday()
    days = sorted({(today + day) % 7 for day in (-1, 0, 1)})
    set_quiet_time(person=cast.marina, is_on=True, starts_at=time(0), ends_at=time(0), days=days)
    waiting = mail_to(cast.marina, "a")
    mail_to(cast.rafael, "b")
    mail_to(None, "security")
    mail_to(cast.marina, "reset", is_secret=True)
    run_jobs()
    run_jobs()
    assert sorted(to for recipients, _raw in mail_server.mails for to in recipients) == [
        "marina@acme.example",
        "marina@acme.example",
        "rafael@acme.example",
    ]
    waiting.refresh_from_db()
    job = Job.objects.get(status=Status.READY, task__endswith="mail.jobs.deliver")
    assert (waiting.status, waiting.attempts, job.args) == (MailStatus.QUEUED, 0, [waiting.pk])
    QuietTime.objects.update(is_on=False)
    Job.objects.filter(pk=job.pk).update(run_after=at(1, 1))
    run_jobs()
    run_jobs()
    waiting.refresh_from_db()
    assert (waiting.status, len(mail_server.mails)) == (MailStatus.SENT, 4)


def test_the_page_keeps_it_and_refuses_a_quiet_without_end(cast: Cast, client_for: Callable[[User], Client]) -> None:
    marina = client_for(cast.marina)
    given = {"is_on": "on", "starts_at": "21:30", "ends_at": "06:00", "days": ["5", "6"]}
    response = marina.post("/preferencias/silencio/", given)
    assert response.headers["Location"] == "/preferencias/?salvo=silencio#silencio"
    kept = QuietTime.objects.get()
    assert (kept.person, kept.is_on, kept.starts_at) == (cast.marina, True, time(21, 30))
    assert (kept.ends_at, kept.days) == (time(6), [5, 6])
    refused = marina.post("/preferencias/silencio/", {**given, "days": [str(day) for day in range(7)]})
    assert refused.status_code == 422
    assert "Deixe pelo menos um dia" in refused.content.decode()
    assert 'value="21:30"' in marina.get("/preferencias/").content.decode()
    assert QuietTime.objects.get().days == [5, 6]
