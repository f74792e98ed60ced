"""The nodes of a YAML text, as PyYAML composes them, made into values; nesting and aliases have limits.

Left out, each with a finding: duplicate keys, merge keys, tags, keys that are no text, bad aliases.
"""

from __future__ import annotations

import math
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml.composer import Composer

from taskgen.diagnostics import error, note
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.read.text import Lines

DEPTH: Final = 64  # levels of collections
BAD_ESCAPE: Final = ("this `\\u` escape is no character", "write the character itself")
_BYTES_PER_VALUE: Final = 20  # fewer, and the file is made to be slow, not to be read
_SPREAD: Final = 4  # how many times its own size a file's aliases may stand for
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = "plain"
_TEXT: Final = "tag:yaml.org,2002:str"


class UnreadableError(Exception):
    """A document, or the whole text, can't be read; carries its finding."""

    def __init__(self, rule: str, offset: int, message: str, next_step: str) -> None:
        super().__init__(message)
        self.rule, self.offset, self.message, self.next_step = rule, offset, message, next_step

    def finding(self, lines: Lines) -> Finding:
        """What is said about it."""
        return error(self.rule, lines.location(self.offset), self.message, self.next_step)


@dataclass(slots=True)
class Value:
    """One value of a document.

    Attributes:
        data: JSON-like.
        offset: where the value begins, in characters.
        is_block: whether it was written as a literal block scalar.
        is_damaged: whether something here or below was refused, so that the data is not the whole.
        children: by key or index, where a member's key or an element begins, and the value.
        depth: how many levels of collections there are, itself counted; 0 for a scalar.
        size: how many values there are here and below, aliases counted as often as they are used.
        length: how many characters of text there are here and below, counted alike.
    """

    data: Json
    offset: int
    is_block: bool = False
    is_damaged: bool = False
    children: dict[str | int, tuple[int, Value]] = field(default_factory=dict)
    depth: int = 0
    size: int = 1
    length: int = 0


