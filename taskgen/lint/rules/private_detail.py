"""private-detail: a path, host or key of one machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.hygiene import private_paths, secrets
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_HOST: Final = re.compile(
    r"(?<![\w.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w.]|/\d)|"
    r"(?<![a-z0-9-])[a-z0-9-]{1,63}\.(?:corp|internal|lan|intranet)\b(?!\.)(?:\.[a-z]{2,})?(?=[\s:/`)]|$)"
)

_EXAMPLE: Final = re.compile(r"\b(?:e\.g\.|for example|such as|invalid)", re.IGNORECASE)
_PROGRAMS: Final = frozenset(
    [
        "python",
        "py",
        "rust",
        "rs",
        "go",
        "javascript",
        "js",
        "typescript",
        "ts",
        "java",
        "kotlin",
        "swift",
        "c",
        "cpp",
        "csharp",
        "ruby",
    ]
)


def _find(reading: Reading) -> Iterator[Hit]:
    for finding in (*private_paths(reading.text, reading.path), *secrets(reading.text, reading.path)):
        if finding.place is not None:
            yield Hit(line=finding.place.line, column=finding.place.column, length=1, message=finding.message)
    lines = reading.blocks.lines
    programs = [fence for fence in reading.fences if fence.language.lower() in _PROGRAMS]
    for match in _HOST.finditer(reading.text):
        line, column = lines.at(match.start())
        if any(fence.start <= line <= fence.end for fence in programs):
            continue  # an address in a program's tests is made up
        if _EXAMPLE.search(reading.text, max(match.start() - 40, 0), match.start()):
            continue
        message = f"`{match[0]}` is a host of one network"
        yield Hit(line=line, column=column, length=len(match[0]), message=message)


RULE: Final = Rule(
    name="private-detail",
    what="a path, host or key of one machine",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="On any other machine it leads nowhere, and a key in a list is a key in every context that reads it.",
    next_step="write it relative to the project, or as a variable",
    weight=8,
    cap=16,
    bad=TASK + "Make `words_001` pass in /home/marge/src/words.\n\n" + COMMAND + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
