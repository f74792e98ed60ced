"""Checks of types that taskgen does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import did_you_mean, warning
from taskgen.expect.checks.base import Fixed, Outcome
from taskgen.expect.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.expect.checks.base import Given, Statement


def unknown(given: Given, plain: str, known: Iterable[str]) -> Statement:
    """A check of an unknown type: a warning when it is read, an error when it is run."""
    shown = quoted(given.check.type[:60])
    given.findings.append(
        warning(
            "unknown-check",
            given.check.place,
            f"unknown check type {shown}",
            did_you_mean(plain, known, "it can't be run: use one of the known types"),
        )
    )
    return Fixed(
        text=f"unknown check {shown}",
        outcome=Outcome(status="error", message=f"unknown check type {shown}"),
    )
