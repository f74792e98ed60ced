"""Puts a case's values into data: a string that is just one placeholder becomes the value with its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.compose.template import missing
from taskgen.compose.values import as_values, look_up
from taskgen.decode import MISSING
from taskgen.diagnostics import error
from taskgen.text.languages.base import LiteralError, identifier
from taskgen.text.languages.placeholders import find_placeholders, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from taskgen.decode import Json, Path
    from taskgen.diagnostics import Finding, Location
    from taskgen.model import Case
    from taskgen.text.languages.placeholders import Placeholder

_DEEPEST = 100


def fill_data(
    data: Json,
    case: Case | Mapping[str, Json],
    locate: Callable[[Path], Location],
    spell: Callable[[Json], Json] = lambda value: value,
) -> tuple[Json, list[Finding]]:
    """Data (as a library's `expected` and `checks`) with the case's values.

    A string that is just one placeholder becomes the value with its type; `| text` puts a string or a whole number
    into a longer one.

    Args:
        data: JSON-like data, at most 100 levels deep.
        case: the case, or its values.
        locate: the place of the string at a path.
        spell: how a value is written in the data (a sketch writes `...` as three escaped dots).

    Returns:
        new data; MISSING where there are findings.
    """
    filler = _Filler(as_values(case), locate, spell)
    filled = filler.fill(data, ())
    return (MISSING if filler.findings else filled), filler.findings


class _Filler:
    def __init__(
        self, values: Mapping[str, Json], locate: Callable[[Path], Location], spell: Callable[[Json], Json]
    ) -> None:
        self.values, self.locate, self.spell = values, locate, spell
        self.findings: list[Finding] = []

    def fill(self, data: Json, path: Path) -> Json:
        if isinstance(data, str):
            return self.fill_string(data, path, is_key=False)
        if len(path) > _DEEPEST and isinstance(data, dict | list):
            return self.refuse(path, "nested-too-deeply", f"nested more than {_DEEPEST} levels deep", "flatten it")
        if isinstance(data, dict):
            return self.fill_members(data, path)
        if isinstance(data, list):
            return [self.fill(element, (*path, index)) for index, element in enumerate(data)]
        return data

    def fill_members(self, data: dict[str, Json], path: Path) -> dict[str, Json]:
        filled: dict[str, Json] = {}
        for key, member in data.items():
            here = (*path, key)
            name = self.fill_string(key, here, is_key=True)
            if name in filled:
                self.refuse(here, "duplicate-key", f"{str(name)[:60]!r} is given twice once it is filled", "keep one")
            filled[name] = self.fill(member, here)
        return filled

    def refuse(self, path: Path, rule: str, message: str, next_step: str) -> Json:
        self.findings.append(error(rule, self.locate(path), message, next_step))
        return ""

    def fill_string(self, text: str, path: Path, *, is_key: bool) -> Json:
        found, faults = find_placeholders(text) if "{{" in text else ([], [])
        self.findings += [error(fault.rule, self.locate(path), fault.message, fault.next_step) for fault in faults]
        if not found or faults:
            return text
        alone = (found[0].start, found[0].end) == (0, len(text))
        if alone and not found[0].filter and not is_key:
            value = self.value(found[0], path)
            return "" if value is MISSING else self.spell(value)
        words = [self.word(placeholder, path) for placeholder in found]
        return joined(text, [(one.start, one.end, word) for one, word in zip(found, words, strict=True)]).text

    def value(self, placeholder: Placeholder, path: Path) -> Json:
        value = look_up(placeholder.path, self.values)
        if value is MISSING:
            self.findings.append(missing(placeholder, self.values, self.locate(path)))
        return value

    def word(self, placeholder: Placeholder, path: Path) -> str:
        """What stands for a placeholder inside a longer string."""
        if not placeholder.filter:
            message = f"the placeholder for {placeholder.path[:60]!r} stands inside a longer string or a member's name"
            return str(self.refuse(path, "placeholder-in-string", message, f"write {placeholder.spelled('text')}"))
        value = self.value(placeholder, path)
        if value is MISSING:
            return ""
        if placeholder.filter == "name" and isinstance(value, str):
            try:
                return identifier(value, (), "data")
            except LiteralError as mistake:
                return str(self.refuse(path, "no-literal", f"{placeholder.path[:60]!r} {mistake}", "use | text"))
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return str(self.spell(str(value)))
        message = f"{placeholder.path[:60]!r} is neither a string nor a whole number, so that it is no text"
        return str(self.refuse(path, "no-literal", message, "let the placeholder be the whole string"))
