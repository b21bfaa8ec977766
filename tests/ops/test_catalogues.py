"""What people read is said in three languages, whole."""

from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from balcao.ops import catalogues


def test_every_text_is_said_in_every_language() -> None:
    """Nothing missing, fuzzy or left over, and the same placeholders everywhere: `balcao messages update` helps."""
    assert catalogues.problems() == []


def test_texts_of_code_and_templates_are_found() -> None:
    found = catalogues.extract()
    assert found[catalogues.Text("This ticket is already open.")] == "tickets/actions/reopen.py"
    assert any(path.endswith(".html") for path in found.values())


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"msgstr": ""}, "not translated"),
        ({"msgstr": "Oi"}, "other placeholders than the source"),
        ({"msgstr": "Oi %(nome)s"}, "a placeholder that the source does not have"),
    ],
)
def test_a_faulty_text_is_named(said: dict[str, str], fault: str) -> None:
    entry = polib.POEntry(msgid="Hi %(name)s", **said)
    assert list(catalogues._faults(entry)) == [fault]


def test_a_catalogue_compiled_while_running_is_used_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start compiles after Django was loaded: the portal must not speak English until the next one."""
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    monkeypatch.setattr("django.conf.settings.LOCALE_PATHS", [tmp_path])
    translation_file_changed(None, folder / "django.mo")
    with translation.override("es"):
        assert translation.gettext("A sentence of this test") == "A sentence of this test"
        (folder / "django.po").write_text('msgid "A sentence of this test"\nmsgstr "Una frase"\n', encoding="utf-8")
        catalogues.compile_all()
    with translation.override("es"):
        assert translation.gettext("A sentence of this test") == "Una frase"
    monkeypatch.undo()
    translation_file_changed(None, folder / "django.mo")
