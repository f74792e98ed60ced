"""Fences as the linker sees them are those that the Markdown parser found."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location
from taskgen.link.references import find
from taskgen.read.lists.tasklist import read
from taskgen.text.markdown import parse

TITLE = "## Task 1: One\n\n"
PREFIXES = ["", "", "> ", "- ", "  ", "    ", "1. ", "> - ", "   > ", "\t", ">     ", "  ~~~ "]
OPENERS = ["```", "~~~", "````", "```sh run", "``` `x`", "~~~~ ~", "```  "]
LINE = st.tuples(st.sampled_from(PREFIXES), st.sampled_from([*OPENERS, "", "PROBE", "PROBE", "PROBE"])).map("".join)


def linked(text, names):
    listed, _ = read("tasks.md", text)
    found, _ = find(listed, {name: Location("cases.json", 1) for name in names})
    return {reference.case for reference in found}


def test_an_indented_line_of_backticks_hides_nothing():
    text = f"{TITLE}Write this line:\n\n    ```\n\nCovers `words_00*`.\n"
    assert linked(text, ["words_001", "words_002"]) == {"words_001", "words_002"}


def test_a_fence_that_its_quotation_or_item_closes_hides_nothing_below():
    for prefix in ("> ", "- "):
        text = f"{TITLE}{prefix}```\n\nCovers `words_00*`.\n"
        assert linked(text, ["words_001", "words_002"]) == {"words_001", "words_002"}


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=14))
@example(["> ```", "PROBE"])
@example(["- ~~~", "PROBE", "  PROBE"])
@example(["    ```", "", "PROBE"])
@example(["```", "PROBE", "    ```", "PROBE"])
def test_the_linker_and_the_parser_agree_on_what_is_fenced(lines):
    body = [line.replace("PROBE", f"Covers `p_{at}_0*` here") for at, line in enumerate(lines)]
    text = TITLE + "\n".join(body) + "\n"
    probes = {at: f"p_{at}_01" for at, line in enumerate(lines) if "PROBE" in line}
    fenced = {line for block in parse(text) if block.kind == "fence" for line in range(block.start, block.end)}
    above = TITLE.count("\n")
    assert linked(text, probes.values()) == {name for at, name in probes.items() if at + above not in fenced}
