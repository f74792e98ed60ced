"""Findings as GitHub's workflow commands: it shows each beside its line in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.reporters.shown import Shown

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning"}
# A message may hold anything but line ends; a property neither the signs that end it. `%` comes first.
_IN_MESSAGE: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTY: Final = (*_IN_MESSAGE, (":", "%3A"), (",", "%2C"))


def report(shown: Sequence[Shown]) -> str:
    """The marks of all findings."""
    return "\n".join(marks(one.finding for one in shown))


def marks(findings: Iterable[Finding]) -> list[str]:
    """One line for each error and warning, by place; notes are none, GitHub shows only ten of a kind a step."""
    shown = {finding for finding in findings if finding.severity in _LEVELS}
    return [_annotation(finding) for finding in sorted(shown, key=lambda finding: finding.sort_key)]


def _annotation(finding: Finding) -> str:
    place = finding.place
    properties = {"file": place.path, "line": place.line, "col": place.column} if place else {}
    properties["title"] = f"taskgen {finding.rule}"
    said = ",".join(f"{name}={_spelled(str(value), _IN_PROPERTY)}" for name, value in properties.items())
    text = "\n".join(filter(None, (finding.message, finding.next_step)))
    return f"::{_LEVELS[finding.severity]} {said}::{_spelled(text, _IN_MESSAGE)}"


def _spelled(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for sign, spelling in escapes:
        text = text.replace(sign, spelling)
    return text
