"""Runs inside the sandbox, alone: starts services, waits until they answer, runs the command, ends all.

Called as `supervisor.py CHANNEL PLAN`, PLAN being JSON: {"services": [[command, host, port]...], "argv": [...],
"patience": seconds}. On CHANNEL goes one JSON line before the command starts: {"ready": seconds taken}, or
{"failed": why}; then the channel is closed. The exit code is the command's (128 + signal where it was killed).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

PAUSE = 0.01


def tell(channel, message):
    """One line for the one who started us; nobody after us can write there."""
    os.write(channel, json.dumps(message).encode() + b"\n")
    os.close(channel)


def answers(host, port):
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def start(command):
    """A service in a session of its own, and the file that takes what it prints."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the service
    child = subprocess.Popen(
        ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
    )
    return child, log


def last_line(log):
    """The last words of a service."""
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - 4096))
    lines = log.read().decode("utf-8", "replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "it printed nothing")


def why_not_up(child, log, host, port, deadline):
    """Wait for a service; an empty string once it answers, else why it does not."""
    while True:
        if child.poll() is not None:
            return f"it ended with {child.returncode}: {last_line(log)}"
        if answers(host, port):
            return ""
        if time.monotonic() > deadline:
            return f"nothing answered on {host}:{port}: {last_line(log)}"
        time.sleep(PAUSE)


def end(children):
    """Kill what was started, with all that it started."""
    for child in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def main():
    """Start, wait, run, end."""
    channel, plan = int(sys.argv[1]), json.loads(sys.argv[2])
    os.set_inheritable(channel, False)
    began = time.monotonic()
    children = []
    try:
        for command, host, port in plan["services"]:
            if answers(host, port):
                tell(channel, {"failed": f"{command}: another server listens on {host}:{port} already"})
                return 126
            child, log = start(command)
            children.append(child)
            problem = why_not_up(child, log, host, port, began + plan["patience"])
            if problem:
                tell(channel, {"failed": f"{command}: {problem}"})
                return 126
        tell(channel, {"ready": time.monotonic() - began})
        code = subprocess.Popen(plan["argv"], stdin=sys.stdin).wait()
        return code if code >= 0 else 128 - code
    finally:
        end(children)


if __name__ == "__main__":
    sys.exit(main())
