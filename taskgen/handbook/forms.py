"""The forms of a book: one Markdown file, a folder of pages, a skill; each as files in memory, sealed."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

from taskgen import digest, markers
from taskgen.handbook.parts import BOOKS
from taskgen.model import RenderedFile
from taskgen.text.markdown.prose import prose

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.handbook.write import Part, Written

LONGEST_DESCRIPTION = 1024  # characters, by the Agent Skills specification
LONGEST_NAME = 64
INDEX = "index.md"
SKILL = "SKILL.md"


def comment(book: Written) -> str:
    """The line that says what the book was made from."""
    return markers.comment_line(None, book.source, book.made_from)


def body(book: Written, level: int) -> str:
    """The book below its title: the first line, then the parts under headings of one level."""
    return "\n".join([prose(book.intro), "", *(_section(part, level) for part in book.parts)]).rstrip() + "\n"


def _section(part: Part, level: int) -> str:
    return f"{'#' * level} {prose(part.title)}\n\n{part.text}"


def inside(book: Written) -> str:
    """The book to stand inside another file, a level lower."""
    return f"## {prose(book.title)}\n\n{body(book, 3)}"


def relative(target: str, folder: str) -> str:
    """The path from a folder to a file, both absolute, with `/`."""
    return posixpath.relpath(target, folder)


def plain(book: Written) -> str:
    """The whole book without the marks of a generated file."""
    return f"# {prose(book.title)}\n\n{body(book, 2)}"


def file(book: Written) -> str:
    """The text of a file that holds the whole book."""
    return markers.sealed(f"# {prose(book.title)}\n\n{comment(book)}\n\n{body(book, 2)}")


def folder(book: Written) -> tuple[RenderedFile, ...]:
    """A page a part, and an index; paths are relative to the folder."""
    names = {part.name: f"{number:02}-{part.name}.md" for number, part in enumerate(book.parts, start=1)}
    pages = [
        RenderedFile(
            path=names[part.name],
            text=markers.sealed(f"# {prose(part.title)}\n\n{comment(book)}\n\n{part.text}"),
        )
        for part in book.parts
    ]
    listed = "\n".join(f"- [{prose(part.title)}]({names[part.name]})" for part in book.parts)
    index = f"# {prose(book.title)}\n\n{comment(book)}\n\n{prose(book.intro)}\n\n{listed}\n"
    return (RenderedFile(path=INDEX, text=markers.sealed(index)), *pages)


def skill(book: Written, name: str, tasks: str) -> str:
    """The text of a SKILL.md.

    Args:
        book: what it teaches.
        name: the skill's name, which is also that of its folder.
        tasks: the folder of the example tasks.
    """
    description = f"{BOOKS[book.audience].use} {tasks}/."[:LONGEST_DESCRIPTION]
    head = f"---\nname: {name}\ndescription: {json.dumps(description)}\n---\n"
    return markers.sealed(f"{head}\n# {prose(book.title)}\n\n{comment(book)}\n\n{body(book, 2)}")


def is_skill_name(name: str) -> bool:
    """Whether a folder's name can be a skill's: small letters, digits and single hyphens."""
    plain = name.replace("-", "")
    known = bool(plain) and plain.isalnum() and name == name.lower()
    return known and "--" not in name and name.strip("-") == name and len(name) <= LONGEST_NAME


def as_data(book: Written) -> Json:
    """The book for programs."""
    return {
        "version": 1,
        "for": str(book.audience),
        "title": book.title,
        "source": book.source,
        "lines": book.lines,
        "made_from": {name: of for name, of in book.made_from},  # noqa: C416 - pairs of text, said as such
        "digest": digest.of_text(file(book)),
        "parts": [{"name": part.name, "title": part.title, "text": part.text} for part in book.parts],
    }
