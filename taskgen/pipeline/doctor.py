"""What this machine can do, tried rather than guessed, and what to install for what it can't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import TaskgenError
from taskgen.doors import machine, sandbox
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

SANDBOX: Final = "sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineCheck:
    """One thing that was looked at.

    Attributes:
        works: whether it is there, and does what it is for.
        detail: what was found.
        purpose: what taskgen needs it for.
        next_step: what to do where it does not work.
    """

    name: str
    works: bool
    detail: str
    purpose: str
    next_step: str = ""


def examine() -> tuple[MachineCheck, ...]:
    """Look at everything; nothing of a project is read or run."""
    return (
        MachineCheck(name="taskgen", works=True, detail=machine.version(), purpose=""),
        MachineCheck(name="python", works=True, detail=machine.python(), purpose="runs taskgen"),
        MachineCheck(name="system", works=True, detail=machine.system(), purpose=""),
        _sandbox(),
        _loopback(),
        _program("git", "lists the files of a workspace; without it all files are copied"),
        _program("node", "runs commands of JavaScript tasks, if you have any"),
        *_extras(),
    )


def can_prove(checks: tuple[MachineCheck, ...]) -> bool:
    """Whether `taskgen prove` works here."""
    return all(check.works for check in checks if check.name == SANDBOX)


def _sandbox() -> MachineCheck:
    purpose = "`taskgen prove` runs every command in it"
    try:
        with sandbox.open_sandbox() as proven:
            detail = f"confines, as a canary inside has just shown: {machine.program(proven.layout.bwrap)}"
            return MachineCheck(name=SANDBOX, works=True, detail=detail, purpose=purpose)
    except TaskgenError as stopped:
        found = stopped.findings[0]
        return MachineCheck(name=SANDBOX, works=False, detail=found.message, purpose=purpose, next_step=found.next_step)


def _loopback() -> MachineCheck:
    problem = machine.loopback()
    return MachineCheck(
        name="loopback",
        works=not problem,
        detail=problem or "a server on 127.0.0.1 can be reached",
        purpose="services, `taskgen record`, `taskgen watch`",
        next_step="allow servers on 127.0.0.1" if problem else "",
    )


def _program(name: str, purpose: str) -> MachineCheck:
    found = machine.program(name)
    next_step = "" if found else f"install your system's package for {name}"
    return MachineCheck(name=name, works=bool(found), detail=found or "not found", purpose=purpose, next_step=next_step)


def _extras() -> Iterator[MachineCheck]:
    for extra, missing in machine.extras().items():
        detail = f"not installed: {', '.join(missing)}" if missing else "installed"
        next_step = f"pip install 'taskgen-cli[{extra}]'" if missing else ""
        yield MachineCheck(name=f"extra {extra}", works=not missing, detail=detail, purpose="", next_step=next_step)
