"""The check against a JSON Schema, by the package jsonschema: nothing is fetched, references are counted."""

from __future__ import annotations

import functools
import json
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from taskgen.decode import MISSING
from taskgen.diagnostics import MachineError, error
from taskgen.expect.checks.base import CheckType, Example, Look
from taskgen.expect.checks.subject import subject_of
from taskgen.expect.quoting import path_text
from taskgen.expect.shown import show
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from taskgen.decode import Json
    from taskgen.expect.answers import Answer
    from taskgen.expect.checks.base import Given, Statement
    from taskgen.expect.checks.subject import Subject

MOST: Final = 20_000  # references followed for one answer: a schema of a few lines can ask for any number of them


class BadSchemaError(ValueError):
    """A schema that can't be used; the message says why."""


@functools.cache
def _library() -> Any:  # noqa: ANN401 - a module
    try:
        import jsonschema  # noqa: PLC0415 - slow, and only a few cases need it
    except ModuleNotFoundError:
        next_step = "run `pip install 'taskgen-cli[schema]'`"
        finding = error("no-jsonschema", None, "checks against a JSON Schema need the package jsonschema", next_step)
        raise MachineError(finding) from None
    return jsonschema


def fault(schema: Json, value: Json) -> str:
    """The first place where a value does not fit a schema, in one line; empty where it fits.

    Raises:
        BadSchemaError: the schema is none, refers to what is not in it, or never ends.
        MachineError: the package jsonschema is missing.
    """
    library = _library()
    kind = library.validators.validator_for(schema, default=library.Draft202012Validator)
    try:
        kind.check_schema(schema)
        found = next(_counting(kind)(schema, registry=_nothing_fetched()).iter_errors(value), None)
    except library.SchemaError as wrong:
        raise BadSchemaError(f"it is no JSON Schema: {_first_line(wrong.message)}") from None
    except RecursionError:
        raise BadSchemaError("it never comes to an end, or the answer is nested too deep") from None
    except BadSchemaError:
        raise
    except Exception as wrong:  # noqa: BLE001 - what else the package raises is about the schema: references, patterns
        raise BadSchemaError(_first_line(f"{type(wrong).__name__}: {wrong}")) from None
    if found is None:
        return ""
    path = path_text(tuple(found.absolute_path))
    return f"{f'`{path}`: ' if path else ''}{_first_line(found.message)}"


def _nothing_fetched() -> Any:  # noqa: ANN401 - of a package without types here
    from referencing import Registry  # noqa: PLC0415 - comes with jsonschema

    return Registry()


def _counting(kind: Any) -> Any:  # noqa: ANN401 - a class made by jsonschema
    """A validator that gives up when too many references have been followed."""
    followed = 0

    def counted(keyword: Callable[..., Iterator[Any] | None]) -> Callable[..., Iterator[Any] | None]:
        def follow(*arguments: Any) -> Iterator[Any] | None:  # noqa: ANN401 - as jsonschema calls them
            nonlocal followed
            followed += 1
            if followed > MOST:
                raise BadSchemaError(f"it refers to itself more than {MOST} times over")
            return keyword(*arguments)

        return follow

    references = {name: counted(kind.VALIDATORS[name]) for name in ("$ref", "$dynamicRef") if name in kind.VALIDATORS}
    return _library().validators.extend(kind, references)


def _first_line(text: str) -> str:
    line = " ".join(text[:400].split())
    return line if len(line) <= 160 else f"{line[:160]}..."  # noqa: PLR2004 - two short lines


@dataclass(frozen=True, slots=True, kw_only=True)
class FitsSchema:
    """That a value fits a schema; the text of an answer is read as JSON first.

    Attributes:
        structure: whether it has to be an object or array as well.
        anywhere: whether any JSON object in the text will do.
    """

    subject: Subject
    schema: Json = field(hash=False)
    structure: bool = False
    anywhere: bool = False
    looks_at_value: bool = True

    def words(self, *, negated: bool) -> str:
        """Fits, or does not."""
        what = "contains a JSON object that fits" if self.anywhere else "is JSON that fits"
        if negated:
            what = what.replace("contains a", "contains no").replace("is JSON that fits", "is no JSON that fits")
        return f"{self.subject.name} {what} the schema"

    def condition(self, *, negated: bool) -> str | None:  # noqa: ARG002 - every statement is called alike
        """No one line says it."""
        return None

    def look(self, answer: Answer) -> Look:
        """The first place that does not fit."""
        value = self.subject.find(answer.response)
        if value is MISSING:
            return Look(holds=None, message=f"{self.subject.name} is missing")
        try:
            faults = [self._fault(part) for part in self._parts(value)]
        except BadSchemaError as wrong:
            return Look(holds=None, message=f"the schema can't be used: {wrong}")
        if "" in faults:
            return Look(holds=True, found=show(value))
        return Look(holds=False, found=faults[0] if faults else f"no JSON in {show(value)}")

    def _fault(self, value: Json) -> str:
        if self.structure and not isinstance(value, dict | list):
            return f"{show(value)} is no object or array"
        return fault(self.schema, value)

    def _parts(self, value: Json) -> list[Json]:
        """The values of which one has to fit."""
        if not isinstance(value, str) or not (self.subject.root == "content" or self.subject.whole_is_content):
            return [value]
        if self.anywhere:
            from taskgen.expect.checks.structure import objects_in  # noqa: PLC0415 - it imports this module

            return list(objects_in(value))
        try:
            return [json.loads(value)]
        except (ValueError, RecursionError):
            return []

    def members(self, *, negated: bool) -> tuple[str, ...]:  # noqa: ARG002 - a denial needs the value as well
        """The place that must be there."""
        return self.subject.member


def given_schema(given: Given) -> Json | None:
    """The schema among a check's parameters, which may stand there as text; None where there is none, or a finding."""
    schema = given.take("value", "schema")
    if schema is MISSING or schema in (None, ""):
        return None
    if isinstance(schema, str):
        try:
            schema = json.loads(schema)
        except (ValueError, RecursionError):
            schema = None
    if isinstance(schema, dict | bool):
        return schema
    given.error("bad-check", f"{given.type}: the schema must be an object", "give the JSON Schema itself as `value`")
    return None


def _read(given: Given) -> Statement | None:
    schema = given_schema(given)
    subject = subject_of(given)
    if schema is None and not given.findings:
        given.error("bad-check", f"{given.type}: 'value' is missing", "give the JSON Schema as `value`")
    return None if schema is None or subject is None else FitsSchema(subject=subject, schema=schema)


_AGED: Final[dict[str, Json]] = {
    "type": "object",
    "properties": {"age": {"type": "integer", "minimum": 0}},
    "required": ["age"],
}

TYPES = (
    CheckType(
        name="json-schema",
        doc="the content, read as JSON, fits the JSON Schema `value`; nothing is fetched for it",
        read=_read,
        passing=(
            Example(params={"value": _AGED}, value='{"age": 36}'),
            Example(params={"schema": {"items": {"type": "string"}}}, value='["a", "b"]'),
        ),
        failing=(
            Example(params={"value": _AGED}, value='{"age": "36"}'),
            Example(params={"value": _AGED}, value='{"name": "Ada"}'),
            Example(params={"value": _AGED}, value="36 years"),
        ),
    ),
)
