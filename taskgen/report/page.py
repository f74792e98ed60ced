"""A report as one page of HTML: what is short stands in it, what is long is kept as data until it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from taskgen.page.shell import embedded, page, spelled
from taskgen.records import dataclass
from taskgen.render.environment import filled
from taskgen.report import pieces
from taskgen.report.model import Output, Proof
from taskgen.report.pieces import Pieces
from taskgen.text.markdown import spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from taskgen.report.model import Item, Report

TEMPLATES = "report"  # the folder of the report's templates
FEW = 100  # tasks whose rows of the matrix stand in the page: a table of thousands takes seconds to lay out
_PROOF_MARKS = {Proof.PROVEN: "good", Proof.WEAK: "warn", Proof.STALE: "warn", Proof.NONE: "none"}
_OUTPUT_MARKS = {Output.CURRENT: "good", Output.MISSING: "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One task's part of the page that is shown only when it is looked at: the numbers of its pieces."""

    anchor: str
    before: str
    after: tuple[str, ...]
    flags: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One list's report with its columns.

    Attributes:
        first_rows: the matrix's rows that stand in the page.
        more_rows: the numbers of the pieces that hold its other rows.
    """

    report: Report
    counts: dict[str, int]
    columns: tuple[Column, ...]
    first_rows: Markup
    more_rows: str


def to_html(reports: Sequence[Report], environment: jinja2.Environment, live: str = "") -> str:
    """The page of some lists' reports.

    Args:
        reports: one for each list.
        environment: made with `html=True` over the templates of `page` and `report`.
        live: the address that tells of changes, for a page that is served; empty for a file.

    Raises:
        TaskgenError: a template fails.
    """
    environment.filters["coded"] = _coded
    environment.globals.update(proof_mark=_PROOF_MARKS.get, output_mark=_output_mark)
    kept = Pieces()
    lists = [_shown(report, number, kept, environment) for number, report in enumerate(reports)]
    context = {
        "lists": lists,
        "totals": _totals(reports),
        "points": _points(reports),
        "filters": _filters([column for one in lists for column in one.columns]),
        "pieces": embedded([spelled(piece) for piece in kept.texts]),
    }
    return page(
        environment,
        title=_title(reports),
        body=filled(environment, "report/report.html.j2", context),
        style=filled(environment, "report/report.css.j2", {}),
        script=filled(environment, "report/report.js.j2", {"live": live}),
        connects=bool(live),
    )


def _title(reports: Sequence[Report]) -> str:
    return f"{reports[0].title}: report" if len(reports) == 1 else "taskgen report"


def _shown(report: Report, number: int, kept: Pieces, environment: jinja2.Environment) -> Shown:
    columns = _columns(report, number, kept)
    rows = [
        filled(environment, "report/rows.html.j2", {"columns": columns[start : start + FEW]})
        for start in range(0, len(columns), FEW)
    ]
    return Shown(
        report=report,
        counts=report.counts,
        columns=columns,
        first_rows=Markup("".join(rows[:1])),  # noqa: S704 - escaped by the template
        more_rows=kept.numbers(rows[1:]),
    )


def _output_mark(output: Output) -> str:
    return _OUTPUT_MARKS.get(output, "warn")


def _columns(report: Report, number: int, kept: Pieces) -> tuple[Column, ...]:
    return tuple(
        Column(
            anchor=f"task-{number}-{position}",
            before=kept.numbers(pieces.of_body(item.body)),
            after=tuple(kept.numbers(pieces.of_example(example.text)) for example in item.examples),
            flags=" ".join(_flags(item)),
            item=item,
        )
        for position, item in enumerate(report.items)
    )


FILTERS = {
    "missing": "something is missing",
    "no-case": "no case",
    "no-task": "no task",
    "no-code": "no code",
    "unproven": "not proven",
    "stale": "stale",
    "weak": "weakly proven",
    "proven": "proven",
    "findings": "findings",
}


def _flags(item: Item) -> list[str]:
    """The filters that a task passes, in the order in which they are offered."""
    gaps = {gap.kind for gap in item.every_gap}
    proofs = {example.proof for example in item.examples}
    held = {
        "missing": bool(gaps),
        "no-case": "case" in gaps,
        "no-task": "task" in gaps,
        "no-code": "code" in gaps,
        "unproven": Proof.NONE in proofs,
        "stale": Proof.STALE in proofs or any(example.output is Output.STALE for example in item.examples),
        "weak": Proof.WEAK in proofs,
        "proven": bool(proofs) and proofs <= {Proof.PROVEN, Proof.WEAK},
        "findings": bool(item.every_finding),
    }
    return [name for name in FILTERS if held[name]]


def _points(reports: Sequence[Report]) -> tuple[int | None, int | None]:
    """The points before and after, of all lists: the means of theirs."""
    before = [report.before for report in reports if report.before is not None]
    after = [report.after for report in reports if report.after is not None]
    return sum(before) // len(before) if before else None, sum(after) // len(after) if after else None


def _filters(columns: Sequence[Column]) -> list[dict[str, object]]:
    """The filters that some task passes, with how many do."""
    passed = [name for column in columns for name in column.flags.split()]
    counted = {name: passed.count(name) for name in FILTERS}
    return [{"name": name, "words": words, "count": counted[name]} for name, words in FILTERS.items() if counted[name]]


def _totals(reports: Sequence[Report]) -> dict[str, int]:
    every = [report.counts for report in reports]
    return {name: sum(counts[name] for counts in every) for name in every[0]}


def _coded(text: str) -> Markup:
    """A message with what stands in backticks as code."""
    parts = spans(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(span.text.strip("`")) if span.kind == "code" else span.text for span in parts
    )
