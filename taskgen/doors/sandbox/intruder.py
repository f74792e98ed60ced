"""Runs inside the sandbox, alone: tries what must be impossible there and prints as JSON what it could do.

Called as `intruder.py PLAN`, PLAN being JSON: {"token", "read": [paths], "write": [paths], "connect": [host, port],
"environment": [words], "memory": bytes, "processes": count}. Prints {"token", "read", "write", "connected", "uid",
"limits"}; the token shows that it ran at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import socket
import sys


def could_read(path: str) -> bool:
    """Whether the file's bytes can be had."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs milliseconds
            return bool(file.read(1))
    except OSError:
        return False


def could_write(path: str) -> bool:
    """Whether something can be put at the path, or a file that is there changed."""
    try:
        with open(path, "ab") as file:  # noqa: PTH123 - as above
            file.write(b"x")
    except OSError:
        return False
    return True


def could_connect(host: str, port: int) -> bool:
    """Whether a listener answers."""
    with contextlib.suppress(OSError):
        socket.create_connection((host, port), timeout=0.5).close()
        return True
    return False


def main() -> None:
    """Try all of it."""
    plan = json.loads(sys.argv[1])
    report = {
        "token": plan["token"],
        "read": [path for path in plan["read"] if could_read(path)],
        "write": [path for path in plan["write"] if could_write(path)],
        "connected": could_connect(*plan["connect"]),
        "uid": os.getuid(),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "processes": resource.getrlimit(resource.RLIMIT_NPROC)[1],
        "scratch": could_write("/tmp/scratch"),  # noqa: S108 - the sandbox's own
    }
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main()
