"""What can run a command in a workspace: a sandbox, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from taskgen.model import Limits, Outcome, Service


class Runner(Protocol):
    """A sandbox, or none."""

    @property
    def isolated(self) -> bool:
        """Whether what it runs can change nothing of the workspace it is given."""
        ...

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
        """Run a shell command; see `Sandbox.run`."""
        ...
