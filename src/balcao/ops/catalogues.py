"""The message catalogues: what the code says, extracted; what each language says, compiled.

Written with `ast` and Django's own template lexer, so that neither setting up nor testing needs GNU gettext.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALES = PACKAGE / "locale"
LANGUAGES = ("pt_BR", "en", "es")

_PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ugettext"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
_CALL = re.compile(r"\b(_|n?p?gettext)\(\s*((?:u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?\s*)+)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One thing to say: what identifies it in a catalogue."""

    msgid: str
    plural: str = ""
    context: str = ""


def extract() -> dict[Text, str]:
    """Every text of the code and the templates → the file (below the package) where it stands first."""
    found: dict[Text, str] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            texts = _of_python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            texts = _of_template(path)
        else:
            continue
        for text in texts:
            found.setdefault(text, path.relative_to(PACKAGE).as_posix())
    return found


def _of_python(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from _text(name, said)


def _of_template(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if not any(token.token_type == TokenType.BLOCK for token in Lexer(source).tokenize()):
        return
    for name, arguments in _CALL.findall(templatize(source)):
        said = ast.literal_eval(f"[{arguments.rstrip().rstrip(',')}]")
        yield from _text(name, said)


def _text(name: str, said: list[str]) -> Iterator[Text]:
    if name in _PLAIN and said:
        yield Text(said[0])
    elif name in _PLURAL and len(said) > 1:
        yield Text(said[0], said[1])
    elif name in _CONTEXT and len(said) > 1:
        yield Text(said[1], context=said[0])
    elif name in _CONTEXT_PLURAL and len(said) > 2:
        yield Text(said[1], said[2], said[0])


def catalogue(language: str) -> polib.POFile:
    """The language's catalogue, or a new one."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = polib.POFile(wrapwidth=110)
    fresh.fpath = str(path)
    fresh.metadata = {
        "Project-Id-Version": "Balcão",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals=2; plural=(n {'>' if language == 'pt_BR' else '!='} 1);",
    }
    return fresh


def update() -> None:
    """Bring the catalogues up to the code: new texts come empty (English says itself), gone ones go."""
    texts = extract()
    for language in LANGUAGES:
        po = catalogue(language)
        known = {_key(entry): entry for entry in po}
        po.clear()
        for text in sorted(texts):
            entry = known.get(text) or _entry(text)
            entry.occurrences = [(texts[text], "")]
            if language == "en":
                _say_itself(entry)
            po.append(entry)
        po.save()


def _key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _entry(text: Text) -> polib.POEntry:
    plural = {"msgid_plural": text.plural, "msgstr_plural": {0: "", 1: ""}} if text.plural else {}
    return polib.POEntry(msgid=text.msgid, msgstr="", msgctxt=text.context or None, **plural)


def _say_itself(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid


def problems() -> list[str]:
    """What is missing, fuzzy, left over or has other placeholders than its source, one line each."""
    texts = set(extract())
    lines = []
    for language in LANGUAGES:
        entries = {_key(entry): entry for entry in catalogue(language)}
        lines += [f"{language}: not in the catalogue: {text.msgid!r}" for text in sorted(texts - set(entries))]
        lines += [f"{language}: no longer said: {text.msgid!r}" for text in sorted(set(entries) - texts)]
        for text, entry in entries.items():
            lines += [f"{language}: {fault}: {text.msgid!r}" for fault in _faults(entry)]
    return lines


def _faults(entry: polib.POEntry) -> Iterator[str]:
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield "fuzzy"
    if not all(said):
        yield "not translated"
    elif any(not _placeholders(text) <= _placeholders(entry.msgid + (entry.msgid_plural or "")) for text in said):
        yield "a placeholder that the source does not have"
    elif not entry.msgid_plural and _placeholders(said[0]) != _placeholders(entry.msgid):
        yield "other placeholders than the source"


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))


def compile_all() -> None:
    """Write each catalogue's `.mo`, which is not kept under version control, when it is older than its `.po`."""
    for language in LANGUAGES:
        path = LOCALES / language / "LC_MESSAGES" / "django.po"
        compiled = path.with_suffix(".mo")
        if path.exists() and (not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime):
            # Whole or not at all: several processes may start at once.
            half = compiled.with_name(f"{compiled.name}.{os.getpid()}")
            polib.pofile(str(path)).save_as_mofile(str(half))
            half.replace(compiled)
            # This process may have looked for it before it was there, and would remember that it found nothing.
            translation_file_changed(None, compiled)
