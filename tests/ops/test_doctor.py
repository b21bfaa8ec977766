"""The doctor says in plain words what is wrong and what to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from balcao.jobs.models import Job, Status, WorkerSeen
from balcao.ops.cli import main
from balcao.ops.doctor import CHECKS, Grade, examine, machine, product
from balcao.ops.server import PortBusy, listen

pytestmark = pytest.mark.django_db


def test_every_check_answers(capsys: pytest.CaptureFixture[str]) -> None:
    findings = list(examine())
    assert len(findings) == len(CHECKS)
    assert [finding for finding in findings if "itself failed" in finding.text] == []
    # A fresh database has no administrator: that needs somebody.
    assert main(["doctor"]) == 1
    assert "✗ Administrators: there is none.\n    Run: bin/balcao createadmin" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_to_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA = tmp_path / "file" / "data"
    finding = machine.data_folder_is_writable()
    assert finding.grade is Grade.BROKEN
    assert str(settings.DATA) in finding.text


def test_a_mail_server_that_does_not_answer_is_named(settings: Settings) -> None:
    settings.MAIL_KEPT_LOCALLY, settings.EMAIL_HOST, settings.EMAIL_PORT = False, "127.0.0.1", 9
    finding = machine.smtp_answers()
    assert finding.grade is Grade.BROKEN
    assert "127.0.0.1:9 does not answer" in finding.text


def test_workers_that_fell_silent_are_missed() -> None:
    now = timezone.now()
    worker = WorkerSeen.objects.create(name="host:1", started_at=now, seen_at=now)
    assert product.workers_are_alive().text == "host:1"
    worker.seen_at = now - timedelta(minutes=5)
    worker.save()
    assert product.workers_are_alive().grade is Grade.DOUBTFUL


def test_jobs_that_wait_too_long_or_are_dead_are_told() -> None:
    now = timezone.now()
    job = Job.objects.create(task="x", run_after=now, enqueued_at=now, max_attempts=1)
    assert product.jobs_are_done().grade is Grade.GOOD
    job.run_after = now - timedelta(hours=1)
    job.save()
    assert product.jobs_are_done().grade is Grade.BROKEN
    job.status = Status.DEAD
    job.save()
    assert product.jobs_are_done().grade is Grade.DOUBTFUL


def test_a_taken_port_is_said_to_be_taken() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortBusy, match=f"port {port} is taken"):
            listen("127.0.0.1", port)


def test_wrong_settings_are_a_finding_and_not_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balcao.ops.cli.set_up", lambda: "BALCAO_SECRET_KEY is empty")
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out == "✗ Settings: BALCAO_SECRET_KEY is empty\n"
