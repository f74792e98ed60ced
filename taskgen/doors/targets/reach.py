"""Whether a server listens: one connection, closed at once, nothing sent."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

_PORTS: Final = {"http": 80, "https": 443}
_SECONDS: Final = 3.0


def listens(url: str) -> bool:
    """Whether something accepts connections at a URL's host and port; a URL without a port of its own can't be told."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
        host = parts.hostname
    except ValueError:
        return False
    if not host or port is None:
        return True
    import socket  # noqa: PLC0415 - rendering imports this room, and connects to nothing

    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except (OSError, UnicodeError):
        return False
    return True
