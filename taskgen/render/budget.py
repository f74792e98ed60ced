"""Limits of a rendered task: measured, and kept by a fixed ladder of what is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import warning
from taskgen.records import dataclass
from taskgen.render.tasks import render_task
from taskgen.text import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2

    from taskgen.compose.example import ExampleTask
    from taskgen.diagnostics import Finding
    from taskgen.model import Limits, RenderedFile
    from taskgen.render.blocks import Rendered

BYTES_A_TOKEN = 4
LONGEST_PROSE = 160  # characters that a cause or a goal keeps when prose has to be cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The size of a rendered task: non-blank lines, tokens estimated as bytes / 4, lines of prose."""

    lines: int
    tokens: int
    prose: int

    def excess(self, limits: Limits) -> list[str]:
        """Each limit that is passed, in words."""
        pairs = (
            (self.lines, limits.lines, "non-blank lines"),
            (self.tokens, limits.tokens, "tokens"),
            (self.prose, limits.prose, "lines of prose"),
        )
        return [f"{size} {name} of {limit:g}" for size, limit, name in pairs if size > limit]


def measure(rendered: Rendered) -> Size:
    """The size of a rendered task; prose is what stands outside fences, headings and comments."""
    return Size(
        lines=sum(map(bool, map(str.strip, rendered.text.split("\n")))) + 1,  # the end marker's line
        tokens=-(-len(rendered.text.encode("utf-8", "surrogatepass")) // BYTES_A_TOKEN),
        prose=_lines_of_prose(rendered),
    )


def _lines_of_prose(rendered: Rendered) -> int:
    if rendered.is_tame:
        outside = rendered.prose.split("\n")
    else:
        taken = {line for fence in markdown.fences(rendered.text) for line in range(fence.start, fence.end + 1)}
        numbered = enumerate(rendered.text.split("\n"), start=1)
        outside = [line for number, line in numbered if number not in taken]
    return sum(not line.startswith(("#", "<!--")) for line in outside if line and not line.isspace())


def _excess(rendered: Rendered, limits: Limits) -> list[str]:
    """Each limit that is passed, in words; most tasks are within all of them at a glance."""
    text = rendered.text
    is_short = text.isascii() and len(text) <= BYTES_A_TOKEN * limits.tokens and text.count("\n") < limits.lines
    if is_short and _lines_of_prose(rendered) <= limits.prose:
        return []
    return measure(rendered).excess(limits)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_PROSE else text[:LONGEST_PROSE].rsplit(" ", 1)[0] + " …"


def ladder(task: ExampleTask) -> Iterator[tuple[ExampleTask, str]]:
    """The task with less and less, and what was left out last; never input, command, expectation or code."""
    yield task, ""
    if len(task.traps) > 2:  # noqa: PLR2004 - "the third pitfall" is the design's first rung
        task = replace(task, traps=task.traps[:2])
        yield task, "the third pitfall"
    shorter = replace(
        task,
        description=_shortened(task.description),
        goal=_shortened(task.goal),
        traps=tuple(replace(trap, cause=_shortened(trap.cause)) for trap in task.traps),
    )
    if shorter != task:
        task = shorter
        yield task, "the ends of long texts"
    if task.goal or any(trap.cause for trap in task.traps):
        goal = "" if task.description else task.goal
        task = replace(task, goal=goal, traps=tuple(replace(trap, cause="") for trap in task.traps))
        yield task, "notes (causes, the second line of the goal)"


def render_within(
    environment: jinja2.Environment, task: ExampleTask, limits: Limits
) -> tuple[RenderedFile, list[Finding]]:
    """The task's file within the limits, or as near to them as the ladder goes; a finding says what was cut.

    Raises:
        TaskgenError: the template fails.
    """
    cut: list[str] = []
    first_excess: list[str] = []
    for smaller, left_out in ladder(task):
        rendered, file, findings = render_task(environment, smaller, smaller.file)
        excess = _excess(rendered, limits)
        first_excess = first_excess or excess
        cut += [left_out] if left_out else []
        if not excess:
            break
    if first_excess:
        findings.append(_over_budget(task, first_excess, cut, excess))
    return file, findings


def _over_budget(task: ExampleTask, first: list[str], cut: list[str], left: list[str]) -> Finding:
    message = f"the task of case {task.case!r} has {', '.join(first)}"
    message += f"; left out: {', '.join(cut)}" if cut else ""
    message += f"; still {', '.join(left)}" if left and cut else ""
    next_step = "shorten the code or the input, or raise `limits` in the config" if left else "shorten causes and goals"
    return warning("over-budget", task.place, message, next_step)
