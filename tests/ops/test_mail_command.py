"""`balcao mail parse` at the command line: needs no settings and no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

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
