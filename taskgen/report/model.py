"""What a report shows, as plain values; everything is decided here, nothing in templates."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding


class Proof(enum.StrEnum):
    """What is known of a task's proof."""

    PROVEN = "proven"
    WEAK = "weakly proven"
    STALE = "stale"
    NONE = "not proven"


class Output(enum.StrEnum):
    """How a rendered file stands to what would be rendered now."""

    CURRENT = "current"
    STALE = "out of date"
    MISSING = "not rendered"
    EDITED = "edited by hand"
    REFUSED = "not to be written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing, and what to do next.

    Attributes:
        kind: one word for filters and columns: "task", "case", "code", "expectation", "output", "proof".
        words: what is missing, in one line.
        next_step: what to do about it; empty where that is said elsewhere.
    """

    kind: str
    words: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example task as the report shows it.

    Attributes:
        name: the stem of its file; unique in its list.
        text: its Markdown, without the marks of rendered files.
        snippet, path: the entry that its code is from and the file that it is pasted over; empty for none.
        expects: where what is expected comes from: "case", "library", "checks"; empty for nothing to check.
        pitfalls: ids of the pitfalls that it shows.
        why: why the proof does not hold, or is weak.
        points: of 100, as lint counts them; None where that can't be told.
        proof_class: how it was proven ("executed", "replayed", "live", "weak"); empty where it is not.
    """

    case: str
    label: str
    title: str
    name: str
    file: str
    text: str
    snippet: str
    path: str
    expects: str
    pitfalls: tuple[str, ...]
    captured: bool
    output: Output
    proof: Proof
    why: str
    proof_class: str
    points: int | None
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A task of the list with the example tasks made of it; or a case that no task names, alone.

    Attributes:
        label: the task's, empty for a case that no task names.
        body: the task as written, Markdown.
        gaps: of the task itself; its examples have their own.
        findings: about the task as written.
        points: of the task as written, of 100, as lint counts them; None for no task, or where that can't be told.
    """

    label: str
    title: str
    body: str
    place: str
    status: str
    group: str
    examples: tuple[Example, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    points: int | None = None

    @property
    def every_gap(self) -> tuple[Gap, ...]:
        """Its own gaps and those of its examples."""
        return (*self.gaps, *(gap for example in self.examples for gap in example.gaps))

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """Its own findings and those of its examples."""
        return (*self.findings, *(finding for example in self.examples for finding in example.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the library: `cases` counts the example tasks that show it, `reason` says why where none does."""

    kind: str
    id: str
    title: str
    place: str
    cases: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report of one list.

    Attributes:
        items: the tasks in order, then the cases that no task names.
        disabled: cases that are switched off, with the reason.
        missing: what the whole list lacks (cases, library, proofs), first of all.
        findings: those that belong to no item.
        exit_code: what a run that made this report ends with.
    """

    title: str
    path: str
    cases_path: str
    unit: str
    tasks_read: int
    cases_read: int
    items: tuple[Item, ...]
    entries: tuple[Entry, ...]
    disabled: tuple[tuple[str, str], ...]
    missing: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    exit_code: int

    @property
    def examples(self) -> tuple[Example, ...]:
        """All example tasks."""
        return tuple(example for item in self.items for example in item.examples)

    @property
    def before(self) -> int | None:
        """The mean of the tasks' points as written, rounded down; None where there are none."""
        return _mean([item.points for item in self.items if item.points is not None])

    @property
    def after(self) -> int | None:
        """The same of the example tasks."""
        return _mean([example.points for example in self.examples if example.points is not None])

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """Those of no item, then those of each."""
        return (*self.findings, *(finding for item in self.items for finding in item.every_finding))

    @property
    def counts(self) -> dict[str, int]:
        """The figures of the summary."""
        examples = self.examples
        tasks = [item for item in self.items if item.label]
        return {
            "tasks": self.tasks_read,
            "cases": self.cases_read,
            "driven": sum(bool(item.examples) for item in tasks),
            "examples": len(examples),
            "unnamed": sum(not item.label for item in self.items),
            "proven": sum(example.proof in {Proof.PROVEN, Proof.WEAK} for example in examples),
            "stale": sum(example.proof is Proof.STALE or example.output is Output.STALE for example in examples),
            "gaps": sum(len(item.every_gap) for item in self.items),
        }


def _mean(points: Sequence[int]) -> int | None:
    return sum(points) // len(points) if points else None
