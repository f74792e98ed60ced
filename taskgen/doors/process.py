"""The door to child processes: one command, its limits, its outcome; nothing of it is left behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from dataclasses import field
from typing import IO, TYPE_CHECKING, Final

from taskgen.model import Limits, Outcome
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CHANNEL: Final = "{channel}"
"""Stands in an argument for the number of the private descriptor; each that does gets a number of its own."""

_CHUNK: Final = 65536
_LINGER: Final = 0.5  # seconds that pipes may stay open after the command's end, held by children that fled its group
_POLL: Final = 0.02  # seconds between looks at a child, where the system has no descriptor for processes
_LONGEST: Final = 7 * 24 * 3600  # seconds; what is beyond does not fit a timer
_GRACE: Final = 0.3  # seconds between telling a child to end and ending it
_MOST: Final = 1 << 40  # of any limit; shells stumble over numbers that are much larger
_running: set[subprocess.Popen[bytes]] = set()
_NOT_FOUND, _NOT_RUNNABLE = 127, 126  # as shells say it


def run(
    argv: Sequence[str],
    *,
    cwd: str | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    limits: Limits | None = None,
    seconds: float | None = None,
    channel: bool = False,
) -> Outcome:
    """Run one command in a session of its own and wait for its end.

    Time (`limits.seconds`, or `seconds`) and output (`limits.output` KiB a stream) are bounded here; memory, files and
    processes are bounded by `limited`. When the command ends, all that is left of its process group is killed.

    Args:
        argv: the program and its arguments; with `channel`, an argument `{channel}` becomes a descriptor's number.
        cwd: the working directory.
        env: the whole environment; None passes ours on.
        stdin: what it can read; it never reads our standard input.
        limits: the defaults of the config where None.
        seconds: a time limit in place of `limits.seconds`.
        channel: give it a pipe of its own, whose bytes come back as `Outcome.channel`.
    """
    limits = limits or Limits()
    with contextlib.ExitStack() as stack:
        reader, writers = _channel(stack, argv.count(CHANNEL)) if channel else (None, [])
        numbers = [writer.fileno() for writer in writers]
        waiting = iter(numbers)
        words = [str(next(waiting)) if writers and word == CHANNEL else word for word in argv]
        try:
            child = stack.enter_context(_started(words, cwd, env, stdin, numbers))
        except (OSError, ValueError) as problem:
            return _not_started(problem)
        for writer in writers:
            writer.close()  # else the channel's end would never be seen
        talk = _Talk(child, stdin, reader, int(limits.output * 1024))
        return talk.until(min(limits.seconds if seconds is None else seconds, _LONGEST))


def kill_running() -> None:
    """Kill every command that runs, whichever thread waits for it."""
    for child in tuple(_running):
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)


def limited(command: str, limits: Limits, *, processes: bool) -> list[str]:
    """The argv that runs a shell command with bounded memory, file size and, on wish, number of processes.

    The number of processes counts all that a user has: it is of use only where the user is nobody else's.
    """
    memory, file_size = (min(int(most), _MOST) for most in (limits.memory * 1024, limits.file_size * 2048))
    bounds = [f"ulimit -v {memory}", f"ulimit -f {file_size}", "ulimit -c 0"]
    if processes:
        count = min(int(limits.processes), _MOST)
        # dash says -p for what other shells call -u.
        bounds.append(f"{{ ulimit -u {count} 2>/dev/null || ulimit -p {count}; }}")
    # A limit that can't be set is "not runnable", never a failure of the command.
    script = f'{{ {" && ".join(bounds)}; }} || exit {_NOT_RUNNABLE}; exec /bin/sh -c "$1"'
    return ["/bin/sh", "-c", script, "sh", command]


def _channel(stack: contextlib.ExitStack, count: int) -> tuple[IO[bytes], list[IO[bytes]]]:
    """A pipe: its one end to read from, and `count` to write to."""
    reader, writer = os.pipe()
    ends = [writer, *(os.dup(writer) for _ in range(count - 1))]
    opened = stack.enter_context(os.fdopen(reader, "rb", 0))
    return opened, [stack.enter_context(os.fdopen(end, "wb", 0)) for end in ends]


@contextlib.contextmanager
def _started(
    argv: Sequence[str], cwd: str | None, env: Mapping[str, str] | None, stdin: bytes, passed: Sequence[int]
) -> Iterator[subprocess.Popen[bytes]]:
    """The child; whatever happens to us, its group is killed and it is waited for."""
    child = subprocess.Popen(
        argv,
        cwd=cwd,
        env=env,
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        pass_fds=passed,
        bufsize=0,
    )
    _running.add(child)
    try:
        yield child
    finally:
        _running.discard(child)
        _end(child)
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole group and reap it. While it is not reaped, nobody else can have its group's number."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGTERM)  # a `taskgen run` takes its own child with it
            _wait_dying(child)
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait_dying(child: subprocess.Popen[bytes]) -> None:
    """Give a child that was told to end a moment for it; it is not reaped, so that its number stays its own."""
    deadline = time.monotonic() + _GRACE
    while time.monotonic() < deadline:
        if os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        time.sleep(_POLL)


def _not_started(problem: OSError | ValueError) -> Outcome:
    missing = isinstance(problem, FileNotFoundError)
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    name = f": {problem.filename}" if isinstance(problem, OSError) and problem.filename else ""
    return Outcome(exit_code=_NOT_FOUND if missing else _NOT_RUNNABLE, not_started=f"{reason}{name}")


@dataclass(slots=True)
class _Stream:
    """One descriptor that is read to its end, keeping at most `most` bytes."""

    descriptor: int
    most: int
    data: bytearray = field(default_factory=bytearray)
    open: bool = True
    overflowed: bool = False

    def take(self) -> None:
        try:
            chunk = os.read(self.descriptor, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self.open = False
        room = self.most - len(self.data)
        self.overflowed = self.overflowed or len(chunk) > room
        self.data += chunk[:room]


def _number(stream: IO[bytes] | None) -> int:
    return -1 if stream is None else stream.fileno()


class _Talk:
    """Reading from and writing to one child, until it ends or its time is over."""

    def __init__(self, child: subprocess.Popen[bytes], stdin: bytes, channel: IO[bytes] | None, most: int) -> None:
        self._child = child
        self._unsent = memoryview(stdin)
        self._streams = [_Stream(_number(child.stdout), most), _Stream(_number(child.stderr), most)]
        if channel is not None:
            self._streams.append(_Stream(channel.fileno(), most))
        self._ended = False
        self._ended_at = 0.0

    def until(self, seconds: float) -> Outcome:
        """Talk for at most `seconds`; the child is dead and reaped afterwards."""
        began = time.monotonic()
        with selectors.DefaultSelector() as selector, _watched(self._child.pid) as watch:
            self._register(selector, watch)
            timed_out = self._loop(selector, began + seconds, watch)
        took = time.monotonic() - began
        _end(self._child)
        return self._outcome(took, timed_out=timed_out)

    def _register(self, selector: selectors.BaseSelector, watch: int | None) -> None:
        for stream in self._streams:
            os.set_blocking(stream.descriptor, False)
            selector.register(stream.descriptor, selectors.EVENT_READ, stream)
        if self._child.stdin is not None:
            os.set_blocking(self._child.stdin.fileno(), False)
            selector.register(self._child.stdin.fileno(), selectors.EVENT_WRITE, "stdin")
        if watch is not None:
            selector.register(watch, selectors.EVENT_READ, "end")

    def _loop(self, selector: selectors.BaseSelector, deadline: float, watch: int | None) -> bool:
        """Whether time ran out before the command ended."""
        while not (self._ended and not any(stream.open for stream in self._streams)):
            left = deadline - time.monotonic()
            if left <= 0:
                return not self._ended
            for key, _ in selector.select(left if watch is not None else min(left, _POLL)):
                self._serve(selector, key)
            if any(stream.overflowed for stream in self._streams):
                return False
            if watch is None and not self._ended and self._is_dead():
                self._see_end()
            if self._ended:
                # From here on only what was written before the end is of interest.
                deadline = min(deadline, self._ended_at + _LINGER)
        return False

    def _is_dead(self) -> bool:
        return os.waitid(os.P_PID, self._child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _see_end(self) -> None:
        self._ended, self._ended_at = True, time.monotonic()
        # The leader is dead but not reaped: its group's number is still its own.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)

    def _serve(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        if key.data == "end":
            selector.unregister(key.fd)
            self._see_end()
        elif key.data == "stdin":
            self._send(selector, key.fd)
        else:
            key.data.take()
            if not key.data.open:
                selector.unregister(key.fd)

    def _send(self, selector: selectors.BaseSelector, descriptor: int) -> None:
        try:
            sent = os.write(descriptor, self._unsent[:_CHUNK])
        except BlockingIOError:
            return
        except OSError:  # it closed its standard input: it has read what it wanted
            sent = len(self._unsent)
        self._unsent = self._unsent[sent:]
        if not self._unsent and self._child.stdin is not None:
            selector.unregister(descriptor)
            self._child.stdin.close()

    def _outcome(self, took: float, *, timed_out: bool) -> Outcome:
        code = self._child.returncode
        out, err, *rest = (bytes(stream.data) for stream in self._streams)
        return Outcome(
            exit_code=code if code >= 0 else None,
            signal=-code if code < 0 else None,
            stdout=out,
            stderr=err,
            seconds=took,
            timed_out=timed_out,
            truncated=any(stream.overflowed for stream in self._streams),
            channel=rest[0] if rest else b"",
        )


@contextlib.contextmanager
def _watched(pid: int) -> Iterator[int | None]:
    """A descriptor that becomes readable when the process ends; None where the system has none."""
    try:
        descriptor = os.pidfd_open(pid)
    except (AttributeError, OSError):
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)
