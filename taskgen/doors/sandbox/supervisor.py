"""Runs inside the sandbox, alone: starts services, waits until they answer, runs the command, ends all.

Called as `supervisor.py CHANNEL PLAN`, PLAN being JSON: {"services": [[name, argv, host, port]...], "argv": [...],
"patience": seconds, "seconds": seconds, "asked": [[url, host, port, query]...]}. On CHANNEL goes one JSON line before
the command starts: {"ready": seconds taken}, or {"failed": why}; then the channel is closed. The exit code is the
command's (128 + signal where it was killed); 1 where it was 0 though it asked nothing of a recording that a replay of
"asked" has.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

TYPE_CHECKING = False  # as typing's, which takes milliseconds to import
if TYPE_CHECKING:
    from typing import IO, Any

PAUSE = 0.01


def tell(channel: int, message: dict[str, Any]) -> None:
    """One line for the one who started us; nobody after us can write there."""
    os.write(channel, json.dumps(message).encode() + b"\n")
    os.close(channel)


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def start(argv: list[str]) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """A service, and the file that takes what it prints. It stays in our group, which ends with us."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the service
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    return child, log


def last_line(log: IO[bytes]) -> str:
    """The last words of a service."""
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - 4096))
    lines = log.read().decode("utf-8", "replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "it printed nothing")


def why_not_up(child: subprocess.Popen[bytes], log: IO[bytes], host: str, port: int, deadline: float) -> str:
    """Wait for a service; an empty string once it answers, else why it does not."""
    while True:
        if child.poll() is not None:
            return f"it ended with {child.returncode}: {last_line(log)}"
        if answers(host, port):
            return ""
        if time.monotonic() > deadline:
            return f"nothing answered on {host}:{port}: {last_line(log)}"
        time.sleep(PAUSE)


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Kill what was started; what that had started is in our group and ends when we have ended."""
    for child in children:
        child.kill()
        child.wait()


def served(plan: dict[str, Any], children: list[subprocess.Popen[bytes]]) -> str:
    """Start each service; an empty string once all answer, else why one does not."""
    deadline = time.monotonic() + plan["patience"]
    for name, argv, host, port in plan["services"]:
        if answers(host, port):
            return f"{name}: another server listens on {host}:{port} already"
        child, log = start(argv)
        children.append(child)
        problem = why_not_up(child, log, host, port, deadline)
        if problem:
            return f"{name}: {problem}"
    return ""


def finished(child: subprocess.Popen[bytes], seconds: float) -> int:
    """The exit code of the command; it is killed when its time is over."""
    try:
        code = child.wait(seconds)
    except subprocess.TimeoutExpired:
        return 128 + signal.SIGKILL
    return code if code >= 0 else 128 - code


def replied(host: str, port: int, word: str, query: str) -> dict[str, Any]:
    """What our replay says of itself; nothing where it says nothing."""
    try:
        with socket.create_connection((host, port), timeout=3) as connection:
            connection.sendall(f"GET /.taskgen/{word}?{query} HTTP/1.0\r\n\r\n".encode())
            reply = b"".join(iter(lambda: connection.recv(4096), b""))
        told: dict[str, Any] = json.loads(reply.partition(b"\r\n\r\n")[2])
    except (OSError, ValueError):
        return {}
    return told


def has(host: str, port: int, query: str) -> bool:
    """Begin a case at our replay; whether it has a recording of it."""
    return replied(host, port, "begin", query).get("recorded") is True


def unasked(recorded: list[tuple[str, str, int, str]]) -> str:
    """The URL of a replay that served nothing of a case since it began; empty where each did."""
    silent = (url for url, host, port, query in recorded if replied(host, port, "served", query).get("served") == 0)
    return next(silent, "")


def main() -> int:
    """Start, wait, run, end."""
    channel, plan = int(sys.argv[1]), json.loads(sys.argv[2])
    os.set_inheritable(channel, False)  # noqa: FBT003 - it takes no keyword
    began = time.monotonic()
    children: list[subprocess.Popen[bytes]] = []
    try:
        problem = served(plan, children)
        tell(channel, {"failed": problem} if problem else {"ready": time.monotonic() - began})
        if problem:
            return 126
        recorded = [(url, host, port, of) for url, host, port, of in plan["asked"] if has(host, port, of)]
        children.append(subprocess.Popen(plan["argv"]))
        code = finished(children[-1], plan["seconds"])
        url = "" if code else unasked(recorded)
        if url:
            sys.stderr.write(f"it made no request to {url}, where its recording is served\n")
        return 1 if url else code
    finally:
        end(children)


if __name__ == "__main__":
    sys.exit(main())
