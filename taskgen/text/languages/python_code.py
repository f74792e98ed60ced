"""Python code read by its syntax tree: syntax errors, what it defines at its top, functions emptied."""

from __future__ import annotations

import ast
import functools
import warnings
from typing import TYPE_CHECKING

from taskgen.places import line_and_column
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.text.languages.base import Problem


def tree(code: str) -> ast.Module | Problem:
    """The syntax tree as the running Python reads it, or the first syntax error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bad escape in a user's string is no trouble of ours
            return ast.parse(code)
    except SyntaxError as mistake:
        return max(mistake.lineno or 1, 1), max(mistake.offset or 1, 1), mistake.msg
    except UnicodeEncodeError as mistake:
        return (*line_and_column(code, mistake.start), "a lone surrogate")
    except (ValueError, RecursionError, MemoryError) as mistake:
        return 1, 1, str(mistake) or "nested too deeply"


def syntax_error(code: str) -> Problem | None:
    """The first syntax error."""
    parsed = tree(code)
    return None if isinstance(parsed, ast.Module) else parsed


def new_names(old_code: str, new_code: str) -> tuple[str, ...]:
    """What the new code has at its top and the old lacks, in the new code's order.

    Imports come as source text, one name each ("import re", "from x import y as z"); then functions, classes and
    assigned names. Code that does not parse has none.
    """
    old = set(_defined(old_code))
    return tuple(name for name in _defined(new_code) if name not in old)


@functools.lru_cache(maxsize=64)  # one snippet may serve hundreds of cases
def functions(code: str) -> dict[str, tuple[str, ...]]:
    """The functions at the top of the code with their parameters' names, `*` and `**` included."""
    return {
        statement.name: _parameters(statement.args)
        for statement in _statements(code)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def parameters(code: str, function: str) -> tuple[str, ...] | None:
    """The parameters of a function at the top of the code; None where there is no such function."""
    return functions(code).get(function)


def _parameters(arguments: ast.arguments) -> tuple[str, ...]:
    plain = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    rest = [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    only = [argument.arg for argument in arguments.kwonlyargs]
    named = [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return (*plain, *rest, *only, *named)


def _statements(code: str) -> Iterator[ast.stmt]:
    """The statements at the top of code that parses, those under a top-level `if`, `try` or `with` included."""
    parsed = tree(code)
    todo = parsed.body[::-1] if isinstance(parsed, ast.Module) else []
    while todo:
        statement = todo.pop()
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            todo += _beneath(statement)[::-1]


def _beneath(statement: ast.If | ast.Try | ast.With) -> list[ast.stmt]:
    handled = [one for handler in getattr(statement, "handlers", ()) for one in handler.body]
    return [*statement.body, *handled, *getattr(statement, "orelse", ()), *getattr(statement, "finalbody", ())]


def _defined(code: str) -> list[str]:
    """Each imported name as a statement of its own, then each function, class and assigned name; each once."""
    imports: list[str] = []
    names: list[str] = []
    for statement in _statements(code):
        if isinstance(statement, ast.Import):
            imports += [f"import {_alias(name)}" for name in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            source = "." * statement.level + (statement.module or "")
            imports += [f"from {source} import {_alias(name)}" for name in statement.names]
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(statement.name)
        elif isinstance(statement, ast.Assign):
            names += [name for target in statement.targets for name in _bound(target)]
        elif isinstance(statement, ast.AnnAssign):
            names += _bound(statement.target)
    return list(dict.fromkeys([*imports, *names]))


def _alias(name: ast.alias) -> str:
    return f"{name.name} as {name.asname}" if name.asname else name.name


def _bound(target: ast.expr) -> list[str]:
    """The names that an assignment to this target binds."""
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Code with one change.

    Attributes:
        name: what was changed: a function, a class's as `Class.function`.
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
    if not isinstance(parsed, ast.Module):
        return []
    data = code.encode()
    made = (_emptied(data, name, node) for name, node in _functions(parsed.body, ""))
    return [edited for edited in made if edited is not None and not isinstance(tree(edited.code), tuple)]


def _functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
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
    if decorators:  # a function begins with its `def`; the `@` comes before its decorator
        begin = starts[decorators[0].lineno - 1] + decorators[0].col_offset - 1
    end = starts[(last.end_lineno or 1) - 1] + (last.end_col_offset or 0)
    source = data[starts[node.lineno - 1] + node.col_offset : end].decode()
    changed = (data[:begin] + b"pass" + data[end:]).decode()
    return Edited(name=name, line=node.lineno, source=source, code=changed)


def _does_nothing(statement: ast.stmt) -> bool:
    """Whether a statement is `pass`, `...`, a docstring, `return`, `return None`: emptied, it would be no other."""
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
