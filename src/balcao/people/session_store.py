"""Sessions as Django keeps them in the database, read at every request by SQL that is made once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from balcao.lib.prepared import Prepared

_LIVING = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        session = _LIVING.first(self.session_key, timezone.now())
        if session is None:
            self._session_key = None
        return session
