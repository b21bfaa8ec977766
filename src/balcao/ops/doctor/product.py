"""Checks of the product itself: settings, migrations, files made for this version, people, jobs."""

from datetime import timedelta

from django.conf import settings
from django.core import checks
from django.utils import timezone

from balcao.jobs import queries
from balcao.ops import catalogues, preparation
from balcao.ops.doctor.finding import Finding, broken, doubtful, good
from balcao.ops.readiness import pending_migrations
from balcao.people.models import User

LEAST_SECRET = 50
WORKER_SILENCE = timedelta(minutes=1)
LONG_WAIT = timedelta(minutes=10)


def settings_are_right() -> Finding:
    """Django's own checks pass and nothing unsafe is switched on where others can reach it."""
    wrong = [message for message in checks.run_checks() if message.level >= checks.ERROR]
    if wrong:
        return broken("Settings", "; ".join(message.msg for message in wrong))
    if settings.DEBUG:
        return doubtful("Settings", "BALCAO_DEBUG is on.", "Turn it off wherever others can reach this portal.")
    if len(settings.SECRET_KEY) < LEAST_SECRET:
        return broken("Settings", "BALCAO_SECRET_KEY is short.", f"Use {LEAST_SECRET} or more random characters.")
    if not settings.HTTPS and not settings.DEMO:
        return doubtful(
            "Settings", f"people reach it at {settings.BASE_URL}.", "Put it behind HTTPS and set BALCAO_BASE_URL."
        )
    return good("Settings", settings.BASE_URL)


def migrations_are_applied() -> Finding:
    pending = pending_migrations()
    if pending:
        return broken("Migrations", f"{len(pending)} are not applied.", "Run: bin/balcao prepare")
    return good("Migrations", "applied")


def catalogues_are_compiled() -> Finding:
    stale = [language for language in catalogues.LANGUAGES if not is_compiled(language)]
    if stale:
        return broken("Translations", f"not compiled: {', '.join(stale)}.", "Run: bin/balcao prepare")
    return good("Translations", "compiled")


def is_compiled(language: str) -> bool:
    """Whether the language's `.mo` is there and as new as its `.po`."""
    source = catalogues.LOCALES / language / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def static_files_are_collected() -> Finding:
    if not preparation.is_static_current():
        return broken("Files for browsers", "not those of this version.", "Run: bin/balcao prepare")
    return good("Files for browsers", "collected")


def administrator_exists() -> Finding:
    count = User.objects.filter(is_staff=True, is_active=True).count()
    if not count:
        return broken("Administrators", "there is none.", "Run: bin/balcao createadmin")
    return good("Administrators", str(count))


def workers_are_alive() -> Finding:
    """`balcao serve` has a worker inside; without any, no notice and no mail leaves."""
    workers = queries.workers_seen(since=timezone.now() - WORKER_SILENCE)
    if not workers:
        return doubtful("Workers", "none has been seen for a minute.", "Start: bin/balcao serve (or bin/balcao worker)")
    return good("Workers", ", ".join(workers))


def jobs_are_done() -> Finding:
    waiting = queries.oldest_waiting(now=timezone.now())
    counts = queries.counts_by_status()
    text = ", ".join(f"{count} {status}" for status, count in counts.items())
    if waiting and waiting > LONG_WAIT:
        return broken("Jobs", f"one has been waiting for {waiting}; {text}.", "Start another: bin/balcao worker")
    if counts["dead"]:
        return doubtful("Jobs", f"{text}.", "Look at the dead ones in the administration, and try them again there.")
    return good("Jobs", text)
