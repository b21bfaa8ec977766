"""The sessions of a person: begun at sign-in, seen now and then, ended by their owner."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from balcao.lib.devices import device_of
from balcao.live.publish import recheck
from balcao.people.models import SignIn, User

SEEN_EVERY = timedelta(minutes=5)
"""A session's last use is written down no more often."""


def begin(*, user: User, session_key: str, user_agent: str, now: datetime) -> SignIn:
    """Somebody signed in; the same session signed in to again is the new person's."""
    browser, system = device_of(user_agent)
    known = {"user": user, "browser": browser, "system": system, "signed_in_at": now, "seen_at": now}
    return SignIn.objects.update_or_create(session_key=session_key, defaults=known)[0]


def touch(*, session_key: str, now: datetime) -> None:
    SignIn.objects.filter(session_key=session_key).update(seen_at=now)


def sessions_of(user: User, *, now: datetime) -> list[SignIn]:
    """Those that still let somebody in, the last used first."""
    alive = Session.objects.filter(expire_date__gt=now)
    return list(user.sign_ins.filter(session_key__in=alive.values("session_key")))


def end(*, user: User, pk: int) -> None:
    """One session of the person's; others' are left alone."""
    _end(user, user.sign_ins.filter(pk=pk))


def end_others(*, user: User, but: str) -> None:
    """All of the person's sessions except the one with the key `but`."""
    _end(user, user.sign_ins.exclude(session_key=but))


@transaction.atomic
def _end(user: User, sign_ins: QuerySet[SignIn]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in list(sign_ins.values_list("session_key", flat=True)):
        store(key).delete()
    sign_ins.delete()
    recheck(user.pk)


def forget_ended(*, now: datetime) -> None:
    """Sessions that ran out, and what is known of sessions that are gone."""
    Session.objects.filter(expire_date__lte=now).delete()
    SignIn.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
