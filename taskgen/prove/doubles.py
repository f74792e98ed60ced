"""Cases that add nothing: the same input, code and expectation as an earlier task's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Steps


def doubles(tasks: Sequence[Steps]) -> Iterator[Finding]:
    """A finding for each task that gives its code the same input as an earlier one and expects the same of it."""
    first: dict[object, Steps] = {}
    for steps in tasks:
        pastes = tuple((paste.path, paste.text) for paste in steps.pastes)
        earlier = first.setdefault((steps.input, pastes, steps.expected, steps.asserts), steps)
        if earlier is not steps and steps.input.strip():
            message = f"case {steps.case!r} has input and expectation of {earlier.case!r}: its proof adds nothing"
            yield warning("case-adds-nothing", Location(steps.path), message, "change its input, or take it away")
