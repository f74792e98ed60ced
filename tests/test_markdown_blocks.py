"""Markdown as values with places: blocks, fences, headings, comments, inline spans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.text.markdown import comments_of, fences, headings, lines_of, parse, read_info, spans, without_comments


def kinds(text):
    return [block.kind for block in parse(text)]


INFOS = {
    "python": ("python", (), {}),
    'python title="app/x y.py"': ("python", (), {"title": "app/x y.py"}),
    "diff fix delay=7": ("diff", ("fix",), {"delay": "7"}),
    "  sh   run  ": ("sh", ("run",), {}),
    'title="only.py"': ("", (), {"title": "only.py"}),
    "json title='a b' input": ("json", ("input",), {"title": "a b"}),
    r'text title="a \"b\" \\c"': ("text", (), {"title": 'a "b" \\c'}),
    'text title="never closed run': ("text", (), {"title": "never closed run"}),
    "text a=": ("text", (), {"a": ""}),
    "": ("", (), {}),
}


@pytest.mark.parametrize(("info", "expected"), INFOS.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_info_strings_are_taken_apart(info, expected):
    found = read_info(info)
    assert (found.language, found.roles, dict(found.attributes)) == expected


def test_a_fence_keeps_its_content_and_its_lines():
    (fence,) = fences('words\n\n```json input title="x"\n{\n  "a": 1\n}\n\n```\n')
    assert (fence.language, fence.roles, fence.content) == ("json", ("input",), '{\n  "a": 1\n}\n\n')
    assert (fence.start, fence.end, fence.top_level, fence.closed) == (3, 8, True, True)


def test_a_fence_in_a_list_or_quotation_is_not_at_the_top():
    found = fences("- ```sh run\n  ls\n  ```\n\n> ~~~\n> a\n> ~~~\n")
    assert [(fence.content, fence.top_level, fence.closed) for fence in found] == [
        ("ls\n", False, True),
        ("a\n", False, True),
    ]


@pytest.mark.parametrize(
    "text", ["```", "```\n", "```\na", "```\na\n", "```\n\n", "```\n   ", "> ```\n> a\n\nb", "- ```\n  a\n"]
)
def test_a_fence_without_its_end_says_so(text):
    (fence,) = fences(text)
    assert not fence.closed


@pytest.mark.parametrize("text", ["```\n```", "```\na\n```", "````\n```\n````\n", "~~~\n```\n~~~~\n", "> ```\n> ```\n"])
def test_a_fence_with_its_end_is_closed(text):
    (fence,) = fences(text)
    assert fence.closed


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_breaks_change_no_content_and_no_place(line_break):
    text = line_break.join(["# One", "", "```sh", "a", "b", "```", "Two", "==="])
    assert [(heading.text, heading.line) for heading in headings(text)] == [("One", 1), ("Two", 7)]
    assert fences(text)[0].content == "a\nb\n"


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"])
def test_only_line_feeds_and_carriage_returns_end_a_line(mark):
    assert [heading.line for heading in headings(f"one{mark}two\n\n# Three\n")] == [3]
    assert len(lines_of(f"one{mark}two")) == 1


def test_a_byte_order_mark_hides_nothing():
    assert [(heading.text, heading.line) for heading in headings("\ufeff# One\n")] == [("One", 1)]


def test_a_null_character_stays_in_the_content():
    assert fences("```\na\0b\n```\n")[0].content == "a\0b\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\nid: 1\n---\n# One\n",
        "+++\nid = 1\n+++\n# One\n",
        "\ufeff---\nid: 1\n...\n# One\n",
        "---\n---\n\n\n# One\n",
    ],
)
def test_front_matter_is_no_content_and_places_stay(text):
    blocks = parse(text)
    assert [block.kind for block in blocks] == ["front-matter", "heading"]
    assert blocks[1].start == text.replace("\ufeff", "").split("\n").index("# One")


@pytest.mark.parametrize(
    "text", ["---\n\n# One\n\n---\n", "---\n# One\n", "---\nwords\n---\n", "a\n\n---\nid: 1\n---\n"]
)
def test_a_thematic_break_is_no_front_matter(text):
    assert "front-matter" not in kinds(text)


def test_comments_have_their_lines():
    text = "<!-- a\nb --> <!-- c -->\n\n- <!-- d -->\n\n`<!-- e -->`\n\nwords <!-- f -->\n"
    assert [(comment.text, comment.line) for comment in comments_of(parse(text))] == [("a\nb", 1), ("c", 2), ("d", 4)]


def test_inline_text_is_split_into_code_comments_and_the_rest():
    found = [(span.kind, span.text) for span in spans("a `<!-- x -->` <!-- `y` --> ``z \\`b`")]
    assert found == [
        ("text", "a "),
        ("code", "`<!-- x -->`"),
        ("text", " "),
        ("comment", "<!-- `y` -->"),
        ("text", " ``z \\`b`"),
    ]
    assert without_comments("Task 1 <!-- taskgen: case=a -->") == "Task 1"


def test_items_keep_their_markers_and_their_containers():
    blocks = parse("3) one\n   - two\n\n> four\n")
    items = [(block.marker, block.depth) for block in blocks if block.kind == "item"]
    assert items == [("3)", 1), ("-", 3)]
    assert blocks.within(blocks[-1], "quote")


def test_rows_of_tables_keep_their_cells():
    rows = [
        (block.cells, block.header)
        for block in parse("| a | b |\n|---|---|\n| `1` | x\\|y |\n")
        if block.kind == "table-row"
    ]
    assert rows == [(("a", "b"), True), (("`1`", "x|y"), False)]


@pytest.mark.parametrize("depth", [1, 10, 20])
def test_deep_quotations_are_read(depth):
    blocks = parse("> " * depth + "a\n")
    assert blocks.too_deep is None
    assert blocks[-1].text == "a"


@pytest.mark.parametrize("depth", [2, 12, 40])
def test_deep_lists_are_read(depth):
    blocks = parse("".join("  " * level + "- a\n" for level in range(depth)))
    assert blocks.too_deep is None
    assert sum(block.kind == "item" for block in blocks) == depth


@pytest.mark.parametrize(
    "text", ["# a\n\n" + "> " * 21 + "b\n", "# a\n\n" + "- " * 60 + "b\n"], ids=["quotations", "lists"]
)
def test_what_is_too_deep_is_said_with_its_line(text):
    assert parse(text).too_deep == 2


@given(text=st.text(alphabet=st.sampled_from("`~>-# \tab1.\n\r|\0<!\ufeff\u2028"), max_size=60) | st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_has_blocks_fences_headings_and_comments(text):
    assert all(fence.start <= fence.end for fence in fences(text))
    assert len(headings(text)) == kinds(text).count("heading")
    comments_of(parse(text))


@given(text=st.text())
@settings(max_examples=100, deadline=None)
def test_lines_put_together_are_the_text(text):
    lines = lines_of(text)
    assert "".join(
        text[lines.offset(line) : lines.offset(line + 1)] for line in range(len(lines))
    ) == text.removeprefix("\ufeff")


@given(text=st.text(alphabet="`<!->\\ a"))
@settings(max_examples=200, deadline=None)
def test_inline_spans_leave_nothing_out(text):
    assert "".join(span.text for span in spans(text)) == text
