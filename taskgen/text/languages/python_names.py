"""What a piece of Python code defines at its top: imports, names, functions with their parameters."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from taskgen.text.languages.python_syntax import tree

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

    from taskgen.text.languages.base import Problem


def new_names(old_code: str, new_code: str) -> tuple[str, ...]:
    """What the new code has at its top and the old lacks, in the new code's order.

    Imports come as source text, one name each ("import re", "from x import y as z"); then functions, classes and
    assigned names. Code that does not parse has none.
    """
    old = set(_imports(old_code)) | set(_names(old_code))
    return tuple(name for name in (*_imports(new_code), *_names(new_code)) if name not in old)


def functions(code: str) -> dict[str, tuple[str, ...]]:
    """The functions at the top of the code with their parameters' names, `*` and `**` included."""
    return dict(_read(code)[1])


def problem(code: str) -> Problem | None:
    """The first syntax error."""
    return _read(code)[0]


@functools.lru_cache(maxsize=4096)
def _read(code: str) -> tuple[Problem | None, dict[str, tuple[str, ...]]]:
    """What is asked of the same code in several steps, for one parse."""
    import ast  # noqa: PLC0415 - only where code is read

    parsed = tree(code)
    if isinstance(parsed, tuple):
        return parsed, {}
    found = {
        statement.name: _parameters(statement.args)
        for statement in _all_of(parsed)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return None, found


def parameters(code: str, function: str) -> tuple[str, ...] | None:
    """The parameters of a function at the top of the code; None where there is no such function."""
    return _read(code)[1].get(function)


def _parameters(arguments: ast.arguments) -> tuple[str, ...]:
    plain = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    rest = [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    only = [argument.arg for argument in arguments.kwonlyargs]
    named = [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return (*plain, *rest, *only, *named)


def _statements(code: str) -> Iterator[ast.stmt]:
    """The statements of the code, if it can be parsed, as `_all_of`."""
    parsed = tree(code)
    return iter(()) if isinstance(parsed, tuple) else _all_of(parsed)


def _all_of(parsed: ast.Module) -> Iterator[ast.stmt]:
    """The statements at the top, those under a top-level `if`, `try` or `with` included."""
    import ast  # noqa: PLC0415 - only where code is read

    todo: list[ast.stmt] = list(reversed(parsed.body))
    while todo:
        statement = todo.pop()
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            todo.extend(reversed(list(_beneath(statement))))


def _beneath(statement: ast.If | ast.Try | ast.With) -> Iterator[ast.stmt]:
    yield from statement.body
    for handler in getattr(statement, "handlers", ()):
        yield from handler.body
    yield from getattr(statement, "orelse", ())
    yield from getattr(statement, "finalbody", ())


def _imports(code: str) -> Iterable[str]:
    """Each imported name as a statement of its own, once."""
    import ast  # noqa: PLC0415 - only where code is read

    found: dict[str, None] = {}
    for statement in _statements(code):
        if isinstance(statement, ast.Import):
            found.update((f"import {_alias(name)}", None) for name in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            source = "." * statement.level + (statement.module or "")
            found.update((f"from {source} import {_alias(name)}", None) for name in statement.names)
    return found


def _alias(name: ast.alias) -> str:
    return f"{name.name} as {name.asname}" if name.asname else name.name


def _names(code: str) -> Iterable[str]:
    """Each function, class and assigned name, once."""
    import ast  # noqa: PLC0415 - only where code is read

    found: dict[str, None] = {}
    for statement in _statements(code):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found[statement.name] = None
        elif isinstance(statement, ast.Assign):
            found.update((name, None) for target in statement.targets for name in _bound(target))
        elif isinstance(statement, ast.AnnAssign):
            found.update((name, None) for name in _bound(statement.target))
    return found


def _bound(target: ast.expr) -> Iterator[str]:
    """The names that an assignment to this target binds."""
    import ast  # noqa: PLC0415 - only where code is read

    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
