"""YAML that is not read: text that is no YAML, nesting too deep, and aliases that stand for far more than the file.

The parser's events are checked before nodes are composed of them: that recurses, and knows no limits.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from taskgen.diagnostics import error
from taskgen.patterns import lazy
from taskgen.records import dataclass

if TYPE_CHECKING:
    import yaml

    from taskgen.diagnostics import Finding
    from taskgen.read.text import Lines

Event = Any  # yaml's classes; imported late
BAD: Final = "bad"
DEPTH: Final = 64
_BYTES_PER_VALUE: Final = 20  # fewer, and the file is made to be slow, not to be read
_SPREAD: Final = 4  # how many times its own size a file's aliases may stand for
_MANY_TAGS: Final = 16  # libyaml compares each tag directive with all before it
_UNREADABLE: Final = lazy("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class RefusedError(Exception):
    """A document, or the whole text, can't be read; carries its finding."""

    def __init__(self, rule: str, offset: int, message: str, next_step: str) -> None:
        super().__init__(message)
        self.rule, self.offset, self.message, self.next_step = rule, offset, message, next_step

    def finding(self, lines: Lines) -> Finding:
        """What is said about it."""
        return error(self.rule, lines.location(self.offset), self.message, self.next_step)


def check_text(text: str, size: int) -> None:
    """Refuse a text that is not even parsed: too large, with characters that YAML can't have."""
    if len(text) > size or len(text.encode("utf-8", "surrogatepass")) > size:
        raise RefusedError("too-large", 0, f"the file is larger than {size} bytes", "split the file")
    bad = _UNREADABLE().search(text)
    if bad is not None:
        message = f"YAML can't have the character U+{ord(bad[0]):04X}"
        raise RefusedError("unreadable-character", bad.start(), message, "write it as an escape in quotes")
    if text.startswith("%TAG") + text.count("\n%TAG") > _MANY_TAGS:
        raise RefusedError("unknown-tag", 0, "the file is full of %TAG lines", "remove them")


@dataclass(slots=True)
class _Extent:
    """What a value is with all below it, aliases counted as often as they are used.

    Attributes:
        size: how many values.
        length: how many characters of text.
        depth: how many levels of collections.
    """

    size: int = 1
    length: int = 0
    depth: int = 0


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come; `count` is how many nodes it has had, keys and values alike."""

    extent: _Extent
    event: Event
    name: str | None  # of its anchor, as written
    count: int = 0


@dataclass(slots=True)
class Checker:
    """Goes through the events of one document after another; raises RefusedError at the first that is too much.

    Attributes:
        lines: of the text, for places.
        size: how many bytes the text may have.
        events: of all documents, ready to be composed: each anchor has its own name, and what is in the place of a bad
            alias has the tag `BAD`.
        complete: how many of the events are those of documents that have ended.
        aliases: the offsets of list elements that are aliases, by the list's offset and the element's index.
        findings: the bad aliases.
    """

    lines: Lines
    size: int
    events: list[Event] = field(default_factory=list)
    complete: int = 0
    aliases: dict[tuple[int, int], int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[str, _Extent | None]] = field(default_factory=dict)
    _total: _Extent = field(default_factory=_Extent)

    def take(self, event: Event) -> None:
        """Check the next event."""
        self.events.append(event)
        match type(event).__name__:
            case "DocumentStartEvent":
                self._anchors, self._total = {}, _Extent(size=0)
            case "DocumentEndEvent":
                self.complete = len(self.events)
            case "MappingStartEvent" | "SequenceStartEvent":
                extent = _Extent(depth=1)
                self._spend(extent, "too-many-values", event)
                name = self._define(event, None)
                self._stack.append(_Open(extent, event, name))
            case "MappingEndEvent" | "SequenceEndEvent":
                done = self._stack.pop()
                if done.name:
                    self._anchors[done.name] = (done.event.anchor, done.extent)
                self._count(done.extent)
            case "ScalarEvent":
                # libyaml says so itself, PyYAML's own parser does not.
                if _SURROGATE.search(event.value):
                    raise RefusedError("bad-yaml", event.start_mark.index, *_BAD_ESCAPE)
                extent = _Extent(length=len(event.value))
                self._spend(extent, "too-many-values", event)
                self._define(event, extent)
                self._count(extent)
            case "AliasEvent":
                extent = self._repeated(event)
                self._spend(extent, "alias-bomb", event)
                self._count(extent)

    def _define(self, event: Event, extent: _Extent | None) -> str | None:
        """Give an anchor its own name; it has no extent until the end of its collection."""
        written: str | None = event.anchor
        if written:
            event.anchor = str(len(self.events))
            self._anchors[written] = (event.anchor, extent)
        return written

    def _repeated(self, event: Event) -> _Extent:
        """The extent of what an alias repeats."""
        offset = event.start_mark.index
        name, extent = self._anchors.get(event.anchor, ("", None))
        top = self._stack[-1] if self._stack else None
        if top and type(top.event).__name__ == "MappingStartEvent" and top.count % 2 == 0:
            return self._bad(event, "key-not-text", "a key must be text, not an alias", "write the key out")
        if extent is None:
            why = "is inside the value that it repeats" if name else "repeats an anchor that does not exist"
            return self._bad(event, "bad-alias", f"*{event.anchor[:60]} {why}", "write the value out")
        event.anchor = name
        if top:
            self.aliases[top.event.start_mark.index, top.count] = offset
        return extent

    def _bad(self, event: Event, rule: str, message: str, next_step: str) -> _Extent:
        """Put an empty text in the place of an alias."""
        import yaml  # noqa: PLC0415 - loaded by now

        self.findings.append(error(rule, self.lines.location(event.start_mark.index), message, next_step))
        self.events[-1] = yaml.ScalarEvent(None, BAD, (False, False), "", event.start_mark, event.end_mark)
        return _Extent()

    def _count(self, extent: _Extent) -> None:
        """Add a node to the collection around it."""
        if self._stack:
            top = self._stack[-1]
            top.count += 1
            top.extent.size += extent.size
            top.extent.length += extent.length
            top.extent.depth = max(top.extent.depth, extent.depth + 1)

    def _spend(self, extent: _Extent, rule: str, event: Event) -> None:
        """Refuse what is nested too deeply, and what goes over the budget of its document."""
        offset = event.start_mark.index
        if len(self._stack) + extent.depth > DEPTH:
            raise RefusedError("too-deep", offset, f"nested deeper than {DEPTH} levels", "flatten the data")
        self._total.size += extent.size
        self._total.length += extent.length
        values, characters = max(1000, self.size // _BYTES_PER_VALUE), max(1000, self.size * _SPREAD)
        if self._total.size > values or self._total.length > characters:
            message = f"the file has more than {values} values or {characters} characters, its aliases written out"
            raise RefusedError(rule, offset, message, "split the file, or write out what its aliases repeat")


# --- What libyaml says of text that is no YAML, in plain words -------------------------------------------------------


class _Problem(NamedTuple):
    """A problem by a part of libyaml's message; `at_begin`: it is shown where the unclosed part begins, not ends."""

    part: str
    message: str
    next_step: str
    at_begin: bool = False
    rule: str = "bad-yaml"


