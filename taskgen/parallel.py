"""The door to further processors: a pure function over many items, in forked copies of this process."""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 400  # items; a fork and the way back cost as much as some dozens of rendered tasks


def map_chunks(function: Callable[[Sequence[T]], R], items: Sequence[T], least: int = WORTH_IT // 2) -> list[R]:
    """`function` over consecutive chunks of `items`, one a processor, in order; in this process where that is no gain.

    Args:
        function: over a chunk.
        items: all of them.
        least: items that are worth a copy.

    What a copy can't give back (it was killed, its answer can't be pickled) is worked out here.

    Raises:
        Exception: what `function` raises, for the first chunk of which it does.
    """
    workers = min(processors(), len(items) // least)
    if workers < 2 or sys.platform != "linux":  # noqa: PLR2004 - one is this process
        return [function(items)]
    size = -(-len(items) // workers)
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    started = [_started(function, chunk) for chunk in chunks[1:]]
    first = function(chunks[0])
    return [first, *(_given_back(*one, function, chunk) for one, chunk in zip(started, chunks[1:], strict=True))]


def beside(function: Callable[[], R]) -> Callable[[], R]:
    """Begin `function` in a copy of this process; the answer is a function that waits for what it gives.

    Where there is no other processor, or the copy can't give it back, it is worked out here, when it is asked for.
    """
    if processors() < 2 or sys.platform != "linux":  # noqa: PLR2004 - one is this process
        return function

    def work(_chunk: Sequence[None]) -> R:
        return function()

    child, reading = _started(work, ())
    return lambda: _given_back(child, reading, work, ())


def processors() -> int:
    """How many of the machine's processors are ours."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _started(function: Callable[[Sequence[T]], R], chunk: Sequence[T]) -> tuple[int, int]:
    """A copy of this process at work on a chunk: its number, and the pipe that its answer comes through."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(function(chunk), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)  # nothing of the copy's own may run: no handlers, no buffers of this process


def _given_back(child: int, reading: int, function: Callable[[Sequence[T]], R], chunk: Sequence[T]) -> R:
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        return function(chunk)
    made: R = pickle.loads(data)  # noqa: S301 - what our own copy wrote into our own pipe
    return made
