"""The code without a fix: where the fixed lines stand, and what stands in their place."""

import pytest

from taskgen.model import Fix, Paste
from taskgen.prove.fixes import without

CODE = "def f(x):\n    if x:\n        return 1\n    return 2\n"


def fix(wrong, fixed):
    return Fix(error="E", wrong=wrong, fixed=fixed, delay=None, place=None)


@pytest.mark.parametrize(
    ("wrong", "fixed", "left"),
    [
        ("    return 3\n", "    return 2\n", CODE.replace("2", "3")),
        ("    return 3\n    pass\n", "    return 2\n", CODE.replace("2\n", "3\n    pass\n")),
        ("    return 2\n", "    if x:\n        return 1\n    return 2\n", "def f(x):\n    return 2\n"),
        ("\n", "    return 2\n", CODE.replace("    return 2\n", "")),
        ("def f(y):\n", "def f(x):\n", CODE.replace("f(x)", "f(y)")),
    ],
    ids=["one line", "more lines", "fewer lines", "no line at all", "the first line"],
)
def test_the_lines_before_the_fix_stand_in_its_place(wrong, fixed, left):
    other = Paste(path="other.py", text="y = 2\n", place=None)
    pastes = (other, Paste(path="app.py", text=CODE, place=None))
    assert [paste.text for paste in without(pastes, fix(wrong, fixed))] == [other.text, left]


@pytest.mark.parametrize(
    ("texts", "fixed", "why"),
    [
        ([CODE], "    return 7\n", "its lines do not stand in the code"),
        ([CODE], "\n", "its lines do not stand in the code"),
        ([CODE, CODE], "    return 2\n", "its lines stand 2 times in the code"),
        (["x\nx\n"], "x\n", "its lines stand 2 times in the code"),
        ([], "x\n", "its lines do not stand in the code"),
    ],
)
def test_lines_that_do_not_stand_once_can_not_be_taken_back(texts, fixed, why):
    pastes = [Paste(path=f"{number}.py", text=text, place=None) for number, text in enumerate(texts)]
    assert without(pastes, fix("wrong\n", fixed)) == why
