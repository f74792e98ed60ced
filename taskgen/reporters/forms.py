"""Findings for people and programs: one reporter a form, all of them text in and text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.reporters import github, json_, sarif, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from taskgen.reporters.shown import Shown

REPORTERS: Final[dict[str, Callable[[Sequence[Shown]], str]]] = {
    "text": text.report,
    "json": json_.report,
    "github": github.report,
    "sarif": sarif.report,
}
"""All forms by name."""
