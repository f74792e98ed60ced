"""The door to rooms: copies of the workspace in which a proof pastes and runs, inside a sandbox."""

from __future__ import annotations

import contextlib
import json
import secrets
import shlex
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taskgen.doors.copying import Snapshot, copy, paste, snapshot, why_not_pasted
from taskgen.model import Limits
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.doors.sandbox.runner import Runner
    from taskgen.model import Outcome, Service

DELAY: Final = "TASKGEN_DELAY"
"""The variable that tells services how many seconds to wait before they answer."""

_ASSERTS = str(Path(__file__).with_name("sandbox") / "asserts.py")


_MOVED: Final = (
    'sh -c \'there=$(mktemp -d) && cp -RP . "$there" && cd "$there" || exit 126; '
    'sh -c "$1"; code=$?; rm -rf "$there"; exit $code\' sh'
)
"""Runs the command after it in another folder, with copies of all files."""
_ELSEWHERE: Final = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRoom:
    """One copy of the workspace."""

    folder: tempfile.TemporaryDirectory[str]
    workspace: Path
    runner: Runner
    services: tuple[Service, ...]
    limits: Limits
    protected: tuple[str, ...]

    def paste(self, path: str, text: str) -> str:
        """As `Room.paste`."""
        return why_not_pasted(path, self.protected) or paste(self.workspace, path, text)

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
        """As `Room.run`."""
        env = {} if delay is None else {DELAY: f"{delay:g}"}
        if elsewhere:
            command, env = f"{_MOVED} {shlex.quote(command)}", {**env, **_ELSEWHERE}
        limits = self.limits if seconds is None else replace(self.limits, seconds=min(seconds, self.limits.seconds))
        services = self.services if served else ()
        return self.runner.run(command, self.workspace, services=services, limits=limits, env=env, case=case)

    def check(self, asserts: str, *, response: Json, output: str, seconds: float, exit_code: int) -> Outcome:
        """As `Room.check`; the services do not run meanwhile."""
        answer = {"response": response, "output": output, "seconds": seconds, "exit_code": exit_code}
        outcome, held = self._checked(asserts, [answer])
        return replace(outcome, stdout=b"held" if held == "1" else b"")

    def check_each(self, asserts: str, answers: Sequence[Mapping[str, Json]]) -> tuple[bool, ...] | None:
        """As `Room.check_each`; the services do not run meanwhile."""
        _outcome, held = self._checked(asserts, answers)
        return tuple(digit == "1" for digit in held) if len(held) == len(answers) else None

    def _checked(self, asserts: str, answers: Sequence[Mapping[str, Json]]) -> tuple[Outcome, str]:
        """How the run of the lines ended, and the digits that it told; none of them where it ended early."""
        token = secrets.token_hex(16)
        given = json.dumps({"token": token, "asserts": asserts, "answers": list(answers)})
        command = shlex.join([sys.executable, "-I", "-S", "-B", _ASSERTS])
        outcome = self.runner.run(command, self.workspace, limits=self.limits, stdin=given.encode())
        last = outcome.output.rstrip("\n").rpartition("\n")[2]
        said = last.removeprefix(f"held {token} ")
        return outcome, said if said != last and outcome.exit_code in {0, 1} else ""

    def close(self) -> None:
        """As `Room.close`."""
        with contextlib.suppress(OSError):
            self.folder.cleanup()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyBench:
    """Gives copies of one workspace, as it was when the bench was opened."""

    kept: Snapshot
    runner: Runner
    services: tuple[Service, ...]
    limits: Limits
    protected: tuple[str, ...]

    def fresh(self) -> CopyRoom:
        """As `Bench.fresh`. In a sandbox nothing can write to a copy, so that its files can be hard links."""
        folder = tempfile.TemporaryDirectory(prefix="taskgen-room-", ignore_cleanup_errors=True)
        workspace = Path(folder.name, "workspace")
        copy(self.kept, workspace, linked=self.runner.isolated)
        return CopyRoom(
            folder=folder,
            workspace=workspace,
            runner=self.runner,
            services=self.services,
            limits=self.limits,
            protected=self.protected,
        )


def _is_finished(path: Path, texts: Collection[str]) -> bool:
    return bool(texts) and path.read_bytes().replace(b"\r\n", b"\n") in {text.encode() for text in texts}


@contextlib.contextmanager
def open_bench(
    root: str | Path,
    runner: Runner,
    *,
    services: Sequence[Service] = (),
    limits: Limits | None = None,
    protected: Sequence[str] = (),
    finished: Mapping[str, Collection[str]] | None = None,
    left_out: Collection[str] = (),
) -> Iterator[CopyBench]:
    """A bench for one workspace, whose files are read once, here.

    Args:
        root: the workspace.
        runner: a sandbox, or none.
        services: run beside every command.
        limits: of every command.
        protected: files and folders that no task may paste over, relative to the root.
        finished: for each file that tasks paste, the texts that they paste: a file that is one of them is a task's
            work, done already in this workspace, and is left out of the copies, which begin before it.
        left_out: files and folders that are not copied, relative to the root.

    Raises:
        UsageError: the workspace is too large to be copied.
    """
    taken = snapshot(root, left_out)
    with tempfile.TemporaryDirectory(prefix="taskgen-workspace-", ignore_cleanup_errors=True) as folder:
        kept = Path(folder, "workspace")
        copy(taken, kept)
        files = tuple(name for name in taken.files if not _is_finished(kept / name, (finished or {}).get(name, ())))
        yield CopyBench(
            kept=Snapshot(root=str(kept), files=files, links=taken.links, findings=taken.findings),
            runner=runner,
            services=tuple(services),
            limits=limits or Limits(),
            protected=tuple(protected),
        )
