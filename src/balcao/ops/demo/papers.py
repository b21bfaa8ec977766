"""What people of the story attach: screens, a phone, a DANFE, and plain texts. Drawn here, so that nothing is copied.

Screens are drawn as PDF pages and rendered: the renderer brings fonts with Portuguese letters, Pillow does not.
"""

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
from django.core.files.base import ContentFile
from fpdf import FPDF

INK, MUTED, LINE, PAPER, BLUE, RED = (
    (26, 29, 35),
    (90, 98, 112),
    (214, 219, 226),
    (246, 247, 249),
    (29, 95, 209),
    (163, 22, 31),
)
PALE_RED = (253, 234, 234)
_LATIN = str.maketrans({"›": ">", "–": "-", "…": "...", "“": '"', "”": '"'})
"""The fonts that every PDF reader has know Latin-1 only."""


def paper(row: dict[str, Any]) -> ContentFile[bytes]:
    """The file that a story describes: `name` and one of `screen`, `table`, `phone`, `danfe`, `letter`, `text`."""
    draw = next(function for kind, function in _KINDS.items() if kind in row)
    return ContentFile(draw(row), name=row["name"])


def _text(row: dict[str, Any]) -> bytes:
    return str(row["text"]).encode()


def _page(width: float, height: float) -> FPDF:
    page = FPDF(unit="pt", format=(width, height))
    page.set_auto_page_break(False)
    page.add_page()
    return page


def _png(page: FPDF, scale: float = 1.6) -> bytes:
    document = pypdfium2.PdfDocument(bytes(page.output()))
    try:
        picture = document[0].render(scale=scale).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(
    page: FPDF, x: float, y: float, text: str, size: float = 11, color: tuple[int, int, int] = INK, bold: bool = False
) -> None:
    page.set_font("Helvetica", "B" if bold else "", size)
    page.set_text_color(*color)
    page.text(x, y, text.translate(_LATIN))


def _box(page: FPDF, x: float, y: float, w: float, h: float, fill: tuple[int, int, int], radius: float = 0) -> None:
    page.set_fill_color(*fill)
    page.rect(x, y, w, h, style="F", round_corners=radius > 0, corner_radius=radius)


def _window(page: FPDF, title: str) -> None:
    _box(page, 0, 0, page.w, 34, (233, 236, 241))
    for index, color in enumerate([(226, 110, 104), (232, 190, 84), (110, 186, 120)]):
        page.set_fill_color(*color)
        page.ellipse(14 + 18 * index, 12, 10, 10, style="F")
    _write(page, 84, 21, title, 10.5, MUTED)


def _screen(row: dict[str, Any]) -> bytes:
    page = _page(720, 440)
    _window(page, row["screen"])
    _box(page, 0, 34, 150, page.h, PAPER)
    for index, name in enumerate(row.get("menu", ["Início", "Cadastros", "Movimento", "Relatórios", "Configurações"])):
        _write(page, 20, 70 + 28 * index, name, 10.5, BLUE if index == 2 else MUTED, bold=index == 2)
    _write(page, 176, 76, row.get("heading", row["screen"]), 17, bold=True)
    y = 100.0
    if "alert" in row:
        lines = str(row["alert"]).splitlines()
        _box(page, 176, y, 510, 22 + 17 * len(lines), PALE_RED, 6)
        for index, line in enumerate(lines):
            _write(page, 192, y + 22 + 17 * index, line, 11.5, RED, bold=index == 0)
        y += 44 + 17 * len(lines)
    for label, value in row.get("lines", []):
        _write(page, 176, y + 4, str(label), 10.5, MUTED)
        _write(page, 320, y + 4, str(value), 10.5)
        page.set_draw_color(*LINE)
        page.line(176, y + 14, 686, y + 14)
        y += 28
    return _png(page)


def _table(row: dict[str, Any]) -> bytes:
    columns, rows = row["columns"], row["rows"]
    page = _page(720, 120 + 30 * (len(rows) + 1))
    _window(page, row["table"])
    _write(page, 26, 70, row.get("heading", row["table"]), 16, bold=True)
    step = (page.w - 52) / len(columns)
    for index, name in enumerate(columns):
        _write(page, 30 + step * index, 104, str(name), 10, MUTED, bold=True)
    for place, cells in enumerate(rows):
        y = 116 + 30 * place
        if place in row.get("marked", []):
            _box(page, 26, y, page.w - 52, 30, PALE_RED)
        page.set_draw_color(*LINE)
        page.line(26, y, page.w - 26, y)
        for index, cell in enumerate(cells):
            _write(page, 30 + step * index, y + 19, str(cell), 10.5)
    return _png(page)


