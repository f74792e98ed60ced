"""Puts a case's values into code, commands, paths and data: as data, never as code, and each placeholder once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.compose.fill_data import fill_data
from taskgen.compose.fill_words import fill_command, fill_path
from taskgen.compose.template import Template, fill_template
from taskgen.compose.values import as_values, values_of
from taskgen.text.languages.placeholders import uses_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding, Location
    from taskgen.model import Case
    from taskgen.text.languages.base import Language

__all__ = ["check_template", "fill", "fill_command", "fill_data", "fill_path", "uses_case", "values_of"]


def check_template(
    code: str, language: Language, place: Location, indent: int | None = None, *, fragment: bool = False
) -> list[Finding]:
    """What keeps the code's placeholders from being filled, whatever the values.

    Args:
        code: the code as the library has it, without its block's indentation.
        language: the language of the code.
        place: where the code's first line is in its file.
        indent: the columns that were taken off each line; None: as many as stand before `place`.
        fragment: whether the code is a part that need not parse by itself.
    """
    return _template(code, language, place, indent, fragment=fragment).faults()


def fill(
    code: str,
    case: Case | Mapping[str, Json],
    language: Language,
    place: Location,
    indent: int | None = None,
    *,
    fragment: bool = False,
) -> tuple[str | None, list[Finding]]:
    """The code with a literal for each placeholder; None, and findings, where it can't be whole.

    Args:
        code: as for `check_template`.
        case: the case, or its values as `values_of` gives them.
        language: as for `check_template`.
        place: as for `check_template`.
        indent: as for `check_template`.
        fragment: as for `check_template`.
    """
    return fill_template(_template(code, language, place, indent, fragment=fragment), as_values(case))


def _template(code: str, language: Language, place: Location, indent: int | None, *, fragment: bool) -> Template:
    columns = place.column - 1 if indent is None else indent
    return Template(code=code, language=language, place=place, indent=columns, fragment=fragment)
