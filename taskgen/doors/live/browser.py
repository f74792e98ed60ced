"""The user's browser."""

from __future__ import annotations

import webbrowser


def open_page(address: str) -> bool:
    """Open an address in the user's browser; whether one could be found."""
    return webbrowser.open(address)
