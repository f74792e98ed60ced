"""The servers that a case's code uses, tried before it is run: one that is down is never a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.compose.names import is_local
from taskgen.doors import targets, workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.doors.targets import TargetResult
    from taskgen.model import Case, Service
    from taskgen.pipeline.running import RunContext


def missing(setting: RunContext, case: Case) -> TargetResult | None:
    """What a case comes to without being run, because a server is down; None where all are there.

    Code that is missing is told first: that is the red which an executor begins with, on any machine.
    """
    if setting.spec is None or setting.spec.kind == "openai":
        return None
    down = [url for url in setting.needs(case) if not targets.listens(url)]
    if not down:
        return None
    root = str(workspace.real(setting.project.root))
    found = targets.look_up(setting.spec, root=root, python=setting.python)
    return found if found.kind != "value" else _down(setting, down[0], case)


def _down(setting: RunContext, url: str, case: Case) -> TargetResult:
    help_ = " or ".join(_commands(url, setting.project.config.services))
    start = f"in another terminal run {help_}" if help_ else "start it"
    message = f"no server answers on {url}, which the case needs"
    return targets.TargetResult(kind="unreachable", message=message, hint=f"{start}, then `taskgen run {case.id}`")


def _commands(url: str, services: Iterable[Service]) -> list[str]:
    """The commands that bring a server up: the config's own for this URL, and the replay of recorded answers."""
    own = [service.command for service in services if _origin(service.url) == _origin(url)]
    commands = [f"`{command}`" for command in own if command != "replay"]
    return [*commands, "`taskgen replay`"] if is_local(url) else commands


def _origin(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].replace("127.0.0.1", "localhost")
