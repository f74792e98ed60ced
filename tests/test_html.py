"""Markdown as HTML: what a stranger wrote is shown and never obeyed."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskgen.page import highlight, shell
from taskgen.text.markdown.html import escape, is_safe_link, outline, to_html

DATA = Path(__file__).parent / "data" / "html"
ROWS = [json.loads(line) for line in (DATA / "shown.jsonl").read_text(encoding="utf-8").splitlines()]
LINKS = [json.loads(line) for line in (DATA / "links.jsonl").read_text(encoding="utf-8").splitlines()]
TAGS = {"a", "blockquote", "br", "code", "em", "hr", "i", "li", "ol", "p", "pre", "s", "strong", "ul"}
TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr"}
ATTRIBUTES = {"href", "rel", "title", "tabindex", "data-language", "class", "start", "style", "id"}


class Reader(HTMLParser):
    """What a browser would make of a text: its elements, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_markdown_is_shown_so(row):
    assert to_html(row["markdown"], **row.get("with", {})) == row["html"]


@pytest.mark.parametrize("row", LINKS, ids=lambda row: repr(row["url"]))
def test_a_link_leads_only_where_it_may(row):
    assert is_safe_link(row["url"]) is row["safe"]


PIECES = json.loads((DATA / "pieces.json").read_text(encoding="utf-8"))
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@given(HOSTILE)
def test_no_text_makes_an_element_or_a_link_of_its_own(text):
    found = read(to_html(text, anchors=True))
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert all(is_safe_link(link) for link in found.links)


@given(st.text(max_size=60), st.sampled_from(["python", "json", "diff", "sh", "nonesuch", ""]))
def test_code_in_colours_is_the_same_code(text, language):
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert read(highlight.code(normal, language)).text == normal


def test_code_is_in_colours_where_pygments_is():
    assert highlight.code("def f(): pass", "python").startswith('<i class="k">def</i>')


def test_headings_get_the_ids_that_the_outline_tells():
    text = "# A `b` <c>\n\n## Twice\n\n## Twice\n\n> ## *In* a quotation\n"
    html = to_html(text, anchors=True)
    anchors = [entry.anchor for entry in outline(text)]
    assert anchors == ["a-b-c", "twice", "twice-1", "in-a-quotation"]
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_deep_nesting_is_bounded():
    assert len(to_html(">" * 5000 + "x")) < 50_000
    assert to_html("- " * 3000 + "x")


def test_embedded_data_ends_no_script():
    embedded = shell.embedded({"a": "</script><!--", "b": "\ud800 \u2028"})
    assert "<" not in embedded
    assert json.loads(embedded) == {"a": "</script><!--", "b": "\ud800 \u2028"}


def test_escape_holds_in_attributes():
    assert escape("<a b='c' d=\"e\">&") == "&lt;a b=&#x27;c&#x27; d=&quot;e&quot;&gt;&amp;"
