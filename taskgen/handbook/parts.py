"""The parts of each book, in order; each is a template under `templates/handbook/AUDIENCE/` that users may override."""

from __future__ import annotations

import enum
from typing import Final

from taskgen.records import dataclass


class Audience(enum.StrEnum):
    """Who a book is for."""

    EXECUTOR = "executor"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a book is: its title and first line, its parts by template name, and the lines that it may have."""

    title: str
    intro: str
    parts: dict[str, str]
    lines: int
    use: str


BOOKS: Final[dict[Audience, Book]] = {
    Audience.EXECUTOR: Book(
        title="Handbook for executors",
        intro="One page for those who execute the example tasks. Read it once, then follow it in each task.",
        parts={
            "contract": "The contract",
            "reading": "How to read a task",
            "setup": "Setup",
            "loop": "The loop",
            "failure": "If a command fails",
            "stopping": "When to stop, and how to say so",
            "edges": "The edge of the job",
            "finishing": "Finishing",
            "worked": "A run, worked through",
            "failures": "Runs that failed",
            "errors": "Known errors",
            "glossary": "Words",
        },
        lines=150,
        use="Execute the example tasks of this project, one test case at a time. Use when asked to work on a task in",
    ),
    Audience.AUTHOR: Book(
        title="Handbook for authors",
        intro="For those who write the task list, its cases and its library.",
        parts={
            "work": "What an author does",
            "cases": "Choosing a case",
            "snippets": "Writing snippets",
            "pitfalls": "Writing pitfalls",
            "expectations": "Writing expectations",
            "sketches": "Sketches",
            "checks": "Checks",
            "rules": "What lint finds",
            "budgets": "Budgets",
            "coverage": "Coverage",
            "moving": "Moving from other lists",
            "another": "A handbook for another executor",
        },
        lines=350,
        use="Write task lists, test cases and library entries that render into proven example tasks in",
    ),
}
