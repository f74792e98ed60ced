"""A case with what the library's expectations add: one sketch, all checks, and the digest of the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen import digest
from taskgen.compose.example import Expected
from taskgen.compose.fill_data import fill_data
from taskgen.compose.values import values_of
from taskgen.decode import MISSING
from taskgen.diagnostics import error, has_errors, warning
from taskgen.expect import checks as vocabulary
from taskgen.expect import sketch
from taskgen.expect.nodes import DOTS
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json, Missing
    from taskgen.diagnostics import Finding
    from taskgen.expect.checks import Resolved
    from taskgen.model import Case, Check, Expectation

WIDTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A case completed.

    Attributes:
        sketch: what the answer must be; None where nothing says so.
        checks: all checks, the case's own first.
        expected: the same as a task shows it; None where there is nothing to check.
    """

    case: Case
    sketch: sketch.Sketch | None
    checks: tuple[Resolved, ...]
    expected: Expected | None
    digest: str


def complete(case: Case, expectations: Sequence[Expectation]) -> tuple[Completed | None, list[Finding]]:
    """Merge a case with its expectations, least specific first; None where that fails, with the reason."""
    joined, added, findings = _merged(case, expectations)
    written, more = _read(joined, case)
    findings += more
    if has_errors(findings):
        return None, findings
    all_checks = (*case.checks, *added)
    shape = written if written is not None else _derived(all_checks)
    resolved = tuple(vocabulary.resolve(check, _hint(shape)) for check in all_checks)
    findings += [finding for check in resolved for finding in check.findings]
    if has_errors(findings):
        return None, findings
    if written is not None and not sketch.has_literal(written) and not any(map(vocabulary.looks_at_value, resolved)):
        message = f"case {case.id!r} accepts anything of this shape: no value of it is stated or checked"
        findings.append(warning("too-vague", case.place, message, "state a value in `expected`, or add a check on one"))
    made = Completed(
        case=case,
        sketch=shape,
        checks=resolved,
        expected=_shown(shape, resolved, derived=written is None) if shape is not None else None,
        digest=_digest(case, joined, all_checks),
    )
    return made, findings


def _as_literal(value: Json) -> Json:
    """A case's value inside a sketch stands for itself, dots and all."""
    return sketch.to_json(sketch.literal(value))


def _hint(shape: sketch.Sketch | None) -> sketch.Sketch | None:
    """What a shape tells checks of the answer; `...` alone tells nothing."""
    return None if isinstance(shape, sketch.Anything) else shape


def _derived(checks: Sequence[Check]) -> sketch.Sketch | None:
    """The sketch that the checks imply: the members that they name, then anything; None without any check."""
    return sketch.from_json(vocabulary.derived_expected(checks)) if checks else None


def _merged(case: Case, expectations: Sequence[Expectation]) -> tuple[Json | Missing, list[Check], list[Finding]]:
    """The sketch in its JSON form and the checks that the expectations add."""
    joined: Json | Missing = MISSING
    added: list[Check] = []
    findings: list[Finding] = []
    values = values_of(case)
    for expectation in expectations:
        if expectation.expected is not MISSING:
            filled, more = fill_data(expectation.expected, values, expectation.place, _as_literal)
            findings += more
            joined = filled if joined is MISSING else sketch.join(joined, filled)
        for check in expectation.check_list:
            params, more = fill_data(check.params, values, check.place)
            findings += more
            added.append(replace(check, params=params))
    return _under(joined, case.expected), added, findings


def _under(added: Json | Missing, stated: Json | Missing) -> Json | Missing:
    """What the case says is never replaced, and a sketch that names all its members gets no others."""
    if stated is MISSING or added is MISSING:
        return added if stated is MISSING else stated
    return sketch.join(added, stated) if isinstance(stated, dict) and DOTS in stated else stated


def _read(joined: Json | Missing, case: Case) -> tuple[sketch.Sketch | None, list[Finding]]:
    if joined is MISSING:
        return None, []
    try:
        return sketch.from_json(joined), []
    except sketch.SketchError as wrong:
        message = f"the expected output of case {case.id!r} is no sketch: {wrong.message}"
        return None, [error("bad-sketch", case.place, message, "see how sketches are written in the README")]


def _shown(shape: sketch.Sketch, resolved: Sequence[Resolved], *, derived: bool) -> Expected:
    text = sketch.write(shape, WIDTH)
    asserts = [check.python() for check in resolved]
    return Expected(
        text=text,
        asserts=tuple(dict.fromkeys(line for line in asserts if line is not None)),
        words=tuple(check.words() for check, line in zip(resolved, asserts, strict=True) if line is None),
        derived=derived,
        elided="..." in text,
        parsed=isinstance(shape, sketch.Object) and {"content", "json"} <= {name for name, _member in shape.members},
    )


def _digest(case: Case, joined: Json | Missing, checks: Sequence[Check]) -> str:
    """Over all that a task shows or proves of a case; not over its place."""
    return digest.of_data(
        {
            "id": case.id,
            "description": case.description,
            "goal": case.goal,
            "input": case.input,
            "expected": None if joined is MISSING else [joined],
            "checks": [[check.type, check.params] for check in checks],
            "needs": list(case.needs),
            "timeout": case.timeout,
        }
    )
