"""What a proof is carried out on: rooms, each a fresh copy of the workspace. Filled in by the doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.model import Outcome


class Room(Protocol):
    """One copy of the workspace, in which files are pasted and commands run."""

    def paste(self, path: str, text: str) -> str:
        """Make `text` the whole of the file `path`; why it was refused, in one line, or an empty string."""
        ...

    def run(
        self,
        command: str,
        *,
        delay: float | None = None,
        seconds: float | None = None,
        elsewhere: bool = False,
        served: bool = True,
        case: str = "",
    ) -> Outcome:
        """Run a shell command in the room, with the services that the config names; they may wait before they answer.

        Args:
            command: for `sh -c`.
            delay: seconds that a service is told to wait, as the environment's TASKGEN_DELAY.
            seconds: a shorter time than the config's limit.
            elsewhere: in another folder, under another hash seed and in another time zone.
            served: with the services.
            case: whose recorded answers it has to ask for, where a replay among the services has some: else it fails.
        """
        ...

    def check(self, asserts: str, *, response: Json, output: str, seconds: float, exit_code: int) -> Outcome:
        """Run assert lines over an answer: exit 0 and the output `held`, else the last line says which fails."""
        ...

    def check_each(self, asserts: str, answers: Sequence[Mapping[str, Json]]) -> tuple[bool, ...] | None:
        """For which of several answers all of the assert lines hold, in one run; None where it did not end well.

        Args:
            asserts: the lines.
            answers: for each one `response`, `output`, `seconds`, `exit_code`.
        """
        ...

    def close(self) -> None:
        """Remove the copy."""
        ...


class Bench(Protocol):
    """Gives rooms."""

    def fresh(self) -> Room:
        """A new copy of the workspace, with nothing pasted."""
        ...
