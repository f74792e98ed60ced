"""The library: YAML files of snippets, pitfalls and expectations into one value, with all that is wrong in them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, TypeVar

from taskgen.decode import At, kind_name
from taskgen.diagnostics import did_you_mean, note
from taskgen.model import Expectation, Library, Pitfall, Snippet
from taskgen.read.library_entries import read_expectation, read_pitfall, read_snippet
from taskgen.read.library_rules import settle_extends
from taskgen.read.yaml_text import load
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding, Location
    from taskgen.read.library_entries import LoadCode

SECTIONS: Final = ("snippets", "pitfalls", "expectations")

Entry = TypeVar("Entry", Snippet, Pitfall, Expectation)


@dataclass(slots=True)
class _Shelf:
    """What has been read so far.

    Attributes:
        ids: the place of each id, also of entries that were refused.
        extends: the place of each snippet's `extends` (of the snippet, where it has none), also of refused ones.
    """

    load_code: LoadCode
    findings: list[Finding] = field(default_factory=list)
    ids: dict[str, Location] = field(default_factory=dict)
    extends: dict[str, Location] = field(default_factory=dict)
    snippets: list[Snippet] = field(default_factory=list)
    pitfalls: list[Pitfall] = field(default_factory=list)
    expectations: list[Expectation] = field(default_factory=list)


def read(files: Sequence[tuple[str, str]], load_code: LoadCode) -> tuple[Library, list[Finding]]:
    """Read a library.

    Args:
        files: the path (as shown to the user, with `/`) and the text of each YAML file; they are taken by name.
        load_code: gives the text of a file that `code_from`, `wrong_from` or `fix_from` names, None where there is
            none. It is asked for the path joined to the folder of the YAML file: `library/code/router.py`.

    Returns:
        all entries that could be read, and what was found.
    """
    shelf = _Shelf(load_code)
    for path, text in sorted(files):
        _read_file(path, text, shelf)
    library = Library(
        snippets=settle_extends(shelf.snippets, shelf.extends, shelf.findings),
        pitfalls=tuple(shelf.pitfalls),
        expectations=tuple(shelf.expectations),
    )
    if not shelf.findings and library == Library():
        shelf.findings.append(note("empty-library", None, "the library has no entries", "add a file with `snippets:`"))
    return library, shelf.findings


def _read_file(path: str, text: str, shelf: _Shelf) -> None:
    document, findings = load(path, text)
    shelf.findings.extend(findings)
    if document is None:
        return
    at = At(document, shelf.findings)
    if document.data is None:
        shelf.findings.append(note("empty-file", at.place, "the file has no entries", "add `snippets:`, or remove it"))
    elif not isinstance(document.data, dict):
        at.error("wrong-type", f"the file is {kind_name(document.data)}, not a mapping", "begin with `snippets:`")
    else:
        _read_sections(document.data, at, shelf)


def _read_sections(data: dict[str, Json], at: At, shelf: _Shelf) -> None:
    for key in data:
        if key not in SECTIONS:
            told = did_you_mean(key, SECTIONS, f"known keys: {', '.join(SECTIONS)}")
            at.child(key).error("unknown-key", f"unknown key {key[:60]!r}", told)
    _note_extends(data.get("snippets"), at.child("snippets"), shelf)
    _read_entries(data, at.child("snippets"), shelf, read_snippet, shelf.snippets)
    _read_entries(data, at.child("pitfalls"), shelf, read_pitfall, shelf.pitfalls)
    _read_entries(data, at.child("expectations"), shelf, read_expectation, shelf.expectations)


def _read_entries(
    data: dict[str, Json],
    at: At,
    shelf: _Shelf,
    read_entry: Callable[[Json, At, LoadCode], Entry | None],
    entries: list[Entry],
) -> None:
    """Read one section; a bad entry is reported and the next one is read."""
    section = data.get(at.name)
    if section is None:
        return
    if not isinstance(section, list):
        at.error("wrong-type", f"{at.name!r} must be a list, not {kind_name(section)}", "begin each entry with `- `")
        return
    for index, value in enumerate(section):
        here = at.child(index)
        if not isinstance(value, dict):
            here.error(
                "wrong-type", f"an entry must be a mapping, not {kind_name(value)}", "write `- key: value` lines"
            )
            continue
        is_new = _is_new(value, here, shelf)
        entry = read_entry(value, here, shelf.load_code)
        if entry is not None and is_new:
            entries.append(entry)


def _is_new(value: dict[str, Json], at: At, shelf: _Shelf) -> bool:
    """Whether the entry's id is its own; entries without an id are reported elsewhere."""
    name = value.get("id")
    if not isinstance(name, str | int):
        return True
    here = at.child("id")
    first = shelf.ids.get(str(name))
    if first is None:
        shelf.ids[str(name)] = here.place
        return True
    here.error("duplicate-id", f"{str(name)[:60]!r} is the id of two entries; first at {first}", "rename one of them")
    return False


def _note_extends(section: Json, at: At, shelf: _Shelf) -> None:
    for index, value in enumerate(section if isinstance(section, list) else ()):
        if isinstance(value, dict) and isinstance(value.get("id"), str | int):
            place = at.child(index).child("extends").place
            shelf.extends.setdefault(str(value["id"]), place)
