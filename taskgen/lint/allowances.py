"""Allowances in place: `<!-- taskgen: allow RULE "reason" -->` takes a rule out of one task, or of the whole list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.records import dataclass
from taskgen.text.markdown import comments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_ALLOW: Final = re.compile(
    r"taskgen:\s*allow\s+(?P<rules>[a-z-]+(?:\s*,\s*[a-z-]+)*)\s*(?:[\"\u201c](?P<reason>[^\"\u201d]*)[\"\u201d])?\s*$"
)
_LINE: Final = re.compile(r"<!--\s*(taskgen:\s*allow[^>]*?)\s*-->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One rule allowed: in the task that it stands in (`part`, by position), in the whole list where that is None."""

    rule: str
    reason: str
    line: int
    part: int | None


def allowances(reading: Reading) -> list[Allowance]:
    """The allowances of a list, in order."""
    return list(_all(reading))


def _all(reading: Reading) -> Iterator[Allowance]:
    seen: set[tuple[int, str]] = set()
    blocks = [(comment.line, comment.text) for comment in comments_of(reading.blocks)]
    inline = [
        (sentence.at(found.start())[0], found[1])
        for sentence in reading.sentences
        for found in _LINE.finditer(sentence.text)
    ]
    for line, text in sorted([*blocks, *inline]):
        found = _ALLOW.search(" ".join(text.split()))
        if found is None or (line, text) in seen:
            continue
        seen.add((line, text))
        part = reading.part_at(line)
        for name in found["rules"].split(","):
            yield Allowance(
                rule=name.strip(),
                reason=(found["reason"] or "").strip(),
                line=line,
                part=part.position if part else None,
            )
