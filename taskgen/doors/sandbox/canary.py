"""Proof that a sandbox confines: a program inside tries to get out, and what it could do is looked at from outside."""

from __future__ import annotations

import json
import secrets
import shlex
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from taskgen.model import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.doors.sandbox.runner import Runner
    from taskgen.model import Outcome

_LIMITS: Final = Limits(seconds=20, memory=1024, processes=64, output=64, file_size=8)


def why_not_confined(runner: Runner) -> str:
    """Try to get out; an empty string where that was impossible, else what went wrong, in one line."""
    with tempfile.TemporaryDirectory(prefix="taskgen-canary-") as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        secret, workspace = _bait(Path(folder))
        if not _reachable(listener.getsockname()):
            return "the canary's own listener can't be reached from outside, so nothing can be proved"
        plan = _plan(secret, listener.getsockname())
        outcome = runner.run(_command(plan), workspace, limits=_LIMITS)
        return _judged(outcome, plan, changed=_changed(folder, secret, workspace))


def _bait(folder: Path) -> tuple[Path, Path]:
    """A secret and a workspace that anyone may read and write: only the sandbox stands before them."""
    secret, workspace = folder / "secret", folder / "workspace"
    workspace.mkdir()
    for file, text in ((secret, "secret"), (workspace / "cases.json", "[]")):
        file.write_text(text, encoding="utf-8")
        file.chmod(0o666)
    for each in (folder, workspace):
        each.chmod(0o777)
    return secret, workspace


def _plan(secret: Path, address: tuple[str, int]) -> dict[str, Any]:
    outside = [str(secret), str(secret.with_name("left")), "cases.json", "/etc/passwd", "/usr/left", "/left"]
    return {
        "token": secrets.token_hex(8),
        "read": [str(secret), f"/proc/1/root{secret}"],
        "write": [*outside, str(Path.home() / "left")],
        "connect": list(address),
    }


def _command(plan: Mapping[str, Any]) -> str:
    intruder = str(Path(__file__).with_name("intruder.py"))
    return shlex.join([sys.executable, "-I", "-S", "-B", intruder, json.dumps(plan)])


def _reachable(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        return False
    return True


def _changed(folder: str, secret: Path, workspace: Path) -> bool:
    """Whether anything outside is not as it was."""
    found = sorted(path.name for path in Path(folder).rglob("*"))
    cases = (workspace / "cases.json").read_text(encoding="utf-8")
    return found != ["cases.json", "secret", "workspace"] or secret.read_bytes() != b"secret" or cases != "[]"


def _judged(outcome: Outcome, plan: Mapping[str, Any], *, changed: bool) -> str:
    if outcome.not_started:
        return outcome.not_started
    try:
        report = json.loads(outcome.output)
    except ValueError:
        report = None
    if not isinstance(report, dict) or report.get("token") != plan["token"]:
        return f"the canary inside did not run: {outcome.last_line[:200] or 'it said nothing'}"
    return "; ".join(_escapes(report, changed=changed))


def _escapes(report: Mapping[str, Any], *, changed: bool) -> list[str]:
    """What could be done inside that must be impossible, or could not that must be possible."""
    tried = (
        (report["read"], "it could read a secret outside"),
        (report["write"] or changed, "it could write outside"),
        (report["connected"], "it could reach this machine's network"),
        (report["uid"] == 0, "it ran as root"),
        (report["memory"] != _LIMITS.memory * 1024 * 1024, "its memory was not limited"),
        (report["processes"] != _LIMITS.processes, "its processes were not limited"),
        (not report["scratch"], "it could not write its own /tmp"),
    )
    return [text for wrong, text in tried if wrong]
