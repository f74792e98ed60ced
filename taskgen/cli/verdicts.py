"""Verdicts as people read them: a line each, grouped by what the tasks were tried in."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from taskgen.cli.boundary import ENVIRONMENT, ERRORS, OK
from taskgen.cli.console import counted, err, failing, out, paint
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.cli.options import Format
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.prove.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What the command line asks for."""

    sandbox: str
    jobs: int | None
    strict: bool
    install: bool
    marks: bool
    quiet: bool
    style: Format


LONGEST = 160  # characters of a red line that are shown


def mark(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> None:
    """GitHub's marks on stdout: for each verdict that is not good, and for the findings."""
    from taskgen.diagnostics import Finding, Severity
    from taskgen.reporters.github import marks

    bad = [
        Finding(
            rule="not-proven",
            severity=Severity.ERROR,
            place=verdict.place,
            message=f"{verdict.task}, {verdict.mode}: {verdict.line}",
        )
        for verdict in verdicts
        if not verdict.is_good
    ]
    for line in marks([*bad, *findings]):
        out(line)


def tell(verdicts: Sequence[Verdict], *, quiet: bool) -> None:
    """A line a verdict; good ones on several things of one task share a line. With `quiet`, only those not good."""
    from taskgen.hygiene import visible

    width = max((len(verdict.task) for verdict in verdicts), default=0)
    shown_mode = ""
    for group in _rows(verdict for verdict in verdicts if not quiet or verdict.rule or not verdict.is_good):
        first, mode = group[0], str(group[0].mode)
        shown = mode if mode != shown_mode else ""
        shown_mode = mode
        status = paint(str(first.status), _style(first))
        details = _all_good(group) if first.subject and first.is_good else _details(first)
        out(f"{shown:9}  {visible(first.task):{width}}  {status}{visible(details)}")
        if first.place and (first.rule or not first.is_good):
            out(f"{'':9}  {'':{width}}    at {visible(str(first.place))}")


def _style(verdict: Verdict) -> str:
    return "error" if not verdict.is_good else "warning" if verdict.rule else "ok"


def _rows(verdicts: Iterator[Verdict]) -> Iterator[list[Verdict]]:
    """The verdicts that share a line: what was tried of one task in one mode, and went well."""
    for key, group in itertools.groupby(verdicts, lambda one: (one.mode, one.task, bool(one.subject) and one.is_good)):
        if key[2]:
            yield list(group)
        else:
            yield from ([one] for one in group)


def _all_good(group: Sequence[Verdict]) -> str:
    names = [_shortened(one.subject, LONGEST // len(group)) for one in group]
    told = f"{counted(len(group), 'fix', 'fixes')} taken back: " if group[0].mode == "fixes" else ""
    return f"  {told}{'; '.join(names)}"


def _details(verdict: Verdict) -> str:
    if verdict.is_good and not verdict.rule:
        red = f"  red: {_verdict_text(verdict.red)}" if verdict.red else ""
        return f" {verdict.message}" if verdict.message else f"{red}  green"
    step = f": {verdict.step}" if verdict.step else ""
    sides = f"; expected {verdict.expected}, came {verdict.came}" if verdict.expected or verdict.came else ""
    rule = f" [{verdict.rule}]" if verdict.rule else ""
    return f"{step}: {verdict.message}{sides if verdict.came not in verdict.message else ''}{rule}"


def _verdict_text(line: str) -> str:
    """The text of a `FAIL case: TEXT` line: the case is told already."""
    return _shortened(line.partition(": ")[2] if line.startswith("FAIL ") and ": " in line else line, LONGEST)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."


def fields(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> dict[str, Json]:
    """Verdicts and findings for programs."""
    return {
        "verdicts": [
            {
                "case": verdict.task,
                "mode": str(verdict.mode),
                "status": str(verdict.status),
                "step": str(verdict.step) if verdict.step else None,
                "message": verdict.message,
                "expected": verdict.expected,
                "came": verdict.came,
                "place": str(verdict.place) if verdict.place else None,
                "red": verdict.red,
                "subject": verdict.subject,
                "rule": verdict.rule,
                "covered_by": verdict.covered_by,
                "seconds": round(verdict.seconds, 3),
            }
            for verdict in verdicts
        ],
        "findings": [finding.as_data() for finding in findings],
    }


def exit_code(findings: Sequence[Finding], verdicts: Sequence[Verdict], *, strict: bool) -> int:
    """What verdicts and findings mean for a program that asks."""
    from taskgen.prove.verdicts import Status

    statuses = {verdict.status for verdict in verdicts}
    if Status.NOT_PROVEN in statuses or (strict and Status.WEAK in statuses) or failing(findings, strict=strict):
        return ERRORS
    return ENVIRONMENT if Status.COULD_NOT_TRY in statuses else OK


def sum_up(verdicts: Sequence[Verdict], *, sandboxed: bool) -> None:
    """How many tasks are proven, on stderr."""
    tasks = list(dict.fromkeys(verdict.task for verdict in verdicts))
    bad = {verdict.task for verdict in verdicts if not verdict.is_good}
    proven = len(tasks) - len(bad)
    style = "error" if bad else "ok"
    line = f"{proven} of {counted(len(tasks), 'task')} proven"
    weak = {verdict.task for verdict in verdicts if verdict.rule and verdict.is_good} - bad
    line += f", {len(weak)} of them weakly" if weak else ""
    line += "" if sandboxed else ", without a sandbox"
    err(paint(line, style))
