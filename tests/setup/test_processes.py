"""A process is written, checked and published in the browser; nothing typed is lost."""

from django.test import Client
from django.urls import reverse

from balcao.processes.models import Process
from balcao.setup.views.versions import difference
from tests.cast import REJECTED, Cast


def edit(admin: Client, process: Process, draft: str, button: str, **more: str) -> object:
    offer = process.offer
    return admin.post(
        reverse("admin:processes_process_change", args=[process.pk]),
        {
            "is_open": "on",
            "draft": draft,
            "offer-TOTAL_FORMS": "1",
            "offer-INITIAL_FORMS": "1",
            "offer-0-id": str(offer.pk),
            "offer-0-process": str(process.pk),
            "offer-0-tool": str(offer.tool_id),
            "offer-0-position": "100",
            button: "1",
            **more,
        },
        follow=True,
    )


def test_publishing_makes_a_version_that_new_tickets_use(admin: Client, cast: Cast) -> None:
    process = cast.rejected.process
    before = cast.ticket()
    text = REJECTED.replace("Nota fiscal rejeitada pela SEFAZ", "Nota recusada pela SEFAZ").replace("\n", "\r\n")
    edit(admin, process, text, "_publish")
    process.refresh_from_db()
    assert process.current is not None
    assert (process.current.number, process.current.name["pt-br"]) == (2, "Nota recusada pela SEFAZ")
    assert "\r" not in process.current.document
    before.refresh_from_db()
    assert before.process_version.number == 1
    page = admin.get(reverse("admin:processes_process_version", args=[process.pk, 2])).content.decode()
    assert "Nota recusada pela SEFAZ" in page
    assert "diff__line--removed" in page


def test_publishing_the_text_in_use_makes_no_version(admin: Client, cast: Cast) -> None:
    edit(admin, cast.rejected.process, REJECTED, "_publish")
    assert cast.rejected.process.versions.count() == 1


def test_a_wrong_draft_is_kept_and_every_problem_is_told_with_its_line(admin: Client, cast: Cast) -> None:
    process = cast.rejected.process
    wrong = REJECTED.replace("balcao: process/1", "balcao: process/1\nxpto: 1").replace(
        "queue: fiscal", "queue: ficsal"
    )
    for button in ("_check", "_publish"):
        content = edit(admin, process, wrong, button).content.decode()  # type: ignore[attr-defined]
        assert "O rascunho foi guardado" in content
        assert "“xpto” não é conhecido aqui" in content or "xpto" in content
        assert "Linha 2" in content
        process.refresh_from_db()
        assert process.draft == wrong
        assert process.versions.count() == 1


def test_what_is_no_yaml_at_all_is_kept_too(admin: Client, cast: Cast) -> None:
    process = cast.rejected.process
    content = edit(admin, process, "balcao: [process/1", "_check").content.decode()  # type: ignore[attr-defined]
    assert "findings" in content
    process.refresh_from_db()
    assert process.draft == "balcao: [process/1"


def test_a_document_of_another_process_or_tool_cannot_be_published(admin: Client, cast: Cast) -> None:
    process = cast.rejected.process
    for text in (
        REJECTED.replace("slug: nota-rejeitada", "slug: outra"),
        REJECTED.replace("tool: emissor-fiscal", "tool: portal-rh"),
    ):
        edit(admin, process, text, "_publish")
        assert process.versions.count() == 1


def test_a_new_process_begins_with_a_document_that_can_be_published(admin: Client, cast: Cast) -> None:
    admin.post(reverse("admin:processes_process_add"), {"slug": "segunda-via", "tool": cast.fiscal_tool.pk})
    process = Process.objects.get(slug="segunda-via")
    edit(admin, process, process.draft, "_publish")
    process.refresh_from_db()
    assert process.current is not None
    assert process.offer.tool == cast.fiscal_tool


def test_a_difference_shows_what_came_and_what_went() -> None:
    lines = [(line.kind, line.text) for line in difference("a\nb\nc", "a\nB\nc")]
    assert lines == [("place", "@@ -1,3 +1,3 @@"), ("same", "a"), ("removed", "b"), ("added", "B"), ("same", "c")]
