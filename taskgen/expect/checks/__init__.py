"""Checks: assertions on an answer, each with three faces: words, a Python assert line, the check itself."""

from __future__ import annotations

from taskgen.expect.checks.base import CheckType, Example, Outcome
from taskgen.expect.checks.registry import (
    ALIASES,
    TYPES,
    Resolved,
    canonical,
    canonical_name,
    derived_expected,
    known_types,
    looks_at_value,
    members_named,
    resolve,
)

__all__ = [
    "ALIASES",
    "TYPES",
    "CheckType",
    "Example",
    "Outcome",
    "Resolved",
    "canonical",
    "canonical_name",
    "derived_expected",
    "known_types",
    "looks_at_value",
    "members_named",
    "resolve",
]
