"""What came of running a case, judged: PASS, FAIL or UNCHECKED, and what is known to help. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.compose.remedy import quiet_remedy
from taskgen.decode import Missing
from taskgen.expect import sketch
from taskgen.expect.answers import Answer, as_answer
from taskgen.expect.checks import canonical_name
from taskgen.link.known_failures import occurring
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.compose.complete import Completed
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.doors.targets import TargetResult
    from taskgen.model import Pitfall

WIDTH: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a case came out.

    Attributes:
        status: "PASS", "FAIL", "UNCHECKED" (nothing of it could be checked) or "NOT RUN" (the machine lacks something).
        message: why it failed: an exception's last line or the first mismatch; empty for a pass.
        place: where in the workspace it failed, or the file to create; empty where that is not known.
        output: the answer as printed; empty where there is none.
        printed: what the code itself printed, which is no part of the answer.
        pitfall: the known failure that this is, by its id; empty where none is known.
        help: what is known to help, line by line.
    """

    case: str
    status: str
    message: str = ""
    place: str = ""
    output: str = ""
    printed: str = ""
    response: Json = None
    seconds: float = 0.0
    not_run: tuple[str, ...] = ()
    pitfall: str = ""
    help: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def judged(completed: Completed, result: TargetResult, pitfalls: Sequence[Pitfall]) -> Ran:
    """A case's result, compared with all that the case says of it."""
    if result.kind == "value" or (result.kind == "exited" and _looks_at_exit_code(completed)):
        return _compared(completed, result, pitfalls)
    where = f"{result.place}\n{result.hint}".strip()
    known, advice = _known(result.message, result, pitfalls)
    return Ran(
        case=completed.case.id,
        status="FAIL",
        message=result.message,
        place=where,
        printed=result.stdout + result.stderr,
        seconds=result.seconds,
        pitfall=known,
        help=advice,
    )


def printed_json(value: Json) -> str:
    """A value as `run` prints it: on one line where it fits, else a member a line."""
    line = json.dumps(value, ensure_ascii=False)
    return line if len(line) <= WIDTH else json.dumps(value, ensure_ascii=False, indent=1)


def _looks_at_exit_code(completed: Completed) -> bool:
    """Whether the case says itself which exit code it wants; without that, any but 0 is a failure."""
    return any(canonical_name(check.check.type).removeprefix("not-") == "exit-code" for check in completed.checks)


def _known(message: str, result: TargetResult, pitfalls: Sequence[Pitfall]) -> tuple[str, tuple[str, ...]]:
    """The pitfall that a failure is, and what helps."""
    found = occurring(f"{message}\n{result.stdout}\n{result.stderr}", pitfalls)
    if not found:
        return "", ()
    return found[0].id, tuple(quiet_remedy(found[0], [other for other in pitfalls if other not in found]))


def _compared(completed: Completed, result: TargetResult, pitfalls: Sequence[Pitfall]) -> Ran:
    response = as_answer(None if isinstance(result.value, Missing) else result.value)
    output = printed_json(response)
    answer = Answer(response=response, output=output, seconds=result.seconds, exit_code=result.exit_code)
    mismatches = [found.text for found in sketch.match(completed.sketch, response)] if completed.sketch else []
    outcomes = [(check, check.judge(answer)) for check in completed.checks]
    failed = [outcome.message for _check, outcome in outcomes if outcome.status in {"failed", "error"}]
    problems = [*failed, *mismatches]
    status = "FAIL" if problems else "PASS" if _was_checked(completed) else "UNCHECKED"
    message = problems[0] if problems else "" if status == "PASS" else "nothing of its answer was checked"
    known, advice = _known(message, result, pitfalls) if problems else ("", ())
    unfit = [check for check, outcome in outcomes if outcome.status == "error"]
    hints = [result.hint, *(finding.next_step for check in unfit for finding in check.findings)] if problems else []
    return Ran(
        case=completed.case.id,
        status=status,
        message=message,
        place="\n".join(filter(None, hints)),
        output=output,
        printed=result.stdout + result.stderr,
        response=response,
        seconds=result.seconds,
        not_run=tuple(check.words() for check, outcome in outcomes if outcome.status == "not-run"),
        pitfall=known,
        help=advice,
    )


def _was_checked(completed: Completed) -> bool:
    """Whether anything that was stated could have failed: a stated sketch, or a check that runs."""
    stated = completed.expected is not None and not completed.expected.derived
    return stated or any(check.runs for check in completed.checks)
