"""All check types in one place; a check, as a file spells it, becomes one with three faces."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import did_you_mean, has_errors, warning
from taskgen.expect.checks import (
    emptiness,
    equality,
    judges,
    length,
    measures,
    paths,
    patterns,
    presence,
    schema,
    several,
    structure,
    texts,
    unsupported,
)
from taskgen.expect.checks.base import ASIDES, CheckType, Fixed, Given, Outcome
from taskgen.expect.nodes import Anything, Sketch
from taskgen.expect.shaping import derive
from taskgen.expect.sketch_json import from_json
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.expect.answers import Answer
    from taskgen.expect.checks.base import Statement
    from taskgen.model import Check

TYPES: Final[dict[str, CheckType]] = {
    check_type.name: check_type
    for family in (
        equality,
        texts,
        patterns,
        structure,
        schema,
        paths,
        presence,
        emptiness,
        length,
        measures,
        several,
        judges,
    )
    for check_type in family.TYPES
}

LONGEST: Final = 80  # characters of a type that are looked at

ALIASES: Final = {
    "response-not-empty": "not-empty",
    "json-string": "is-json",
    "schema": "json-schema",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A check that knows what it means.

    Attributes:
        type: the type's own name, with `not-` for a denial ("is-json" for `json_string`).
        check: as it was written.
        findings: what was found while it was read. With an error among them the check can't be judged.
    """

    type: str
    check: Check
    statement: Statement
    negated: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def runs(self) -> bool:
        """Whether an answer is looked at: not for judges, unknown types and checks with errors."""
        return not isinstance(self.statement, Fixed)

    def words(self) -> str:
        """The check in one line of English."""
        return self.statement.words(negated=self.negated)

    def python(self) -> str | None:
        """An assert line over `response`, `output`, `seconds`, `exit_code`; None where one line can't say it."""
        condition = self.statement.condition(negated=self.negated)
        return condition and f"assert {condition}"

    def judge(self, answer: Answer) -> Outcome:
        """What comes of the check on an answer."""
        if isinstance(self.statement, Fixed):
            return self.statement.outcome
        look = self.statement.look(answer)
        if look.holds is not None and look.holds != self.negated:
            return Outcome(status="passed")
        denied = self.statement.words(negated=not self.negated)
        return Outcome(status="failed", message=look.message or f"{denied}: {look.found}")


def known_types() -> tuple[str, ...]:
    """All names that a check's type may have, without `not-` and in one spelling."""
    return tuple(sorted({*TYPES, *ALIASES}))


def canonical(check: Check) -> str:
    """The type's own name: "is-json" for `json_string`, "not-contains" for `not_contains`.

    `contains` with `required_text` is "icontains" unless `case_sensitive`. An unknown type keeps its spelling.
    """
    name, negated = _name(check.type)
    params = _flat(check)
    if name == "contains" and "required_text" in params and "value" not in params:
        name = "contains" if params.get("case_sensitive") is True else "icontains"
    return f"not-{name}" if negated else name


def canonical_name(spelled: str) -> str:
    """The type's own name by its spelling alone, as conditions of the library name types."""
    name, negated = _name(spelled)
    return f"not-{name}" if negated else name


@functools.lru_cache(maxsize=256)
def _name(spelled: str) -> tuple[str, bool]:
    """A type's own name, and whether it is denied."""
    plain = _plain(spelled)
    negated = False
    while ALIASES.get(plain, plain) not in TYPES and plain.startswith("not-"):
        plain, negated = plain.removeprefix("not-"), not negated
    known = ALIASES.get(plain, plain)
    return (known, negated) if known in TYPES else (spelled, False)


def _plain(spelled: str) -> str:
    """A type in the spelling of `TYPES`; cut, since no type's name is long."""
    return "-".join(spelled[:LONGEST].lower().replace("_", " ").replace("-", " ").split())


def _flat(check: Check) -> dict[str, Json]:
    """The parameters, those in a nested `params` among them; what stands outside wins."""
    inner = check.params.get("params")
    if not isinstance(inner, dict):
        return check.params
    outer = {name: value for name, value in check.params.items() if name != "params"}
    return {**inner, **outer}


def resolve(check: Check, shape: Sketch | None = None) -> Resolved:
    """Give a check its meaning.

    Args:
        check: as the cases file or the library has it.
        shape: the sketch of the answer that the check is for, where there is one. It decides what a check without a
            field looks at (`content`, or the answer itself) and where a bare field name is sought; without it the
            answer decides, and the assert line takes it for a chat model's.

    Returns:
        always a check: one that can't be understood has findings, and an error for its outcome.
    """
    name, negated = _name(check.type)
    given = Given(check=check, type=check.type[:60], params=_flat(check), shape=shape)
    if name not in TYPES:
        statement: Statement | None = unsupported.unknown(given, _plain(check.type).removeprefix("not-"), known_types())
    else:
        statement = TYPES[name].read(given)
        _warn_of_unread(given, TYPES[name])
    if statement is None or (has_errors(given.findings) and not isinstance(statement, Fixed)):
        message = given.findings[0].message
        statement = Fixed(text=f"unreadable check: {message}", outcome=Outcome(status="error", message=message))
    return Resolved(
        type=canonical(check), check=check, statement=statement, negated=negated, findings=tuple(given.findings)
    )


def _warn_of_unread(given: Given, check_type: CheckType) -> None:
    """Say which parameters change nothing."""
    if check_type.free:
        return
    for name in given.params:
        if name not in given.asked and name not in ASIDES:
            hint = did_you_mean(name, given.asked, f"known here: {', '.join(sorted(given.asked))}")
            message = f"{given.type}: unknown parameter {name[:60]!r} changes nothing"
            given.findings.append(warning("unknown-parameter", given.check.place, message, hint))


def members_named(resolved: Resolved) -> tuple[str, ...]:
    """The members that an answer must have for the check to pass, as dotted paths, for `derive`."""
    return resolved.statement.members(negated=resolved.negated)


def looks_at_value(resolved: Resolved) -> bool:
    """Whether the check tells one value from another; one that only finds something there does not."""
    return resolved.statement.looks_at_value


def derived_expected(checks: Iterable[Check]) -> Json:
    """The sketch, in JSON form, of a case that has checks and no `expected`; `"..."` where they name no member.

    A check for JSON settles where bare field names are sought, so the checks are read twice.
    """
    given = tuple(checks)
    shape: Json = "..."
    for _ in range(2):
        sketch = from_json(shape)
        hint = None if isinstance(sketch, Anything) else sketch
        shape = derive(name for check in given for name in members_named(resolve(check, hint)))
    return shape
