from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.lib.names import (
    MAX_FILENAME_BYTES,
    clean_filename,
    clean_line,
    clean_text,
    file_size,
    first_name,
    initials,
)

HIDDEN = "\u200b\u200c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2060\x00\x07\x1b\x7f\x9f\ud800\u3164"


@given(st.text(st.characters()), st.integers(1, 100))
def test_a_line_is_one_visible_line(text: str, limit: int) -> None:
    line = clean_line(text, limit)

    assert len(line) <= limit
    assert line == line.strip()
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in HIDDEN for char in line)
    assert clean_line(line, limit) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Nota\r\nBcc: vitima@example.com", "Nota Bcc: vitima@example.com"),
        ("  dois   espaços\t", "dois espaços"),
        (f"a{HIDDEN}b", "ab"),
        ("nota \u202efdp.exe", "nota fdp.exe"),
        ("a\u2028b\u0085c", "a b c"),
        ("cafe\u0301", "café"),
        ("equipe 👩\u200d💻 ok", "equipe 👩\u200d💻 ok"),
        ("a\u200db", "ab"),
        (HIDDEN, ""),
    ],
)
def test_lines(text: str, line: str) -> None:
    assert clean_line(text, 200) == line


def test_a_line_is_cut_at_its_limit() -> None:
    assert clean_line("abc def", 4) == "abc"


@given(st.text(st.characters()))
def test_text_keeps_what_means_something(text: str) -> None:
    clean = clean_text(text)

    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in clean)
    assert clean_text(clean) == clean
    clean.encode()


def test_text_keeps_lines_tabs_and_indentation() -> None:
    assert clean_text("\r\n  a\r\n\tb\rc\x00\x0b\x1b[31md\u202ee\n\n  \n") == "  a\n\tb\nc\n[31mde"
    assert clean_text("família 👩\u200d👧\u200d👦") == "família 👩\u200d👧\u200d👦"


@given(st.one_of(st.text(st.characters()), st.text("a./\\ :\u200b\u202econNUL~çé\x00", max_size=300)))
def test_a_file_name_is_one_harmless_name(name: str) -> None:
    clean = clean_filename(name)

    assert 0 < len(clean.encode()) <= MAX_FILENAME_BYTES
    assert not set(clean) & set('/\\<>:"|?*\x00\u200b\u202e')
    assert clean == clean.strip(". ")
    assert clean.split(".")[0].lower() not in {"con", "nul", "aux", "prn"}
    assert clean_filename(clean) == clean


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("nota fiscal.pdf", "nota fiscal.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\foto.PNG", "foto.PNG"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("\u200b.htaccess\u200b", "htaccess"),
        ("relatório.pdf. . ", "relatório.pdf"),
        ("cafe\u0301.txt", "café.txt"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("con", "_con"),
        ("Nul.txt", "_Nul.txt"),
        ("LPT1.tar.gz", "_LPT1.tar.gz"),
        ("console.txt", "console.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("", "arquivo"),
        ("..", "arquivo"),
        ("/", "arquivo"),
        ("\u202e\u200b", "arquivo"),
    ],
)
def test_file_names(name: str, clean: str) -> None:
    assert clean_filename(name) == clean


def test_a_long_file_name_keeps_its_extension_and_whole_characters() -> None:
    assert clean_filename("x" * 300 + ".pdf") == "x" * 146 + ".pdf"
    assert clean_filename("ç" * 300 + ".pdf") == "ç" * 73 + ".pdf"
    assert clean_filename("a." + "x" * 300) == "a." + "x" * 148


@pytest.mark.parametrize(
    ("name", "letters", "first"),
    [
        ("Marina Duarte", "MD", "Marina"),
        ("Ana", "A", "Ana"),
        ("João da Silva", "JS", "João"),
        ("Dr. João Silva", "JS", "João"),
        ("álvaro de souza e lima", "ÁL", "álvaro"),
        ("Maria Eduarda (Financeiro)", "MF", "Maria"),
        ("marina@acme.example", "M", "marina@acme.example"),
        ("4Biz Suporte", "4S", "4Biz"),
        ("Dra", "D", "Dra"),
        ("de", "D", "de"),
        ("  ", "", ""),
        ("🙂", "", "🙂"),
    ],
)
def test_people_are_known_by_initials_and_first_name(name: str, letters: str, first: str) -> None:
    assert initials(name) == letters
    assert first_name(name) == first


@given(st.text(st.characters()))
def test_any_name_has_at_most_two_initials(name: str) -> None:
    assert len(initials(name)) <= 2
    assert "\n" not in first_name(name)


@pytest.mark.parametrize(
    ("size", "portuguese", "english"),
    [
        (0, "0 bytes", "0 bytes"),
        (1, "1 byte", "1 byte"),
        (999, "999 bytes", "999 bytes"),
        (1_024, "1 KB", "1 KB"),
        (188_416, "184 KB", "184 KB"),
        (1_258_291, "1,2 MB", "1.2 MB"),
        (1_048_000, "1 MB", "1 MB"),
        (2**20, "1 MB", "1 MB"),
        (int(12.4 * 2**20), "12,4 MB", "12.4 MB"),
        (150 * 2**20, "150 MB", "150 MB"),
        (2**30, "1 GB", "1 GB"),
        (5 * 2**50, "5120 TB", "5120 TB"),
    ],
)
def test_file_sizes_are_short(size: int, portuguese: str, english: str) -> None:
    assert file_size(size, "pt-br") == portuguese.replace(" ", "\u00a0")
    assert file_size(size, "es") == portuguese.replace(" ", "\u00a0")
    assert file_size(size, "en") == english.replace(" ", "\u00a0")
