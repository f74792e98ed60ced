"""Syntax errors of YAML and TOML, whose code takes no placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.places import line_and_column

if TYPE_CHECKING:
    from taskgen.text.languages.base import Problem

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)\s*\Z")


def toml_error(code: str) -> Problem | None:
    """The first thing that keeps `tomllib` from reading the text."""
    import tomllib  # noqa: PLC0415 - only where TOML is read

    try:
        tomllib.loads(code)
    except RecursionError:
        return 1, 1, "nested too deeply"
    except ValueError as mistake:
        message = str(mistake)
        match = _PLACE.search(message)
        if match is None or match[1] is None:
            line, column = line_and_column(code, len(code) if match else 0)
        else:
            line, column = int(match[1]), int(match[2])
        return line, column, _PLACE.sub("", message).strip()
    return None


def yaml_error(code: str) -> Problem | None:
    """The first thing that keeps PyYAML from reading the text."""
    import yaml  # noqa: PLC0415 - only where YAML is read

    try:
        for _event in yaml.parse(code, Loader=yaml.SafeLoader):
            pass
    except yaml.MarkedYAMLError as mistake:
        mark = mistake.problem_mark or mistake.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        return line, column, mistake.problem or mistake.context or "not YAML"
    except yaml.YAMLError as mistake:
        return 1, 1, str(mistake).splitlines()[0]
    return None
