"""The one place where text of people becomes HTML. Whatever comes in, what goes out holds only what stands in TAGS.

Everything passes nh3 (an HTML5 parser and an allow-list) last, so that neither Markdown nor a mail's HTML can bring
scripts, styles, forms, images, identifiers or links other than http, https and mailto. What exceeds a limit below is
shown as it was written, without any markup: slow or lost it would help nobody.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

MAX_LENGTH = 100_000
"""Characters of Markdown or HTML that are given a form; far beyond what a person writes."""

MAX_NESTING = 40
"""Levels of quotes within lists within quotes …"""

MAX_LINES = 5_000
MAX_BRACKETS = 5_000
"""The parser's time grows faster than these two."""

TAGS = frozenset(
    {"p", "br", "hr", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "h5", "h6"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
# What programs that write mail use besides; without any attribute these only keep lines apart and words stressed.
FOREIGN_TAGS = TAGS | {"div", "b", "i", "u", "s", "sub", "sup"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "noopener noreferrer nofollow"

# Elements whose content is no text for readers: it goes with them.
_WITH_CONTENT = frozenset(
    {"script", "style", "title", "head", "template", "noscript", "iframe", "object", "embed", "svg", "math", "textarea"}
    | {"select", "audio", "video", "canvas", "xmp", "noembed", "noframes", "plaintext"}
)
_HREF = re.compile(r"(https?://[^/\\\s]|mailto:[^/\\\s])", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![\w@/.-])https?://[^\s<>\"'`]+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?*_~'\"»”’"
_TOP_HEADING = re.compile(r"<(/?)h([12])>")
_PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|h[1-6]|blockquote|pre|table|ul|ol)>|<hr>")
_LINE = re.compile(r"</?(?:div|tr)>|</li>")
_CELL_END = re.compile(r"</t[dh]>")
_NEW_LINE = "\x1e"
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "s", "span", "font", "code", "sub", "sup", "img"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]*>")


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a" and attribute == "href":
        return value if _HREF.match(value) else None
    if tag == "ol" and attribute == "start":
        return value if re.fullmatch(r"[0-9]{1,9}", value) else None
    return value if (tag, attribute) == ("a", "rel") else None


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes=SCHEMES,
        link_rel=REL,
    )


_OWN = _cleaner(TAGS)
_FOREIGN = _cleaner(FOREIGN_TAGS | {"h1", "h2"})
_BARE = nh3.Cleaner(tags=FOREIGN_TAGS, clean_content_tags=_WITH_CONTENT, attributes={}, link_rel=None)


def render_markdown(text: str) -> str:
    """Safe HTML of Markdown as people write it: CommonMark with tables and ~~struck~~, every line break kept.

    HTML in the text is shown, not obeyed; images become their alternative text; headings start at h3, below
    those of the page; bare http and https addresses become links.
    """
    text = _whole(text)
    if len(text) > MAX_LENGTH or text.count("\n") > MAX_LINES or text.count("[") > MAX_BRACKETS:
        return _as_written(text)
    try:
        tokens = _MARKDOWN.parse(text)
    except RecursionError:
        return _as_written(text)
    # The parser leaves out what lies deeper than its limit.
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        return _as_written(text)
    return _OWN.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def render_plain(text: str) -> str:
    """Safe HTML of text that no one wrote as Markdown (mails): its lines as they are, bare addresses as links."""
    text = _whole(text)
    if len(text) > MAX_LENGTH:
        return _as_written(text)
    pieces, done = [], 0
    for found in _BARE_LINK.finditer(text):
        address = entities.escape(_trimmed(found[0]))
        pieces += [entities.escape(text[done : found.start()]), f'<a href="{address}">{address}</a>']
        done = found.start() + len(_trimmed(found[0]))
    return _OWN.clean(_in_paragraphs("".join([*pieces, entities.escape(text[done:])])))


def clean_html(html: str) -> str:
    """Safe HTML of HTML that others wrote (mails), for storing; cleaning what is clean already changes nothing."""
    html = _whole(html)
    if len(html) > MAX_LENGTH:
        return _as_written(plain_html(html))
    return _TOP_HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 2}>", _FOREIGN.clean(html))


def plain(text: str) -> str:
    """What a reader of rendered Markdown would read, as plain text: for mails, searches and summaries."""
    return plain_html(render_markdown(text))


