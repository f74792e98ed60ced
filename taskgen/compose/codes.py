"""The code and the commands of a task: snippets chosen by rung, placeholders filled in."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taskgen import digest
from taskgen.compose import fill
from taskgen.compose.example import Code
from taskgen.compose.fill_data import fill_path
from taskgen.compose.rungs import Rung, climb
from taskgen.compose.values import values_of
from taskgen.diagnostics import Location, error, warning
from taskgen.text.languages import LANGUAGES, python_code, shell
from taskgen.text.languages.placeholders import uses_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Case, CaseLinks, Library, Pitfall, Snippet


class Shown(NamedTuple):
    """The code of one task: its rung, the text filled in, and the text of the rung below it where there is one."""

    rung: Rung
    text: str
    below: str | None


def choose(
    links: Sequence[CaseLinks], library: Library, protected: Sequence[str]
) -> tuple[list[Shown | None], list[Finding]]:
    """The code of each task, in order; None where there is none or where it was refused.

    Args:
        links: the cases in the order of their tasks.
        library: all entries.
        protected: inputs and outputs, relative to the root, that no code may be the whole of.
    """
    findings = baked_in(library)
    refused = {snippet.id for snippet in library.snippets if any(f.place == snippet.place for f in findings)}
    wanted: list[tuple[Snippet, str] | None] = []
    settled: dict[str, tuple[Snippet, str] | None] = {}  # by snippet, where its file is the same for all cases
    for link in links:
        snippet = link.snippet
        if snippet is None or snippet.id in settled:
            wanted.append(settled[snippet.id] if snippet else None)
            continue
        path, more = path_of(link, protected)
        findings += more
        wanted.append((snippet, path) if path and snippet.id not in refused else None)
        if not uses_case(snippet.file):
            settled[snippet.id] = wanted[-1]
    rungs, more = climb(wanted, {snippet.id: snippet for snippet in library.snippets})
    findings += more
    findings += broken({rung.snippet.id: rung.snippet for rung in rungs if rung}.values())
    shown: list[Shown | None] = []
    for link, rung in zip(links, rungs, strict=True):
        text, more = filled(rung.snippet, link.case) if rung else (None, [])
        findings += more
        below = shown[rung.replaces] if rung and rung.replaces is not None else None
        shown.append(
            Shown(rung=rung, text=text, below=below.text if below else None) if rung and text is not None else None
        )
    return shown, list(dict.fromkeys(findings))


def broken(snippets: Iterable[Snippet]) -> list[Finding]:
    """Code that does not parse: its tasks can't be proven."""
    found = []
    for snippet in snippets:
        text = snippet.code or ""
        problem = None if uses_case(text) else LANGUAGES[snippet.language].syntax_error(text)
        if problem is not None:
            line, column, message = problem
            start = snippet.code_place
            place = Location(start.path, start.line + line - 1, start.column + column - 1)
            told = f"the code of snippet {snippet.id!r} does not parse: {message}"
            found.append(warning("broken-code", place, told, "mend it: its tasks can't be proven"))
    return found


def baked_in(library: Library) -> list[Finding]:
    """Snippets whose code holds a case's values although their file serves several cases."""
    next_step = "let the case come in as the argument, or name the case in `file` ({{ case.id | name }})"
    return [
        error(
            "value-baked-into-code",
            snippet.place,
            f"snippet {snippet.id!r} writes values of one case into {snippet.file}, which serves several",
            next_step,
        )
        for snippet in library.snippets
        if uses_case(snippet.code or "") and not uses_case(snippet.file)
    ]


def path_of(link: CaseLinks, protected: Sequence[str]) -> tuple[str | None, list[Finding]]:
    """The file that the code selected for a case is the whole of; None beside errors, and without code."""
    snippet = link.snippet
    if snippet is None:
        return None, []
    path, findings = fill_path(snippet.file, values_of(link.case), snippet.place)
    parts = (path or "").split("/")
    for name in protected:
        kept = name.rstrip("/").split("/")
        if path and parts[: len(kept)] == kept:
            message = f"snippet {snippet.id!r} would be pasted over {path}, which taskgen itself reads or writes"
            return None, [*findings, error("paste-over-input", snippet.place, message, "give the code another file")]
    return path, findings


def filled(snippet: Snippet, case: Case) -> tuple[str | None, list[Finding]]:
    """A snippet's code with the case's values; None beside errors."""
    code = snippet.code or ""
    if not uses_case(code):
        return code, []
    return fill.fill(code, values_of(case), LANGUAGES[snippet.language], snippet.code_place)


def code(shown: Shown, called: Sequence[str]) -> Code:
    """The code as a task shows it; `called` is what each task is called."""
    rung = shown.rung
    new = (
        python_code.new_names(shown.below, shown.text)
        if shown.below is not None and rung.snippet.language == "python"
        else ()
    )
    return shown_as(
        rung.snippet,
        rung.path,
        shown.text,
        replaces=called[rung.replaces] if rung.replaces is not None else "",
        same_as=called[rung.same_as] if rung.same_as is not None else "",
        new=new,
    )


def shown_as(snippet: Snippet, path: str, text: str, *, replaces: str, same_as: str, new: tuple[str, ...]) -> Code:
    """A snippet's code, filled in, as a task shows it; what is said of it is as `Code` has it."""
    return _code(snippet.id, path, LANGUAGES[snippet.language].fence, text, replaces, same_as, new)


@functools.lru_cache(maxsize=4096)
def _code(entry: str, path: str, fence: str, text: str, replaces: str, same_as: str, new: tuple[str, ...]) -> Code:
    """The value; all tasks that show the same code after the same task share one."""
    return Code(entry=entry, path=path, fence=fence, text=text, replaces=replaces, same_as=same_as, new=new)


def command(template: str, case: Case) -> tuple[str | None, list[Finding]]:
    """The test command of a case: the config's, with the case's values as shell words."""
    line, findings = fill.fill_command(template, values_of(case), case.place)
    named = (replace(found, message=f"the command of case {case.id!r}: {found.message}") for found in findings)
    return line, list(named)


def done_command(case: Case) -> str:
    """The command that records a task as done."""
    return f"taskgen done {shell.literal(case.id)}"


def pitfall_digest(pitfall: Pitfall) -> str:
    """The digest of what a task shows of a pitfall."""
    return _pitfall_digest(pitfall.error, pitfall.cause, pitfall.wrong, pitfall.fix, pitfall.delay)


@functools.lru_cache(maxsize=1024)
def code_digest(text: str) -> str:
    """The digest of code as a task shows it; code that serves many cases is digested once."""
    return digest.of_text(text)


@functools.lru_cache(maxsize=1024)
def _pitfall_digest(*shown: str | float | None) -> str:
    return digest.of_data(list(shown))
