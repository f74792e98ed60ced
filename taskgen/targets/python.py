"""The `python:` target: a function of the workspace, called in a Python of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from taskgen import process
from taskgen.process import CHANNEL
from taskgen.targets.result import TargetResult, without_paths

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.model import Limits, Outcome
    from taskgen.targets.spec import TargetSpec

_CHILD: Final = str(Path(__file__).with_name("child.py"))
_LENGTH: Final = 10  # digits


def run_case(
    spec: TargetSpec, given: Json, *, root: str, python: str, limits: Limits, timeout: float | None = None
) -> TargetResult:
    """Call the function with one argument; see `taskgen.targets.run_case`."""
    token = secrets.token_hex(32)
    seconds = limits.seconds if timeout is None else timeout
    outcome = process.run(
        [python, "-B", _CHILD, CHANNEL, root, spec.module, spec.callable],
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace"},
        stdin=json.dumps({"token": token, "input": given}).encode(),
        limits=limits,
        seconds=seconds,
        channel=True,
    )
    message = _framed(outcome.channel, token.encode())
    result = _judged(outcome, seconds, limits) if message is None else _told(message, outcome, spec)
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


def _judged(outcome: Outcome, seconds: float, limits: Limits) -> TargetResult:
    """A child that did not come to speak."""
    took = outcome.seconds
    if outcome.not_started:
        return TargetResult(kind="not-started", message=f"Python can't be started: {outcome.not_started}")
    if outcome.timed_out:
        return TargetResult(kind="timed-out", message=f"it did not end within {seconds:g} s", seconds=took)
    if outcome.truncated:
        message = f"it gave out more than {limits.output} KiB"
        return TargetResult(kind="too-much", message=message, seconds=took)
    if outcome.signal is not None:
        return TargetResult(kind="signal", message=f"it was killed by {_signal(outcome.signal)}", seconds=took)
    message = f"it ended early (exit code {outcome.exit_code}) without giving a value"
    return TargetResult(kind="ended-early", message=message, seconds=took)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _clean(result: TargetResult, outcome: Outcome, root: str, message: dict[str, Any]) -> TargetResult:
    prefixes = [folder for folder in message.get("prefixes", []) if isinstance(folder, str)]
    known = [*prefixes, str(Path.home()), str(Path(_CHILD).parent)]
    roots = {str(Path(root).absolute()), str(Path(root).resolve())}
    text = result.message
    for folder in sorted(roots, key=len, reverse=True):
        text = without_paths(text, folder, known)
    return replace(
        result,
        message=text,
        stdout=outcome.output,
        stderr=outcome.stderr.decode("utf-8", "replace"),
    )
