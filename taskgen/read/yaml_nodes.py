"""The tree behind a YAML document: values with their offsets, and the places found through it."""

from __future__ import annotations

import bisect
import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.decode import Document
from taskgen.diagnostics import Location
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json, Path

_BLANK_LINE: Final = re.compile(r"[ \t\r]*\n")
_INDENT: Final = re.compile(" *")
_HEADER: Final = re.compile(r"\|[-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n")


@dataclass(slots=True)
class Node:
    """One value of a document.

    Attributes:
        value: JSON-like data; a collection's grows while its events come.
        offset: where the value begins, in characters.
        block: whether it was written as a literal block scalar.
        members: by key, the key's offset and the value's node; None for what is no mapping.
        elements: of a list, each value's offset and node; None for what is no list.
        damaged: whether something here or below was refused, so that the value is not the whole one.
        depth: how many levels of collections there are, itself counted; 0 for what is none.
        size: how many values there are here and below, aliases counted as often as they are used.
        length: how many characters of text there are here and below, counted alike.
    """

    value: Json
    offset: int
    block: bool = False
    members: dict[str, tuple[int, Node]] | None = None
    elements: list[tuple[int, Node]] | None = None
    damaged: bool = False
    depth: int = 0
    size: int = 1
    length: int = 0


@dataclass(slots=True)
class Text:
    """A file's text, and the places of its offsets; lines end at a line feed, as editors count them."""

    path: str
    text: str
    _starts: list[int] = field(default_factory=list)

    def place(self, offset: int) -> Location:
        """The line and column, from 1, of an offset; one behind the end is taken as the end."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        offset = max(0, min(offset, len(self.text)))
        line = bisect.bisect_right(self._starts, offset)
        return Location(self.path, line, offset - self._starts[line - 1] + 1)

    def content_place(self, node: Node) -> Location:
        """The place of the first line that a block scalar holds, behind its indentation."""
        header = _HEADER.search(self.text, node.offset)
        if not node.block or header is None:
            return self.place(node.offset)
        place = self.place(header.end())
        return Location(place.path, place.line, place.column + self._indentation(node.value, header.end()))

    def _indentation(self, value: str, begin: int) -> int:
        blank = len(value) - len(value.lstrip("\n"))
        inner = len(value[blank:]) - len(value[blank:].lstrip(" "))
        while (line := _BLANK_LINE.match(self.text, begin)) is not None:
            begin = line.end()
        rest = _INDENT.match(self.text, begin)
        return max(0, len(rest[0]) - inner) if rest else 0


def document(text: Text, root: Node | None) -> Document:
    """The document of a tree; `None` stands for a text without any value."""
    root = root or Node(None, 0)
    return Document(
        path=text.path,
        data=root.value,
        locate=lambda path: text.place(_find(root, path)[0]),
        is_block=lambda path: _is_block(root, path),
        is_damaged=lambda path: _is_damaged(root, path),
        locate_content=lambda path: _content(text, root, path),
    )


def _find(root: Node, path: Path) -> tuple[int, Node, bool]:
    """The offset to show for a path, the nearest node on it, and whether that is the very one."""
    node, offset = root, root.offset
    for part in path:
        if node.members is not None and isinstance(part, str) and part in node.members:
            offset, node = node.members[part]
        elif node.elements is not None and isinstance(part, int) and 0 <= part < len(node.elements):
            offset, node = node.elements[part]
        else:
            return offset, node, False
    return offset, node, True


def _is_block(root: Node, path: Path) -> bool:
    _, node, found = _find(root, path)
    return found and node.block


def _is_damaged(root: Node, path: Path) -> bool:
    _, node, found = _find(root, path)
    return found and node.damaged


def _content(text: Text, root: Node, path: Path) -> Location:
    offset, node, found = _find(root, path)
    return text.content_place(node) if found and node.block else text.place(offset)
