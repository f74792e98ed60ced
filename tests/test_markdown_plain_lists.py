"""Lists of one-line items are read in one step; what is read is what the parser's own rules read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.text.markdown import blocks, parse
from taskgen.text.markdown.plain_lists import PLAIN_LIST

LINES = (
    *("- a", "- `b`", "- **c** d", "- [ ] e", "- T001 f  ", "* g", "+ h"),
    *("", "", "", "  ", "text", "   text", "# head", "---", "==", "1. one", "> quoted", "```", "|---|", "a|b", "<div>"),
    *("-", "- ", "-  two", "-\ttab", "- - in", "- 1. in", "- # in", "- > in", "- ``` in", "- <b> in", "- ***", "* * *"),
    *("  - nested", "  more", "    code", "\tcode", "- \xa0", "- a|b", "- [k]: /u", "- é\u2028", "- 12", "- ~~x~~"),
)


@pytest.fixture(scope="module")
def by_the_rules():
    """`parse` without the short way."""
    parser = blocks._parser()

    def parse_by_the_rules(text):
        parser.disable(PLAIN_LIST)
        try:
            return parse(text)
        finally:
            parser.enable(PLAIN_LIST)

    return parse_by_the_rules


def is_plain(text):
    return any(token.type == PLAIN_LIST for token in blocks._parser().parse(text))


@pytest.mark.parametrize("text", ["- a\n- b\n", "* a\n* `b`\n\n\n# c\n", "+ [ ] a\n+ **b** c\n\n1. d\n", "- a"])
def test_lists_of_one_line_items_are_read_in_one_step(text, by_the_rules):
    assert is_plain(text)
    assert parse(text) == by_the_rules(text)


@pytest.mark.parametrize(
    "text",
    ["- a\nb\n", "- a\n\n- b\n", "- a\n\n  b\n", "- a\n  - b\n", "- a\n* b\nc\n", "- # a\n", "-  a\n", "> - a\n"],
)
def test_other_lists_are_left_to_the_rules(text):
    assert not is_plain(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=9).map("\n".join))
def test_the_short_way_changes_no_block(by_the_rules, text):
    assert parse(text) == by_the_rules(text)
