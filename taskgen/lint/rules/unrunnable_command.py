"""unrunnable-command: a command that can not run here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, CODE, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.text.languages import shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Fence

_SHELLS: Final = frozenset({"sh", "bash", "shell", "zsh"})
_FILE: Final = re.compile(
    r"^(?:python[0-9.]*|node|bash|sh|ruby|php|deno run|pytest)\s+(?:-[\w-]+\s+)*(?P<file>(?!-)[\w./-]+\.(?:py|js|ts|mjs|sh|rb|php))\b"
)

_MODULE: Final = re.compile(r"^python[0-9.]*\s+(?:-[A-Z]\s+)*-m\s+(?P<module>[A-Za-z_]\w*(?:\.\w+)+)")
_ROOTS: Final = ("", "src/")


def _find(reading: Reading) -> Iterator[Hit]:
    for fence in reading.fences:
        if fence.language.lower() not in _SHELLS or not fence.closed:
            continue
        problem = shell.syntax_error(fence.content)
        if problem is not None:
            line, column, message = problem
            yield Hit(line=fence.start + line, column=column, length=1, message=f"no shell takes this: {message}")
        elif reading.facts.files is not None:
            yield from _missing(reading, fence, reading.facts.files)


def _missing(reading: Reading, fence: Fence, files: frozenset[str]) -> Iterator[Hit]:
    for number, raw in enumerate(fence.content.split("\n")):
        line = raw.strip().removeprefix("$ ")
        found = _FILE.match(line) or _MODULE.match(line)
        if found is None:
            continue
        shown = found[1]
        name = shown.removeprefix("./")
        is_module = found.re is _MODULE
        is_there = _has_module(name, files) if is_module else name in files
        # What the list itself makes or shows is no mistake.
        made = name.replace(".", "/") if is_module else name
        if not is_there and reading.text.count(made) < (1 if is_module else MENTIONS):
            message = f"there is no {'module' if is_module else 'file'} {name} here"
            column = raw.find(shown) + 1
            yield Hit(line=fence.start + 1 + number, column=column, length=len(shown), message=message)


def _has_module(name: str, files: frozenset[str]) -> bool:
    """Whether a module is in the workspace, or of a package that is not: an installed one."""
    top, path = name.partition(".")[0], name.replace(".", "/")
    ours = [root for root in _ROOTS if f"{root}{top}" in files or f"{root}{top}.py" in files]
    ends = (".py", "/__init__.py", "/__main__.py")
    return not ours or any(f"{root}{path}{end}" in files for root in ours for end in ends)


MENTIONS: Final = 2


RULE: Final = Rule(
    name="unrunnable-command",
    what="a command that can not run",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    why="An executor that meets a command which can not run mends the command, and the check is gone.",
    next_step="write the command as you have run it yourself",
    weight=15,
    cap=30,
    bad=TASK + CASE + "```sh\npytest -k 'words_001\n```\n\n" + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
