"""What a task's body says about it: metadata lines, requirements, dependencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_METADATA = re.compile(r"\*\*(?P<key>[^*|:\n]{1,50})(?::\*\*|\*\*\s?:)[ \t]*(?P<value>[^|\n]*)")
_REQUIRES = re.compile(
    r"[_*\s]*(?:requirements?|req|refs?|references|acs?|satisfies|implements|validates)[_*\s]*:"
    r"[_*\s]*(?:requirements? )?(?P<value>[^\n]*)",
    re.IGNORECASE,
)
_REQUIREMENT = re.compile(r"[A-Z]{0,8}-?(?:[A-Z]{1,4}\d{0,4}-)?\d+(?:\.\d+)*[a-z]?|(?:[A-Z]+-)*[A-Z]+\d*(?:-\d+)+")
_DEPENDS = re.compile(
    r"[_*\s-]*(?:depends(?: on)?|dependenc(?:y|ies)|blocked[ -]?by|depends_on)[_*\s]*:[_*\s]*(?P<value>[^\n]*)",
    re.IGNORECASE,
)
_DEPENDS_IN_PROSE = re.compile(r"[_*\s-]*(?:depends on|blocked by) (?P<value>[^\n]*)", re.IGNORECASE)
_INLINE_DEPENDS = re.compile(r"\((?:depends on|blocked by|after)[: ]\s?(?P<value>[^()\n]*)\)", re.IGNORECASE)
_INLINE_CRITERIA = re.compile(r"\((?:acs?|requirements?|reqs?): ?(?P<value>[^()\n]*)\)", re.IGNORECASE)
_SPLIT = re.compile(r"[,;、+&]|\band\b|\bund\b")
_NOTHING = {"", "-", "\u2013", "—", "none", "n/a", "na", "nothing", "keine", "no", "[]", "无", "無", "なし", "없음"}
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What was found in the lines of a task."""

    metadata: tuple[tuple[str, str], ...]
    requirements: tuple[str, ...]
    depends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of a task's text; `is_own` says whether it is about the task itself, and not about a part of it."""

    text: str
    is_own: bool


def details_of(title: str, lines: Iterable[TextLine]) -> Details:
    """Read the title and the text lines of a task's body; what stands in fences is not among them."""
    metadata: list[tuple[str, str]] = []
    requirements = [part for found in _INLINE_CRITERIA.finditer(title) for part in _parts(found["value"])]
    depends = [part for found in _INLINE_DEPENDS.finditer(title) for part in labels_in(found["value"])]
    for line in lines:
        if found := _REQUIRES.match(line.text):
            requirements += [part for part in _parts(found["value"]) if _REQUIREMENT.match(part)]
        if line.is_own:
            metadata += _members(line.text)
            depends += _depends_on(line.text)
    return Details(
        metadata=tuple(metadata), requirements=tuple(dict.fromkeys(requirements)), depends=tuple(dict.fromkeys(depends))
    )


def _depends_on(line: str) -> list[str]:
    if found := _DEPENDS.match(line):
        return list(labels_in(found["value"]))
    if found := _DEPENDS_IN_PROSE.match(line):  # behind a colon anything is a label, in prose only what looks like one
        return [label for label in labels_in(found["value"]) if " " not in label and re.search(r"\d", label)]
    return []


def _members(line: str) -> list[tuple[str, str]]:
    """The `**Key**: value` members of a line that begins with one."""
    if not line.lstrip().startswith("**"):
        return []
    found = ((member["key"].strip(), member["value"].strip()) for member in _METADATA.finditer(line))
    return [(key, value) for key, value in found if value]


def _parts(value: str) -> list[str]:
    parts = (part.strip(" _*`[]().") for part in _SPLIT.split(value))
    return [part for part in parts if part.lower() not in _NOTHING]


def labels_in(value: str) -> tuple[str, ...]:
    """The labels in a value like `T001, Task 2 (setup) and #3`, as written but without the word for task."""
    parts = (
        re.sub(r"(?i)^(?:tasks?(?:[-_](?=\d)|\s*))?(?:groups?\s+)?#?", "", part.split("(")[0].strip(" _*`[].\"'✓✔✅"))
        for part in _SPLIT.split(value)
    )
    return tuple(part for part in parts if part.lower() not in _NOTHING and len(part) <= _LONGEST_LABEL)
