"""Findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from taskgen import __version__
from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.reporters.shown import Shown

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def report(shown: Sequence[Shown]) -> str:
    """One run with all findings; columns count characters."""
    rules = sorted({one.finding.rule: one for one in reversed(shown)}.items())
    numbers = {name: number for number, (name, _one) in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "taskgen",
                "semanticVersion": __version__,
                "rules": [_rule(name, one) for name, one in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, numbers[one.finding.rule]) for one in shown],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _rule(name: str, one: Shown) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": name}
    if one.why:
        rule["shortDescription"] = {"text": one.why}
    return rule


def _result(one: Shown, number: int) -> dict[str, Any]:
    finding = one.finding
    text = f"{finding.message}. {finding.next_step}" if finding.next_step else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
    }
    if finding.place is not None:
        place = finding.place
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + max(one.length, 1),
        }
        artifact = {"uri": quote(place.path, safe="/")}
        result["locations"] = [{"physicalLocation": {"artifactLocation": artifact, "region": region}}]
    return result
