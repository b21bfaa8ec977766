"""Ends what somebody is signed in to, on every device."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from balcao.live.publish import recheck
from balcao.people.models import User


def end_sessions(user: User, now: datetime) -> int:
    """Delete the person's running sessions; answers how many there were.

    The owner of a session is written inside it: all running ones are read, a few hundred thousand a second.
    """
    mine = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=now).iterator()
        if str(session.get_decoded().get(SESSION_KEY)) == str(user.pk)
    ]
    count = Session.objects.filter(session_key__in=mine).delete()[0]
    recheck(user.pk)
    return count
