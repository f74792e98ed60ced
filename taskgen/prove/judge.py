"""What the end of a command means for the step that ran it."""

from __future__ import annotations

import json
import re
import signal
from typing import TYPE_CHECKING, Final

from taskgen.expect.answers import as_answer
from taskgen.expect.sketch import SketchError, match, match_text, parse
from taskgen.prove.verdicts import Failure, Status, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Location
    from taskgen.expect.sketch import Mismatch
    from taskgen.model import Outcome, Steps

_WIDTH: Final = 300
_NOT_TRIED: Final = {2: "wrong usage", 3: "the machine lacks something", 70: "a bug of taskgen"}
_SHELL_NOT_TRIED: Final = {126: "the command can't be run", 127: "the command was not found"}


def is_ours(command: str) -> bool:
    """Whether a command is one whose exit codes and last line taskgen itself gives a meaning."""
    return command.split()[:2] == ["taskgen", "run"]


def asks_itself(steps: Steps) -> str:
    """The case, where nothing in its command sees to it that a replay is asked; `taskgen run` does."""
    return "" if is_ours(steps.command) else steps.case


def shown(text: str) -> str:
    """Text of a program in one line, shortened, without control characters (they can move a terminal's cursor)."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text).strip()
    return plain if len(plain) <= _WIDTH else plain[: _WIDTH - 3] + "..."


def said(steps: Steps, outcome: Outcome) -> str:
    """The last thing that a command said, without `FAIL id: ` before it."""
    line = outcome.last_line
    if is_ours(steps.command):
        line = _problem(outcome) or line.removeprefix(f"FAIL {steps.case}: ")
    if not line:
        lines = [text.strip() for text in outcome.output.splitlines() if text.strip()]
        line = lines[-1] if lines else ""
    return shown(line)


def _problem(outcome: Outcome) -> str:
    """The first error that taskgen itself told, for runs that could not be tried."""
    if outcome.exit_code not in _NOT_TRIED:
        return ""
    lines = outcome.stderr.decode("utf-8", "replace").splitlines()
    return next((line.partition("error: ")[2] for line in lines if "error: " in line), "")


def red(steps: Steps, outcome: Outcome) -> Failure | None:
    """What is wrong with a run without the code; None where it failed as it must.

    A command that passes is no failure of this function's kind: ask `outcome.exit_code == 0` first.
    """
    problem = not_tried(steps, outcome) or _cut_off(outcome)
    if problem is None and is_ours(steps.command) and outcome.exit_code != 1:
        problem = f"`taskgen run` ended with {outcome.exit_code}, which it never does"
    return _failure(Step.RED, Status.COULD_NOT_TRY, problem, steps.command_place) if problem else None


def green(steps: Steps, outcome: Outcome) -> Failure | None:
    """What is wrong with a run with the code; None where it exited with 0."""
    problem = not_tried(steps, outcome)
    if problem:
        return _failure(Step.GREEN, Status.COULD_NOT_TRY, problem, steps.command_place)
    problem = ended(steps, outcome)
    return _failure(Step.GREEN, Status.NOT_PROVEN, problem, steps.command_place) if problem else None


def ended(steps: Steps, outcome: Outcome) -> str:
    """How a command failed, in one line; empty for one that exited with 0."""
    problem = _cut_off(outcome)
    if problem is not None or outcome.exit_code == 0:
        return problem or ""
    line = said(steps, outcome)
    code = f"exit code {outcome.exit_code}"
    return (line or code) if is_ours(steps.command) else f"{code}: {line}".rstrip(": ")


def not_tried(steps: Steps, outcome: Outcome) -> str | None:
    """Why the run says nothing about the code: the machine or the command is at fault."""
    if outcome.not_started:
        return shown(outcome.not_started)
    reasons = _NOT_TRIED if is_ours(steps.command) else {}
    reason = {**_SHELL_NOT_TRIED, **reasons}.get(outcome.exit_code or 0)
    line = said(steps, outcome)
    return (f"{reason}: {line}" if line else reason) if reason else None


def _cut_off(outcome: Outcome) -> str | None:
    """How a run was ended from outside; None where it ended by itself."""
    if outcome.timed_out:
        return f"it did not end within {outcome.seconds:.1f}".removesuffix(".0") + " s"
    if outcome.truncated:
        return "it printed more than it may"
    if outcome.died_by is not None:
        return f"it was killed by {_signal_name(outcome.died_by)}"
    return None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def has(outcome: Outcome, error: str) -> bool:
    """Whether an error was printed, however many spaces stand between its words: a heading keeps one of them."""
    return _single_spaced(error) in _single_spaced(outcome.everything)


def _single_spaced(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text)


def _failure(step: Step, status: Status, message: str, place: Location | None, **sides: str) -> Failure:
    return Failure(step=step, status=status, message=message, place=place, **sides)


def expected(steps: Steps, outcome: Outcome) -> Failure | None:
    """What the command printed that the task does not show; None where both agree."""
    if steps.expected is None:
        message = "the task shows no expected output, so there is nothing to prove"
        return _failure(Step.EXPECTED, Status.NOT_PROVEN, message, steps.command_place)
    try:
        mismatches = _mismatches(steps.expected, steps.expected_language, outcome.output)
    except SketchError as problem:
        message = f"the expected output can't be read: line {problem.line}: {problem.message}"
        return _failure(Step.EXPECTED, Status.NOT_PROVEN, message, steps.expected_place)
    except (ValueError, RecursionError):
        message = f"it printed no JSON: {shown(outcome.output)[:80] or 'nothing'}"
        return _failure(Step.EXPECTED, Status.NOT_PROVEN, message, steps.expected_place)
    if not mismatches:
        return None
    first, more = mismatches[0], len(mismatches) - 1
    message = shown(first.text) + (f" (and {more} more)" if more else "")
    return _failure(
        Step.EXPECTED,
        Status.NOT_PROVEN,
        message,
        steps.expected_place,
        expected=shown(first.expected),
        came=shown(first.found),
    )


def _mismatches(sketch: str, language: str, output: str) -> Sequence[Mismatch]:
    if language == "json":
        wanted = parse(sketch)
        return match(wanted, json.loads(output))
    return match_text(sketch, output)


def response_of(output: str) -> Json:
    """The answer that a printed text stands for: JSON as it is, any other text as its `content`."""
    try:
        return as_answer(json.loads(output))
    except (ValueError, RecursionError):
        return {"content": output.rstrip("\n")}


def asserts(steps: Steps, checked: Outcome) -> Failure | None:
    """What the run of the assert lines says; None where all hold."""
    place = steps.asserts_place
    if checked.not_started:
        return _failure(Step.ASSERTS, Status.COULD_NOT_TRY, shown(checked.not_started), place)
    problem = _cut_off(checked)
    if problem is None and checked.exit_code == 0:
        problem = None if checked.output == "held" else "the lines ended early"
    elif problem is None:
        problem = shown(checked.last_line) or f"the lines ended with exit code {checked.exit_code}"
    return _failure(Step.ASSERTS, Status.NOT_PROVEN, problem, place) if problem else None


def before(steps: Steps, line: str) -> Failure | None:
    """Whether the last line of a run without the code is the one that the task shows (`...` is any text)."""
    if steps.before is None or not match_text(steps.before.strip(), line):
        return None
    message = f"without the code its last line is {shown(line)!r}, not {shown(steps.before)!r}"
    return _failure(
        Step.BEFORE,
        Status.NOT_PROVEN,
        message,
        steps.before_place,
        expected=shown(steps.before),
        came=shown(line),
    )
