"""Runs inside the sandbox, alone: the lines of a task's `python asserts` block over one answer.

Reads JSON on standard input: {"asserts", "response", "output", "seconds", "exit_code"}. Exit 0 and `held N` on
standard output where all hold; else exit 1, the last line on standard error saying which does not.
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
    text = given.pop("asserts")
    names = {**given, "json": json, "math": math, "re": re}
    tree = ast.parse(text)
    for statement in tree.body:
        line = (ast.get_source_segment(text, statement) or "").split("\n")[0]
        try:
            exec(compile(ast.Module([statement], []), "asserts", "exec"), names)  # noqa: S102 - this is what it is for
        except Exception as problem:  # noqa: BLE001 - whatever the line raises, it does not hold
            sys.stderr.write(failure(line, problem) + "\n")
            return 1
    sys.stdout.write(f"held {len(tree.body)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
