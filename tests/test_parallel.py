"""Chunks on several processors: the same answers in the same order, whatever becomes of a copy."""

from __future__ import annotations

import copy
import itertools
import json
import os
import pickle
import signal
import time
from pathlib import Path

import pytest
from faults.jobs import LIBRARY

from taskgen.decode import MISSING
from taskgen.doors import parallel
from taskgen.pipeline import load

ITEMS = list(range(1000))


def doubled(some):
    return [2 * item for item in some]


def joined(chunks):
    return list(itertools.chain.from_iterable(chunks))


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda: 2)


def test_chunks_come_back_in_order():
    assert joined(parallel.map_chunks(doubled, ITEMS)) == doubled(ITEMS)


def test_few_items_stay_in_this_process():
    assert parallel.map_chunks(lambda some: (os.getpid(), list(some)), ITEMS[:100]) == [(os.getpid(), ITEMS[:100])]


def test_a_copy_that_dies_costs_nothing():
    here = os.getpid()

    def work(some):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return doubled(some)

    assert joined(parallel.map_chunks(work, ITEMS)) == doubled(ITEMS)


def test_what_a_copy_raises_is_raised_here():
    def work(some):
        if ITEMS[-1] in some:
            raise KeyError("the last one")
        return doubled(some)

    with pytest.raises(KeyError, match="the last one"):
        parallel.map_chunks(work, ITEMS)


def test_what_can_not_be_given_back_is_worked_out_here():
    made = parallel.map_chunks(lambda some: lambda: doubled(some), ITEMS)
    assert joined(function() for function in made) == doubled(ITEMS)


def test_a_process_takes_what_others_have_left():
    here = os.getpid()
    finish = parallel.begun(lambda _some: os.getpid(), ITEMS)
    time.sleep(0.5)  # the copy is through with everything by now
    assert here not in finish()


def test_the_first_chunk_that_fails_is_the_one_that_is_told():
    def work(some):
        raise KeyError(some[0])

    with pytest.raises(KeyError, match=r"^0$"):
        parallel.map_chunks(work, ITEMS)


def test_more_processors_than_a_byte_has_numbers(monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda: 64)
    assert joined(parallel.map_chunks(doubled, ITEMS, 1)) == doubled(ITEMS)


EXPECTATIONS = """\
expectations:
  - when: {id: "double_*"}
    checks:
      - {type: contains, value: "4"}
"""


def test_what_is_read_beside_is_what_is_read_here(tmp_path, taskgen, monkeypatch):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "code.yaml").write_text(LIBRARY + EXPECTATIONS, encoding="utf-8")
    (tmp_path / "tasks.md").write_text("## Task 1: Double\n\nSee `double_001`.\n", encoding="utf-8")
    (tmp_path / "test_prompts.json").write_text('[{"id": "double_001", "input": {"number": 2}}]', encoding="utf-8")
    (tmp_path / "taskgen.toml").write_text('target = "python:app.double:answer"\n', encoding="utf-8")
    here = taskgen("render", "--format", "json", cwd=tmp_path)
    monkeypatch.setattr(load, "LARGE", 0)
    beside = taskgen("render", "--format", "json", cwd=tmp_path)
    assert here.code == 0
    assert (beside.code, beside.out, beside.err) == (here.code, here.out, here.err)


def test_nothing_given_is_the_same_in_every_process():
    assert pickle.loads(pickle.dumps([MISSING]))[0] is MISSING  # noqa: S301 - our own
    assert copy.deepcopy(MISSING) is MISSING


def _children():
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split())


def _descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def many(tmp_path):
    """A project of more tasks than one process makes."""
    ids = [f"double_{number:03}" for number in range(parallel.WORTH_IT + 1)]
    (tmp_path / "tasks.md").write_text(f"## Task 1: Double\n\nSee {', '.join(ids)}.\n", encoding="utf-8")
    cases = [{"id": name, "input": {"number": 2}, "expected": 4} for name in ids]
    (tmp_path / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "taskgen.toml").write_text('templates = "templates"\n', encoding="utf-8")
    return tmp_path


def test_no_copy_is_left_where_the_index_fails(many, taskgen):
    (many / "templates" / "index.md.j2").write_text("{% for %}", encoding="utf-8")
    before = _children(), _descriptors()
    for _ in range(3):
        said = taskgen("render", cwd=many)
        assert said.code == 2
        assert "index.md.j2:1:1: error" in said.err
    assert (_children(), _descriptors()) == before


def test_what_is_wrong_with_the_tasks_is_told_first(many, taskgen):
    (many / "templates" / "index.md.j2").write_text("{% for %}", encoding="utf-8")
    (many / "templates" / "task.md.j2").write_text("{{ 1 / 0 }}", encoding="utf-8")
    said = taskgen("render", cwd=many)
    assert said.code == 1
    assert "task.md.j2:1:1: error: division by zero" in said.err


def test_no_copy_is_left_where_the_cases_fail(many, taskgen, monkeypatch):
    monkeypatch.setattr(load, "LARGE", 0)
    (many / "test_prompts.json").write_text("[]", encoding="utf-8")
    before = _children(), _descriptors()
    for _ in range(3):
        assert taskgen("render", cwd=many).code == 2
    assert (_children(), _descriptors()) == before
