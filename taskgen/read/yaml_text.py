"""YAML text into documents whose every value knows its place; bad or hostile text becomes findings.

Left out, each with a finding: duplicate keys, merge keys, tags, keys that are no text.
"""

from __future__ import annotations

import math
import re
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Final

from taskgen.decode import Document
from taskgen.diagnostics import error, note
from taskgen.read.text import Lines
from taskgen.read.yaml_limits import BAD, Checker, RefusedError, check_text, syntax_problem
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import Json, Path
    from taskgen.diagnostics import Finding, Location

LIBRARY_SIZE: Final = 2 * 1024 * 1024  # bytes of a library file


def load(path: str, text: str, *, size: int = LIBRARY_SIZE) -> tuple[Document | None, list[Finding]]:
    """Read a text that holds one document; an empty one has the data None.

    Args:
        path: the file's name, for places.
        text: its text.
        size: how many bytes it may have.

    Returns:
        the document, or None where the text could not be read to its end, and what was found. Where members were
        refused (a duplicate key), the document has the others.
    """
    documents, findings = load_all(path, text, size=size)
    if len(documents) > 1:
        place = documents[1].locate(())
        findings.append(error("several-documents", place, "a second document begins", "split the file at the `---`"))
    if documents:
        return documents[0], findings
    return (None if findings else _document(path, "", _Value(None, 0))), findings


def load_all(path: str, text: str, *, size: int = LIBRARY_SIZE) -> tuple[tuple[Document, ...], list[Finding]]:
    """Read all documents of a text, up to the first that can't be read; arguments as for `load`."""
    import yaml  # noqa: PLC0415 - 20 ms that only those who read YAML pay

    text = text.removeprefix("\ufeff")
    lines = Lines(path, text)
    checker = Checker(lines, size)
    refused = None
    try:
        check_text(text, size)
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent):
                checker.take(event)
    except RefusedError as problem:
        refused = problem
    except yaml.MarkedYAMLError as problem:
        refused = syntax_problem(text, problem)
    except yaml.YAMLError as problem:
        told = " ".join(str(problem).split())[:200]
        refused = RefusedError("bad-yaml", 0, told, "save the file as UTF-8")
    reader = _Reader(lines, checker.aliases, checker.findings)
    roots = _compose(checker.events[: checker.complete])
    documents = tuple(_document(path, text, reader.read(root)) for root in roots)
    findings = sorted(reader.findings, key=lambda found: found.sort_key)
    return documents, [*findings, *([refused.finding(lines)] if refused else [])]


_PLAIN: Final = "plain"
_TEXT: Final = "tag:yaml.org,2002:str"


def _compose(events: list[Any]) -> Iterator[Any]:
    """The root node of each document; plain scalars and collections without a tag have the tag `_PLAIN`."""
    import yaml  # noqa: PLC0415 - as above
    from yaml.composer import Composer  # noqa: PLC0415 - as above

    class Nodes(Composer):
        at = 0

        def peek_event(self) -> Any:  # noqa: ANN401 - yaml's classes
            return events[self.at]

        def get_event(self) -> Any:  # noqa: ANN401 - as above
            self.at += 1
            return events[self.at - 1]

        def check_event(self, *choices: type) -> bool:
            return isinstance(events[self.at], choices)

        def resolve(self, kind: type, _value: str, implicit: tuple[bool, bool]) -> str:
            return _PLAIN if kind is not yaml.ScalarNode or implicit[0] else _TEXT

        def descend_resolver(self, *_position: object) -> None:
            """Tags do not depend on where a node is."""

        def ascend_resolver(self) -> None:
            """As above."""

    nodes = Nodes()
    while nodes.at < len(events):
        yield nodes.compose_document()


