"""Runs inside the sandbox, alone: the lines of a task's `python asserts` block over one answer.

Reads JSON on standard input: {"token", "asserts", "response", "output", "seconds", "exit_code"}. Exit 0 and
`held TOKEN N` as the last line on standard output where all hold; else exit 1, the last line on standard error saying
which does not. Only assert statements are taken, since anything else could make the rest hold.
"""

from __future__ import annotations

import ast
import json
import math
import re
import sys


def failure(line: str, problem: Exception) -> str:
    """What a person reads about an assert that does not hold."""
    if isinstance(problem, AssertionError):
        said = str(problem).strip().split("\n")[0]
        return f"{line} does not hold" + (f": {said}" if said else "")
    text = str(problem).strip().split("\n")[0]
    return f"{line} can't be tried: {type(problem).__name__}: {text}".rstrip(": ")


def main() -> int:
    """Try each statement in turn; stop at the first that does not hold."""
    given = json.load(sys.stdin)
    text, token = given.pop("asserts"), given.pop("token")
    names = {**given, "json": json, "math": math, "re": re}
    tree = ast.parse(text)
    for statement in tree.body:
        line = (ast.get_source_segment(text, statement) or "").split("\n")[0]
        if not isinstance(statement, ast.Assert) or isinstance(statement.test, ast.Tuple):
            sys.stderr.write(f"{line[:200]} asserts nothing\n")
            return 1
        try:
            exec(compile(ast.Module([statement], []), "asserts", "exec"), names)  # noqa: S102 - this is what it is for
        except Exception as problem:  # noqa: BLE001 - whatever the line raises, it does not hold
            sys.stderr.write(failure(line, problem) + "\n")
            return 1
    if not tree.body:
        sys.stderr.write("the block asserts nothing\n")
        return 1
    sys.stdout.write(f"\nheld {token} {len(tree.body)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
