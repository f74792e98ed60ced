"""broken-code: code that its own language does not take."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.text.languages import python_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Fence

_SKIPPED: Final = re.compile(
    r"^\s*(?:>>>|%|!|\$ )|\u2026|<[a-z_ -]+>|\{\{|^\s*\.\.\.\s*\w|\[[A-Z][^\]]*\]\s*$|^[-+@] ?", re.MULTILINE
)
_SHELL: Final = re.compile(r"^\s*(?:\$ |pip install|cd |npm |git |export |sudo |mkdir |python3? )", re.MULTILINE)
_LONGEST: Final = 50_000


def _find(reading: Reading) -> Iterator[Hit]:
    for fence in reading.fences:
        language = fence.language.lower()
        if not fence.closed or len(fence.content) > _LONGEST or not fence.content.strip():
            continue
        if language in {"python", "py", "python3"}:
            yield from _python(fence)
        elif language == "json":
            yield from _json(fence)


def _python(fence: Fence) -> Iterator[Hit]:
    code = textwrap.dedent(fence.content)
    problem = python_code.syntax_error(code)
    if problem is None:
        return
    if _SHELL.search(code):
        yield Hit(line=fence.start, column=1, length=1, message="this fence says python and holds a shell command")
    elif not _SKIPPED.search(code) and python_code.syntax_error(_inside(code)) is not None:
        line, _column, message = problem
        yield Hit(line=fence.start + line, column=1, length=1, message=f"this is no Python: {message[:80]}")


def _inside(code: str) -> str:
    """The code as the body of a coroutine in a loop, where a part of one is no mistake."""
    return "async def part():\n for _ in ():\n" + textwrap.indent(code, "  ") + "\n  pass\n"


def _json(fence: Fence) -> Iterator[Hit]:
    text = fence.content
    if "..." in text or "//" in text or "/*" in text or "#" in text or _SKIPPED.search(text):
        return
    try:
        json.loads(text)
    except RecursionError:
        return
    except ValueError as problem:
        if _is_lines(text):
            return
        line = getattr(problem, "lineno", 1)
        yield Hit(line=fence.start + line, column=1, length=1, message=f"this is no JSON: {str(problem).split(':')[0]}")


def _is_lines(text: str) -> bool:
    """Whether each line, or what stands between blank lines, is JSON of its own, or the members of an object."""
    for parts in (text.splitlines(), text.split("\n\n"), ["{" + text.strip().rstrip(",") + "}"]):
        try:
            for part in parts:
                if part.strip():
                    json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return False


RULE: Final = Rule(
    name="broken-code",
    what="code that does not parse",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    why="An executor pastes what it is given, and then mends a mistake that was never its own.",
    next_step="mend the code, or give the fence its right language",
    weight=15,
    cap=30,
    bad=TASK + CASE + COMMAND + EXPECTATION + "```python\ndef count_words(text:\n    return len(text.split())\n```\n",
    good=GOOD,
    find=_find,
)
