"""The input of a case as a task shows it, the call that it goes into, and whether that call finds its module."""

from __future__ import annotations

import json
import re
from types import NoneType
from typing import TYPE_CHECKING, Final

from taskgen.text.languages import python_code
from taskgen.text.languages.literals import escaper, spell_utf_16

if TYPE_CHECKING:
    from taskgen.compose.example import Code
    from taskgen.decode import Json

_MISSING: Final = re.compile(r"No module named '([\w.]+)'$")
_on_lines: Final = json.JSONEncoder(indent=1, ensure_ascii=False).encode
_in_line: Final = json.JSONEncoder(ensure_ascii=False).encode
_LEAVES: Final = frozenset({str, int, bool, NoneType})
_escape = escaper({"\n": "\n"}, spell_utf_16)


def input_text(value: Json) -> str:
    """The input as JSON, a member a line; characters that nobody sees are escaped."""
    if isinstance(value, dict) and {*map(type, value)} == {str} and _LEAVES.issuperset(map(type, value.values())):
        # The same as below, put together here: with an indent, Python's encoder takes more than twice the time.
        members = ",\n ".join([f"{_in_line(name)}: {_in_line(member)}" for name, member in value.items()])
        return _escape(f"{{\n {members}\n}}")
    return _escape(_on_lines(value))


def given(target: str | None, code: Code | None) -> str:
    """How the input reaches the code, as `complete(given)`; empty where that can't be told."""
    if not target or not target.startswith("python:"):
        return ""
    name = target.rpartition(":")[2]
    parameters = python_code.parameters(code.text, name) if code and code.fence == "python" else None
    return f"{name}({', '.join(parameters)})" if parameters else name


def misses_target(line: str, target: str | None, path: str) -> bool:
    """Whether a command's last line says that the target's module, for which the file `path` stands, is not there."""
    module = (target or "").removeprefix("python:").partition(":")[0]
    missing = _MISSING.search(line)
    if missing is None or f"{module.replace('.', '/')}.py" != path:
        return False
    return f"{module}.".startswith(f"{missing[1]}.")
