"""The one place where errors become exit codes; a bug leaves a report that can be pasted."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import TYPE_CHECKING

from taskgen.diagnostics import TaskgenError

if TYPE_CHECKING:
    from types import TracebackType

OK, ERRORS, USAGE, ENVIRONMENT, BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130
_SIGNALLED = 128


class Ended(BaseException):
    """The process got a signal to end: everything is cleaned up as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _end(number: int, _frame: object) -> None:
    raise Ended(number)


def guarded() -> int:
    """Run the commands; the process's exit code."""
    from taskgen.cli import app

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        return app.run()
    except TaskgenError as stopped:
        from taskgen.cli.console import say

        say(stopped.findings)
        return stopped.exit_code
    except (KeyboardInterrupt, Ended) as stopped:
        sys.stderr.write("interrupted\n")
        return _SIGNALLED + stopped.number if isinstance(stopped, Ended) else INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the boundary is for what nobody foresaw
        return _unforeseen(problem)


def _unforeseen(problem: Exception) -> int:
    """The exit code of what no command handles: an output that is gone or full, else a bug, with its report."""
    if isinstance(problem, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
        sys.stderr.write("error: no space is left where the output goes\n")
        return ENVIRONMENT
    sys.stderr.write(_bug_report(problem, problem.__traceback__))
    return BUG


def _bug_report(bug: Exception, trace: TracebackType | None) -> str:
    """What to paste into an issue: versions, the command's name, the frames of taskgen; no values, no host paths."""
    import platform
    import traceback

    from taskgen import __version__

    frames = [
        f"  {frame.filename.rsplit('taskgen', 1)[-1].lstrip('/')}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(trace)
        if "taskgen" in frame.filename
    ]
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    head = f"taskgen {__version__}, Python {platform.python_version()}, {platform.system()}, command {command!r}"
    lines = [
        "This is a bug in taskgen; nothing that you did. Please report these lines:",
        "",
        head,
        *frames,
        f"  {type(bug).__name__}: {str(bug)[:300]}",
    ]
    return "\n".join(lines) + "\n"
