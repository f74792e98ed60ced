"""A book written: each part through its template, within the lines that the book may have."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from taskgen.diagnostics import Location, warning
from taskgen.handbook.parts import BOOKS
from taskgen.records import dataclass
from taskgen.render.environment import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jinja2

    from taskgen.diagnostics import Finding
    from taskgen.handbook.facts import Facts
    from taskgen.handbook.parts import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a book: its template's name, its heading, its text in Markdown, headings left out."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A book: what it was made from, and its parts."""

    audience: Audience
    title: str
    intro: str
    source: str
    made_from: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]

    @property
    def lines(self) -> int:
        """The lines of its Markdown, with headings, comment line and end marker."""
        return 7 + sum(part.text.count("\n") + 3 for part in self.parts)


def write(
    environment: jinja2.Environment, audience: Audience, facts: Facts, more: Mapping[str, Any]
) -> tuple[Written, list[Finding]]:
    """Write a book; over its lines, the list of known errors is cut first, then the failed runs.

    Args:
        environment: has the templates.
        audience: who it is for.
        facts: what it tells of the project.
        more: further values that its templates show, beside the facts, under `book`.

    Returns:
        the book, and a warning where it is longer than it may be all the same.

    Raises:
        TaskgenError: a template is missing, can't be parsed, or fails.
    """
    limit = BOOKS[audience].lines
    fields = {**dataclasses.asdict(facts), **more, "dropped": 0}
    written = _written(environment, audience, facts, fields)
    while written.lines > limit and (fields["failures"] or fields["shown"]):
        fields = _cut(fields, written.lines - limit)
        written = _written(environment, audience, facts, fields)
    if written.lines <= limit:
        return written, []
    message = f"the book has {written.lines} lines of {limit}"
    return written, [warning("over-budget", Location(facts.source), message, "shorten your own templates of its parts")]


def _cut(fields: dict[str, Any], excess: int) -> dict[str, Any]:
    """The fields with fewer known errors, or without the last failed run."""
    errors = fields["failures"]
    if not errors:
        return {**fields, "shown": fields["shown"][:-1]}
    kept = max(0, len(errors) - excess - (0 if fields["dropped"] else 1))  # one line says how many are left out
    return {**fields, "failures": errors[:kept], "dropped": fields["dropped"] + len(errors) - kept}


def _written(environment: jinja2.Environment, audience: Audience, facts: Facts, fields: dict[str, Any]) -> Written:
    book = BOOKS[audience]
    wanted = {name: (title, f"handbook/{audience}/{name}.md.j2") for name, title in book.parts.items()}
    if facts.missing:
        wanted = {"missing": ("What is missing", "handbook/missing.md.j2"), **wanted}
    parts = tuple(
        Part(name=name, title=title, text=render(environment, template, {"book": fields}).text)
        for name, (title, template) in wanted.items()
    )
    return Written(
        audience=audience,
        title=f"{book.title}: {facts.title}",
        intro=book.intro,
        source=facts.source,
        made_from=facts.made_from,
        parts=parts,
    )
