"""References of random lists: places, order, existence, and speed that does not depend on cases times text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location
from taskgen.link.references import RULES, assign, find
from taskgen.link.scan import words
from taskgen.model import Task, TaskList
from taskgen.text import markdown

PARTS = ["TC", "max", "text", "a", "1", "01", "002", "登录", "empty"]
IDS = st.lists(
    st.builds(
        lambda parts, join: join.join(parts),
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=4),
        st.sampled_from("_-./: "),
    ),
    unique=True,
    max_size=8,
)
GLUE = st.sampled_from(
    [
        " ",
        "\n",
        "`",
        "*",
        "**",
        "_",
        "..",
        " to ",
        " through ",
        "-",
        " - ",
        ", ",
        ": ",
        "case: ",
        "\n```\n",
        "<!--",
        "-->",
        "://",
        "\\",
        "é",
        "|",
    ]
)


def fences(body):
    """Where the parser finds fenced blocks in a body, as `Task.fences` has them."""
    blocks = markdown.parse(body)
    return tuple(
        (blocks.lines.offset(block.start), blocks.lines.offset(block.end)) for block in blocks if block.kind == "fence"
    )


@st.composite
def lists(draw):
    """Ids, and a list whose tasks are made of them, of their parts, and of Markdown."""
    ids = draw(IDS)
    piece = st.one_of(st.sampled_from(ids or ["x"]), st.sampled_from(PARTS), GLUE, GLUE, st.text(max_size=3))
    tasks, lines = [], []
    for label in "123"[: draw(st.integers(0, 3))]:
        title = "".join(draw(st.lists(piece, max_size=6))).replace("\n", " ")
        body = "".join(draw(st.lists(piece, max_size=20)))
        place = Location("t", len(lines) + 1)
        tasks.append(
            Task(
                label=label,
                title=title,
                body=body,
                place=place,
                title_place=place,
                body_place=Location("t", place.line + 1),
                fences=fences(body),
            )
        )
        lines += [title, *body.split("\n")]
    return ids, TaskList(path="t", title=None, tasks=tuple(tasks), dialect="x", unit="x", trials=()), lines


def places(ids):
    return {name: Location("c", line) for line, name in enumerate(ids, 1)}


@settings(max_examples=300, deadline=None)
@given(lists())
def test_each_reference_stands_at_its_place_and_names_a_case(made):
    ids, listed, lines = made
    references, findings = find(listed, places(ids))
    for found in references:
        rest = "\n".join(lines[found.place.line - 1 :])[found.place.column - 1 :]
        assert rest.startswith(found.text)
        assert found.text
        assert found.case in ids
        assert found.rule in RULES
    assert len({(found.task, found.case) for found in references}) == len(references)
    assert all(finding.place and finding.message for finding in findings)


@settings(max_examples=150, deadline=None)
@given(lists())
def test_the_order_of_the_cases_changes_no_link(made):
    ids, listed, _ = made
    forward, said = find(listed, places(ids))
    backward, again = find(listed, dict(reversed(places(ids).items())))
    assert set(forward) == set(backward)
    assert sorted(said, key=lambda finding: finding.sort_key) == sorted(again, key=lambda finding: finding.sort_key)


@settings(max_examples=150, deadline=None)
@given(lists())
def test_a_case_belongs_to_the_first_task_that_names_it(made):
    ids, listed, _ = made
    references, _ = find(listed, places(ids))
    for case, (owner, others) in assign(references).items():
        assert owner.case == case
        assert [other.task for other in others] == sorted({f.task for f in references if f.case == case} - {owner.task})
        assert all(owner.task < other.task for other in others)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_words_stand_where_they_say(text):
    last = 0
    for word in words(text):
        assert text[word.start : word.end] == word.raw
        assert word.start >= last
        last = word.end


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "a_",
        "a1-",
        "a:",
        "a/",
        "*a",
        "`",
        "```\n",
        "<!--",
        "a://b ",
        "T-1..T-900 ",
        "T-* ",
        "\n",
        " ",
        "\\_",
        ".",
        "a, ",
        "(",
        "T-1-",
        "- [ ] a\n",
    ],
)
def test_a_long_text_of_one_thing_is_read_in_no_time(unit):
    body = "cases: " + unit * (60_000 // len(unit))
    place = Location("t")
    task = Task(label="1", title="T", body=body, place=place, body_place=place)
    listed = TaskList(path="t", title=None, tasks=(task,), dialect="x", unit="x", trials=())
    ids = ["a", "1", "a a a a a b", *(f"T-{number}" for number in range(1000))]
    begun = time.process_time()
    find(listed, places(ids))
    assert time.process_time() - begun < 3


def test_many_cases_and_a_long_list_are_joined_in_seconds():
    ids = [f"area{number % 97}_case_{number:06d}_does_something" for number in range(20_000)]
    bodies = [" ".join(f"word {name} and {name[:-15]}" for name in ids[at::50]) for at in range(50)]
    place = Location("t")
    tasks = tuple(Task(label="1", title="T", body=body, place=place, body_place=place) for body in bodies)
    listed = TaskList(path="t", title=None, tasks=tasks, dialect="x", unit="x", trials=())
    begun = time.process_time()
    references, findings = find(listed, places(ids))
    assert time.process_time() - begun < 8
    assert len(assign(references)) == len(ids)
    assert not findings
