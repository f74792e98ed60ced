"""One run of the command line in a forked copy of this process, with one fault in what it asks the system for."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import compiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What taskgen's one door for writing asks the system for; each fails in turn.
OPERATIONS = (
    *("mkdir", "scandir", "listdir", "open", "write", "close", "fsync", "sync"),
    *("replace", "rename", "unlink", "rmdir"),
)
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR)
LONGEST = 60  # seconds after which a run is taken to hang, and killed
HALF = "short"  # of a write, then the error
KILL = "kill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens at the `at`-th call (from 0) of an operation, "any" for whichever it is."""

    operation: str
    at: int
    what: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a run ended: its exit code (negative for a signal), what it said, which operations it got to.

    Attributes:
        seconds: by the clock; `cpu` counts only those of the processor.
        memory: the most it held, in MiB.
    """

    code: int
    said: str
    operations: tuple[str, ...]
    seconds: float
    cpu: float
    memory: float


def room() -> tempfile.TemporaryDirectory[str]:
    """An empty folder, in memory where that can be had: thousands of flushes to a disk take minutes."""
    return tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)  # noqa: S108 - for speed


def run(folder: Path, *words: str, fault: Fault | None = None, kill_after: float | None = None) -> Ran:
    """`taskgen words...` in `folder`, in a forked copy.

    Args:
        folder: where the user stands.
        words: the command line.
        fault: what goes wrong inside.
        kill_after: seconds after which `kill -9` comes from outside.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
        began = time.perf_counter()
        child = os.fork()
        if not child:
            _be_the_run(folder, words, fault, said.fileno(), told.fileno())
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
        seconds = time.perf_counter() - began
        said.seek(0)
        told.seek(0)
        operations = tuple(told.read().decode().split())
        text = said.read().decode(errors="replace")
    return Ran(
        code=os.waitstatus_to_exitcode(status),
        said=text,
        operations=operations,
        seconds=seconds,
        cpu=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss / 1024,
    )


def warm_up(folder: Path, *commands: tuple[str, ...]) -> None:
    """Run commands in a new project in this process: no forked copy has to load modules and compile templates."""
    from taskgen.cli.boundary import guarded  # noqa: PLC0415 - first loaded here

    compiled.once()
    os.chdir(folder)
    for words in (("init", "-q"), ("render", "-q"), *commands):
        sys.argv = ["taskgen", *words]
        guarded()


def start(folder: Path, *words: str) -> int:
    """A forked run that is not waited for; its number."""
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        _be_the_run(folder, words, None, nowhere, nowhere)
    return child


def _be_the_run(folder: Path, words: tuple[str, ...], fault: Fault | None, said: int, told: int) -> None:
    from taskgen.cli.boundary import guarded  # noqa: PLC0415 - loaded before the fork

    code = 99
    try:
        signal.alarm(LONGEST)
        os.chdir(folder)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.argv = ["taskgen", *words]
        for name in OPERATIONS:
            setattr(os, name, _Faulty(name, getattr(os, name), fault, told))
        code = guarded()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


class _Faulty:
    """A function of `os` that fails when its turn comes."""

    counts: dict[str, int] = {}  # noqa: RUF012 - of the one run that a forked copy is
    real_write = staticmethod(os.write)

    def __init__(self, name: str, real: Callable[..., Any], fault: Fault | None, told: int) -> None:
        self.name, self.real, self.fault, self.told = name, real, fault, told

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.real_write(self.told, f"{self.name}\n".encode())
        if self.fault and self._is_its_turn(self.fault):
            self._fail(self.fault, given)
        if self.name == "sync":
            return None  # of the whole machine: long, and nothing that a run or its death could see
        return self.real(*given, **named)

    def _is_its_turn(self, fault: Fault) -> bool:
        if fault.operation not in {self.name, "any"}:
            return False
        seen = self.counts.get(fault.operation, 0)
        self.counts[fault.operation] = seen + 1
        return seen == fault.at

    def _fail(self, fault: Fault, given: tuple[Any, ...]) -> None:
        if self.name == "write" and fault.what in {HALF, KILL}:
            self.real(given[0], given[1][: len(given[1]) // 2])
        if fault.what == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.ENOSPC if fault.what == HALF else int(fault.what)
        if self.name == "close":
            self.real(*given)  # the descriptor is gone whatever close says
        path = next((item for item in given if isinstance(item, str | os.PathLike)), None)
        raise OSError(number, os.strerror(number), os.fspath(path) if path is not None else None)
