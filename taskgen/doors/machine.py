"""The door to what this machine is: its programs, its packages, its loopback."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import sys
from importlib import metadata
from typing import Final

from taskgen import __version__
from taskgen.doors import process
from taskgen.model import Limits

_DISTRIBUTION: Final = "taskgen-cli"
_LIMITS: Final = Limits(seconds=10, output=64)
_REQUIREMENT: Final = re.compile(r"^(?P<name>[\w.-]+).*\bextra\s*==\s*[\"'](?P<extra>[\w-]+)[\"']")


def python() -> str:
    """Our Python: its version and where it is."""
    return f"{platform.python_version()}, {sys.executable}"


def system() -> str:
    """The system, and whether we are root."""
    user = "root" if os.geteuid() == 0 else "an ordinary user"
    return f"{platform.system()} {platform.machine()}, as {user}"


def version() -> str:
    """Our own version."""
    return __version__


def program(name: str) -> str:
    """Where a program is and what it says of its version; empty where there is none."""
    path = shutil.which(name)
    if path is None:
        return ""
    outcome = process.run([path, "--version"], limits=_LIMITS)
    first = next(iter(outcome.output.strip().splitlines()), "it does not tell its version")
    return f"{first}, {path}"


def extras() -> dict[str, tuple[str, ...]]:
    """For each extra that we can be installed with, the packages of it that are missing.

    Empty where taskgen runs from its source, so that nobody can tell.
    """
    try:
        wanted = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return {}
    missing: dict[str, list[str]] = {}
    for line in wanted:
        found = _REQUIREMENT.match(line)
        if found:
            missing.setdefault(found["extra"], []).extend([] if _is_there(found["name"]) else [found["name"]])
    return {extra: tuple(names) for extra, names in missing.items()}


def _is_there(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def loopback() -> str:
    """Why a server on this machine's loopback can't be reached; empty where it can."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=2).close()
    except OSError as problem:
        return problem.strerror or str(problem)
    return ""
