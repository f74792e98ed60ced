"""Verdicts: what a proof says about one task."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Location


class Mode(enum.StrEnum):
    """What a task was tried in: a copy of its own, one copy for all tasks, that copy after the last task; or how."""

    ALONE = "alone"
    IN_ORDER = "in order"
    AFTER_ALL = "after all"
    CONTROLS = "controls"
    FIXES = "fixes"
    CROSSING = "crossing"


class Step(enum.StrEnum):
    """A step of the copy-paste executor."""

    RED = "red"
    BEFORE = "before"
    PASTE = "paste"
    GREEN = "green"
    EXPECTED = "expected"
    ASSERTS = "asserts"
    REGRESSION = "regression"
    FIX = "fix"
    CONTROL = "control"
    CROSSING = "crossing"


class Status(enum.StrEnum):
    """How a trial came out. Only `NOT_PROVEN` says that a task is wrong; `WEAK` says that it proves little."""

    PROVEN = "proven"
    NOT_PROVEN = "not proven"
    COULD_NOT_TRY = "could not be tried"
    COVERED = "covered"
    WEAK = "weak"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a step did not go as it must.

    Attributes:
        message: in one line that a person understands.
        expected, came: both sides, where there are two.
        rule: the name of the bad pattern, where it has one.
    """

    step: Step
    status: Status
    message: str
    place: Location | None = None
    expected: str = ""
    came: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one trial of one task came out.

    Attributes:
        task: the case's id.
        step: where it stopped; None where all steps went well.
        message: why it stopped, or what covers it; empty for a task that is proven.
        red: the last line on standard error of the run without the code; empty where there was none.
        subject: what of the task was tried, where a mode tries several things (a fix's error); else empty.
        rule: the name of the bad pattern that was found ("vacuous"), where it has one.
        covered_by: the case of the task whose code makes this one pass already.
        seconds: how long the command with the code took.
    """

    task: str
    title: str
    mode: Mode
    status: Status
    step: Step | None = None
    message: str = ""
    expected: str = ""
    came: str = ""
    place: Location | None = None
    red: str = ""
    subject: str = ""
    rule: str = ""
    covered_by: str | None = None
    seconds: float = 0.0

    @property
    def line(self) -> str:
        """All of it in one line, without the task's name."""
        step = f"{self.step}: " if self.step else ""
        return f"{self.status}: {step}{self.message}" if self.message else str(self.status)

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against the task; what a weak proof shows is true, but little."""
        return self.status not in {Status.NOT_PROVEN, Status.COULD_NOT_TRY}
