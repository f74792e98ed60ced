"""Chunks on several processors: the same answers in the same order, whatever becomes of a copy."""

from __future__ import annotations

import itertools
import os
import signal

import pytest

from taskgen import parallel

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
