"""What a check type is: the statement that it makes about an answer, and how it is read from its parameters."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, Literal, Protocol

from taskgen.decode import MISSING, kind_name
from taskgen.diagnostics import error
from taskgen.expect.sketch_write import number_text
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.decode import Json, Missing
    from taskgen.diagnostics import Finding
    from taskgen.expect.answers import Answer
    from taskgen.expect.nodes import Sketch
    from taskgen.model import Check

MOST: Final = 1e15  # of what a parameter may say: above it, floats no longer tell whole numbers apart

Status = Literal["passed", "failed", "not-run", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a check; `message` is one line, empty for one that passed."""

    status: Status
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at an answer gave.

    Attributes:
        holds: whether the statement is true; None where it can't be told (a missing path), which fails either way.
        found: what was seen, shortened.
        message: the whole message of a failure, where it is not made from the statement's words and `found`.
    """

    holds: bool | None
    found: str = ""
    message: str = ""


class Statement(Protocol):
    """Something said of an answer, which may hold or not; its denial is a `not-` check."""

    @property
    def looks_at_value(self) -> bool:
        """Whether it tells one value from another, as against: that there is one."""
        ...

    def words(self, *, negated: bool) -> str:
        """The statement, or its denial, in one line of English."""
        ...

    def condition(self, *, negated: bool) -> str | None:
        """A Python expression over `response`, `output`, `seconds`, `exit_code`; None where one line can't say it.

        It is true where `look` holds, false where it does not, and raises or is false where that can't be told.
        """
        ...

    def look(self, answer: Answer) -> Look:
        """Whether the statement holds."""
        ...

    def members(self, *, negated: bool) -> tuple[str, ...]:
        """The members, as dotted paths, that an answer must have for the statement (or its denial) to pass."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A statement that taskgen can't look into: shown, with an outcome that no answer changes."""

    text: str
    outcome: Outcome
    looks_at_value: bool = False

    def words(self, *, negated: bool) -> str:
        """The text."""
        return f"not: {self.text}" if negated else self.text

    def condition(self, *, negated: bool) -> str | None:  # noqa: ARG002 - every statement is called alike
        """None."""
        return None

    def look(self, answer: Answer) -> Look:  # noqa: ARG002 - every statement is called alike
        """Nothing can be told."""
        return Look(holds=None, message=self.outcome.message)

    def members(self, *, negated: bool) -> tuple[str, ...]:  # noqa: ARG002 - every statement is called alike
        """None are named."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Several statements that must all hold."""

    statements: tuple[Statement, ...]

    @property
    def looks_at_value(self) -> bool:
        """Whether one of them does."""
        return any(statement.looks_at_value for statement in self.statements)

    def words(self, *, negated: bool) -> str:
        """One after the other."""
        text = "; ".join(statement.words(negated=False) for statement in self.statements)
        return f"not all of: {text}" if negated else text

    def condition(self, *, negated: bool) -> str | None:
        """One after the other, if each has a condition.

        The denial is that one of them is denied, in their order: what the first can't tell fails both.
        """
        conditions = [statement.condition(negated=negated) for statement in self.statements]
        known = [condition for condition in conditions if condition is not None]
        if len(known) < len(conditions):
            return None
        joint, other = (" or ", " and ") if negated else (" and ", " or ")
        return joint.join(f"({condition})" if other in condition else condition for condition in known)

    def look(self, answer: Answer) -> Look:
        """The first that does not hold, with what it says."""
        for statement in self.statements:
            look = statement.look(answer)
            if not look.holds:
                message = look.message or f"{statement.words(negated=True)}: {look.found}"
                return Look(holds=look.holds, message=message)
        return Look(holds=True, found="all of them hold")

    def members(self, *, negated: bool) -> tuple[str, ...]:
        """Those of each; a denial says of none of them for sure."""
        if negated:
            return ()
        named = (name for statement in self.statements for name in statement.members(negated=False))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The denial of a statement, as a statement."""

    statement: Statement

    @property
    def looks_at_value(self) -> bool:
        """As what is denied."""
        return self.statement.looks_at_value

    def words(self, *, negated: bool) -> str:
        """The denial."""
        return self.statement.words(negated=not negated)

    def condition(self, *, negated: bool) -> str | None:
        """The denial's."""
        return self.statement.condition(negated=not negated)

    def look(self, answer: Answer) -> Look:
        """What can't be told of the statement can't be told of its denial."""
        look = self.statement.look(answer)
        return look if look.holds is None else Look(holds=not look.holds, found=look.found)

    def members(self, *, negated: bool) -> tuple[str, ...]:
        """The denial's."""
        return self.statement.members(negated=not negated)


# What people say about a check without changing what it looks at.
ASIDES: Final = frozenset({"comment", "description", "id", "message", "metric", "name", "reason", "severity", "weight"})


@dataclass(slots=True)
class Given:
    """The parameters of one check while they are read; remembers which were asked for."""

    check: Check
    type: str
    params: dict[str, Json]
    shape: Sketch | None
    findings: list[Finding] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def take(self, *names: str) -> Json | Missing:
        """The value of the first of these parameters that is given."""
        self.asked.update(names)
        return next((self.params[name] for name in names if name in self.params), MISSING)

    def error(self, rule: str, message: str, next_step: str = "") -> None:
        """Report what is wrong with the check."""
        self.findings.append(error(rule, self.check.place, message, next_step))

    def text(self, *names: str) -> str | None:
        """A string that is not empty, a number taken as its digits; None after a finding."""
        value = self.take(*names)
        text = as_text(value)
        if text:
            return text
        found = "missing" if value is MISSING else "empty" if value == "" else f"not {kind_name(value)}"
        self.error("bad-check", f"{self.type}: {names[0]!r} must be a string, it is {found}", f"give {names[0]!r}")
        return None

    def number(self, *names: str) -> float | None:
        """A number that is not negative; None where there is none, with a finding where it is no such number."""
        value = self.take(*names)
        if value is MISSING:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST:
            return value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        found = f"it is {value:g}" if is_number else f"not {kind_name(value)}"
        self.error("bad-check", f"{self.type}: {names[0]!r} must be a number from 0 on, {found}", "write a number")
        return None

    def flag(self, *names: str, default: bool) -> bool:
        """A truth value, `default` where it is not given."""
        value = self.take(*names)
        if isinstance(value, bool):
            return value
        if value is not MISSING:
            self.error("bad-check", f"{self.type}: {names[0]!r} must be true or false, not {kind_name(value)}")
        return default


def as_text(value: Json | Missing) -> str | None:
    """A string or a number as text; None for all else."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Parameters, and an answer that passes or fails a check with them.

    Attributes:
        value: what the target gives back, before it is made an answer.
    """

    params: dict[str, Json]
    value: Json = ""
    seconds: float = 0.0
    exit_code: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckType:
    """A kind of check, by its name.

    Attributes:
        doc: what passes, in one line.
        read: the statement that the parameters make; None after a finding.
        free: whether it takes any parameters, known or not.
        passing, failing: examples of both; empty where no answer is looked at.
    """

    name: str
    doc: str
    read: Callable[[Given], Statement | None]
    free: bool = False
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
