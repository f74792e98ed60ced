"""The text of a cases file into cases, by its form; everything that stood there is counted."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, error, note
from taskgen.model import CaseFile
from taskgen.read import json_text
from taskgen.read.cases.fields import Tally, read_case
from taskgen.read.cases.find import find

if TYPE_CHECKING:
    from taskgen.decode import Document
    from taskgen.diagnostics import Finding
    from taskgen.model import Case
    from taskgen.read.cases.find import Found, Item

_YAML_SIZE: Final = 64 * 1024 * 1024  # bytes
_JSON: Final = frozenset({".json", ".jsonl", ".ndjson", ".json5", ".jsonc", ".geojson"})
_LINES: Final = frozenset({".jsonl", ".ndjson"})
_YAML: Final = frozenset({".yaml", ".yml"})
UNREAD_FORMS: Final = {
    ".csv": "CSV",
    ".tsv": "tab-separated values",
    ".toml": "TOML",
    ".feature": "Gherkin",
    ".hurl": "Hurl",
    ".bru": "Bruno",
    ".http": "HTTP requests",
    ".rest": "HTTP requests",
    ".xml": "XML",
    ".html": "HTML",
    ".ini": "INI",
    ".py": "Python",
    ".js": "JavaScript",
    ".mjs": "JavaScript",
    ".ts": "TypeScript",
    ".md": "Markdown",
    ".xlsx": "an Excel workbook",
    ".xls": "an Excel workbook",
    ".ods": "a spreadsheet",
    ".parquet": "Parquet",
    ".arrow": "Arrow",
    ".sqlite": "a database",
    ".db": "a database",
}
_LOOKED_FOR: Final = (
    "a list of cases, a list or map under 'cases', 'tests', 'test_cases', 'test_prompts', 'evals', 'scenarios', "
    "'examples', 'items', 'data' or a like key, a map by id, or one case a line"
)


def read(path: str, text: str) -> tuple[CaseFile | None, list[Finding]]:
    """Read a cases file.

    Args:
        path: its name, which tells its form (JSON, JSON Lines, YAML; else what the text turns out to be) and is
            shown in places.
        text: its text.

    Returns:
        the cases, None where nothing in the file could be one, and findings. `total` of the case file counts all
        that stood there: the cases and those that were refused, each with an error of its own.
    """
    suffix = PurePosixPath(path.replace("\\", "/")).suffix.lower()
    if suffix in UNREAD_FORMS:
        return None, [_unread(path, UNREAD_FORMS[suffix])]
    form, documents, findings = _documents(path, suffix, text)
    if not documents:
        return None, findings
    found = _found(documents, suffix)
    items = [item for one in found for item in one.items]
    if not items:
        return None, [*findings, _no_cases(path, documents, found)]
    cases = _cases(items, findings)
    findings += _beside(found)
    findings.append(_said(path, cases, len(items), found[0].where))
    return CaseFile(path=path, cases=cases, total=len(items), form=form, text=text), findings


def _documents(path: str, suffix: str, text: str) -> tuple[str, tuple[Document, ...], list[Finding]]:
    """The form, the documents and what was found, by the file's ending; else by what reads without an error."""
    if suffix in _YAML:
        return _as_yaml(path, text)
    if suffix in _JSON or text.lstrip()[:1] in {"[", "{"} or json_text.is_strict(text):
        return _as_json(path, suffix, text)
    form, documents, findings = _as_yaml(path, text)
    if any(isinstance(document.data, list | dict) for document in documents):
        return form, documents, findings
    return _as_json(path, suffix, text)


def _as_json(path: str, suffix: str, text: str) -> tuple[str, tuple[Document, ...], list[Finding]]:
    documents, findings = json_text.load(path, text)
    if suffix in _LINES and len(documents) > 1:
        return "json-lines", documents, findings
    return ("json" if len(documents) < 2 else "json-documents"), documents, findings  # noqa: PLR2004 - several


def _as_yaml(path: str, text: str) -> tuple[str, tuple[Document, ...], list[Finding]]:
    from taskgen.read import yaml_text  # noqa: PLC0415 - 20 ms that only those who read YAML pay

    documents, findings = yaml_text.load_all(path, text, size=_YAML_SIZE)
    filled = tuple(document for document in documents if document.data is not None)
    if not filled and not findings:
        findings.append(error("no-cases", Location(path), "the file holds no values", f"write {_LOOKED_FOR}"))
    return "yaml", filled, findings


def _found(documents: tuple[Document, ...], suffix: str) -> list[Found]:
    alone = len(documents) == 1 and suffix not in _LINES
    return [find(document, alone=alone) for document in documents]


def _cases(items: list[Item], findings: list[Finding]) -> tuple[Case, ...]:
    """The cases of all items; of two with one id the first."""
    tally = Tally()
    taken: dict[str, Location] = {}
    cases: list[Case] = []
    for item in items:
        case = read_case(item, findings, tally)
        if case is None:
            continue
        first = taken.setdefault(case.id, case.place)
        if first is case.place:
            cases.append(case)
        else:
            message = f"the id {case.id[:60]!r} is taken by the case at {first}; this one is left out"
            findings.append(error("duplicate-id", case.place, message, "give one of the two another id"))
    findings += tally.findings()
    return tuple(cases)


def _beside(found: list[Found]) -> list[Finding]:
    """What stands beside the cases and is not read."""
    notes = []
    for one in found:
        beside = [name for name in one.beside if name != "$schema"]  # an editor's, not ours
        if one.items and beside:
            names = ", ".join(repr(name[:40]) for name in beside[:12])
            more = f" and {len(beside) - 12} more" if len(beside) > 12 else ""  # noqa: PLR2004 - as above
            place = one.items[0].document.locate((beside[0],))
            notes.append(note("beside-the-cases", place, f"not read, since they are no cases: {names}{more}"))
    return notes


def _said(path: str, cases: tuple[Case, ...], total: int, where: str) -> Finding:
    refused = total - len(cases)
    live = sum(case.disabled is None for case in cases)
    parts = [f"{len(cases)} of {total} cases read from {where}"]
    if refused:
        parts.append(f"{refused} refused")
    if live < len(cases):
        parts.append(f"{len(cases) - live} switched off")
    return note("cases-read", Location(path), ", ".join(parts))


def _no_cases(path: str, documents: tuple[Document, ...], found: list[Found]) -> Finding:
    data = documents[0].data
    if found[0].elsewhere:
        key = found[0].elsewhere
        named = data[key] if isinstance(data[key], list) else [data[key]]
        names = ", ".join(repr(name[:80]) for name in named[:6]) + (", …" if len(named) > 6 else "")  # noqa: PLR2004
        message = f"no cases here: {key!r} names where they stand: {names}"
        return error("no-cases", documents[0].locate((key,)), message, "give the name of that file")
    if isinstance(data, list | dict) and not data:
        message = "the file holds no cases: it is empty"
    elif isinstance(data, dict):
        names = ", ".join(repr(name[:40]) for name in list(data)[:8])
        message = f"no cases here; the file holds {names}"
    else:
        message = "no cases here"
    return error("no-cases", Location(path), message, f"looked for {_LOOKED_FOR}")


def _unread(path: str, name: str) -> Finding:
    step = 'write the cases as JSON or YAML: a list of {"id", "input", "expected", "checks"}'
    return error("unread-form", Location(path), f"{name} is not read as cases", step)
