"""Python code changed in one place: a function emptied, a literal made another; all else stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.records import dataclass
from taskgen.text.languages.python_syntax import tree

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Code with one change.

    Attributes:
        name: what was changed: a function, a class's as `Class.function`; a literal as it stands.
        line: where, from 1.
        source: what stood there.
        code: the whole code with the change.
    """

    name: str
    line: int
    source: str
    code: str


def emptied(code: str) -> list[Edited]:
    """The code once for each function that does something, its body `pass`; those inside functions go with these.

    Code that does not parse has none.
    """
    parsed = tree(code)
    if isinstance(parsed, tuple):
        return []
    data = code.encode()
    made = (_emptied(data, name, node) for name, node in _functions(parsed.body, ""))
    return [edited for edited in made if edited is not None and not isinstance(tree(edited.code), tuple)]


def _functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    import ast  # noqa: PLC0415 - only where code is changed

    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}{statement.name}", statement
        elif isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body, f"{prefix}{statement.name}.")
        else:
            for part in ("body", "orelse", "finalbody"):
                yield from _functions(getattr(statement, part, []), prefix)


def _emptied(data: bytes, name: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Edited | None:
    if all(_does_nothing(statement) for statement in node.body):
        return None
    starts = _line_starts(data)
    first, last = node.body[0], node.body[-1]
    decorators = getattr(first, "decorator_list", [])
    begin = starts[first.lineno - 1] + first.col_offset
    if decorators:  # a function begins with its `def`; the `@` stands before the decorator
        begin = starts[decorators[0].lineno - 1] + decorators[0].col_offset - 1
    end = starts[(last.end_lineno or 1) - 1] + (last.end_col_offset or 0)
    source = data[starts[node.lineno - 1] + node.col_offset : end].decode()
    changed = (data[:begin] + b"pass" + data[end:]).decode()
    return Edited(name=name, line=node.lineno, source=source, code=changed)


def _does_nothing(statement: ast.stmt) -> bool:
    """Whether a statement is `pass`, `...`, a docstring, `return`, `return None`: emptied, it would be no other."""
    import ast  # noqa: PLC0415 - only where code is changed

    if isinstance(statement, ast.Expr | ast.Return):
        value = statement.value
        if value is None or not isinstance(value, ast.Constant):
            return value is None
        return isinstance(statement, ast.Expr) or value.value is None
    return isinstance(statement, ast.Pass)


def _line_starts(data: bytes) -> list[int]:
    """Where each line begins, as Python counts lines."""
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
