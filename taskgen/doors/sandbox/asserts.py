"""Runs inside the sandbox, alone: the lines of a task's `python asserts` block over answers.

Reads JSON on standard input: {"token", "asserts", "answers": [{"response", "output", "seconds", "exit_code"}...]}. The
last line on standard output is `held TOKEN 101...`, a digit an answer, 1 where all lines hold. Exit 0 where they hold
for all; else exit 1, the last line on standard error saying which does not. Only assert statements are taken, since
anything else could make the rest hold.
"""

from __future__ import annotations

import ast
import json
import math
import re
import sys

TYPE_CHECKING = False  # as typing's, which takes milliseconds to import
if TYPE_CHECKING:
    from typing import Any


def failure(line: str, problem: Exception) -> str:
    """What a person reads about an assert that does not hold."""
    if isinstance(problem, AssertionError):
        said = str(problem).strip().split("\n")[0]
        return f"{line} does not hold" + (f": {said}" if said else "")
    text = str(problem).strip().split("\n")[0]
    return f"{line} can't be tried: {type(problem).__name__}: {text}".rstrip(": ")


def first_that_fails(text: str, names: dict[str, Any]) -> str:
    """Try each statement in turn; what is said of the first that does not hold, empty where all do."""
    tree = ast.parse(text)
    for statement in tree.body:
        line = (ast.get_source_segment(text, statement) or "").split("\n")[0]
        if not isinstance(statement, ast.Assert) or isinstance(statement.test, ast.Tuple):
            return f"{line[:200]} asserts nothing"
        try:
            exec(compile(ast.Module([statement], []), "asserts", "exec"), names)  # noqa: S102 - this is what it is for
        except Exception as problem:  # noqa: BLE001 - whatever the line raises, it does not hold
            return failure(line, problem)
    return "" if tree.body else "the block asserts nothing"


def main() -> int:
    """Try the lines on each answer; all of the answers have to hold for exit 0."""
    given = json.load(sys.stdin)
    token, code = given["token"], 0
    told = []
    for answer in given["answers"]:
        problem = first_that_fails(given["asserts"], {**answer, "json": json, "math": math, "re": re})
        told.append("0" if problem else "1")
        if problem:
            sys.stderr.write(problem + "\n")
            code = 1
    sys.stdout.write(f"\nheld {token} {''.join(told)}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
