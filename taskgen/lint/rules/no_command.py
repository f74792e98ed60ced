"""no-command: a task that says with no command how to try it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, EXPECTATION, GOOD, TASK
from taskgen.lint.prose import COVER
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_over
from taskgen.text.markdown import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Part, Reading

_SHELL: Final = frozenset(
    {"sh", "bash", "shell", "console", "zsh", "powershell", "cmd", "shell-session", "terminal", "ps1"}
)
_RUNNER: Final = re.compile(
    r"(?:^|[\s`$;&|(])(?:taskgen (?:run|prove)|(?:python[0-9.]*|node|deno|bun|ruby|php) [\w./-]|pytest|tox|nox|uvx?\b|poetry run|npm |npx |pnpm |yarn |"
    r"cargo |go (?:test|run|build|vet)|make\b|just |mvn |gradle|\./[\w./-]+|dotnet |swift |xcodebuild|bundle exec|rake|rspec|phpunit|curl |"
    r"docker |kubectl |terraform |bats |ctest|cmake |bazel |mix |flutter |dart |tsc\b|eslint|ruff |mypy|jest|vitest|playwright|"
    r"cypress|sh |bash |psql |openspec |az |gh )"
)

_TOLD: Final = re.compile(rf"\b(?:run|execute):? {COVER}{{5}}", re.IGNORECASE)  # a code span, whatever program it calls

_SPAN: Final = re.compile(
    r"[a-z][\w./-]* [^(={]*(?:\b(?:test\w*|check|build|run|verify|lint|compile|fmt)\b|\s--?[a-z])"
)


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    for part in reading.parts:
        if not is_over(part.task) and not _has_command(reading, part):
            message = "the task names no command that shows whether it is done"
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message, absent=True)


def _has_command(reading: Reading, part: Part) -> bool:
    if any(fence.language.lower() in _SHELL or _RUNNER.search(fence.content) for fence in reading.fences_in(part)):
        return True
    if any(_TOLD.search(one.words) for one in reading.sentences_in(part)):
        return True
    holding = (one for one in reading.sentences_in(part) if "`" in one.text)
    spans_of = (span.text for one in holding for span in spans(one.text) if span.kind == "code")
    return any(_RUNNER.search(text.strip("`")) or _SPAN.match(text.strip("` ")) for text in spans_of)


RULE: Final = Rule(
    name="no-command",
    what="a task without a command to try it",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="Without a command the executor decides by reading whether it is done, and it always is.",
    next_step="write the exact command that fails now and passes then",
    weight=28,
    cap=28,
    bad=TASK + "Make `words_001` pass.\n\n" + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
