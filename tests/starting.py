"""Servers in processes of their own, for tests: each on loopback, on a free port, bounded in time, ended by its id."""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

URL = re.compile(r"http://[\w.]+:\d+")


def free_port() -> int:
    """A port on which nothing listens just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def moved(folder: Path, url: str) -> Path:
    """The copy of a sample with another address in place of the proxy's, in code, settings and tasks."""
    for path in folder.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("http://localhost:8080", url), encoding="utf-8")
    return folder


@contextlib.contextmanager
def started(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None, patience: float = 60
) -> Iterator[str]:
    """The URL that a server names in its first line with one, on either stream; the server is gone afterwards."""
    child = subprocess.Popen(
        command, cwd=cwd, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    )
    try:
        yield _url_of(child, patience)
    finally:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for pipe in (child.stdin, child.stdout):
            pipe.close()


def _url_of(child: subprocess.Popen[bytes], patience: float) -> str:
    said, deadline = b"", time.monotonic() + patience
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while waiting.select(max(0.0, deadline - time.monotonic())):
            piece = child.stdout.read(4096)
            said += piece
            found = URL.search(said.decode("utf-8", "replace")) if said.endswith(b"\n") else None
            if found:
                return found[0]
            if not piece:
                break
    raise AssertionError(f"{child.args!r} did not say where it listens: {said.decode('utf-8', 'replace')}")
