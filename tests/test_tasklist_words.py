"""Which headings name a list of tasks, and which merely begin or end like one."""

from pathlib import Path

import pytest

from taskgen.read.lists.words import says_tasks

FOLDER = Path(__file__).parent / "data" / "heading-names"


def headings(name):
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("heading", headings("lists.txt"))
def test_heading_names_a_list(heading):
    assert says_tasks(heading)


@pytest.mark.parametrize("heading", headings("others.txt"))
def test_heading_names_no_list(heading):
    assert not says_tasks(heading)
