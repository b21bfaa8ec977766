"""A process file can be looked at before anything is set up: no secret, no database."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cast import REJECTED
from tests.processes.importing.files import order, text_of


def balcao(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    taken = ("BALCAO_", "DJANGO_", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(taken)}
    environment["BALCAO_DATA"] = str(tmp_path / "data")
    command = [sys.executable, "-m", "balcao.ops.cli", "process", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_a_document_is_checked_and_what_was_not_looked_up_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(REJECTED, encoding="utf-8")
    done = balcao(tmp_path, "check", str(file))
    assert done.returncode == 0, done.stderr
    assert "Checked without a desk" in done.stderr
    file.write_text(REJECTED.replace("to: analise", "to: nowhere"), encoding="utf-8")
    assert balcao(tmp_path, "check", str(file)).returncode == 1


def test_a_process_of_znuny_is_shown_as_it_would_come_over(tmp_path: Path) -> None:
    file = tmp_path / "pedido.yml"
    file.write_text(text_of(order()), encoding="utf-8")
    done = balcao(tmp_path, "import", str(file), "--tool", "portal", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "balcao: process/1" in done.stdout
    stored = balcao(tmp_path, "import", str(file), "--tool", "portal")
    assert stored.returncode == 2
    assert "Traceback" not in stored.stderr
