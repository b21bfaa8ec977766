"""Which parts of a mail are what its author wrote: as text and as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from balcao.lib.richtext import clean_html, plain_html
from balcao.mail.parsing.charsets import decode
from balcao.mail.parsing.headers import parameter
from balcao.mail.parsing.parts import Leaf

LONGEST = 500_000
"""Characters of a body that are read; the rest is in the raw mail, which is kept."""


def bodies(written: Sequence[Leaf], warnings: list[str]) -> tuple[str, str]:
    """(text, HTML as it came). Parts of one text follow each other; alternatives of one text are one text."""
    texts: list[str] = []
    htmls: list[str] = []
    for leaf in written:
        body = _decoded(leaf, warnings)
        if leaf.content_type == "text/html":
            htmls.append(body)
            if "alternative" not in leaf.parents and texts and body:
                # Mixed with text, not instead of it: it is read after it.
                texts.append(plain_html(body))
        else:
            texts.append(body)
    text = "\n".join(part for part in texts if part.strip()).strip("\r\n")
    html = "\n".join(part for part in htmls if part.strip())
    if html and not _says_something(text, html, warnings):
        text = plain_html(html)
    return text, html


def shown_html(html: str) -> str:
    """Safe to be shown; what stands in it as style, script or form is gone."""
    return clean_html(html) if html else ""


def _decoded(leaf: Leaf, warnings: list[str]) -> str:
    charset = parameter(leaf.message, "content-type", "charset")
    text, is_true = decode(leaf.content(), charset or _declared(leaf))
    if not is_true and charset:
        _warn(warnings, f"The text is not in the charset that it names ({charset[:40]}).")
    if len(text) > LONGEST:
        _warn(warnings, "The text was too long: its end is in the raw mail only.")
        text = text[:LONGEST]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if leaf.content_type == "text/plain" and parameter(leaf.message, "content-type", "format").lower() == "flowed":
        return unflowed(text, del_space=parameter(leaf.message, "content-type", "delsp").lower() == "yes")
    return text


def _declared(leaf: Leaf) -> str:
    """What an HTML text says of itself, when its header says nothing."""
    if leaf.content_type != "text/html":
        return ""
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,40})", leaf.content()[:4096], re.IGNORECASE)
    return found.group(1).decode("ascii", "replace") if found else ""


def unflowed(text: str, *, del_space: bool) -> str:
    """RFC 3676: a line that ends in a blank goes on in the next of the same quote depth; `-- ` never does."""
    lines: list[str] = []
    flows, depth_before = False, 0
    for line in text.split("\n"):
        quotes = len(line) - len(line.lstrip(">"))
        content = line[quotes:].removeprefix(" ")
        if flows and quotes == depth_before and content != "-- ":
            lines[-1] = (lines[-1][:-1] if del_space else lines[-1]) + content
        else:
            lines.append(">" * quotes + (" " if quotes else "") + content)
        flows, depth_before = content.endswith(" ") and content != "-- ", quotes
    return "\n".join(lines)


def _says_something(text: str, html: str, warnings: list[str]) -> bool:
    """Whether the text is the mail's, not an excuse like «your program shows no HTML»."""
    plain = " ".join(text.split())
    if not plain:
        return False
    other = " ".join(plain_html(html).split())
    if len(plain) * 8 < len(other) and len(plain) < 200:
        _warn(warnings, "Text and HTML differ: the HTML was read.")
        return False
    return True


def _warn(warnings: list[str], text: str) -> None:
    if text not in warnings:
        warnings.append(text)
