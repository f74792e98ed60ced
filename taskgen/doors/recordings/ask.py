"""Asks a replay about a case; a server that is none just does not know the question."""

from __future__ import annotations

import http.client
import json
from typing import Final
from urllib.parse import quote, urlsplit

from taskgen.exchanges.values import OURS

_SECONDS: Final = 3.0
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def begin(url: str, case: str) -> bool:
    """Start a case anew at a replay; whether one answers there, and has a recording of it."""
    told = _asked(url, "begin", case)
    return told is not None and told.get("recorded") is True


def served(url: str, case: str) -> int | None:
    """How many requests of a case were answered since it began; None where no replay answers."""
    told = _asked(url, "served", case)
    count = told.get("served") if told else None
    return count if isinstance(count, int) else None


def _asked(url: str, word: str, case: str) -> dict[str, object] | None:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        return None  # a replay is one of this machine's; no other server gets a request that nobody made
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_SECONDS)
    try:
        connection.request("GET", f"{OURS}{word}?case={quote(case, safe='')}")
        told = json.loads(connection.getresponse().read(4096))
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return told if isinstance(told, dict) and told.get("taskgen") == "replay" else None
