"""YAML events into trees, without recursion, and with a finding for all that taskgen's YAML leaves out.

Left out: duplicate keys, merge keys, tags, keys that are no text, deep nesting, and aliases that stand for more data
than the file could hold. libyaml's own composer is not used: it recurses, and dies on deeply nested brackets.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from taskgen.diagnostics import error, note
from taskgen.read.yaml_nodes import Node
from taskgen.read.yaml_scalars import as_number, resolve
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.diagnostics import Finding
    from taskgen.read.yaml_nodes import Text

Event = Any  # yaml's classes; imported late
DEPTH: Final = 64
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TEXT_TAGS: Final = ("!", "tag:yaml.org,2002:str")


class RefusedError(Exception):
    """What makes the rest of a document unreadable; carries its finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class _Dropped:
    """Stands for a key that was refused: its value is read and left out."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come; `key` is None while a mapping waits for its next key."""

    node: Node
    anchor: str | None
    key: str | _Dropped | None = None
    key_offset: int = 0


@dataclass(slots=True)
class Composer:
    """Builds one document after another.

    Attributes:
        values: how many values a document may stand for, aliases counted as often as they are used.
        length: how many characters of text it may stand for, counted alike.
    """

    text: Text
    values: int
    length: int
    findings: list[Finding] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, Node | None] = field(default_factory=dict)
    _size: int = 0
    _length: int = 0

    def take(self, event: Event) -> None:
        """Add one event; raises RefusedError where the document can't be read on."""
        handle = _HANDLERS.get(type(event).__name__)
        if handle is not None:
            handle(self, event)

    def begin(self, _event: Event) -> None:
        """A new document: anchors and budgets are its own."""
        self._stack, self._anchors = [], {}
        self._size = self._length = 0

    def open_mapping(self, event: Event) -> None:
        """The begin of a mapping."""
        self._open(event, Node({}, event.start_mark.index, members={}, depth=1))

    def open_list(self, event: Event) -> None:
        """The begin of a list."""
        self._open(event, Node([], event.start_mark.index, elements=[], depth=1))

    def close(self, _event: Event) -> None:
        """The end of a mapping or list."""
        done = self._stack.pop()
        if done.anchor:
            self._anchors[done.anchor] = done.node
        if self._wants_key():
            self._drop_key(done.node.offset)
        else:
            self._attach(done.node)

    def scalar(self, event: Event) -> None:
        """A key, or a value that holds no others."""
        offset = event.start_mark.index
        self._refuse_tag(event, offset)
        # libyaml says so itself, PyYAML's own parser does not.
        if not event.value.isascii() and _SURROGATE.search(event.value):
            self._refuse("bad-yaml", offset, "this `\\u` escape is no character", "write the character itself")
        if self._wants_key():
            self._take_key(event, offset)
            return
        node = Node(self._value(event, offset), offset, block=event.style == "|", length=len(event.value))
        self._spend(node, "too-many-values")
        if event.anchor:
            self._anchors[event.anchor] = node
        self._attach(node)

    def alias(self, event: Event) -> None:
        """The value of an anchor once more."""
        offset = event.start_mark.index
        if self._wants_key():
            self._drop_key(offset)
            return
        node = self._anchors.get(event.anchor)
        if node is None:
            self._bad_alias(event.anchor, offset)
            node = Node(None, offset)
        self._refuse_depth(node.depth, offset)
        self._spend(node, "alias-bomb", offset)
        self._attach(node, offset)

    def _open(self, event: Event, node: Node) -> None:
        self._refuse_tag(event, node.offset)
        self._refuse_depth(node.depth, node.offset)
        self._spend(node, "too-many-values")
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(node, event.anchor))

    def _refuse_depth(self, depth: int, offset: int) -> None:
        if len(self._stack) + depth > DEPTH:
            self._refuse("too-deep", offset, f"nested deeper than {DEPTH} levels", "flatten the data")

    def _wants_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].node.members is not None and self._stack[-1].key is None

    def _take_key(self, event: Event, offset: int) -> None:
        top = self._stack[-1]
        plain = event.implicit[0]
        if event.anchor:
            self._anchors[event.anchor] = Node(event.value, offset, length=len(event.value))
        if plain and event.value == "<<":
            self._error("merge-key", offset, "merge keys (<<) are not read", "write the members out")
            top.key = _Dropped()
        elif plain and not event.value:
            self._error("empty-key", offset, "a key is missing", "write `key: value`")
            top.key = _Dropped()
        elif event.value in (top.node.members or {}):
            self._duplicate(top.node, event.value, offset)
            top.key = _Dropped()
        else:
            top.key, top.key_offset = event.value, offset

    def _duplicate(self, mapping: Node, key: str, offset: int) -> None:
        first = self.text.place((mapping.members or {})[key][0])
        self._error(
            "duplicate-key",
            offset,
            f"{key[:60]!r} is given twice; first at line {first.line}, column {first.column}",
            "keep one of the two",
        )

    def _drop_key(self, offset: int) -> None:
        self._error("key-not-text", offset, "a key must be text, not a list, mapping or alias", "write the key out")
        self._stack[-1].key = _Dropped()

    def _value(self, event: Event, offset: int) -> str | int | float | bool | None:
        text: str = event.value
        if not event.implicit[0] or event.tag:
            return text
        value = resolve(text)
        number = as_number(text) if isinstance(value, str) else None
        if number is not None:
            told = f"write {number!r} for the number, or put the text in quotes"
            message = f"{text} is read as text: as a number it would be written back differently"
            self.findings.append(note("number-kept-as-text", self.text.place(offset), message, told))
        return value

    def _attach(self, node: Node, offset: int | None = None) -> None:
        if not self._stack:
            self.roots.append(node)
            return
        top = self._stack[-1]
        top.node.depth = max(top.node.depth, node.depth + 1)
        top.node.damaged |= node.damaged
        top.node.size += node.size
        top.node.length += node.length
        if top.node.elements is not None:
            top.node.elements.append((node.offset if offset is None else offset, node))
            top.node.value.append(node.value)
            return
        if top.node.members is not None and isinstance(top.key, str):
            top.node.members[top.key] = (top.key_offset, node)
            top.node.value[top.key] = node.value
        top.key = None

    def _spend(self, node: Node, rule: str, offset: int | None = None) -> None:
        self._size += node.size
        self._length += node.length
        if self._size > self.values or self._length > self.length:
            self._refuse(
                rule,
                node.offset if offset is None else offset,
                f"the file stands for more than {self.values} values or {self.length} characters",
                "split the file, or write out what its aliases repeat",
            )

    def _refuse_tag(self, event: Event, offset: int) -> None:
        if event.tag and event.tag not in _TEXT_TAGS:
            self._error("unknown-tag", offset, f"the tag {event.tag[:60]!r} is not read", "take the tag away")

    def _bad_alias(self, name: str, offset: int) -> None:
        inside = name in self._anchors
        message = f"*{name[:60]} " + (
            "stands inside of what it repeats" if inside else "repeats an anchor that is not there"
        )
        self._error("bad-alias", offset, message, "write the value out")

    def _error(self, rule: str, offset: int, message: str, next_step: str) -> None:
        if self._stack:
            self._stack[-1].node.damaged = True
        self.findings.append(error(rule, self.text.place(offset), message, next_step))

    def _refuse(self, rule: str, offset: int, message: str, next_step: str) -> None:
        raise RefusedError(error(rule, self.text.place(offset), message, next_step))


_HANDLERS: Final[dict[str, Callable[[Composer, Event], None]]] = {
    "DocumentStartEvent": Composer.begin,
    "MappingStartEvent": Composer.open_mapping,
    "MappingEndEvent": Composer.close,
    "SequenceStartEvent": Composer.open_list,
    "SequenceEndEvent": Composer.close,
    "ScalarEvent": Composer.scalar,
    "AliasEvent": Composer.alias,
}
