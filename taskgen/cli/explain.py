"""`taskgen explain`: why a case got its task, its code and its pitfalls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.console import out, out_json, paint, say
from taskgen.cli.options import (
    CasesOption,
    Format,
    FormatOption,
    LevelOption,
    LibraryOption,
    ListOption,
    case_ids,
    overrides,
)
from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.model import Candidate
    from taskgen.pipeline.listing import Explained

EXAMPLES = """\b
Examples:
  taskgen explain words_001_extra_spaces           one case
  taskgen explain 2                                all cases of Task 2
  taskgen explain words_001 --list plan.md         of another list than the config's
"""


def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="CASE|TASK", help="A case's id, or a task's label.", show_default=False, autocompletion=case_ids
        ),
    ],
    *,
    list_path: ListOption = None,
    cases: CasesOption = None,
    library: LibraryOption = None,
    level: LevelOption = None,
    style: FormatOption = Format.TEXT,
) -> None:
    """Show the evidence for every link: each entry's conditions as wanted and found, and why the winner won."""
    from taskgen.pipeline import listing, project

    given = overrides(cases=cases, library=library, level=level)
    opened = project.each_list(list_path, given, Path.cwd())
    found = project.where_known(opened, lambda one: listing.explain(one, name))
    explained = [one for cases_of_list, _findings in found for one in cases_of_list]
    findings = [finding for _cases, findings_of_list in found for finding in findings_of_list]
    if style is Format.JSON:
        out_json(
            {
                "version": 1,
                "cases": [_fields(one) for one in explained],
                "findings": [finding.as_data() for finding in findings],
            }
        )
        return
    say([finding for finding in findings if finding.severity is Severity.ERROR])
    for one in explained:
        _tell(one)


def _fields(one: Explained) -> Json:
    reference = one.link.reference
    return {
        "case": one.link.case.id,
        "task": one.task or None,
        "rule": reference.rule if reference else None,
        "text": reference.text if reference else None,
        "place": str(reference.place) if reference else None,
        "also_named": [str(other.place) for other in one.link.others],
        "proposals": list(one.proposals),
        "snippet": one.link.snippet.id if one.link.snippet else None,
        "candidates": [
            {
                "entry": candidate.entry,
                "kind": candidate.kind,
                "matches": candidate.matches,
                "chosen": candidate.chosen,
                "why": candidate.why,
                "conditions": [
                    {"key": held.key, "wanted": held.wanted, "found": held.found, "held": held.held}
                    for held in candidate.conditions
                ],
            }
            for candidate in one.candidates
        ],
    }


def _tell(one: Explained) -> None:
    out(paint(one.link.case.id, "bold"))
    reference = one.link.reference
    if reference:
        out(f"  belongs to Task {one.task}: {reference.rule} {reference.text!r} at {reference.place}")
    elif one.proposals:
        out(f"  no task names it; nearest: {', '.join(one.proposals)}")
    else:
        out("  no task names it")
    for other in one.link.others:
        out(f"  also named at {other.place} ({other.rule} {other.text!r})")
    for candidate in one.candidates:
        _tell_candidate(candidate)
    out()


def _tell_candidate(candidate: Candidate) -> None:
    mark = paint("+", "ok") if candidate.chosen else "-"
    out(f"  {mark} {candidate.kind} {candidate.entry}: {candidate.why}")
    for held in candidate.conditions:
        out(f"      {'holds' if held.held else 'fails'}: {held.key} wanted {held.wanted}, found {held.found}")
