"""The door to the user's browser: opening a page."""

from __future__ import annotations


def open_page(address: str) -> bool:
    """Open an address in the user's browser; whether one could be found."""
    import webbrowser  # noqa: PLC0415 - only for --open

    return webbrowser.open(address)
