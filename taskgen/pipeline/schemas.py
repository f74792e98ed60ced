"""JSON Schemas of the files that people write, made from the declarations that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.decode import record_schema
from taskgen.expect.checks import known_types
from taskgen.model import Config, Expectation, Pitfall, Snippet
from taskgen.read.cases.fields import CaseFields
from taskgen.read.library_entries import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.decode import Json

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def _head(title: str) -> dict[str, Json]:
    return {"$schema": DRAFT, "title": title}


def _check() -> Json:
    """A check in its usual form; editors offer the known types, other spellings stay allowed."""
    return {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {
                    "type": {"anyOf": [{"enum": list(known_types())}, {"type": "string"}]},
                    "value": {"description": "what the check compares with"},
                },
            },
        ]
    }


def cases_schema() -> Json:
    """A cases file: a list, a list under `cases`, or a map keyed by id."""
    case = record_schema(CaseFields)
    case["additionalProperties"] = True
    for name in ("checks", "validation", "validation_strategies", "assert", "assertions"):
        case["properties"][name] = {"type": "array", "items": _check(), "description": "assertions on the answer"}
    identified = [{"required": [name]} for name in ("id", "test_case_id", "uuid", "name")]
    listed = {"type": "array", "items": {"allOf": [{"$ref": "#/$defs/case"}, {"anyOf": identified}]}}
    keyed = {"type": "object", "additionalProperties": {"$ref": "#/$defs/case"}}
    under = {"type": "object", "properties": {"cases": listed}, "required": ["cases"]}
    return {**_head("taskgen: test cases"), "anyOf": [listed, under, keyed], "$defs": {"case": case}}


def _when() -> Json:
    value = {"anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "array"}]}
    return {
        "type": "object",
        "description": "the conditions that a case must meet; all must hold, a list means any",
        "properties": dict.fromkeys(KEYS, value),
        "patternProperties": {"^input\\.": value},
        "additionalProperties": False,
    }


def library_schema() -> Json:
    """A file of the library."""
    entries = {}
    for section, record in (("snippets", Snippet), ("pitfalls", Pitfall), ("expectations", Expectation)):
        entry = record_schema(record)
        entry["properties"]["when"] = _when()
        if section == "expectations":
            entry["properties"]["checks"] = {"type": "array", "items": _check()}
        entries[section] = {"type": "array", "items": entry}
    return {**_head("taskgen: library"), "type": "object", "properties": entries, "additionalProperties": False}


def config_schema() -> Json:
    """taskgen.toml, as data."""
    return {**_head("taskgen: settings"), **record_schema(Config)}


def output_schema() -> Json:
    """What `taskgen render --format json` prints."""
    text = {"type": "string"}
    finding = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("rule", "severity", "message", "next_step"), text),
            "path": {"type": ["string", "null"]},
            "line": {"type": ["integer", "null"]},
            "column": {"type": ["integer", "null"]},
        },
        "required": ["rule", "severity", "path", "line", "column", "message", "next_step"],
    }
    task = {
        "type": "object",
        "properties": {
            **dict.fromkeys(
                ("case", "label", "title", "source", "file", "input", "command", "done", "next_file"), text
            ),
            "code": {"type": ["object", "null"]},
            "expected": {"type": ["object", "null"]},
            "traps": {"type": "array"},
        },
        "required": ["case", "label", "title", "source", "file", "code", "input", "command", "expected", "traps"],
    }
    file = {"type": "object", "properties": {"path": text, "text": text}, "required": ["path", "text"]}
    one = {
        "type": "object",
        "properties": {
            "list": text,
            "tasks": {"type": "array", "items": task},
            "index": {"type": "object"},
            "files": {"type": "array", "items": file},
            "findings": {"type": "array", "items": finding},
        },
        "required": ["list", "tasks", "index", "files", "findings"],
    }
    return {
        **_head("taskgen: rendered tasks"),
        "type": "object",
        "properties": {"version": {"const": 1}, "lists": {"type": "array", "items": one}},
        "required": ["version", "lists"],
    }


SCHEMAS: Final[dict[str, Callable[[], Json]]] = {
    "cases": cases_schema,
    "library": library_schema,
    "config": config_schema,
    "output": output_schema,
}
