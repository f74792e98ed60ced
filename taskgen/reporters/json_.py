"""Findings for programs: a list of objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.reporters.shown import Shown


def as_data(shown: Sequence[Shown]) -> list[Json]:
    """The findings as plain data."""
    return [{**one.finding.as_data(), "length": one.length, "group": one.group or None} for one in shown]


def report(shown: Sequence[Shown]) -> str:
    """All findings as one JSON document."""
    return json.dumps({"version": 1, "findings": as_data(shown)}, indent=1)
