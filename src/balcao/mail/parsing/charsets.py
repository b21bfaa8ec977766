"""Bytes as text, whatever their charset is called and whether or not it is true. Never fails."""

import codecs
import re

ALIASES = {
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "iso-8859-1": "cp1252",  # as browsers read it (WHATWG Encoding, §4.2): what mail programs mean by it
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "",  # what is more than ASCII is UTF-8 as often as not
    "ascii": "",
    "unknown-8bit": "",
    "x-unknown": "",
    "default": "",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-sjis": "shift_jis",
    "x-gbk": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-mac-roman": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "utf7": "utf-7",
    "utf-8mb4": "utf-8",
    "cp-850": "cp850",
    "x-windows-949": "cp949",
}
_NUMBERED = re.compile(r"(?:x-)?(?:windows|cp|win|ibm)-?(\d{3,5})")
BYTES_TO_BYTES = frozenset({"base64", "hex", "rot13", "rot-13", "uu", "zlib", "bz2", "quopri", "idna", "punycode"})


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The text, and whether its charset was what it said. NUL bytes are left out: no database keeps them."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(data) % 2 == 0:
        return _clean(data.decode("utf-16", "replace")), True
    name = known_charset(charset)
    if name:
        try:
            return _clean(data.decode(name)), True
        except (UnicodeDecodeError, LookupError, ValueError):
            pass
    return _clean(_guessed(data, name)), not charset and data.isascii()


def known_charset(charset: str) -> str:
    """Python's name of a charset; empty for one that nobody knows, or that is no charset of text."""
    wanted = charset.strip().strip("\"'").lower()
    wanted = ALIASES.get(wanted, wanted)
    numbered = _NUMBERED.fullmatch(wanted)
    if numbered:
        wanted = f"cp{numbered.group(1)}"
    if not wanted or wanted in BYTES_TO_BYTES:
        return ""
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return ""
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def _guessed(data: bytes, name: str) -> str:
    """UTF-8 where it is valid, for nothing else looks like it; else what was said, damaged; else Windows."""
    if name and b"\x1b" in data:
        return data.decode(name, "replace")  # seven bits with escapes (ISO-2022), valid as UTF-8 by chance
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(name or "cp1252", "replace")


def _clean(text: str) -> str:
    # Half of a surrogate pair cannot be written to any database, and UTF-7 and UTF-16 can bring one along.
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