_BAD_ESCAPE: Final = ("this `\\u` escape is no character", "write the character itself")
_PROBLEMS: Final = (
    _Problem("tab character", "this line is indented with a tab", "indent with spaces"),
    _Problem("cannot start any token", "a value can't begin with this character", "put the value in quotes"),
    _Problem("alphabetic or numeric", "`*` or `&` begins a value", 'put it in quotes: "*"', at_begin=True),
    _Problem("mapping values are not allowed", "this line has a second `: `", "put the value in quotes"),
    _Problem(
        "could not find expected ':'",
        "this line is no `key: value`",
        "add the `:`, or indent the line under its key",
        at_begin=True,
    ),
    _Problem("did not find expected key", "expected a key here", "check the indentation of this line"),
    _Problem("did not find expected '-'", "expected `- ` here, to continue the list", "check this line's indentation"),
    _Problem("end of stream", "a quotation is not closed", "add the closing quote", at_begin=True),
    _Problem("document indicator", "a quotation is not closed", "add the closing quote", at_begin=True),
    _Problem("unknown escape", "this `\\` escape is unknown in double quotes", "write `\\\\`, or use single quotes"),
    _Problem("escape code", *_BAD_ESCAPE),
    _Problem("',' or", "a bracket or brace is not closed", "close it, or put `,` between the values", at_begin=True),
    _Problem("expected node content", "a value is missing, or a bracket is not closed", "add what is missing"),
    # From 0.2.6 on libyaml counts by itself, and looks so far ahead that it counts before we do.
    _Problem("nesting depth", f"nested deeper than {DEPTH} levels", "flatten the data", rule="too-deep"),
    _Problem("incompatible YAML", "this version of YAML is unknown", "remove the line"),
    _Problem("tag", "tags (`!name`) are not read", "remove the tag"),
)


def syntax_problem(text: str, problem: yaml.MarkedYAMLError) -> RefusedError:
    """A parser's error in our words."""
    end, begin = problem.problem_mark or problem.context_mark, problem.context_mark or problem.problem_mark
    offset = end.index if end is not None else 0
    said = "tab character" if text[offset : offset + 1] == "\t" else str(problem.problem or problem.context)
    known = next((known for known in _PROBLEMS if known.part in said), None)
    if known is None:
        return RefusedError("bad-yaml", offset, f"no YAML: {said[:120]}", "fix this line, or put the value in quotes")
    if known.at_begin and begin is not None:
        offset = begin.index
    return RefusedError(known.rule, offset, known.message, known.next_step)
