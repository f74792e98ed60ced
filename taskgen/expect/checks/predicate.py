"""Statements about one value: where it is, what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.decode import MISSING
from taskgen.expect.checks.base import Look
from taskgen.expect.shown import compact, show
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.decode import Json
    from taskgen.expect.answers import Answer
    from taskgen.expect.checks.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A Python expression, and the one that denies it."""

    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnValue:
    """What is said of the value at one place.

    Attributes:
        holds: whether it is so; None where the value is of a kind that this can't be said of.
        yes, no: what is said, and its denial, to stand after the subject's name.
        python: the condition on an expression for the value; None where there is none.
        only_text: whether `python` is right for strings only.
        shown: how the value is shown when the statement fails.
    """

    subject: Subject
    holds: Callable[[Json], bool | None]
    yes: str
    no: str
    python: Callable[[str], Condition | None] = lambda _: None
    only_text: bool = False
    looks_at_value: bool = True
    shown: Callable[[Json], str] = show

    def words(self, *, negated: bool) -> str:
        """The subject, and what is said of it."""
        return f"{self.subject.name} {self.no if negated else self.yes}"

    def condition(self, *, negated: bool) -> str | None:
        """The condition on the subject's expression."""
        expression = self.subject.expression
        if expression is None or (self.only_text and not self.subject.is_text):
            return None
        condition = self.python(expression)
        if condition is None:
            return None
        return condition.no if negated else condition.yes

    def look(self, answer: Answer) -> Look:
        """What is there, and whether it is so."""
        value = self.subject.find(answer.response)
        if value is MISSING:
            return Look(holds=None, message=f"{self.subject.name} is missing")
        holds = self.holds(value)
        message = f"{self.subject.name} {self.no}: {self.shown(value)}" if holds is None else ""
        return Look(holds=holds, found=self.shown(value), message=message)

    def members(self, *, negated: bool) -> tuple[str, ...]:  # noqa: ARG002 - a denial needs the value as well
        """The place that must be there."""
        return self.subject.member


def text_of(value: Json) -> str:
    """The text that text checks look at: a string itself, else the value's compact JSON."""
    return value if isinstance(value, str) else compact(value)
