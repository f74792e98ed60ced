"""`taskgen check`: inputs valid, outputs current, receipts fresh; executes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import err, failing, out, out_json, say, table
from taskgen.cli.options import (
    CasesOption,
    FindingsFormat,
    FindingsFormatOption,
    LevelOption,
    LibraryOption,
    ListPath,
    OutOption,
    QuietOption,
    StrictOption,
    TemplatesOption,
    overrides,
)
from taskgen.diagnostics import TaskgenError, finding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding

EXAMPLES = """\b
Examples:
  taskgen check                  every list of the config
  taskgen check tasks.md --strict
  taskgen check --format github  mark what is wrong in a pull request
  taskgen check --show-config    every setting, and where it comes from
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    out_folder: OutOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    show_config: Annotated[bool, typer.Option("--show-config", help="Show the settings in force and stop.")] = False,
    style: FindingsFormatOption = FindingsFormat.TEXT,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check that inputs are valid, outputs current, receipts fresh. Executes nothing, writes nothing."""
    given = {"cases": cases, "library": library, "out": out_folder, "templates": templates, "level": level}
    base = Path.cwd()
    if show_config:
        _show_config(given, base, style)
        return
    words = (list_path or "", *(f"{name}={value}" for name, value in given.items() if value is not None))
    try:
        answer = _answer(base, words, list_path, given)
    except TaskgenError as stopped:
        if style is FindingsFormat.GITHUB:
            _annotate(stopped.findings)
        raise
    findings = [finding_of(data) for one in answer for data in one["findings"]]
    if style is FindingsFormat.JSON:
        out_json({"version": 1, "lists": answer})
    else:
        if style is FindingsFormat.GITHUB:
            _annotate(findings)
        say(findings, quiet=quiet)
        for one in answer:
            err(_summary(one))
    raise typer.Exit(ERRORS if failing(findings, strict=strict) else OK)


def _annotate(findings: Iterable[Finding]) -> None:
    from taskgen.reporters.github import marks

    out("\n".join(marks(findings)))


def _answer(base: Path, words: tuple[str, ...], list_path: str | None, given: Mapping[str, str | None]) -> list[Json]:
    """What a check says of each list: what it said last time where nothing has changed since."""
    from taskgen.pipeline import cache

    question = cache.Question(base=base, words=words)
    began = cache.begin()
    kept: list[Json] | None = cache.recall(question)
    if kept is not None:
        return kept
    from taskgen.pipeline import project, status

    projects = list(project.each_list(list_path, overrides(**given), base))
    answer = [status.check(one) for one in projects]
    cache.keep(question, projects, answer, began)
    return answer


def _summary(one: Json) -> str:
    files = f"{one['current']} of {one['files']} files current"
    weak = f", {one['weak']} of them weakly" if one["weak"] else ""
    return f"{one['list']}: {files}, {one['proven']} of {one['tasks']} tasks proven{weak}"


def _show_config(given: Mapping[str, str | None], base: Path, style: FindingsFormat) -> None:
    """Every setting in force, and where it comes from."""
    import json

    from taskgen.pipeline import project
    from taskgen.read.config import effective

    line = {name: value for name, value in given.items() if name != "level"}
    settings = effective(line, project.open_without_list(overrides(**given), base).config)
    if style is FindingsFormat.JSON:
        out_json({"version": 1, "settings": [{"key": s.key, "value": s.value, "origin": s.origin} for s in settings]})
        return
    rows = [(s.key, "-" if s.value is None else json.dumps(s.value, ensure_ascii=False), s.origin) for s in settings]
    table(rows, ("setting", "value", "from"))
