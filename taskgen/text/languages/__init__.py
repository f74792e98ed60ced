"""The languages that code may be in: what they are called, how their syntax is checked, which take placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.places import line_and_column
from taskgen.text.languages import json_data, python, shell
from taskgen.text.languages.base import Language

if TYPE_CHECKING:
    from taskgen.text.languages.base import Problem

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)\s*\Z")


def _toml_error(code: str) -> Problem | None:
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


def _yaml_error(code: str) -> Problem | None:
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


LANGUAGES: dict[str, Language] = {
    "python": Language(label="Python", fence="python", syntax_error=python.syntax_error, values=python),
    "shell": Language(label="shell", fence="sh", syntax_error=shell.syntax_error, values=shell),
    "json": Language(label="JSON", fence="json", syntax_error=json_data.syntax_error, values=json_data),
    "yaml": Language(label="YAML", fence="yaml", syntax_error=_yaml_error),
    "toml": Language(label="TOML", fence="toml", syntax_error=_toml_error),
    "javascript": Language(label="JavaScript", fence="javascript"),
    "typescript": Language(label="TypeScript", fence="typescript"),
    "text": Language(label="plain text", fence="text"),
}
