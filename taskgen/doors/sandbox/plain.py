"""No sandbox at all (`--sandbox none`): commands run as they are, with the user's environment and network."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.doors import process
from taskgen.doors.sandbox import plan
from taskgen.model import Limits, Outcome
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.model import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSandbox:
    """Runs commands in a copy of the workspace, confined by nothing but time, memory, output and file size."""

    packages: str = ""  # a folder for the path of the project's Python
    python: str = ""  # that Python, where the config names one
    kind: str = "none"
    isolated: bool = False

    def run(
        self,
        command: str,
        workspace: Path,
        *,
        services: Sequence[Service] = (),
        limits: Limits | None = None,
        env: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        case: str = "",
    ) -> Outcome:
        """Run a shell command in `workspace`; as `Sandbox.run`."""
        limits = limits or Limits()
        inner = plan.made_ready(command, services, limits, python=sys.executable, processes=False, case=case)
        if isinstance(inner, str):
            return Outcome(exit_code=None, not_started=inner)
        outcome = process.run(
            inner.argv,
            cwd=str(workspace),
            env=_environment({**plan.for_project(self.packages, self.python), **(env or {})}),
            stdin=stdin,
            limits=limits,
            seconds=inner.seconds,
            channel=bool(services),
        )
        return plan.told(outcome, plan.reports(outcome), services=services, limit=limits.seconds)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """The user's own, with what is pinned, and the folder of our Python and of the `taskgen` command first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, **plan.PINNED, "PATH": path, **more}
