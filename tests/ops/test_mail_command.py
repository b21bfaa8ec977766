"""`balcao mail` at the command line: `parse` needs no settings and no database, `deliver` keeps or answers 75."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from balcao.jobs.models import Job
from balcao.mail.intake import raw_bytes
from balcao.mail.models import IncomingMail
from tests.jobs.conftest import database_url
from tests.mail.incoming.letters import DESK, mailbox

LETTER = "From: Marina <marina@acme.example>\r\nSubject: =?utf-8?Q?Rejei=C3=A7=C3=A3o?=\r\n\r\nSegue.\r\n"


def parse(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "DJANGO_"))}
    command = [sys.executable, "-m", "balcao.ops.cli", "mail", "parse", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, env=environment)


def test_a_file_is_told_as_json(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_text(LETTER)
    said = json.loads(parse(str(file), "--json").stdout)
    assert {name: said[name] for name in ("from", "subject", "reply_text", "automatic", "attachments")} == {
        "from": "Marina <marina@acme.example>",
        "subject": "Rejeição",
        "reply_text": "Segue.",
        "automatic": False,
        "attachments": [],
    }
    assert set(said) >= {"to", "cc", "reply_to", "date", "message_id", "in_reply_to", "references", "text", "html"}


def test_standard_input_is_told_to_people() -> None:
    said = parse("-", given=LETTER.encode()).stdout.decode()
    assert "Subject: Rejeição" in said
    assert "Segue." in said


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    done = parse(str(tmp_path / "none.eml"))
    assert done.returncode == 1
    assert b"cannot be read" in done.stderr
    assert b"Traceback" not in done.stderr


def deliver(given: bytes, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "balcao.ops.cli", "mail", "deliver", *arguments]
    whole = {**os.environ, "DJANGO_SETTINGS_MODULE": "balcao.config.settings", "DATABASE_URL": database_url()}
    return subprocess.run(command, input=given, capture_output=True, check=False, env={**whole, **environment})


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_delivered_mail_is_kept_and_only_then_taken_from_its_server() -> None:
    mailbox()
    done = deliver(LETTER.encode(), "--mailbox", DESK, "--from", "marina@acme.example", "--to", DESK)
    assert (done.returncode, done.stderr) == (0, b"")
    mail = IncomingMail.objects.get()
    assert raw_bytes(mail) == LETTER.encode()
    assert (mail.channel, mail.envelope_from, mail.envelope_to) == ("pipe", "marina@acme.example", [DESK])
    assert mail.mailbox is not None
    assert Job.objects.filter(task__endswith="sort_mail", args=[mail.pk]).count() == 1
    assert deliver(LETTER.encode(), "--mailbox", DESK).returncode == 0
    assert IncomingMail.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("given", "arguments", "environment", "said"),
    [
        (b"", (), {}, b"nothing came in"),
        (b"From: a@b.example\n\nx", ("--mailbox", "outra@atende.example"), {}, b"no active mailbox"),
        (b"From: a@b.example\n\nx", (), {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, b"not kept"),
        (b"From: a@b.example\n\nx", (), {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, b"not kept"),
        (b"From: a@b.example\n\nx", (), {"DATABASE_URL": "nonsense"}, b"not kept"),
    ],
)
def test_whatever_hinders_it_the_server_keeps_the_mail(
    given: bytes, arguments: tuple[str, ...], environment: dict[str, str], said: bytes
) -> None:
    done = deliver(given, *arguments, **environment)
    assert done.returncode == 75
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
    assert not IncomingMail.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_the_mail_with_its_server(tmp_path: Path) -> None:
    """A log (WAL) that may not grow answers like one on a full disk."""
    if connection.vendor != "sqlite":
        pytest.skip("a full disk is made of a SQLite file whose size is limited")
    copy = tmp_path / "full.sqlite3"
    with (
        closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
        closing(sqlite3.connect(copy)) as to,
    ):
        source.backup(to)
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))"
    program = f"{limited}; import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); import sys"
    program += "; from balcao.ops.cli import main; sys.exit(main(['mail', 'deliver']))"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "balcao.config.settings",
        "DATABASE_URL": f"sqlite:///{copy}",
    }
    large = b"From: a@b.example\n\n" + os.urandom(300_000)
    done = subprocess.run(
        [sys.executable, "-c", program], input=large, capture_output=True, check=False, env=environment
    )
    assert done.returncode == 75, done.stderr
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT COUNT(*) FROM mail_incomingmail").fetchone() == (0,)
