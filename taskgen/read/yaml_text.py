"""YAML text into documents whose every value knows its place; bad or hostile text becomes findings."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from taskgen.decode import Document
from taskgen.diagnostics import Location, error
from taskgen.patterns import lazy
from taskgen.read.text import Lines
from taskgen.read.yaml_nodes import BAD_ESCAPE, DEPTH, Nodes, UnreadableError

if TYPE_CHECKING:
    from taskgen.decode import Path
    from taskgen.diagnostics import Finding
    from taskgen.read.yaml_nodes import Value

LIBRARY_SIZE: Final = 2 * 1024 * 1024  # bytes of a library file

_MANY_TAGS: Final = 16  # libyaml compares each tag directive with all before it
_UNREADABLE: Final = lazy("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    return (None if findings else Document(path=path, data=None, locate=lambda _path: Location(path))), findings


def load_all(path: str, text: str, *, size: int = LIBRARY_SIZE) -> tuple[tuple[Document, ...], list[Finding]]:
    """Read all documents of a text, up to the first that can't be read; arguments as for `load`."""
    text = text.removeprefix("\ufeff")
    lines = Lines(path, text)
    documents: list[Document] = []
    findings: list[Finding] = []
    refused = None
    try:
        _check_text(text, size)
        nodes = Nodes(lines, text, size)
        findings = nodes.findings
        while nodes.check_node():
            documents.append(_document(path, text, nodes.read_document()))
    except UnreadableError as problem:
        refused = problem
    except yaml.MarkedYAMLError as problem:
        refused = _syntax_problem(text, problem)
    except yaml.YAMLError as problem:
        refused = UnreadableError("bad-yaml", 0, " ".join(str(problem).split())[:200], "save the file as UTF-8")
    findings.sort(key=lambda found: found.sort_key)
    return tuple(documents), [*findings, *([refused.finding(lines)] if refused else [])]


def _check_text(text: str, size: int) -> None:
    """Refuse a text that is not even parsed: too large, with characters that YAML can't have."""
    if len(text) > size or len(text.encode("utf-8", "surrogatepass")) > size:
        raise UnreadableError("too-large", 0, f"the file is larger than {size} bytes", "split the file")
    bad = _UNREADABLE().search(text)
    if bad is not None:
        message = f"YAML can't have the character U+{ord(bad[0]):04X}"
        raise UnreadableError("unreadable-character", bad.start(), message, "write it as an escape in quotes")
    if text.startswith("%TAG") + text.count("\n%TAG") > _MANY_TAGS:
        raise UnreadableError("unknown-tag", 0, "the file is full of %TAG lines", "remove them")


# --- Places ----------------------------------------------------------------------------------------------------------

_HEADER: Final = re.compile(r"\|[-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n")
_FIRST_LINE: Final = re.compile(r"(?:[ \t\r]*\n)*(?P<indent> *)")  # that has any words


def _document(path: str, text: str, root: Value) -> Document:
    lines = Lines(path, text)

    def find(inner: Path) -> tuple[int, Value | None]:
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


def _content_place(lines: Lines, text: str, block: Value) -> Location:
    """The place of the first line that a block scalar holds, behind its indentation."""
    header = _HEADER.search(text, block.offset)
    if header is None:
        return lines.location(block.offset)
    filled = block.data.lstrip("\n")
    inner = len(filled) - len(filled.lstrip(" "))  # what the text itself has before its first word
    first = _FIRST_LINE.match(text, header.end())
    place = lines.location(header.end())
    return replace(place, column=place.column + max(0, len(first["indent"]) - inner if first else 0))


# --- What libyaml says of text that is no YAML, in plain words -------------------------------------------------------


class _Problem(NamedTuple):
    """A problem by a part of libyaml's message; `at_begin`: it is shown where the unclosed part begins, not ends."""

    part: str
    message: str
    next_step: str
    at_begin: bool = False
    rule: str = "bad-yaml"


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
    _Problem("escape code", *BAD_ESCAPE),
    _Problem("',' or", "a bracket or brace is not closed", "close it, or put `,` between the values", at_begin=True),
    _Problem("expected node content", "a value is missing, or a bracket is not closed", "add what is missing"),
    # From 0.2.6 on libyaml counts by itself, and looks so far ahead that it counts before we do.
    _Problem("nesting depth", f"nested deeper than {DEPTH} levels", "flatten the data", rule="too-deep"),
    _Problem("incompatible YAML", "this version of YAML is unknown", "remove the line"),
    _Problem("tag", "tags (`!name`) are not read", "remove the tag"),
)


def _syntax_problem(text: str, problem: yaml.MarkedYAMLError) -> UnreadableError:
    """A parser's error in our words."""
    end, begin = problem.problem_mark or problem.context_mark, problem.context_mark or problem.problem_mark
    offset = end.index if end is not None else 0
    said = "tab character" if text[offset : offset + 1] == "\t" else str(problem.problem or problem.context)
    known = next((known for known in _PROBLEMS if known.part in said), None)
    if known is None:
        return UnreadableError(
            "bad-yaml", offset, f"no YAML: {said[:120]}", "fix this line, or put the value in quotes"
        )
    if known.at_begin and begin is not None:
        offset = begin.index
    return UnreadableError(known.rule, offset, known.message, known.next_step)
