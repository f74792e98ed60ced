"""Expectations edited at random: at least 95 % of the edits are caught, by what the task itself printed or by another.

`TASKGEN_EDITS=500` (or `make edits`) tries more of them.
"""

import ast
import json
import os
import random
import re
from pathlib import Path

import pytest
from scripted import steps

from taskgen.doors.sandbox.asserts import first_that_fails
from taskgen.expect.sketch import SketchError, parse
from taskgen.model import Outcome
from taskgen.prove import judge

ROWS = json.loads((Path(__file__).parent / "data" / "prove" / "edits" / "tasks.json").read_text(encoding="utf-8"))
COUNT = int(os.environ.get("TASKGEN_EDITS", "120"))
LETTERS = "abcxyz059"


def accepts(row, output):
    """Whether a task's expectation takes what was printed."""
    if judge.expected(steps(expected=row["expected"]), Outcome(exit_code=0, stdout=output.encode())) is not None:
        return False
    names = {"response": judge.response_of(output), "re": re}
    try:
        return not row["asserts"] or not first_that_fails(row["asserts"], names)
    except SyntaxError:
        return False


def caught(row, at):
    """As `prove` would: the task's own answer is refused, or that of another task is taken."""
    own = judge.response_of(ROWS[at]["output"])
    others = [one["output"] for one in ROWS if judge.response_of(one["output"]) != own]
    return not accepts(row, ROWS[at]["output"]) or any(accepts(row, output) for output in others)


def meaning(row):
    try:
        return parse(row["expected"]), ast.dump(ast.parse(row["asserts"]))
    except (SketchError, SyntaxError):
        return None


def tokens(text):
    """Where the words, numbers and marks of a text stand."""
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]


def edited(text, chance):
    """The text with one edit: a character changed, put in or taken out, a word doubled, changed or taken out."""
    start, end = chance.choice(tokens(text))
    place = chance.randrange(start, end)
    kinds = {
        "change": lambda: text[:place] + chance.choice(LETTERS) + text[place + 1 :],
        "put in": lambda: text[:place] + chance.choice(LETTERS) + text[place:],
        "take out": lambda: text[:place] + text[place + 1 :],
        "double": lambda: text[:end] + text[start:end] + text[end:],
        "another": lambda: text[:start] + "".join(chance.choices(LETTERS, k=3)) + text[end:],
        "gone": lambda: text[:start] + text[end:],
    }
    return kinds[chance.choice(list(kinds))]()


def edits():
    """Rows with one edit each that can be read and changes what they mean."""
    chance = random.Random(20)  # noqa: S311 - the same edits in every run
    while True:
        at = chance.randrange(len(ROWS))
        part = chance.choice(["expected", "asserts"]) if ROWS[at]["asserts"] else "expected"
        row = {**ROWS[at], part: edited(ROWS[at][part], chance)}
        if meaning(row) not in (None, meaning(ROWS[at])):
            yield row, at


@pytest.mark.parametrize("at", range(len(ROWS)))
def test_the_tasks_as_they_are_written_are_fine(at):
    assert not caught(ROWS[at], at)


def test_at_least_95_of_100_random_edits_are_caught():
    made = [edit for edit, _number in zip(edits(), range(COUNT), strict=False)]
    missed = [row for row, at in made if not caught(row, at)]
    assert len(missed) <= COUNT * 0.05, f"{len(missed)} of {COUNT} were missed: {missed[:10]}"
