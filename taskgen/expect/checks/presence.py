"""Checks that something is there: field-present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING
from taskgen.expect.checks.base import All, CheckType, Example, Look
from taskgen.expect.checks.equality import equals
from taskgen.expect.checks.spelling import literal
from taskgen.expect.checks.subject import Subject, field_subject
from taskgen.expect.shown import show
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.expect.answers import Answer
    from taskgen.expect.checks.base import Given, Statement

ABSENT: Final = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """That a member or element is there. What should hold it must be there, also for the denial.

    Attributes:
        wanted: whether it should be; a denial turns that round.
    """

    subject: Subject
    wanted: bool = True
    looks_at_value: bool = False

    def words(self, *, negated: bool) -> str:
        """Present or absent."""
        return f"{self.subject.name} is {'present' if self.wanted != negated else ABSENT}"

    def condition(self, *, negated: bool) -> str | None:
        """A look into what holds it."""
        return _condition(self.subject, wanted=self.wanted != negated)

    def look(self, answer: Answer) -> Look:
        """Whether it is there."""
        there = _is_there(self.subject, answer.response)
        if there is None:
            return Look(holds=None, message=f"{self.subject.name} is missing: nothing there could hold it")
        if not there:
            return Look(holds=not self.wanted, message=f"{self.subject.name} is {ABSENT}")
        return Look(holds=self.wanted, found=show(self.subject.find(answer.response)))

    def members(self, *, negated: bool) -> tuple[str, ...]:
        """It itself, or what holds it where it should be absent."""
        return self.subject.member if self.wanted != negated else self.subject.parent.member


def _is_there(subject: Subject, response: Json) -> bool | None:
    """Whether it is there; None where nothing is that could hold it."""
    if not subject.path:
        return True if subject.find(response) is not MISSING else None
    holder = subject.parent.find(response) if subject.root != "either" else _holder(subject, response)
    last = subject.path[-1]
    if isinstance(last, str):
        return last in holder if isinstance(holder, dict) else None
    return last < len(holder) if isinstance(holder, list) else None


def _holder(subject: Subject, response: Json) -> Json:
    """What holds, or could hold, a member that may stand in the answer or in its `json`."""
    if len(subject.path) > 1:
        return subject.parent.find(response)
    if not isinstance(response, dict) or subject.path[0] in response:
        return response
    return response.get("json", {})


def _condition(subject: Subject, *, wanted: bool) -> str | None:
    if not subject.path:
        return None
    if subject.root == "either" and len(subject.path) == 1:
        return _either_condition(subject, wanted=wanted)
    holder, last = subject.parent, subject.path[-1]
    expression, spelled = holder.expression, literal(last)
    if expression is None or spelled is None:
        return None
    if isinstance(last, int):
        return f"len({expression}) {'>' if wanted else '<='} {last}" if holder.is_array else None
    # Without `.keys()`, `in` would also look into strings and lists.
    names = expression if holder.is_object else f"{expression}.keys()"
    return f"{spelled} {'in' if wanted else 'not in'} {names}"


def _either_condition(subject: Subject, *, wanted: bool) -> str | None:
    spelled = literal(subject.path[0])
    if spelled is None or isinstance(subject.path[0], int):
        return None
    if wanted:
        return f'{spelled} in response or {spelled} in response["json"].keys()'
    return f'{spelled} not in response and {spelled} not in response.get("json", {{}}).keys()'


def _read(given: Given) -> Statement | None:
    names = given.take("field_name", "required_fields", "fields", "field", "path", "value")
    should_exist = given.flag("should_exist", "present", default=True)
    expected = given.take("expected_value")
    fields = names if isinstance(names, list) else [names]
    if names is MISSING or not fields:
        given.error("bad-check", f"{given.type}: 'field_name' is missing", "name the field")
        return None
    subjects = [subject for name in fields if (subject := field_subject(given, name)) is not None]
    if len(subjects) < len(fields):
        return None
    if expected is MISSING:
        statements: list[Statement] = [Present(subject=subject, wanted=should_exist) for subject in subjects]
    elif should_exist:
        statements = [equals(subject, expected) for subject in subjects]
    else:
        given.error("bad-check", f"{given.type}: 'expected_value' and an absent field", "take one of the two away")
        return None
    return statements[0] if len(statements) == 1 else All(statements=tuple(statements))


_PERSON = '{"name": "Ada", "age": 36}'

TYPES = (
    CheckType(
        name="field-present",
        doc="the answer, or its `json`, has the field",
        read=_read,
        passing=(
            Example(params={"field_name": "content"}, value="Hello"),
            Example(params={"field_name": "name"}, value=_PERSON),
            Example(params={"required_fields": ["name", "age"]}, value=_PERSON),
            Example(params={"field_name": "city", "should_exist": False}, value=_PERSON),
            Example(params={"field_name": "age", "expected_value": 36}, value=_PERSON),
        ),
        failing=(
            Example(params={"field_name": "city"}, value=_PERSON),
            Example(params={"required_fields": ["name", "city"]}, value=_PERSON),
            Example(params={"field_name": "name", "present": False}, value=_PERSON),
            Example(params={"field_name": "age", "expected_value": 37}, value=_PERSON),
            Example(params={"field_name": "name.first", "should_exist": False}, value=_PERSON),
        ),
    ),
)
