"""Names, subjects, file names: text from strangers made fit for one line, one header, one path."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NO_BREAK_SPACE = "\u00a0"

# Zero-width joiners hold emoji together (👩‍💻); anywhere else they only hide.
_STRAY_JOINER = re.compile(
    "(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d|\u200d(?![\U0001f000-\U0001faff\u2600-\u27bf])"
)
# Letters and symbols that are drawn as nothing: names made of them would look empty.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
_BIDI_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
_UNWANTED_IN_TEXT = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff{_BIDI_OVERRIDES}]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_FORBIDDEN_IN_FILES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_RESERVED_FILES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
MAX_FILENAME_BYTES = 150
_MAX_EXTENSION_BYTES = 20

_PARTICLES = frozenset({"da", "das", "de", "del", "do", "dos", "e", "y", "von", "van", "la"})
_TITLES = frozenset({"dr", "dra", "sr", "sra", "srta", "prof", "profa", "eng", "mr", "mrs", "ms"})


def clean_line(text: str, limit: int) -> str:
    """Text on one line, at most `limit` characters, without anything invisible: for subjects and names.

    Line ends become spaces, so what comes out cannot end a mail header; bidirectional overrides, zero-width and control
    characters go; NFC, so that equal names are equal.
    """
    visible = (" " if char.isspace() else char for char in _STRAY_JOINER.sub("", text) if not _is_hidden(char))
    return _STRAY_JOINER.sub("", " ".join(_nfc("".join(visible)).split())[:limit]).rstrip()


def _is_hidden(char: str) -> bool:
    if char.isspace() or char == "\u200d":
        return False
    return char in _BLANK_LETTERS or unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def clean_text(text: str) -> str:
    """Text of several lines: line ends as \\n, without control characters and bidirectional overrides.

    Tabs, blank lines and indentation inside stay, because they mean something in Markdown and in pasted logs.
    """
    lines = _UNWANTED_IN_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    return lines.strip("\n").rstrip()


def clean_filename(name: str) -> str:
    """The given name of a file as it may be shown and offered for saving on any system; never where it is stored.

    No path, nothing invisible, no leading or trailing dots, none of Windows' reserved names, at most
    MAX_FILENAME_BYTES in UTF-8 with the extension kept. Nothing left becomes «arquivo».
    """
    last = re.split(r"[/\\]", name.translate({0: None}))[-1]
    line = clean_line(last, 1_000).replace("\u200d", "").translate(_FORBIDDEN_IN_FILES)
    line = _nfc(line).strip(". ")
    stem, dot, extension = line.rpartition(".")
    if not dot or len(extension.encode()) > _MAX_EXTENSION_BYTES or " " in extension:
        stem, dot, extension = line, "", ""
    if _RESERVED_FILES.fullmatch(line.partition(".")[0].rstrip()):
        stem = f"_{stem}"
    room = MAX_FILENAME_BYTES - len((dot + extension).encode())
    return _cut_bytes(stem, room).rstrip(". ") + dot + extension or "arquivo"


def _cut_bytes(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


@lru_cache(maxsize=4_096)
def initials(name: str) -> str:
    """«MD» for Marina Duarte, «A» for Ana, «JS» for João da Silva; empty when there is no letter or digit at all."""
    words = _words(name)
    telling = [word for word in words if word.casefold() not in _PARTICLES] or words
    chosen = telling if len(telling) < 2 else [telling[0], telling[-1]]
    return "".join(_nfc(word)[0].upper()[0] for word in chosen)


def _words(name: str) -> list[str]:
    starts = (re.sub(r"^[\W_]+", "", word) for word in clean_line(name, 500).split("@")[0].split())
    words = [word for word in starts if word]
    untitled = [word for word in words if word.rstrip(".").casefold() not in _TITLES]
    return untitled or words


@lru_cache(maxsize=4_096)
def first_name(name: str) -> str:
    """How a person is spoken to: «Marina» for Marina Duarte, «João» for Dr. João Silva; empty for an empty name."""
    line = clean_line(name, 500)
    words = line.split()
    untitled = [word for word in words if word.rstrip(".").casefold() not in _TITLES]
    return (untitled or words or [""])[0].rstrip(",;")


def file_size(n_bytes: int, language: str) -> str:
    """«184 KB», «1,2 MB» (1 KB = 1,024 bytes), with a no-break space; decimals as the language writes them."""
    if n_bytes < 1_000:
        return f"{n_bytes}{NO_BREAK_SPACE}{'byte' if n_bytes == 1 else 'bytes'}"
    value = float(n_bytes)
    for unit in ("KB", "MB", "GB", "TB"):
        value /= 1_024
        # Rounded already: 1,023.6 KB is 1 MB, not 1,024 KB.
        shown = round(value) if unit == "KB" or value >= 99.95 else round(value, 1)
        if shown < 1_000 or unit == "TB":
            break
    digits = f"{max(shown, 1):.1f}".removesuffix(".0")
    if not language.lower().startswith("en"):
        digits = digits.replace(".", ",")
    return f"{digits}{NO_BREAK_SPACE}{unit}"