def plain_html(html: str) -> str:
    """The text of HTML, blocks on lines of their own, «- » before items; not safe to be put into a page as it is."""
    source = _whole(html).replace(_NEW_LINE, "")
    if len(source) > MAX_LENGTH:
        text = _without_tags(source)
    else:
        # After this cleaning no tag has attributes, so that "<…>" is a tag and nothing else is.
        pieces = _PREFORMATTED.split(_BARE.clean(source))
        pieces[::2] = map(_flow, pieces[::2])
        pieces[1::2] = (_TAG.sub("", f"\n\n{piece}\n\n") for piece in pieces[1::2])
        text = "".join(pieces)
    return re.sub(r"\n{3,}", "\n\n", entities.unescape(text)).strip("\n")


def _flow(piece: str) -> str:
    """Text outside <pre>, where line ends of the source mean nothing."""
    marked = _BLOCK.sub("\n\n", re.sub(r"\s+", " ", piece)).replace("<br>", "\n").replace("<li>", f"{_NEW_LINE}- ")
    text = _TAG.sub("", _CELL_END.sub(" ", _LINE.sub(_NEW_LINE, marked)))
    # An item begins on the line of its dash, even when it begins with a block.
    items = re.sub(rf"{_NEW_LINE}- [ \n{_NEW_LINE}]+", f"{_NEW_LINE}- ", text)
    lines = re.sub(rf"(?: *{_NEW_LINE} *)+", "\n", items).split("\n")
    return "\n".join(re.sub(" +", " ", line).strip() for line in lines)


def _without_tags(html: str) -> str:
    """A rough reading of HTML too large to be parsed, in linear time."""
    first, *after_comments = html.split("<!--")
    html = "".join([first, *(part.partition("-->")[2] for part in after_comments)])
    kept, hidden, done = [], "", 0
    for tag in _ANY_TAG.finditer(html):
        name = tag[2].lower()
        if not hidden:
            kept.append(html[done : tag.start()])
            kept.append("" if name in _INLINE else "\n")
            hidden = name if name in {"script", "style", "title"} and not tag[1] else ""
        elif tag[1] and name == hidden:
            hidden = ""
        done = tag.end()
    kept.append("" if hidden else html[done:])
    return "\n".join(" ".join(line.split()) for line in "".join(kept).split("\n"))


def safe(html: str) -> SafeString:
    """Marks HTML made by `render_markdown` or `clean_html` (now, or before it was stored) as fit for a template."""
    return mark_safe(html)


def _whole(text: str) -> str:
    """Half a surrogate pair, which a cut emoji leaves behind, cannot be encoded; it becomes U+FFFD."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _SURROGATE.search(text) else text


def _as_written(text: str) -> str:
    return _in_paragraphs(entities.escape(text))


def _in_paragraphs(escaped: str) -> str:
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", escaped.replace("\r\n", "\n")))
    return "\n".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def _shift_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


def _link_bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children and "://" in block.content:
            block.children = list(_with_links(state.md, block.children))


def _with_links(md: MarkdownIt, tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and not depth:
            yield from _split_at_links(md, token)
        else:
            yield token


def _split_at_links(md: MarkdownIt, token: Token) -> Iterator[Token]:
    done = 0
    for found in _BARE_LINK.finditer(token.content):
        address = _trimmed(found[0])
        href = md.normalizeLink(address)
        if not md.validateLink(href):
            continue
        yield _text(token.content[done : found.start()], token.level)
        yield Token("link_open", "a", 1, attrs={"href": href}, level=token.level)
        yield _text(address, token.level + 1)
        yield Token("link_close", "a", -1, level=token.level)
        done = found.start() + len(address)
    yield _text(token.content[done:], token.level)


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside."""
    spare = {closing: address.count(closing) - address.count(opening) for opening, closing in ("()", "[]", "{}")}
    end = len(address)
    while end and (address[end - 1] in _AFTER_LINK or spare.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in spare:
            spare[address[end]] -= 1
    return address[:end]


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


class _Renderer(RendererHTML):
    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return entities.escape(self.renderInlineAsText(tokens[idx].children or [], options, env))

    def s_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<del>"

    def s_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</del>"


def _markdown() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "breaks": True, "maxNesting": MAX_NESTING}
    md = MarkdownIt("commonmark", options, renderer_cls=_Renderer).enable(["table", "strikethrough"])
    # Other links stay as they were written, rather than as links that go nowhere.
    md.validateLink = lambda url: _HREF.match(url) is not None  # type: ignore[method-assign]
    md.core.ruler.push("shift_headings", _shift_headings)
    md.core.ruler.push("link_bare_addresses", _link_bare_addresses)
    return md


_MARKDOWN = _markdown()
