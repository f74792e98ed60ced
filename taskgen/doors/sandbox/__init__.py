"""The door to the sandbox: commands run where they can't see, change or reach what is not theirs.

It confines mistakes and casual malice; it does not make strangers' code safe.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import MachineError, UsageError, error
from taskgen.doors.sandbox import bubblewrap, canary
from taskgen.doors.sandbox.bubblewrap import Sandbox
from taskgen.doors.sandbox.plain import NoSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NoSandbox", "Sandbox", "open_sandbox"]

_INSTALL: Final = (
    "install bubblewrap (`pip install 'taskgen-cli[prove]'`, or your system's package `bubblewrap`), "
    "or prove without one: `--sandbox none`"
)


@contextlib.contextmanager
def open_sandbox(python: str | None = None, packages: str = "") -> Iterator[Sandbox]:
    """A sandbox that has just proved itself; what it needs on disk is removed at the end.

    Args:
        python: the Python of the targets, first on PATH inside; ours where None.
        packages: a folder of packages that is put on its path, read-only; empty for none.

    Raises:
        UsageError: that Python can't be run.
        MachineError: there is no sandbox here, or none that confines: what was tried, and what to install.
    """
    tools = bubblewrap.write_tools()
    try:
        yield _proved(tools, python, packages)
    finally:
        shutil.rmtree(tools, ignore_errors=True)


def _proved(tools: str, python: str | None, packages: str) -> Sandbox:
    """The first that can't be left."""
    problems = []
    for program in bubblewrap.programs():
        sandbox = bubblewrap.assembled(program, tools, python, packages)
        if sandbox is None:
            raise UsageError(error("bad-python", None, f"{python} can't be run", "name a Python that can: `python`"))
        problem = canary.why_not_confined(sandbox)
        if not problem:
            return sandbox
        problems.append(f"{program}: {problem}")
    if not problems:
        where = "" if sys.platform == "linux" else " (bubblewrap is for Linux only)"
        raise MachineError(error("no-sandbox", None, f"there is no bubblewrap on this machine{where}", _INSTALL))
    message = "the sandbox does not confine: " + "; ".join(problems)
    raise MachineError(error("no-sandbox", None, message, _INSTALL))
