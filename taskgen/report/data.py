"""A report for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.report.model import Entry, Example, Gap, Item, Report


def as_data(report: Report) -> Json:
    """A report as plain data, members in a fixed order."""
    return {
        "list": report.path,
        "title": report.title,
        "cases": report.cases_path,
        "counts": report.counts,
        "points": {"before": report.before, "after": report.after},
        "missing": [_gap(gap) for gap in report.missing],
        "tasks": [_item(item) for item in report.items],
        "entries": [_entry(entry) for entry in report.entries],
        "disabled": [{"case": case, "reason": reason} for case, reason in report.disabled],
        "findings": [finding.as_data() for finding in report.findings],
    }


def _item(item: Item) -> Json:
    return {
        "label": item.label or None,
        "title": item.title,
        "place": item.place or None,
        "status": item.status or None,
        "points": item.points,
        "before": item.body,
        "missing": [_gap(gap) for gap in item.gaps],
        "findings": [finding.as_data() for finding in item.findings],
        "examples": [_example(example) for example in item.examples],
    }


def _example(example: Example) -> Json:
    return {
        "case": example.case,
        "label": example.label or None,
        "file": example.file,
        "output": example.output.value,
        "proof": example.proof.value,
        "why": example.why or None,
        "class": example.proof_class or None,
        "points": example.points,
        "snippet": example.snippet or None,
        "path": example.path or None,
        "expects": example.expects or None,
        "pitfalls": list(example.pitfalls),
        "captured": example.captured,
        "missing": [_gap(gap) for gap in example.gaps],
        "findings": [finding.as_data() for finding in example.findings],
        "after": example.text,
    }


def _gap(gap: Gap) -> Json:
    return {"kind": gap.kind, "words": gap.words, "next_step": gap.next_step}


def _entry(entry: Entry) -> Json:
    return {
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title,
        "place": entry.place,
        "cases": list(entry.cases),
        "reason": entry.reason or None,
    }
