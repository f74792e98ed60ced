"""Short digests of plain data and text: what a rendered task and a receipt are compared by."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taskgen.decode import Json

SHORT = 8
_as_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def of_text(text: str) -> str:
    """The first 8 hexadecimal digits of SHA-256 over the text as UTF-8, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:SHORT]


def of_data(data: Json) -> str:
    """The digest of JSON-like data, whatever the order of its members."""
    return of_text(_as_json(data))


def of_bytes(data: bytes) -> str:
    """SHA-256 over bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
