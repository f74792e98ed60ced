"""What runs inside: a command with its limits, perhaps beneath a supervisor that starts services first."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from taskgen.doors.process import CHANNEL, limited
from taskgen.doors.workspace import PYTHON
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.model import Limits, Outcome, Service

PATIENCE: Final = 20.0  # seconds that all services together may take until they answer

PINNED: Final = {
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""The part of the environment that is the same wherever a task is run."""

_REPLAY: Final = str(Path(__file__).parent.with_name("recordings") / "serve.py")
_PORTS: Final = {"http": 80, "https": 443}


def for_project(packages: str, python: str) -> dict[str, str]:
    """The variables that tell of the project's Python: where it is, and a folder of packages for its path alone."""
    told = {"PYTHONPATH": packages, PYTHON: python}
    return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A command made ready: its argv, and the seconds that it may take, the start of services included."""

    argv: list[str]
    seconds: float


def made_ready(
    command: str, services: Sequence[Service], limits: Limits, *, python: str, processes: bool, case: str = ""
) -> Inner | str:
    """The argv of a command with its limits and services, or why there can't be one (a bad URL)."""
    argv = limited(command, limits, processes=processes)
    if not services:
        return Inner(argv=argv, seconds=limits.seconds)
    wanted, asked = [], []
    for service in services:
        address = _address(service.url)
        if address is None:
            return f"service {service.command}: {service.url[:60]!r} is no URL with a host and a port"
        argv_of_service = limited(_started_by(service, python), limits, processes=processes)
        wanted.append([service.command, argv_of_service, *address])
        if case and _is_replay(service):
            asked.append([service.url, *address, f"case={quote(case, safe='')}"])
    plan = json.dumps(
        {"services": wanted, "argv": argv, "patience": PATIENCE, "seconds": limits.seconds, "asked": asked}
    )
    supervisor = str(Path(__file__).with_name("supervisor.py"))
    return Inner(argv=[python, "-I", "-S", "-B", supervisor, CHANNEL, plan], seconds=limits.seconds + PATIENCE)


def _started_by(service: Service, python: str) -> str:
    """The shell command of a service; `replay FOLDER` is ours, which nothing of the workspace can shadow."""
    if not _is_replay(service):
        return service.command
    return shlex.join([python, "-I", "-S", "-B", _REPLAY, *service.command.split(maxsplit=1)[1:], service.url])


def _is_replay(service: Service) -> bool:
    return service.command.split(maxsplit=1)[:1] == ["replay"]


def _address(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None


def reports(outcome: Outcome) -> dict[str, object]:
    """What bubblewrap and the supervisor said on the private descriptor, as one mapping."""
    said: dict[str, object] = {}
    decoder, text, start = json.JSONDecoder(), outcome.channel.decode("utf-8", "replace"), 0
    while (start := text.find("{", start)) >= 0:
        try:
            value, start = decoder.raw_decode(text, start)
        except ValueError:
            break
        said.update(value)
    return said


def told(outcome: Outcome, said: Mapping[str, object], *, services: Sequence[Service], limit: float) -> Outcome:
    """The outcome with what the supervisor said: a service that failed, and the command's own time."""
    if not services:
        return outcome
    if "failed" in said:
        return replace(outcome, not_started=f"service did not start: {said['failed']}")
    ready = said.get("ready")
    if not isinstance(ready, int | float):
        return replace(outcome, not_started="services did not start: " + (outcome.last_line or "no word from them"))
    seconds = max(0.0, outcome.seconds - ready)
    # The supervisor kills a command whose time is over, and has no way left to say so.
    return replace(outcome, seconds=seconds, timed_out=outcome.timed_out or seconds >= limit)