class Nodes(Composer):
    """Composes one document after another.

    Attributes:
        findings: what was left out.
    """

    def __init__(self, lines: Lines, text: str, size: int) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self._lines = lines
        self._most_values, self._most_characters = max(1000, size // _BYTES_PER_VALUE), max(1000, size * _SPREAD)
        parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self.check_event, self.peek_event, self.get_event = parser.check_event, parser.peek_event, parser.get_event

    def read_document(self) -> Value:
        """The next document; UnreadableError where it can't be read on."""
        self._level = self._size = self._length = 0
        self._values: dict[yaml.Node, Value] = {}
        self._aliases: dict[tuple[yaml.Node, int], int] = {}
        root: Any = self.compose_document()
        return self._values[root]

    def compose_node(self, parent: yaml.Node | None, index: Any) -> Any:  # noqa: ANN401 - as PyYAML has it
        """A node whose value is known; `index` is None for a mapping's keys."""
        event: Any = self.peek_event()
        offset = event.start_mark.index
        is_key = index is None and isinstance(parent, yaml.MappingNode)
        if isinstance(event, yaml.AliasEvent):
            self.get_event()
            return self._repeated(event, parent, index, is_key=is_key)
        self.anchors.pop(event.anchor, None)  # a name may be given again
        if isinstance(event, yaml.CollectionStartEvent):
            self._check_depth(1, offset)
        self._level += 1
        node: Any = super().compose_node(parent, index)
        self._level -= 1
        self._values[node] = self._value(node, is_key=is_key)
        own = len(node.value) if isinstance(node, yaml.ScalarNode) else 0
        self._spend(1, own, "too-many-values", offset)
        return node

    def resolve(self, kind: type, _value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node without one: told apart are only plain scalars, and collections, from other text."""
        return _PLAIN if kind is not yaml.ScalarNode or implicit[0] else _TEXT

    def descend_resolver(self, *_position: object) -> None:
        """Do nothing: tags do not depend on where a node is."""

    def ascend_resolver(self) -> None:
        """Do nothing, as above."""

    def _repeated(self, event: Any, parent: yaml.Node | None, index: Any, *, is_key: bool) -> yaml.Node:  # noqa: ANN401
        """The node that an alias repeats; an empty text for a bad one."""
        offset = event.start_mark.index
        node = self.anchors.get(event.anchor)
        name = f"*{event.anchor[:60]}"
        if is_key:
            self._error(offset, "key-not-text", "a key must be text, not an alias", "write the key out")
        elif node is None:
            self._error(offset, "bad-alias", f"{name} repeats an anchor that does not exist", "write the value out")
        elif node not in self._values:
            self._error(offset, "bad-alias", f"{name} is inside the value that it repeats", "write the value out")
        else:
            value = self._values[node]
            self._check_depth(value.depth, offset)
            self._spend(value.size, value.length, "alias-bomb", offset)
            if isinstance(parent, yaml.SequenceNode):
                self._aliases[parent, index] = offset
            return node
        bad = yaml.ScalarNode(_TEXT, "", event.start_mark, event.end_mark)
        self._values[bad] = Value(None, offset, is_damaged=True)
        return bad

    def _check_depth(self, depth: int, offset: int) -> None:
        if self._level + depth > DEPTH:
            raise UnreadableError("too-deep", offset, f"nested deeper than {DEPTH} levels", "flatten the data")

    def _spend(self, size: int, length: int, rule: str, offset: int) -> None:
        self._size += size
        self._length += length
        if self._size > self._most_values or self._length > self._most_characters:
            most = f"{self._most_values} values or {self._most_characters} characters"
            message = f"the file has more than {most}, its aliases written out"
            raise UnreadableError(rule, offset, message, "split the file, or write out what its aliases repeat")

    def _value(self, node: Any, *, is_key: bool) -> Value:  # noqa: ANN401 - a node
        made = Value(None, node.start_mark.index)
        if node.tag not in (_PLAIN, _TEXT):
            self._error(made.offset, "unknown-tag", f"the tag {node.tag[:60]!r} is not read", "remove the tag")
            made.is_damaged = True
        if isinstance(node, yaml.ScalarNode):
            self._read_scalar(node, made, is_key=is_key)
            return made
        if isinstance(node, yaml.SequenceNode):
            for index, element in enumerate(node.value):
                value = self._values[element]
                made.children[index] = (self._aliases.get((node, index), value.offset), value)
            made.data = [value.data for _offset, value in made.children.values()]
        else:
            for key, member in node.value:
                if self._is_good_key(key, made):
                    made.children[key.value] = (key.start_mark.index, self._values[member])
                else:
                    made.is_damaged = True
            made.data = {key: value.data for key, (_offset, value) in made.children.items()}
        below = [value for _offset, value in made.children.values()]
        made.is_damaged |= any(value.is_damaged for value in below)
        made.depth = 1 + max((value.depth for value in below), default=0)
        made.size = 1 + sum(value.size for value in below)
        made.length = sum(value.length for value in below)
        return made

    def _read_scalar(self, node: yaml.ScalarNode, made: Value, *, is_key: bool) -> None:
        text = node.value
        if _SURROGATE.search(text):  # libyaml says so itself, PyYAML's own parser does not
            raise UnreadableError("bad-yaml", made.offset, *BAD_ESCAPE)
        made.data, made.is_block, made.length = text, node.style == "|", len(text)
        if node.tag == _PLAIN and not is_key:
            made.data = resolve(text)
            number = as_number(text) if isinstance(made.data, str) else None
            if number is not None:
                message = f"{text} is read as text: as a number it would be written back differently"
                next_step = f"write {number!r} for the number, or put the text in quotes"
                self.findings.append(note("number-kept-as-text", self._lines.location(made.offset), message, next_step))

    def _is_good_key(self, key: yaml.Node, mapping: Value) -> bool:
        value = self._values[key]
        problem: tuple[str, str, str] | None = None
        if not isinstance(key, yaml.ScalarNode):
            problem = ("key-not-text", "a key must be text, not a list or mapping", "write the key out")
        elif key.tag == _PLAIN and key.value == "<<":
            problem = ("merge-key", "merge keys (<<) are not read", "write the members out")
        elif key.tag == _PLAIN and not key.value:
            problem = ("empty-key", "a key is missing", "write `key: value`")
        elif not value.is_damaged and key.value in mapping.children:
            first = self._lines.location(mapping.children[key.value][0])
            message = f"{key.value[:60]!r} is given twice; first at line {first.line}, column {first.column}"
            problem = ("duplicate-key", message, "keep one of the two")
        if problem is not None:
            self._error(value.offset, *problem)
        return problem is None and not value.is_damaged

    def _error(self, offset: int, rule: str, message: str, next_step: str) -> None:
        self.findings.append(error(rule, self._lines.location(offset), message, next_step))


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
