"""The door to further processors: a pure function over many items, in forked copies of this process."""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")

SHARES = 8  # chunks that a process takes, if all are equally quick
MOST = 250  # chunks in all: each has a number that one byte holds
WORTH_IT = 400  # items; a fork and the way back cost as much as some dozens of rendered tasks


def map_chunks(function: Callable[[Sequence[T]], R], items: Sequence[T], least: int = WORTH_IT // 2) -> list[R]:
    """`function` over consecutive chunks of `items`, in order; in this process where copies are no gain.

    Args:
        function: over a chunk.
        items: all of them.
        least: items that are worth a copy.

    What a copy can't give back (it was killed, its answer can't be pickled) is worked out here.

    Raises:
        Exception: what `function` raises, for the first chunk of which it does.
    """
    return begun(function, items, least)()


def begun(
    function: Callable[[Sequence[T]], R], items: Sequence[T], least: int = WORTH_IT // 2
) -> Callable[[], list[R]]:
    """As `map_chunks`, begun in the copies; the answer is a function that does its share in this process, and waits.

    Each process takes the next chunk as soon as it is through with one: the later this one joins, the less is left.
    """
    workers = min(processors(), len(items) // least)
    if workers < 2 or sys.platform != "linux":  # noqa: PLR2004 - one is this process
        return lambda: [function(items)]
    size = -(-len(items) // min(workers * SHARES, MOST))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    turns, giving = os.pipe()
    os.write(giving, bytes(range(len(chunks))))  # a byte a chunk; whoever reads one has the chunk
    os.close(giving)

    def share() -> dict[int, R]:
        return {turn[0]: function(chunks[turn[0]]) for turn in iter(lambda: os.read(turns, 1), b"")}

    copies = [_Copy(share) for _ in range(workers - 1)]

    def finished() -> list[R]:
        done: dict[int, R] = {}
        with contextlib.suppress(Exception):  # it is raised again below, unless an earlier chunk raises another
            done = share()
        os.close(turns)
        for copy in copies:
            for given in copy.given():
                done |= given
        return [done[at] if at in done else function(chunk) for at, chunk in enumerate(chunks)]

    return finished


def beside(function: Callable[[], R]) -> Callable[[], R]:
    """Begin `function` in a copy of this process; the answer is a function that waits for what it gives.

    Where there is no other processor, or the copy can't give it back, it is worked out here, when it is asked for.
    """
    if processors() < 2 or sys.platform != "linux":  # noqa: PLR2004 - one is this process
        return function

    copy = _Copy(function)

    def finished() -> R:
        given = copy.given()
        return given[0] if given else function()

    return finished


def processors() -> int:
    """How many of the machine's processors are ours."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


class _Copy(Generic[R]):
    """A copy of this process that works out one function and ends."""

    def __init__(self, function: Callable[[], R]) -> None:
        self._reading, writing = os.pipe()
        self._child = os.fork()
        if self._child:
            os.close(writing)
            return
        code = 1
        try:
            os.close(self._reading)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(function(), pipe, protocol=pickle.HIGHEST_PROTOCOL)
            code = 0
        finally:
            os._exit(code)  # nothing of the copy's own may run: no handlers, no buffers of this process

    def given(self) -> list[R]:
        """What the function gives, as the one item of a list; none where the copy could not give it back."""
        with os.fdopen(self._reading, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(self._child, 0)
        return [pickle.loads(data)] if status == 0 else []  # noqa: S301 - what our own copy wrote into our own pipe
