"""Markdown as HTML that is safe to show: no HTML of the text's own, links only where they may lead, no pictures."""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from taskgen.records import dataclass
from taskgen.text.markdown.blocks import MAX_NESTING, shallow_quotations
from taskgen.text.markdown.parts import headings, read_info
from taskgen.text.markdown.text import front_matter_end, lines_of, normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = frozenset({"http:", "https:", "mailto:"})
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]")
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A heading as a table of contents shows it; `anchor` is the id that `to_html` gives it."""

    level: int
    text: str
    anchor: str


def is_safe_link(url: str) -> bool:
    """Whether a link may be followed: http, https, mailto, or a place relative to the page."""
    bare = _UNSEEN.sub("", url).replace("\\", "/")
    scheme = _SCHEME.match(bare)
    return scheme[0].lower() in _ALLOWED if scheme else not bare.startswith("//")


def escape(text: str) -> str:
    """Text that can stand between tags and inside quoted attributes."""
    return html.escape(text, quote=True)


def plain_code(text: str, _language: str) -> str:
    """Code as HTML without colours."""
    return escape(text)


def to_html(text: str, *, shift: int = 0, anchors: bool = False, code: Callable[[str, str], str] = plain_code) -> str:
    """A Markdown text as HTML.

    Args:
        text: any text; HTML in it is shown, never obeyed; pictures become links to them.
        shift: how many levels deeper its headings are made.
        anchors: whether headings get the ids that `outline` tells.
        code: gives the HTML of a block of code, from its text and its language's name (may be empty).
    """
    lines = lines_of(text)
    tokens = _parser().parse(normalised(lines, front_matter_end(lines), len(lines)), {})
    names = iter([entry.anchor for entry in outline(text)] if anchors else [])
    return "".join(_pieces(tokens, shift, names, code))


def outline(text: str) -> tuple[Entry, ...]:
    """The headings of a text, each with an anchor of its own."""
    taken: dict[str, int] = {}
    return tuple(
        Entry(level=heading.level, text=heading.text, anchor=_anchor(heading.text, taken)) for heading in headings(text)
    )


def _anchor(text: str, taken: dict[str, int]) -> str:
    """The name that code hosts give a heading; a second one of the same name gets a number."""
    letters = unicodedata.normalize("NFC", text).lower()
    name = re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", letters).strip()) or "section"
    number = taken.get(name, 0)
    taken[name] = number + 1
    return f"{name}-{number}" if number else name


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - costs 45 ms that `--help` should not pay

    class Safe(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser calls it so
            return is_safe_link(url)

    parser = Safe("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.at("blockquote", shallow_quotations, {"alt": interrupts})
    # References are quadratic in a long run of them.
    parser.disable(["reference"])
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link_open)
    return parser


def _image(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """A picture as a link: showing it would ask a host for it."""
    token = tokens[index]
    address = escape(str(token.attrs.get("src", "")))
    return f'<a href="{address}" rel="noreferrer">{escape(token.content or "picture")}</a>'


def _link_open(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    return f'<a href="{escape(str(tokens[index].attrs.get("href", "")))}" rel="noreferrer">'


def _pieces(
    tokens: Sequence[Token], shift: int, names: Iterator[str], code: Callable[[str, str], str]
) -> Iterator[str]:
    """The HTML of tokens in order: headings and code our way, the rest as the parser's own renderer has it."""
    parser = _parser()
    begun: list[Token] = []
    for token in tokens:
        if token.type == "heading_open":
            name = next(names, "")
            token.tag = _level(token, shift)
            if name:
                token.attrSet("id", name)
        elif token.type == "heading_close":
            token.tag = _level(token, shift)
        if token.type not in {"fence", "code_block"}:
            begun.append(token)
            continue
        yield _rendered(parser, begun)
        begun = []
        yield block(token.content, read_info(token.info).language, code)
    yield _rendered(parser, begun)


def _rendered(parser: MarkdownIt, tokens: list[Token]) -> str:
    options: Any = parser.options
    return parser.renderer.render(tokens, options, {}) if tokens else ""


def _level(token: Token, shift: int) -> str:
    return f"h{min(int(token.tag[1]) + shift, _DEEPEST)}"


def block(text: str, language: str, code: Callable[[str, str], str] = plain_code) -> str:
    """One block of code as HTML; it can be reached by keyboard, since it may be wider than its column."""
    named = f' data-language="{escape(language)}"' if language else ""
    return f'<pre tabindex="0"{named}><code>{code(text, language)}</code></pre>\n'
