"""The `command:` target: a shell line that gets the case's input on standard input and answers on standard output."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from taskgen.doors import process
from taskgen.doors.targets.endings import cut_off, without_root
from taskgen.doors.targets.result import TargetResult

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.doors.targets.spec import Surroundings, TargetSpec
    from taskgen.model import Outcome

_NOT_RUNNABLE, _NOT_FOUND = 126, 127  # as shells say it
_PROGRAM: Final = re.compile(r"(?:\w+=\S*\s+)*(\S+)")  # after `NAME=value` words


def run_case(spec: TargetSpec, given: Json, surroundings: Surroundings) -> TargetResult:
    """Run the line; see `taskgen.doors.targets.run_case`."""
    limits = surroundings.limits
    seconds = limits.seconds if surroundings.timeout is None else surroundings.timeout
    outcome = process.run(
        ["/bin/sh", "-c", spec.line],
        cwd=surroundings.root,
        env={**os.environ, **surroundings.env},
        stdin=json.dumps(given, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n",
        limits=limits,
        seconds=seconds,
    )
    outcome = replace(outcome, signal=outcome.died_by)  # the shell tells the death of what it ran as an exit code
    result = cut_off(outcome, seconds, limits, "the shell") or _answered(outcome, spec)
    return replace(
        result,
        message=without_root(result.message, surroundings.root, [str(Path.home())]),
        stdout="" if result.kind in {"value", "exited"} else outcome.output,
        stderr=outcome.stderr.decode("utf-8", "replace"),
    )


def look_up(spec: TargetSpec, surroundings: Surroundings) -> TargetResult:
    """Find the program that the line begins with; see `taskgen.doors.targets.look_up`."""
    asked = ["/bin/sh", "-c", 'command -v -- "$1" >/dev/null || exit 127', "sh", _program(spec)]
    outcome = process.run(asked, cwd=surroundings.root, env={**os.environ, **surroundings.env})
    if outcome.exit_code == _NOT_FOUND:
        return replace(_missing(outcome, spec, _NOT_FOUND), message=f"{_program(spec)}: not found")
    return TargetResult(kind="value", value=None)


def _program(spec: TargetSpec) -> str:
    found = _PROGRAM.match(spec.line)
    return found[1] if found else spec.line


def _answered(outcome: Outcome, spec: TargetSpec) -> TargetResult:
    """A line that ran to its end."""
    code = outcome.exit_code or 0
    if code in {_NOT_FOUND, _NOT_RUNNABLE}:
        return _missing(outcome, spec, code)
    try:
        text = outcome.stdout.decode()
    except UnicodeDecodeError as problem:
        message = f"what it printed is no UTF-8 (byte {problem.start + 1})"
        return TargetResult(kind="not-text", message=message, hint="print UTF-8", seconds=outcome.seconds)
    value = _value(text)
    result = TargetResult(kind="value", value=value, hint=_hint(text, value), exit_code=code, seconds=outcome.seconds)
    if not code:
        return result
    said = f": {outcome.last_line}" if outcome.last_line else ""
    return replace(result, kind="exited", message=f"it exited with {code}{said}", hint="")


def _missing(outcome: Outcome, spec: TargetSpec, code: int) -> TargetResult:
    """A shell that did not find what the line begins with; a file of the workspace is what is still to be made."""
    program = _program(spec)
    if code == _NOT_RUNNABLE:
        hint = f"chmod +x {program}"
    else:
        hint = f"create {program.removeprefix('./')}" if "/" in program else f"install {program}, or mend the target"
    message = outcome.last_line or f"the shell can't run {program}"
    return TargetResult(kind="missing-command", message=message, hint=hint, exit_code=code, seconds=outcome.seconds)


def _value(text: str) -> Json:
    """The JSON value that was printed, else the text without the newlines at its end."""
    try:
        value: Json = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text.rstrip("\r\n")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _hint(text: str, value: Json) -> str:
    """What to say beside a mismatch where text begins as JSON does, but is none."""
    if not isinstance(value, str) or text.lstrip()[:1] not in {"{", "["}:
        return ""
    return "its output begins as JSON does, but is none: print one JSON value and nothing else on stdout"
