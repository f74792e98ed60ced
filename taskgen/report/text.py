"""A report as Markdown: the summary, the matrix, what is missing, the findings; the texts are in the tasks' files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen import markers
from taskgen.render.environment import render
from taskgen.text.markdown.prose import prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from taskgen.diagnostics import Finding
    from taskgen.report.model import Report


def to_markdown(reports: Sequence[Report], environment: jinja2.Environment) -> str:
    """The report of some lists.

    Raises:
        TaskgenError: a template fails.
    """
    environment.filters["cell"] = _cell
    lists = [{"report": report, "counts": report.counts, "findings": _findings(report)} for report in reports]
    return render(environment, "report/report.md.j2", {"lists": lists, "mark": markers.REPORT}).text


def _cell(text: object) -> str:
    """Text in a cell of a table."""
    return prose(text).replace("|", "\\|")


def _findings(report: Report) -> list[Finding]:
    """All findings of a report, by place."""
    return sorted(report.every_finding, key=lambda finding: finding.sort_key)
