"""Checks on the run itself: latency, exit-code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from taskgen.decode import MISSING
from taskgen.expect.checks.base import CheckType, Example, Look
from taskgen.expect.sketch_write import number_text
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.expect.answers import Answer
    from taskgen.expect.checks.base import Given, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """That a number of the run is as said: the time at most `limit` seconds, the exit code just `limit`."""

    what: Literal["seconds", "exit_code"]
    limit: float
    looks_at_value: bool = False

    def words(self, *, negated: bool) -> str:
        """The number and its limit."""
        limit = number_text(self.limit)
        if self.what == "seconds":
            return f"it takes {'more than' if negated else 'at most'} {limit} seconds"
        return f"the exit code is {'not ' if negated else ''}{limit}"

    def condition(self, *, negated: bool) -> str | None:
        """A comparison."""
        signs = ("<=", ">") if self.what == "seconds" else ("==", "!=")
        return f"{self.what} {signs[negated]} {number_text(self.limit)}"

    def look(self, answer: Answer) -> Look:
        """The number that was measured."""
        if self.what == "seconds":
            return Look(holds=answer.seconds <= self.limit, found=f"{answer.seconds:.2f}")
        return Look(holds=answer.exit_code == self.limit, found=str(answer.exit_code))

    def members(self, *, negated: bool) -> tuple[str, ...]:  # noqa: ARG002 - every statement is called alike
        """None."""
        return ()


def _read_latency(given: Given) -> Statement | None:
    milliseconds = given.number("threshold", "value", "max_ms")
    seconds = given.number("seconds", "max_seconds")
    if given.findings:
        return None
    limit = seconds if milliseconds is None else milliseconds / 1000
    if limit is None:
        given.error("bad-check", f"{given.type}: 'threshold' is missing", "give it in milliseconds, or 'seconds'")
        return None
    return Measured(what="seconds", limit=int(limit) if limit == int(limit) else limit)


def _read_exit_code(given: Given) -> Statement | None:
    code = given.take("value", "code", "exit_code")
    if code is MISSING:
        code = 0
    if isinstance(code, int) and not isinstance(code, bool):
        return Measured(what="exit_code", limit=code)
    given.error("bad-check", f"{given.type}: 'value' must be a whole number", "give the exit code")
    return None


TYPES = (
    CheckType(
        name="latency",
        doc="the answer takes at most `threshold` milliseconds",
        read=_read_latency,
        passing=(
            Example(params={"threshold": 2000}, value="x", seconds=2.0),
            Example(params={"seconds": 1.5}, value="x", seconds=0.5),
        ),
        failing=(Example(params={"threshold": 2000}, value="x", seconds=2.5),),
    ),
    CheckType(
        name="exit-code",
        doc="the command exits with `value`, 0 unless given",
        read=_read_exit_code,
        passing=(Example(params={}, value="x"), Example(params={"value": 3}, value="x", exit_code=3)),
        failing=(Example(params={}, value="x", exit_code=1), Example(params={"value": 3}, value="x", exit_code=0)),
    ),
)
