"""`taskgen prove --library`: every entry proven, or why it is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.cli.boundary import ENVIRONMENT, ERRORS, OK
from taskgen.cli.console import counted, err, failing, out, out_json, paint, progress, say
from taskgen.cli.options import Format
from taskgen.diagnostics import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.cli.verdicts import How
    from taskgen.decode import Json
    from taskgen.pipeline.project import Overrides
    from taskgen.prove.library import Said


def run(list_path: str | None, given: Overrides, how: How) -> int:
    """Prove the library through the tasks of each list; the exit code."""
    from taskgen.pipeline import project, prove, prove_library
    from taskgen.prove.library import Said, best

    results, findings = [], []
    opened = project.each_list(list_path, given, Path.cwd())
    for made in project.where_known(opened, lambda one: prove.plan(one, [], again=True)):
        with prove.runner_for(made, how.sandbox, install=how.install) as runner:
            came = list(progress(prove_library.carry_out(made, runner, how.jobs), made.trials, "proving"))
        results.append([one for one in came if isinstance(one, Said)])
        findings += [*made.findings, *(one for one in came if isinstance(one, Finding))]
    say(findings, quiet=True)
    said = best(results)
    if how.style is Format.JSON:
        out_json(
            {"version": 1, "entries": [_fields(one) for one in said], "findings": [one.as_data() for one in findings]}
        )
    else:
        _tell(said, quiet=how.quiet)
    return _code(said, findings, strict=how.strict)


def _code(said: Sequence[Said], findings: Sequence[Finding], *, strict: bool) -> int:
    statuses = {str(one.status) for one in said}
    if "not proven" in statuses or failing(findings, strict=strict):
        return ERRORS
    return ENVIRONMENT if "could not be tried" in statuses else OK


def _fields(one: Said) -> dict[str, Json]:
    entry = one.entry
    return {
        "kind": entry.kind,
        "id": entry.id,
        "place": str(entry.place),
        "status": _WORDS.get(str(one.status), str(one.status)),
        "message": one.message,
        "cases": list(entry.cases),
    }


_WORDS = {"not proven": "refuted", "not tried": "not proven"}
_STYLES = {"proven": "ok", "not tried": "warning"}


def _tell(said: Sequence[Said], *, quiet: bool) -> None:
    """A line an entry, those that are proven left out with `quiet`; then the count of each kind of outcome."""
    from taskgen.hygiene import visible

    width = max((len(one.entry.id) for one in said), default=0)
    for one in said:
        status, is_proven = str(one.status), str(one.status) == "proven"
        if quiet and is_proven:
            continue
        word = paint(_WORDS.get(status, status), _STYLES.get(status, "error"))
        because = " " if is_proven else ": " if status != "not tried" else ", because "
        out(f"{one.entry.kind:11}  {visible(one.entry.id):{width}}  {word}{because}{visible(one.message)}")
        if status == "not proven":
            out(f"{'':11}  {'':{width}}    at {visible(str(one.entry.place))}")
    counts = {
        word: sum(str(one.status) == word for one in said) for word in ("not tried", "not proven", "could not be tried")
    }
    more = [f"{count} {_WORDS.get(word, word)}" for word, count in counts.items() if count]
    proven = len(said) - sum(counts.values())
    line = ", ".join([f"{proven} of {counted(len(said), 'entry', 'entries')} proven", *more])
    err(paint(line, "error" if counts["not proven"] else "ok"))
