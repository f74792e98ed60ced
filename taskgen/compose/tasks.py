"""An outline into an example task: what its own case says is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.compose import codes, names
from taskgen.compose.complete import complete
from taskgen.compose.example import Before, ExampleTask
from taskgen.compose.inputs import given, input_text, misses_target
from taskgen.diagnostics import has_errors, warning

if TYPE_CHECKING:
    from taskgen.compose.outlines import Outline, Setting
    from taskgen.diagnostics import Finding
    from taskgen.model import CaseLinks


def compose(outline: Outline, setting: Setting) -> tuple[ExampleTask | None, list[Finding]]:
    """Make one example task; None beside errors.

    No other task has a part in it but through the outline: tasks can be composed in any order, and apart.
    """
    link, config = outline.link, setting.config
    case, code, snippet = link.case, outline.code, outline.snippet
    completed, findings = complete(case, link.expectations)
    if completed is None:
        return None, findings
    command, more = codes.command(config.command, case)
    findings += more
    if command is None or has_errors(more):
        return None, findings
    if code is None and link.snippet is None and setting.library.snippets:
        findings.append(_no_snippet(link, setting))
    if completed.expected is None:
        next_step = "add `expected` or `checks` to the case, or an expectation to the library"
        message = f"case {case.id!r} has nothing to check: its task can't be proven"
        findings.append(warning("no-expectation", case.place, message, next_step))
    servers = tuple(dict.fromkeys([*(snippet.needs if snippet else ()), *config.needs]))
    task = ExampleTask(
        case=case.id,
        label=outline.label,
        source=outline.source,
        file=outline.file,
        place=case.place,
        made_from=(("case", completed.digest), *_entries(outline)),
        description=case.description or "",
        goal=case.goal or "",
        servers=servers,
        replayed=names.slug(case.id) in setting.recordings and any(names.is_local(url) for url in servers),
        packages=snippet.requires if snippet else (),
        after_cases=case.needs,
        code=code,
        nearest="" if code else setting.nearest.get(case.id, ""),
        given=given(config.target, code),
        stdin=bool(config.target and config.target.startswith("command:")),
        input=input_text(case.input),
        command=command,
        before=_before(outline, command, setting),
        expected=completed.expected,
        traps=outline.traps,
        done=codes.done_command(case),
        next_file=outline.next_file,
    )
    return task, findings


def _entries(outline: Outline) -> list[tuple[str, str]]:
    """The entries that the task shows, each with its digest."""
    if outline.code is None:
        return []
    by_id = {pitfall.id: pitfall for pitfall in outline.link.pitfalls}
    pitfalls = [(trap.entry, codes.pitfall_digest(by_id[trap.entry])) for trap in outline.traps]
    return [(outline.code.entry, codes.code_digest(outline.code.text)), *pitfalls]


def _no_snippet(link: CaseLinks, setting: Setting) -> Finding:
    nearest = setting.nearest.get(link.case.id)
    next_step = (
        f"the nearest is snippet {nearest!r}: see `taskgen explain {link.case.id}`" if nearest else "add a snippet"
    )
    message = f"no snippet of the library is for case {link.case.id!r}"
    return warning("no-snippet", link.case.place, message, next_step)


def _before(outline: Outline, command: str, setting: Setting) -> Before:
    """What the command says without the code, and after which task that was seen."""
    code, after = outline.code, outline.latest
    text = setting.captures.get(names.slug(outline.link.case.id), "").split("\n")[-1]
    covered_by = code.same_as if code else ""
    if after and code and misses_target(text, setting.config.target, code.path):
        # The earlier task made that file: the capture was taken without it, because the command passes with it.
        after, covered_by = "", after
    return Before(
        text=text,
        after=after,
        covered_by=covered_by,
        exit_status=1 if command.startswith("taskgen run ") else None,
    )
