"""The words of a bubblewrap command line: what a command inside sees, and what it may write."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from taskgen.doors.process import CHANNEL
from taskgen.doors.sandbox.trees import SYSTEM
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NOBODY: Final = 65534
USER: Final = "{user}"
HOME: Final = "/home/executor"
WORKSPACE: Final = "/home/executor/workspace"
TOOLS: Final = "/opt/taskgen/bin"
MIB: Final = 1024 * 1024

# Of /etc only what the linker, TLS and the lookup of names need; none of it is private.
_ETC: Final = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs",
    "/etc/pki/ca-trust/extracted",
    "/etc/ca-certificates",
    "/etc/mime.types",
    "/etc/protocols",
    "/etc/services",
)


def own_passwd(users: Iterable[int]) -> str:
    """The /etc/passwd in which all these users are called the same."""
    lines = [f"executor:x:{user}:{NOBODY}:executor:{HOME}:/bin/sh" for user in users]
    return "\n".join(["root:x:0:0:root:/root:/bin/sh", *lines, ""])


OWN_ETC: Final = {
    "group": f"root:x:0:\nexecutor:x:{NOBODY}:\n",
    "hosts": "127.0.0.1 localhost sandbox\n::1 localhost sandbox\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
"""Files of /etc that are the same on every machine."""


SCRATCH: Final = ("/tmp", "/dev/shm", HOME)  # noqa: S108 - the sandbox's own
"""Where a command may write, in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is the same for every command of one sandbox.

    Attributes:
        bwrap: the program.
        root: we are root, so that no user namespace is needed, and root's rights must be given up inside.
        demote: with `root`, the words before the command that give them up; `USER` stands for a user's number.
        folders: folders seen read-only, under their own paths.
        links: symbolic links that are made: (path, text).
        tools: our folder with the `taskgen` command and the files of /etc.
    """

    bwrap: str
    root: bool
    demote: tuple[str, ...]
    folders: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    tools: str


def arguments(
    layout: Layout,
    *,
    workspace: str,
    entries: Sequence[str],
    env: Mapping[str, str],
    scratch: int,
    inner: Sequence[str],
    user: int = NOBODY,
) -> list[str]:
    """The whole command line.

    The workspace is a scratch folder in memory into which each entry of the copy is bound read-only: a command can make
    new files beside them, which vanish with it, but can't change, move or remove one that it did not make.

    Args:
        layout: what never changes.
        workspace: the copy, a folder of this machine.
        entries: the names in that folder.
        env: the whole environment inside.
        scratch: bytes that may be written below /tmp and HOME, each.
        inner: the command, as argv.
        user: the user's number that root becomes.
    """
    return [
        layout.bwrap,
        *_namespaces(layout),
        *_folders(layout, scratch),
        *_workspace(workspace, entries),
        # Everything that is not meant for writing, the folders made on the way to a mount included.
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *(word for name in sorted(env) for word in ("--setenv", name, env[name])),
        *("--chdir", WORKSPACE, "--json-status-fd", CHANNEL, "--"),
        *(str(user) if word == USER else word for word in layout.demote),
        *inner,
    ]


def _namespaces(layout: Layout) -> list[str]:
    words = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    words += ["--hostname", "sandbox", "--new-session", "--die-with-parent", "--cap-drop", "ALL"]
    if layout.root:
        return [*words, *(word for name in ("SETUID", "SETGID", "SETPCAP") for word in ("--cap-add", f"CAP_{name}"))]
    return ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY), *words]


def _folders(layout: Layout, scratch: int) -> list[str]:
    words = ["--proc", "/proc", "--dev", "/dev"]
    ways: dict[str, None] = {}
    # What bubblewrap makes on its own on the way to a mount only its owner may enter.
    for path in (*layout.folders, *(path for path, _ in layout.links), *_ETC, TOOLS, HOME):
        ways.update(dict.fromkeys(str(parent) for parent in reversed(PurePosixPath(path).parents[:-1])))
    covered = [way for way in ways if way.startswith(tuple(f"{path}/" for path in SCRATCH))]
    words += _made(way for way in ways if way not in covered)
    for path in SCRATCH:
        words += ["--perms", "0777", "--size", str(scratch), "--tmpfs", path]
    words += _made(covered)  # now: what was made before would lie below the scratch folder, unseen
    for path in (*SYSTEM, *_ETC):
        words += ["--ro-bind-try", path, path]
    for name in ("passwd", *OWN_ETC):
        words += ["--ro-bind", f"{layout.tools}/etc/{name}", f"/etc/{name}"]
    words += ["--ro-bind", f"{layout.tools}/bin", TOOLS]
    for path in layout.folders:
        words += ["--ro-bind-try", path, path]
    for path, text in layout.links:
        words += ["--symlink", text, path]
    return words


def _made(folders: Iterable[str]) -> list[str]:
    return [word for folder in folders for word in ("--perms", "0755", "--dir", folder)]


def _workspace(workspace: str, entries: Sequence[str]) -> list[str]:
    words = ["--perms", "0777", "--dir", WORKSPACE]
    for name in entries:
        words += ["--ro-bind", f"{workspace}/{name}", f"{WORKSPACE}/{name}"]
    return words