def _phone(row: dict[str, Any]) -> bytes:
    page = _page(320, 600)
    _box(page, 0, 0, 320, 600, (20, 23, 28))
    _box(page, 10, 10, 300, 580, (255, 255, 255) if row.get("light") else (8, 9, 11), 18)
    ink = INK if row.get("light") else (232, 234, 238)
    _write(page, 30, 42, row.get("clock", "09:41"), 11, ink, bold=True)
    _write(page, 30, 84, row["phone"], 15, ink, bold=True)
    page.set_draw_color(*BLUE)
    page.set_line_width(3)
    page.ellipse(60, 130, 200, 260, style="D")
    for index, line in enumerate(row.get("lines", [])):
        _write(page, 30, 440 + 20 * index, line, 11.5, ink)
    return _png(page, 1.4)


def _danfe(row: dict[str, Any]) -> bytes:
    note = row["danfe"]
    page = FPDF(format="A4")
    page.set_auto_page_break(False)
    page.set_title(f"DANFE {note['number']}")
    page.add_page()
    page.set_draw_color(120, 120, 120)
    for x, y, w, h in [
        (10, 10, 190, 34),
        (10, 46, 190, 20),
        (10, 68, 190, 30),
        (10, 100, 190, 110),
        (10, 212, 190, 40),
    ]:
        page.rect(x, y, w, h)
    _write(page, 14, 18, note["issuer"], 9.5, bold=True)
    _write(page, 14, 24, f"CNPJ {note['cnpj']}", 9, MUTED)
    _write(page, 102, 18, "DANFE", 15, bold=True)
    _write(page, 102, 23, "Documento auxiliar da NF-e", 6, MUTED)
    _write(page, 102, 31, f"Nº {note['number']}  Série 1", 10, bold=True)
    _bars(page, 140, 13, note["key"])
    _write(page, 14, 51, "CHAVE DE ACESSO", 6, MUTED)
    _write(page, 14, 58, " ".join(note["key"][i : i + 4] for i in range(0, 44, 4)), 10)
    _write(page, 14, 63.5, note["status"], 8, RED)
    _write(page, 14, 73, "DESTINATÁRIO", 6, MUTED)
    _write(page, 14, 80, note["to"], 11)
    _write(page, 14, 88, f"Emissão: {note['issued']}", 9)
    _write(page, 150, 88, f"Valor total: {note['total']}", 10, bold=True)
    places = (14, 34, 100, 124, 142, 166)
    for x, name in zip(places, ("CÓDIGO", "DESCRIÇÃO", "NCM", "CFOP", "QTD", "VALOR"), strict=True):
        _write(page, x, 106, name, 6, MUTED)
    for index, item in enumerate(note["items"]):
        for x, cell in zip(places, item, strict=True):
            _write(page, x, 115 + 8 * index, str(cell), 9)
    _write(page, 14, 218, "INFORMAÇÕES COMPLEMENTARES", 6, MUTED)
    _write(page, 14, 225, "Documento fictício, feito para a demonstração do portal. Sem valor fiscal.", 9)
    return bytes(page.output())


def _letter(row: dict[str, Any]) -> bytes:
    page = FPDF(format="A4")
    page.set_title(row["letter"])
    page.add_page()
    _write(page, 20, 32, row["letter"], 16, bold=True)
    for index, line in enumerate(row["lines"]):
        _write(page, 20, 48 + 7 * index, line, 11)
    _write(page, 20, 280, "Documento fictício, feito para a demonstração do portal.", 8, MUTED)
    return bytes(page.output())


def _bars(page: FPDF, x: float, y: float, key: str) -> None:
    """Looks like the bar code of a DANFE; it is none."""
    page.set_fill_color(0, 0, 0)
    for digit in key:
        width = 0.3 + int(digit, 36) % 5 * 0.15
        page.rect(x, y, width, 16, style="F")
        x += width + 0.6


_KINDS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "screen": _screen,
    "table": _table,
    "phone": _phone,
    "danfe": _danfe,
    "letter": _letter,
    "text": _text,
}
