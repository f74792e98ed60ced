"""The `python:` target: a function of the workspace, called in a Python of its own."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from taskgen.doors import process
from taskgen.doors.process import CHANNEL
from taskgen.doors.targets.endings import cut_off, without_root
from taskgen.doors.targets.result import TargetResult

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.doors.targets.spec import Surroundings, TargetSpec
    from taskgen.model import Outcome

_CHILD: Final = str(Path(__file__).with_name("child.py"))
_LENGTH: Final = 10  # digits


def run_case(spec: TargetSpec, given: Json, surroundings: Surroundings) -> TargetResult:
    """Call the function with one argument; see `taskgen.doors.targets.run_case`."""
    return _child(spec, {"input": given}, surroundings)


def look_up(spec: TargetSpec, surroundings: Surroundings) -> TargetResult:
    """Import the module and find the callable; see `taskgen.doors.targets.look_up`."""
    return _child(spec, {}, surroundings)


def _child(spec: TargetSpec, asked: dict[str, Json], surroundings: Surroundings) -> TargetResult:
    token = secrets.token_hex(32)
    root, limits = surroundings.root, surroundings.limits
    seconds = limits.seconds if surroundings.timeout is None else surroundings.timeout
    outcome = process.run(
        [surroundings.python, "-B", _CHILD, CHANNEL, root, spec.module, spec.callable],
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace", **surroundings.env},
        stdin=json.dumps({"token": token, **asked}).encode(),
        limits=limits,
        seconds=seconds,
        channel=True,
    )
    message = _framed(outcome.channel, token.encode())
    if message is None:
        result = cut_off(outcome, seconds, limits, "Python") or _silent(outcome)
    else:
        result = _told(message, outcome, spec)
    return _clean(result, outcome, root, message or {})


def _framed(channel: bytes, token: bytes) -> dict[str, Any] | None:
    """What our own code in the child said; anything else that was written there is not believed."""
    _, found, rest = channel.partition(token)
    try:
        length = int(rest[:_LENGTH])
        message = json.loads(rest[_LENGTH : _LENGTH + length])
    except ValueError:
        return None
    return message if found and isinstance(message, dict) else None


def _told(message: dict[str, Any], outcome: Outcome, spec: TargetSpec) -> TargetResult:
    kind = message["kind"]
    result = TargetResult(
        kind=kind, message=message["message"], place=message["place"], seconds=message.get("seconds", outcome.seconds)
    )
    if kind == "value":
        return _valued(result, message["value"])
    if kind == "ended-early":
        return replace(result, message=f"it ended early ({result.message}) without giving a value")
    return replace(result, hint=_hint(kind, spec))


def _valued(result: TargetResult, text: str) -> TargetResult:
    value = json.loads(text)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        message = "it returned text with half a surrogate pair, which is no text"
        return replace(result, kind="not-json", message=message)
    return replace(result, value=value)


def _hint(kind: str, spec: TargetSpec) -> str:
    if kind == "missing-module":
        return f"create {spec.file}"
    return f"define {spec.callable} in {spec.file}" if kind == "missing-callable" else ""


def _silent(outcome: Outcome) -> TargetResult:
    """A child that ended without a word from our own code in it."""
    message = f"it ended early (exit code {outcome.exit_code}) without giving a value"
    return TargetResult(kind="ended-early", message=message, seconds=outcome.seconds)


def _clean(result: TargetResult, outcome: Outcome, root: str, message: dict[str, Any]) -> TargetResult:
    prefixes = [folder for folder in message.get("prefixes", []) if isinstance(folder, str)]
    known = [*prefixes, str(Path.home()), str(Path(_CHILD).parent)]
    text = without_root(result.message, root, known)
    return replace(
        result,
        message=text,
        stdout=outcome.output,
        stderr=outcome.stderr.decode("utf-8", "replace"),
    )
