"""`balcao process`: processes as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from balcao.ops.cli import main
from balcao.processes.models import Process, ProcessVersion
from balcao.tickets.models import Queue, State
from tests.cast import REJECTED, Cast
from tests.processes.importing.files import action, order, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A process file of Znuny, for a tool of the cast's."""
    path = tmp_path / "pedido.yml"
    path.write_text(text_of(order()), encoding="utf-8")
    return path


def brought(path: Path, *more: str) -> int:
    return main(["process", "import", str(path), "--tool", "emissor-fiscal", *more])


def test_an_import_becomes_a_draft_and_tells_what_differs(
    cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brought(export) == 0
    told = capsys.readouterr().out
    assert "emissor-fiscal › pedido-de-livro: a new draft." in told
    assert "There is no queue “compras”" in told
    assert "TransitionActions.TA1.Config.Config.Queue" in told
    process = Process.objects.get(slug="pedido-de-livro")
    assert process.current is None
    assert process.draft.startswith("balcao: process/1\n")


def test_importing_twice_changes_nothing(cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brought(export) == 0
    before = Process.objects.get(slug="pedido-de-livro").draft
    capsys.readouterr()
    assert brought(export) == 0
    assert "nothing changes" in capsys.readouterr().out
    assert Process.objects.get(slug="pedido-de-livro").draft == before
    assert ProcessVersion.objects.filter(process__slug="pedido-de-livro").count() == 0


def test_importing_again_keeps_what_was_edited_by_hand(
    cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(export)
    process = Process.objects.get(slug="pedido-de-livro")
    process.draft = process.draft.replace("name: Aprovar", "name: Aprovação", 1)
    process.save()
    assert brought(export) == 0
    assert Process.objects.get(pk=process.pk).draft == process.draft
    file = order()
    file["Activities"]["A2"]["Name"] = "Decidir"
    export.write_text(text_of(file), encoding="utf-8")
    capsys.readouterr()
    assert brought(export) == 1
    assert "changed by hand" in capsys.readouterr().err
    assert Process.objects.get(pk=process.pk).draft == process.draft
    assert brought(export, "--replace") == 0
    assert "Decidir" in Process.objects.get(pk=process.pk).draft


def test_a_new_export_changes_a_draft_that_nobody_touched(cast: Cast, export: Path) -> None:
    brought(export)
    file = order()
    file["Activities"]["A2"]["Name"] = "Decidir"
    export.write_text(text_of(file), encoding="utf-8")
    assert brought(export) == 0
    assert "Decidir" in Process.objects.get(slug="pedido-de-livro").draft


def test_an_import_never_takes_the_place_of_another_process(
    cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Process.objects.get(slug=cast.rejected.process.slug).draft
    assert brought(export, "--slug", cast.rejected.process.slug) == 1
    assert "--slug" in capsys.readouterr().err
    assert Process.objects.get(slug=cast.rejected.process.slug).draft == before


def test_a_dry_run_stores_nothing(cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brought(export, "--dry-run", "--create-missing") == 0
    assert "\n---\nbalcao: process/1\n" in capsys.readouterr().out
    assert not Process.objects.filter(slug="pedido-de-livro").exists()
    assert not Queue.objects.filter(slug="compras").exists()


def test_json_holds_the_whole_report_and_the_document(
    cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brought(export, "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["process"], told["tool"], told["outcome"]) == ("pedido-de-livro", "emissor-fiscal", "dry")
    assert {"missing", "kept", "assumed", "told"} <= {line["kind"] for line in told["report"]}
    assert {problem["severity"] for problem in told["problems"]} == {"error", "warning"}
    assert told["document"].startswith("balcao: process/1\n")


def test_missing_states_and_queues_can_be_created(cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brought(export, "--create-missing") == 0
    state = State.objects.get(slug="closed-successful")
    assert (state.kind, state.customer_label["es"]) == ("closed", "Cerrado")
    assert Queue.objects.get(slug="compras").name == "Compras"
    assert "There is no" not in capsys.readouterr().out
    assert main(["process", "export", "pedido-de-livro", "--output", str(export.with_name("novo.yaml"))]) == 0
    assert main(["process", "check", str(export.with_name("novo.yaml"))]) == 0


def test_names_can_be_mapped(cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brought(export, "--map", "queue:Compras=n1", "--map", "state:Closed successful=fechado", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [line for line in told["report"] if line["kind"] == "missing"] == []
    assert [problem for problem in told["problems"] if problem["severity"] == "error"] == []
    assert brought(export, "--map", "nonsense") == 2


def test_a_file_that_is_none_is_refused_in_a_sentence(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"\xff\xfe")
    assert brought(path) == 2
    path.write_text("a: [", encoding="utf-8")
    assert brought(path) == 1
    assert brought(tmp_path / "nowhere.yml") == 2
    told = capsys.readouterr().err
    assert "not UTF-8" in told
    assert "not valid YAML" in told
    assert "No such file" in told


def test_check_tells_every_error_with_its_line(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nota.yaml"
    path.write_text(REJECTED, encoding="utf-8")
    assert main(["process", "check", str(path)]) == 0
    wrong = REJECTED.replace("tool: ", "ferramenta: ", 1).replace("queue: n1", "queue: N 1", 1)
    path.write_text(wrong, encoding="utf-8")
    capsys.readouterr()
    assert main(["process", "check", str(path)]) == 1
    told = capsys.readouterr().out
    assert f"{path}:" in told
    assert "“tool” is missing. Add it here." in told
    assert "cannot be a name here" in told
    assert main(["process", "check", str(path), "--json", "--alone"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert {"line", "path", "severity", "code", "message", "hint"} == set(rows[0])
    assert all(row["line"] > 0 for row in rows)


def test_check_alone_does_not_ask_the_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nota.yaml"
    path.write_text(REJECTED, encoding="utf-8")
    assert main(["process", "check", str(path), "--alone"]) == 0
    assert main(["process", "check", str(path)]) == 1
    assert "There is no" in capsys.readouterr().out


def test_list_export_and_diff(cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slug = cast.rejected.process.slug
    brought(export)
    capsys.readouterr()
    assert main(["process", "list", "--json"]) == 0
    rows = {row["slug"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows[slug]["version"], rows[slug]["takes_tickets"]) == (1, True)
    assert (rows["pedido-de-livro"]["version"], rows["pedido-de-livro"]["has_draft"]) == (None, True)
    assert main(["process", "list"]) == 0
    assert "pedido-de-livro" in capsys.readouterr().out
    assert main(["process", "export", slug]) == 0
    assert capsys.readouterr().out == ProcessVersion.objects.get(process__slug=slug).document
    assert main(["process", "diff", slug]) == 0
    process = Process.objects.get(slug=slug)
    process.draft = process.draft.replace("slug:", "slug: ", 1)
    process.save()
    assert main(["process", "diff", slug, "--against", "1"]) == 1
    assert "+slug: " in capsys.readouterr().out
    for words in (["diff", "pedido-de-livro"], ["diff", slug, "--against", "9"], ["export", "nada"]):
        assert main(["process", *words]) == 1
    told = capsys.readouterr().err
    assert "no version in use yet" in told
    assert "has no version 9" in told
    assert "There is no process “nada”" in told


def test_an_action_of_their_own_is_told(cast: Cast, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = order()
    file["TransitionActions"]["TA1"] = action("MinhaAcao", Coisa="1")
    export.write_text(text_of(file), encoding="utf-8")
    assert brought(export) == 0
    assert "MinhaAcao is not done here" in capsys.readouterr().out
