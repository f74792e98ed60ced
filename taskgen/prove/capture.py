"""What commands say without the code, seen twice: what differs from run to run is no part of a task."""

from __future__ import annotations

import contextlib
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from taskgen.expect.sketch import match_text
from taskgen.prove import judge
from taskgen.prove.executor import needed_by
from taskgen.prove.trial import pasted, room_with
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taskgen.model import Steps
    from taskgen.prove.bench import Bench, Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The last line that a task's command printed without the code.

    Attributes:
        lines: as it was printed here, and under another hash seed, in another zone and folder.
        problem: why there is none; empty where there is.
    """

    steps: Steps
    lines: tuple[str, str] = ("", "")
    problem: str = ""


_IN_WORD = re.compile(r"\w")
_LAST_WORD = re.compile(r"\w+\Z")
_FIRST_WORD = re.compile(r"\A\w+")


def captures(tasks: Sequence[Steps], bench: Bench, needs: Mapping[str, Sequence[str]]) -> Iterator[Seen]:
    """Run every command without its code, after the tasks before it; alone, where those make it pass already.

    Args:
        tasks: in the order of the list.
        bench: gives the copies of the workspace.
        needs: for a case, the cases whose code must be there first.
    """
    by_case = {steps.case: steps for steps in tasks}
    with contextlib.closing(bench.fresh()) as room:
        for steps in tasks:
            seen = _seen(steps, room)
            if seen is None:
                with room_with(bench, needed_by(steps.case, needs, by_case)) as (other, _problem):
                    seen = _seen(steps, other)
            yield seen or Seen(steps=steps, problem="the command passes without the code")
            pasted(room, steps.pastes)


def _seen(steps: Steps, room: Room) -> Seen | None:
    """What the command says in this room; None where it passes."""
    lines = []
    for elsewhere in (False, True):
        outcome = room.run(steps.command, elsewhere=elsewhere)
        if outcome.exit_code == 0 and not outcome.not_started:
            return None
        problem = judge.red(steps, outcome)
        if problem:
            return Seen(steps=steps, problem=problem.message)
        if not outcome.last_line:
            return Seen(steps=steps, problem="the command says nothing on standard error")
        lines.append(_shown(outcome.last_line))
    return Seen(steps=steps, lines=(lines[0], lines[1]))


def _shown(line: str) -> str:
    """A line as a task can show it: what can't be seen is left open, as is what is too long."""
    return judge.shown(re.sub(r"(?:\.\.\.)+", "...", "".join(mark if mark.isprintable() else "..." for mark in line)))


def agrees(captured: str, seen: Seen) -> bool:
    """Whether a captured line, in which `...` is any text, is what was printed both times."""
    return not any(match_text(captured.strip(), line) for line in seen.lines)


def elided(first: str, second: str) -> str:
    """A line that fits both: what they do not share, from the first word that differs to the last, is `...`."""
    start = _shared(first, second)
    end = _shared(first[start:][::-1], second[start:][::-1])
    before, after = first[:start], first[len(first) - end :]
    if any(_IN_WORD.match(line[start : start + 1]) for line in (first, second)):
        before = _LAST_WORD.sub("", before)  # names that happen to begin alike will not the next time
    if any(_IN_WORD.match(line[len(line) - end - 1 : len(line) - end]) for line in (first, second)):
        after = _FIRST_WORD.sub("", after)
    return f"{before}...{after}"


def _shared(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
