"""Reads the environment: machines are configured here, people configure the site row."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable; raises ImproperlyConfigured on anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is not a yes or a no: write 1 or 0.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number; raises ImproperlyConfigured when it is none or below `least`."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {least} on.")
    return int(value)


def domain(name: str) -> str:
    """The name of a mail domain, or nothing. Raises ImproperlyConfigured on anything else."""
    value = text(name).lower()
    if value and not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", value):
        raise ImproperlyConfigured(f"{name}={value!r} must be what stands after the @, such as resposta.empresa.com.br")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """Django's settings of one database from `sqlite:///path` or `postgresql://user:password@host:port/name`.

    Raises ImproperlyConfigured with an example when the address is of another kind.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    raise ImproperlyConfigured(
        "DATABASE_URL must begin with sqlite:/// or postgresql://, for example"
        " postgresql://balcao:password@localhost:5432/balcao"
    )


def sqlite(path: Path) -> dict[str, object]:
    # IMMEDIATE: a writer waits at BEGIN instead of failing in the middle with "database is locked".
    # synchronous=FULL: an acknowledged message survives a power cut.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # Opening the file with its pragmas anew for each request costs 2 ms, half as much as a page.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;",
        },
    }


def postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options: dict[str, object] = {}
    for pair in parts.query.split("&"):
        key, _, value = pair.partition("=")
        if key:
            options[key] = unquote(value)
    if flag("BALCAO_DATABASE_POOL"):
        options["pool"] = {"min_size": 2, "max_size": number("BALCAO_DATABASE_POOL_SIZE", 16, least=2)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if "pool" in options else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
