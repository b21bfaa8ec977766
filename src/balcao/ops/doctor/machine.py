"""Checks of what is around the product: database server, disk, mail server, clock."""

import shutil
import smtplib
import tempfile
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from balcao.files.reading import read_pieces
from balcao.files.storage_down import StorageDown, told_as_down
from balcao.ops.doctor.finding import Finding, broken, doubtful, good

LEAST_POSTGRESQL = 14
LEAST_ROOM, LITTLE_ROOM = 500 * 1024**2, 2 * 1024**3
CLOCK_MAY_DIFFER = 30
MAIL_PATIENCE = 5


def database_answers() -> Finding:
    """The database can be reached and is of a version that we are tested with."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        return broken("Database", f"does not answer ({first}).", "Check DATABASE_URL and that the server runs.")
    if connection.vendor == "sqlite":
        import sqlite3

        return good("Database", f"SQLite {sqlite3.sqlite_version}, {connection.settings_dict['NAME']}")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    if major < LEAST_POSTGRESQL:
        return broken("Database", f"PostgreSQL {major} is too old.", f"Use PostgreSQL {LEAST_POSTGRESQL} or newer.")
    return good("Database", f"PostgreSQL {major}")


def data_folder_is_writable() -> Finding:
    """Files, the SQLite database and collected static files live there."""
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.DATA) as file:
            file.write(b"x")
    except OSError as error:
        return broken(
            "Data folder", f"{settings.DATA} cannot be written to ({error.strerror}).", "Give this user rights to it."
        )
    return good("Data folder", str(settings.DATA))


def files_can_be_kept() -> Finding:
    """What people attach is written, read and deleted where it is kept: a folder, or a bucket."""
    bucket = settings.FILES_BUCKET
    place = f"bucket {bucket}" if bucket else str(settings.FILES_ROOT)
    remedy = (
        "Check BALCAO_FILES_…: address, bucket, keys and their rights." if bucket else "Give this user rights to it."
    )
    try:
        with told_as_down():
            key = default_storage.save(f"doctor/{uuid4()}", ContentFile(b"x"))
            read = b"".join(read_pieces(key, 0, 0))
            default_storage.delete(key)
    except (StorageDown, FileNotFoundError) as error:
        return broken("Files", f"{place} cannot be used ({error}).", remedy)
    return good("Files", place) if read == b"x" else broken("Files", f"{place} gives back other bytes.", remedy)


def disk_has_room() -> Finding:
    """A full disk stops SQLite in the middle of a write and loses uploads."""
    free = shutil.disk_usage(settings.DATA).free
    text = f"{free / 1024**3:.1f} GB free"
    if free < LEAST_ROOM:
        return broken("Disk", f"{text}.", "Make room: below this, answers and files cannot be stored.")
    if free < LITTLE_ROOM:
        return doubtful("Disk", f"{text}.", "Make room soon.")
    return good("Disk", text)


def smtp_answers() -> Finding:
    """Mail can be handed to the configured server, or is kept here on purpose."""
    if settings.MAIL_KEPT_LOCALLY:
        return doubtful("Mail", "is kept here and sent to nobody.", "Set BALCAO_SMTP_HOST to send it.")
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    address = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=MAIL_PATIENCE) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError:
        return broken("Mail", f"{address} refuses the password.", "Check BALCAO_SMTP_USER and BALCAO_SMTP_PASSWORD.")
    except (OSError, smtplib.SMTPException) as error:
        return broken("Mail", f"{address} does not answer ({error}).", "Check BALCAO_SMTP_HOST and BALCAO_SMTP_PORT.")
    return good("Mail", address)


def clock_agrees() -> Finding:
    """This machine's clock and the database's tell the same time, and the time zone is known."""
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        return broken("Clock", f"the time zone {settings.TIME_ZONE} is unknown.", "Install the tzdata package.")
    here = datetime.now(UTC)
    if here.year < 2026:
        return broken("Clock", f"says {here:%Y-%m-%d}.", "Set the clock: promises and signed links depend on it.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            apart = abs((cursor.fetchone()[0] - datetime.now(UTC)).total_seconds())
        if apart > CLOCK_MAY_DIFFER:
            return broken("Clock", f"{apart:.0f} s away from the database's.", "Let both follow a time server (NTP).")
    return good("Clock", f"{here:%Y-%m-%d %H:%M} UTC, {settings.TIME_ZONE}")
