"""The library: YAML files of snippets, pitfalls and expectations into one value, with all that is wrong in them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from taskgen.decode import At, kind_name
from taskgen.diagnostics import did_you_mean, error, note
from taskgen.model import Expectation, Library, Pitfall, Snippet
from taskgen.read.library_entries import read_expectation, read_pitfall, read_snippet
from taskgen.read.yaml_text import load
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding, Location
    from taskgen.read.library_entries import LoadCode

SECTIONS: Final = ("snippets", "pitfalls", "expectations")

Entry = TypeVar("Entry", Snippet, Pitfall, Expectation)


@dataclass(slots=True)
class _Entries:
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
    found = _Entries(load_code)
    for path, text in sorted(files):
        _read_file(path, text, found)
    library = Library(
        snippets=_settle_extends(found.snippets, found.extends, found.findings),
        pitfalls=tuple(found.pitfalls),
        expectations=tuple(found.expectations),
    )
    if not found.findings and library == Library():
        found.findings.append(note("empty-library", None, "the library has no entries", "add a file with `snippets:`"))
    return library, found.findings


def _read_file(path: str, text: str, found: _Entries) -> None:
    document, findings = load(path, text)
    found.findings.extend(findings)
    if document is None:
        return
    at = At(document, found.findings)
    if document.data is None:
        found.findings.append(note("empty-file", at.place, "the file has no entries", "add `snippets:`, or remove it"))
    elif not isinstance(document.data, dict):
        at.error("wrong-type", f"the file is {kind_name(document.data)}, not a mapping", "begin with `snippets:`")
    else:
        _read_sections(document.data, at, found)


def _read_sections(data: dict[str, Json], at: At, found: _Entries) -> None:
    for key in data:
        if key not in SECTIONS:
            told = did_you_mean(key, SECTIONS, f"known keys: {', '.join(SECTIONS)}")
            at.child(key).error("unknown-key", f"unknown key {key[:60]!r}", told)
    _note_extends(data.get("snippets"), at.child("snippets"), found)
    _read_entries(data, at.child("snippets"), found, read_snippet, found.snippets)
    _read_entries(data, at.child("pitfalls"), found, read_pitfall, found.pitfalls)
    _read_entries(data, at.child("expectations"), found, read_expectation, found.expectations)


def _read_entries(
    data: dict[str, Json],
    at: At,
    found: _Entries,
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
        is_new = _is_new(value, here, found)
        entry = read_entry(value, here, found.load_code)
        if entry is not None and is_new:
            entries.append(entry)


def _is_new(value: dict[str, Json], at: At, found: _Entries) -> bool:
    """Whether the entry's id is its own; entries without an id are reported elsewhere."""
    name = value.get("id")
    if not isinstance(name, str | int):
        return True
    here = at.child("id")
    first = found.ids.get(str(name))
    if first is None:
        found.ids[str(name)] = here.place
        return True
    here.error("duplicate-id", f"{str(name)[:60]!r} is the id of two entries; first at {first}", "rename one of them")
    return False


def _note_extends(section: Json, at: At, found: _Entries) -> None:
    for index, value in enumerate(section if isinstance(section, list) else ()):
        if isinstance(value, dict) and isinstance(value.get("id"), str | int):
            place = at.child(index).child("extends").place
            found.extends.setdefault(str(value["id"]), place)


def _settle_extends(
    snippets: Iterable[Snippet], places: Mapping[str, Location], findings: list[Finding]
) -> tuple[Snippet, ...]:
    """Check every `extends`; one that can't be followed is reported and taken away.

    Args:
        snippets: those that could be read, with unique ids.
        places: of the `extends` of every snippet that was written down, by its id. A base that is among them but
            was refused has its own finding already.
        findings: what is found is added here.
    """
    snippets = tuple(snippets)
    by_id = {snippet.id: snippet for snippet in snippets}
    bad = {snippet.id for snippet in snippets if not _base_is_good(snippet, by_id, places, findings)}
    bad |= _cycles(by_id, bad, places, findings)
    return tuple(replace(snippet, extends=None) if snippet.id in bad else snippet for snippet in snippets)


def _base_is_good(
    snippet: Snippet, by_id: Mapping[str, Snippet], places: Mapping[str, Location], findings: list[Finding]
) -> bool:
    if snippet.extends is None:
        return True
    base = by_id.get(snippet.extends)
    place = places[snippet.id]
    if base is None:
        if snippet.extends not in places:
            told = did_you_mean(snippet.extends, by_id, "name a snippet of this library")
            findings.append(error("unknown-snippet", place, f"there is no snippet {snippet.extends[:60]!r}", told))
        return False
    for name in ("file", "language"):
        ours, theirs = getattr(snippet, name), getattr(base, name)
        if ours != theirs:
            message = f"{base.id[:60]!r} has the {name} {theirs[:60]!r}, this one {ours[:60]!r}"
            findings.append(error("extends-another-file", place, message, f"give both the same {name}"))
            return False
    return True


def _cycles(
    by_id: Mapping[str, Snippet], bad: set[str], places: Mapping[str, Location], findings: list[Finding]
) -> set[str]:
    """The ids on a cycle of `extends`; each cycle is reported once, at its first member."""
    done: set[str] = set(bad)
    cyclic: set[str] = set()
    for start in by_id:
        chain: dict[str, None] = {}
        current: str | None = start
        while current is not None and current not in done and current not in chain:
            chain[current] = None
            current = by_id[current].extends
        if current in chain:
            names = list(chain)
            cycle = names[names.index(str(current)) :]
            told = " > ".join(name[:40] for name in [*cycle[:8], cycle[0]])
            findings.append(
                error("extends-itself", places[cycle[0]], f"`extends` makes a cycle: {told}", "remove one of them")
            )
            cyclic |= set(cycle)
        done |= chain.keys()
    return cyclic
