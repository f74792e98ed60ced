"""no-code: a task that shows no working code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_errand, is_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Fence

_SHELLS: Final = frozenset({"sh", "bash", "shell", "zsh", "console"})
_NO_CODE: Final = _SHELLS | {"", "text", "txt", "plaintext", "output", "markdown", "md", "mermaid", "diff"}
_COMMANDS: Final = 2  # blocks of shell that are a task's code
_RUN: Final = re.compile(
    r"[\W_]*(?:run|execute|verify|remove|delete|drop|archive|rename|clean ?up|check|re-?run|lint|type-?check|deploy|commit|merge|gate|test (?:on|with|in))\b|\[gate\]",
    re.IGNORECASE,
)
_LONG: Final = 8  # lines of shell that are a program, no command


def _shows_code(fences: Sequence[Fence]) -> bool:
    """Whether code stands in a block, a program of shell and a few commands included."""
    shells = [fence for fence in fences if fence.language.lower() in _SHELLS]
    return len(shells) >= _COMMANDS or any(map(_is_code, fences))


def _is_code(fence: Fence) -> bool:
    language = fence.language.lower()
    is_program = fence.content.startswith("#!") or fence.content.count("\n") >= _LONG
    return language not in _NO_CODE or (language in {*_SHELLS, ""} and is_program)


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    for part in reading.parts:
        if is_over(part.task) or is_errand(part.task.title) or _RUN.match(part.task.title):
            continue
        if _shows_code(reading.fences_in(part)):
            continue
        cases = (reading.facts.cases or {}).get(part.position, ())
        covered = next((reading.facts.help[case] for case in cases if case in reading.facts.help), "")
        step = f"snippet {covered} covers it: taskgen render" if covered else ""
        message = "the task shows no working code to start from"
        yield Hit(
            line=part.start, column=part.task.place.column, length=1, message=message, next_step=step, absent=True
        )


RULE: Final = Rule(
    name="no-code",
    what="a task that shows no working code",
    severity=Severity.NOTE,
    confidence=Confidence.HINT,
    why="An executor that starts from nothing searches first, and what it finds is seldom what you use.",
    next_step="put code that works into the library, or into the task",
    weight=15,
    cap=15,
    bad=TASK + CASE + COMMAND + EXPECTATION,
    good=GOOD,
    find=_find,
)
