"""YAML text into documents whose every value knows its place; bad or hostile text becomes findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, error
from taskgen.patterns import lazy
from taskgen.read.collection import paused
from taskgen.read.yaml_compose import Composer, RefusedError
from taskgen.read.yaml_nodes import Text, document
from taskgen.read.yaml_syntax import syntax_finding

if TYPE_CHECKING:
    from taskgen.decode import Document
    from taskgen.diagnostics import Finding

LIBRARY_SIZE: Final = 2 * 1024 * 1024  # bytes of a library file
_BYTES_PER_VALUE: Final = 20  # fewer, and the file is made to be slow, not to be read
_SPREAD: Final = 4  # how many times its own size a file's aliases may stand for
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
        return documents[0], findings
    if documents:
        return documents[0], findings
    return (None if findings else document(Text(path, text), None)), findings


def load_all(path: str, text: str, *, size: int = LIBRARY_SIZE) -> tuple[tuple[Document, ...], list[Finding]]:
    """Read all documents of a text, up to the first that can't be read; arguments as for `load`."""
    source = Text(path, text.removeprefix("\ufeff"))
    refused = _refusal(source, size)
    if refused is not None:
        return (), [refused]
    composer = Composer(source, values=max(1000, size // _BYTES_PER_VALUE), length=max(1000, size * _SPREAD))
    with paused():
        _compose(composer)
    return tuple(document(source, root) for root in composer.roots), composer.findings


def _refusal(source: Text, size: int) -> Finding | None:
    """Why a text is not even parsed."""
    text = source.text
    if len(text) > size or len(text.encode("utf-8", "surrogatepass")) > size:
        return error("too-large", Location(source.path), f"the file is larger than {size} bytes", "split the file")
    bad = _UNREADABLE().search(text)
    if bad is not None:
        message = f"the character U+{ord(bad[0]):04X} can't stand in YAML"
        return error("unreadable-character", source.place(bad.start()), message, "write it as an escape in quotes")
    if text.startswith("%TAG") + text.count("\n%TAG") > _MANY_TAGS:
        return error("unknown-tag", Location(source.path), "the file is full of %TAG lines", "take them away")
    return None


def _compose(composer: Composer) -> None:
    import yaml  # noqa: PLC0415 - 20 ms that only those who read YAML pay

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(composer.text.text, Loader=loader):
            composer.take(event)
    except RefusedError as refused:
        composer.findings.append(refused.finding)
    except yaml.MarkedYAMLError as problem:
        composer.findings.append(syntax_finding(composer.text, problem))
    except yaml.YAMLError as problem:
        told = " ".join(str(problem).split())[:200]
        composer.findings.append(error("bad-yaml", Location(composer.text.path), told, "save the file as UTF-8"))
