"""An A4 document: running head and foot, headings, facts, text with its markup. Values go in, bytes come out."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.util import Padding

from balcao.lib.pdf.letters import CODE, FAMILY, UNKNOWN, add_letters, drawable, is_code_font_enough
from balcao.lib.pdf.markup import Block, Run, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

INK, MUTED, LINE, PAPER, ACCENT, DANGER = (
    (26, 29, 35),
    (90, 98, 112),
    (206, 212, 220),
    (244, 245, 247),
    (29, 95, 209),
    (163, 22, 31),
)
Color = tuple[int, int, int]
MARGIN, INDENT = 18.0, 6.0
LEADING = 1.42
POINT = 25.4 / 72


class Sheet(FPDF):
    """`head` runs on every page after the first, `foot` at the left of each, `page_words` («Página {page} de {pages}»)
    at its right; `warning` is said in red at the top of each page.
    """

    def __init__(
        self,
        *,
        title: str,
        language: str,
        author: str,
        head: str,
        foot: str,
        page_words: str,
        made_at: datetime,
        warning: str = "",
    ) -> None:
        super().__init__(unit="mm", format="A4")
        self.head, self.foot, self.page_words, self.warning = head, foot, page_words, warning
        self.has_unknown = False
        add_letters(self)
        self.set_title(title)
        self.set_author(author)
        self.set_lang(language)
        self.set_creator("Balcão")
        self.set_creation_date(made_at)
        self.c_margin = 0
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=20)
        self.add_page()

    def header(self) -> None:
        if self.warning:
            self.face(8.5, bold=True, color=DANGER)
            self.line_of(self.warning)
        if self.page_no() > 1:
            self.face(8.5, color=MUTED)
            self.line_of(self.head)
            self.rule()
            self.ln(3)

    def footer(self) -> None:
        self.set_y(-14)
        self.face(8, color=MUTED)
        words = self.page_words.format(page=self.page_no(), pages="{nb}")
        self.cell(self.epw * 0.75, 4, self.words(self.foot))
        self.cell(self.epw * 0.25, 4, words, align="R")

    def words(self, text: str) -> str:
        """What the font can write of it."""
        written = drawable(text)
        self.has_unknown = self.has_unknown or UNKNOWN in written
        return written

    def face(self, size: float, *, bold: bool = False, italic: bool = False, color: Color = INK) -> None:
        self.set_font(FAMILY, ("B" if bold else "") + ("I" if italic else ""), size)
        self.set_text_color(*color)

    def line_of(self, text: str) -> None:
        """A paragraph in the face at hand."""
        height = self.font_size_pt * POINT * LEADING
        self.multi_cell(0, height, self.words(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def rule(self) -> None:
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(self.l_margin, self.get_y() + 1, self.w - self.r_margin, self.get_y() + 1)
        self.ln(2)

    def keep(self, height: float) -> None:
        """What follows needs so many millimetres on one page."""
        if self.will_page_break(height):
            self.add_page()

    def display(self, text: str) -> None:
        self.face(17, bold=True)
        self.line_of(text)

    def section(self, text: str) -> None:
        """A heading, also in the reader's list of contents."""
        self.keep(24)
        self.ln(4)
        self.start_section(self.words(text))
        self.face(12, bold=True)
        self.line_of(text)
        self.rule()

    def muted(self, text: str) -> None:
        self.face(9, color=MUTED)
        self.line_of(text)

    def facts(self, rows: Iterable[tuple[str, str]], label_width: float = 42) -> None:
        """Label and value side by side."""
        for label, value in rows:
            self.keep(7)
            top = self.get_y()
            self.face(9.5, color=MUTED)
            self.multi_cell(label_width, 5.2, self.words(label), align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
            bottom, page = self.get_y() + self.last_height(label, label_width), self.page
            self.set_xy(self.l_margin + label_width + 2, top)
            self.face(9.5)
            self.multi_cell(0, 5.2, self.words(value), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            if self.page == page:
                self.set_y(max(self.get_y(), bottom))

    def last_height(self, text: str, width: float) -> float:
        lines = cast(
            "list[str]",
            self.multi_cell(width, 5.2, self.words(text), align="L", dry_run=True, output=MethodReturnValue.LINES),
        )
        return 5.2 * len(lines)

    def rich(self, html: str) -> None:
        """Safe HTML: paragraphs, lists, quotes, code, links."""
        for block in blocks_of(html):
            self._block(block)

    def _block(self, block: Block) -> None:
        if block.kind == "rule":
            self.rule()
            return
        with self._indented(block.indent * INDENT):
            if block.kind == "code":
                self._code(block.text.strip("\n"))
            else:
                self._flow(block)

    @contextmanager
    def _indented(self, by: float) -> Iterator[None]:
        before = self.l_margin
        self.set_left_margin(before + by)
        self.set_x(before + by)
        try:
            yield
        finally:
            self.set_left_margin(before)
            self.set_x(before)

    def _flow(self, block: Block) -> None:
        size = 10.5 if block.kind == "heading" else 10
        color = MUTED if block.is_quote else INK
        if block.marker:
            self.face(size, color=color)
            self.set_x(self.l_margin - INDENT + 1)
            self.cell(INDENT - 1, 5, block.marker)
        for run in block.runs:
            self._run(run, size, color, is_heading=block.kind == "heading")
        self.ln(5.2 if block.marker else 6.4)

    def _run(self, run: Run, size: float, color: Color, *, is_heading: bool) -> None:
        text = self.words(run.text)
        if run.code and is_code_font_enough(text):
            self.set_font(CODE, "B" if run.bold else "", size)
            self.set_text_color(*color)
        else:
            self.face(size, bold=run.bold or is_heading, italic=run.italic, color=ACCENT if run.href else color)
        self.write(5, text, link=run.href)

    def _code(self, text: str) -> None:
        written = self.words(text)
        if is_code_font_enough(written):
            self.set_font(CODE, "", 8.5)
            self.set_text_color(*INK)
        else:
            self.face(8.5)
        self.set_fill_color(*PAPER)
        self.multi_cell(
            0, 4.2, written, align="L", fill=True, padding=Padding(1, 2, 1, 2), new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(2)

    def bytes(self) -> bytes:
        return bytes(self.output())