@dataclass(slots=True)
class _Value:
    """One value of a document.

    Attributes:
        data: JSON-like.
        offset: where the value begins, in characters.
        is_block: whether it was written as a literal block scalar.
        is_damaged: whether something here or below was refused, so that the data is not the whole.
        children: by key or index, where a member's key or an element begins, and the value.
    """

    data: Json
    offset: int
    is_block: bool = False
    is_damaged: bool = False
    children: dict[str | int, tuple[int, _Value]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """Makes values of nodes; an alias is the very node of its anchor, and read once."""

    lines: Lines
    aliases: dict[tuple[int, int], int]
    findings: list[Finding]
    _known: dict[int, _Value] = field(default_factory=dict)

    def read(self, root: Any) -> _Value:  # noqa: ANN401 - yaml's classes; imported late
        """The value of a document's root."""
        self._known = {}
        return self._value(root)

    def _value(self, node: Any) -> _Value:  # noqa: ANN401 - as above
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = _Value(None, node.start_mark.index)
            known.is_damaged = not self._has_good_tag(node)
            {"scalar": self._scalar, "sequence": self._sequence, "mapping": self._mapping}[node.id](node, known)
            known.is_damaged |= any(child.is_damaged for _offset, child in known.children.values())
        return known

    def _scalar(self, node: Any, made: _Value) -> None:  # noqa: ANN401 - as above
        made.data, made.is_block = node.value, node.style == "|"
        if node.tag != _PLAIN:
            return
        made.data = resolve(node.value)
        number = as_number(node.value) if isinstance(made.data, str) else None
        if number is not None:
            message = f"{node.value} is read as text: as a number it would be written back differently"
            next_step = f"write {number!r} for the number, or put the text in quotes"
            self.findings.append(note("number-kept-as-text", self.lines.location(made.offset), message, next_step))

    def _sequence(self, node: Any, made: _Value) -> None:  # noqa: ANN401 - as above
        for index, element in enumerate(node.value):
            value = self._value(element)
            made.children[index] = (self.aliases.get((made.offset, index), value.offset), value)
        made.data = [value.data for _offset, value in made.children.values()]

    def _mapping(self, node: Any, made: _Value) -> None:  # noqa: ANN401 - as above
        for key, member in node.value:
            offset = key.start_mark.index
            is_good = self._is_good_key(key, made)
            value = self._value(member)
            if is_good:
                made.children[key.value] = (offset, value)
            made.is_damaged |= value.is_damaged or not is_good
        made.data = {key: value.data for key, (_offset, value) in made.children.items()}

    def _is_good_key(self, key: Any, mapping: _Value) -> bool:  # noqa: ANN401 - as above
        if not self._has_good_tag(key):
            return False
        if key.id != "scalar":
            return self._error(key, "key-not-text", "a key must be text, not a list or mapping", "write the key out")
        if key.tag == _PLAIN and key.value == "<<":
            return self._error(key, "merge-key", "merge keys (<<) are not read", "write the members out")
        if key.tag == _PLAIN and not key.value:
            return self._error(key, "empty-key", "a key is missing", "write `key: value`")
        if key.value in mapping.children:
            first = self.lines.location(mapping.children[key.value][0])
            message = f"{key.value[:60]!r} is given twice; first at line {first.line}, column {first.column}"
            return self._error(key, "duplicate-key", message, "keep one of the two")
        return True

    def _has_good_tag(self, node: Any) -> bool:  # noqa: ANN401 - as above
        if node.tag in (_PLAIN, _TEXT, BAD):  # the last is reported already
            return bool(node.tag != BAD)
        return self._error(node, "unknown-tag", f"the tag {node.tag[:60]!r} is not read", "remove the tag")

    def _error(self, node: Any, rule: str, message: str, next_step: str) -> bool:  # noqa: ANN401 - as above
        """Always False: the node is not good."""
        self.findings.append(error(rule, self.lines.location(node.start_mark.index), message, next_step))
        return False


# --- Plain scalars ---------------------------------------------------------------------------------------------------

_CONSTANTS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?", re.ASCII)
_LONGEST: Final = 64  # characters; nobody means a number by more


def resolve(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar: true, false, null, a number, and otherwise the string that was typed.

    A number is one only where writing it back gives the very text: `7`, `-3`, `0.5`, `1e-07` are numbers; `1.10`,
    `007`, `0x1F`, `1_000`, `1e3`, `12:30` stay text, as do `on`, `no` and dates.
    """
    if text in (text.lower(), text.upper(), text.capitalize()) and text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    number = as_number(text)
    return text if number is None or repr(number) != text else number


def as_number(text: str) -> int | float | None:
    """The finite number that the text looks like to a reader, however it is written; None for other text."""
    if len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        return None
    number = float(text) if any(mark in text for mark in ".eE") else int(text)
    return number if math.isfinite(number) else None


# --- Places ----------------------------------------------------------------------------------------------------------

_HEADER: Final = re.compile(r"\|[-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n")
_FIRST_LINE: Final = re.compile(r"(?:[ \t\r]*\n)*(?P<indent> *)")  # that has any words


def _document(path: str, text: str, root: _Value) -> Document:
    lines = Lines(path, text)

    def find(inner: Path) -> tuple[int, _Value | None]:
        """The offset to show for a path (its nearest ancestor's, where there is nothing), and the value there."""
        offset, value = root.offset, root
        for part in inner:
            if part not in value.children:
                return offset, None
            offset, value = value.children[part]
        return offset, value

    def content(inner: Path) -> Location:
        offset, value = find(inner)
        return _content_place(lines, text, value) if value and value.is_block else lines.location(offset)

    def is_block(inner: Path) -> bool:
        value = find(inner)[1]
        return value is not None and value.is_block

    def is_damaged(inner: Path) -> bool:
        value = find(inner)[1]
        return value is not None and value.is_damaged

    return Document(
        path=path,
        data=root.data,
        locate=lambda inner: lines.location(find(inner)[0]),
        is_block=is_block,
        is_damaged=is_damaged,
        locate_content=content,
    )


def _content_place(lines: Lines, text: str, block: _Value) -> Location:
    """The place of the first line that a block scalar holds, behind its indentation."""
    header = _HEADER.search(text, block.offset)
    if header is None:
        return lines.location(block.offset)
    filled = block.data.lstrip("\n")
    inner = len(filled) - len(filled.lstrip(" "))  # what the text itself has before its first word
    first = _FIRST_LINE.match(text, header.end())
    place = lines.location(header.end())
    return replace(place, column=place.column + max(0, len(first["indent"]) - inner if first else 0))
