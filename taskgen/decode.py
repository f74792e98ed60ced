"""Plain data into values: typed readers that know their path, and the JSON Schema made from the same declarations.

A record is a frozen dataclass whose fields are declared with `option`. `read_record` fills it from a mapping and
reports what is wrong with its place; `record_schema` gives its JSON Schema. Nothing here touches a disk.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

from taskgen.diagnostics import Location, did_you_mean, error
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from taskgen.diagnostics import Finding

Json = Any  # as `json.loads` gives it: None, bool, int, float, str, list, dict with str keys
Path = tuple[str | int, ...]

T = TypeVar("T")


class Missing:
    """The type of `MISSING`: "not given", where None is a value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"  # the only one there is, also behind `copy`


MISSING: Final = Missing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The data of one file.

    Attributes:
        path: the file's name, as shown to the user.
        data: JSON-like data.
        locate: the place of the value at a path; for a member, of its key. Total: an unknown path gives the
            place of its nearest known ancestor.
        is_block: whether the string at a path was written as a block scalar (YAML's `|`); False elsewhere.
        locate_content: the place of the first line that a block scalar holds; None where there are none.
        is_damaged: whether something inside the value at a path could not be read (an error says what).
    """

    path: str
    data: Json
    locate: Callable[[Path], Location]
    is_block: Callable[[Path], bool] = lambda _path: False
    locate_content: Callable[[Path], Location] | None = None
    is_damaged: Callable[[Path], bool] = lambda _path: False

    def content_place(self, path: Path) -> Location:
        """Where the text of a block scalar begins; for any other value, its place."""
        return (self.locate_content or self.locate)(path)


@dataclass(slots=True)
class At:
    """A position inside a document while it is read; collects findings."""

    document: Document
    findings: list[Finding]
    path: Path = ()

    def child(self, key: str | int) -> At:
        """The position of a member or element."""
        return At(self.document, self.findings, (*self.path, key))

    @property
    def place(self) -> Location:
        """Where this is in the file."""
        return self.document.locate(self.path)

    def error(self, rule: str, message: str, next_step: str = "") -> Missing:
        """Report an error here; returns MISSING so that a reader can end with it."""
        self.findings.append(error(rule, self.place, message, next_step))
        return MISSING

    @property
    def name(self) -> str:
        """The last member name on the path, for messages."""
        names = [part for part in self.path if isinstance(part, str)]
        return names[-1] if names else "the document"


class Kind(Protocol):
    """What a value may be: how it is read, what it is called, its JSON Schema."""

    def read(self, value: Json, at: At) -> Any:  # noqa: ANN401 - each kind gives its own type
        """The typed value, or MISSING after a finding."""
        ...

    def schema(self) -> dict[str, Json]:
        """The JSON Schema of what `read` accepts."""
        ...


def kind_name(value: Json) -> str:
    """What a person calls the type of a JSON value."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    for kind, name in (
        (str, "a string"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a mapping"),
    ):
        if isinstance(value, kind):
            return name
    return type(value).__name__


def _wrong(at: At, wanted: str, value: Json) -> Missing:
    return at.error("wrong-type", f"{at.name!r} must be {wanted}, not {kind_name(value)}", f"write {wanted}")


@dataclass(frozen=True, slots=True)
class Text:
    """A string; with `numbers`, integers are taken as their digits. `choices` closes the set."""

    numbers: bool = False
    empty: bool = True
    choices: tuple[str, ...] = ()

    def read(self, value: Json, at: At) -> str | Missing:
        """A str, or MISSING after a finding."""
        if self.numbers and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return _wrong(at, "a string", value)
        if not self.empty and not value.strip():
            return at.error("empty-value", f"{at.name!r} is empty", "give it a value or take the key away")
        if self.choices and value not in self.choices:
            known = ", ".join(self.choices)
            return at.error(
                "unknown-value",
                f"{at.name!r} is {value[:60]!r}",
                did_you_mean(value, self.choices, f"one of {known}"),
            )
        return value

    def schema(self) -> dict[str, Json]:
        """A string, perhaps from a closed set."""
        schema: dict[str, Json] = {"type": ["string", "integer"] if self.numbers else "string"}
        if self.choices:
            schema["enum"] = list(self.choices)
        if not self.empty:
            schema["minLength"] = 1
        return schema


@dataclass(frozen=True, slots=True)
class Block:
    """Text that holds code: in YAML only as a block scalar, since flow text loses its line breaks."""

    def read(self, value: Json, at: At) -> str | Missing:
        """The text, or MISSING after a finding."""
        if not isinstance(value, str):
            return _wrong(at, "a block of text (|)", value)
        if not at.document.is_block(at.path):
            return at.error(
                "not-a-block",
                f"{at.name!r} is not a block scalar",
                f"write `{at.name}: |` and the text below",
            )
        return value

    def schema(self) -> dict[str, Json]:
        """A string."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number from `minimum` to `maximum`; with `whole`, an integer."""

    minimum: float = 0
    whole: bool = False
    maximum: float = 1_000_000_000

    def read(self, value: Json, at: At) -> float | int | Missing:
        """The number, or MISSING after a finding."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return _wrong(at, "a number", value)
        if isinstance(value, float) and not math.isfinite(value):
            return at.error("wrong-value", f"{at.name!r} is not a finite number", "write a plain number")
        if self.whole and not isinstance(value, int):
            return at.error("wrong-value", f"{at.name!r} is {value}, no whole number", "write a whole number")
        if value < self.minimum:
            return at.error("wrong-value", f"{at.name!r} is {value}, under {self.minimum:g}", "give a larger number")
        if value > self.maximum:
            return at.error("wrong-value", f"{at.name!r} is over {self.maximum:,}", "give a smaller number")
        return value

    def schema(self) -> dict[str, Json]:
        """A number."""
        return {"type": "integer" if self.whole else "number", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True)
class AnyJson:
    """Any value."""

    def read(self, value: Json, at: At) -> Json:  # noqa: ARG002 - every kind is called alike
        """The value as it is."""
        return value

    def schema(self) -> dict[str, Json]:
        """Anything."""
        return {}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; bad elements are reported and left out. With `lone`, a single value stands for a list of one."""

    item: Kind
    lone: bool = False

    def read(self, value: Json, at: At) -> tuple[Any, ...] | Missing:
        """A tuple of what could be read, or MISSING after a finding."""
        if not isinstance(value, list):
            if self.lone:
                read = self.item.read(value, at)
                return MISSING if read is MISSING else (read,)
            return _wrong(at, "a list", value)
        read_items = (self.item.read(element, at.child(index)) for index, element in enumerate(value))
        return tuple(element for element in read_items if element is not MISSING)

    def schema(self) -> dict[str, Json]:
        """An array, or one element."""
        array = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [self.item.schema(), array]} if self.lone else array


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from names to values of one kind."""

    item: Kind

    def read(self, value: Json, at: At) -> dict[str, Any] | Missing:
        """A dict of what could be read, or MISSING after a finding."""
        if not isinstance(value, dict):
            return _wrong(at, "a mapping", value)
        read_items = {key: self.item.read(member, at.child(key)) for key, member in value.items()}
        return {key: member for key, member in read_items.items() if member is not MISSING}

    def schema(self) -> dict[str, Json]:
        """An object."""
        return {"type": "object", "additionalProperties": self.item.schema()}


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A record: a dataclass whose fields were declared with `option`."""

    record: type

    def read(self, value: Json, at: At) -> Any:  # noqa: ANN401 - an instance of the record
        """The record, or MISSING after a finding."""
        return read_record(self.record, value, at)

    def schema(self) -> dict[str, Json]:
        """The record's schema."""
        return record_schema(self.record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """The declaration of one field: what it holds, what it means, what else it is called."""

    kind: Kind
    doc: str
    aliases: tuple[str, ...] = ()
    required: bool = False


_KEY: Final = "taskgen"


def option(
    kind: Kind,
    doc: str,
    *,
    default: object = MISSING,
    factory: Callable[[], object] | None = None,
    aliases: Sequence[str] = (),
    required: bool = False,
) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Declare a record's field once; reading, help, docs and schema are made from this."""
    declared = Option(kind=kind, doc=doc, aliases=tuple(aliases), required=required)
    if required:
        return field(metadata={_KEY: declared})
    if factory is not None:
        return field(default_factory=factory, metadata={_KEY: declared})
    return field(default=cast("Any", default), metadata={_KEY: declared})


@functools.cache
def options(record: type) -> Mapping[str, Option]:
    """The declared fields of a record, by key as written in files (`_` of Python names reads `-` or `_`)."""
    return {
        declared_field.name.rstrip("_"): declared_field.metadata[_KEY]
        for declared_field in dataclasses.fields(record)
        if _KEY in declared_field.metadata
    }


@functools.cache
def _spellings(record: type) -> Mapping[str, str]:
    """The keys of a record's declared fields, by each name that they may have in files."""
    return {name: key for key, opt in options(record).items() for name in (key, *opt.aliases)}


@functools.cache
def _field_names(record: type) -> frozenset[str]:
    return frozenset(declared_field.name for declared_field in dataclasses.fields(record))


def read_members(record: type, value: Mapping[str, Json], at: At) -> tuple[dict[str, Any], dict[str, Json]]:
    """Read a mapping's declared members.

    Returns:
        the typed members by field name (a bad one is absent), and the members that are not declared.
    """
    declared = options(record)
    spelled = _spellings(record)
    members: dict[str, Any] = {}
    written: dict[str, str] = {}
    unknown: dict[str, Json] = {}
    for name, member in value.items():
        key = spelled.get(name)
        if key is None:
            unknown[name] = member
            continue
        here = at.child(name)
        if key in written:
            here.error(
                "given-twice",
                f"{name!r} means the same as {written[key]!r}, given above",
                "keep one of the two",
            )
            continue
        written[key] = name
        read = declared[key].kind.read(member, here)
        if read is not MISSING:
            members[key] = read
    for key, opt in declared.items():
        if opt.required and key not in written:
            at.error("missing-key", f"{key!r} is missing", f"add {key!r}: {opt.doc}")
    return members, unknown


def read_record(record: type[T], value: Json, at: At, **given: object) -> T | Missing:
    """Fill a record from a mapping; unknown keys are errors with the nearest name.

    `given` fills fields that are not declared (a place). A field named `place` gets the mapping's place.
    """
    if not isinstance(value, dict):
        return _wrong(at, "a mapping", value)
    members, unknown = read_members(record, value, at)
    known = options(cast("type", record))
    for name in unknown:
        at.child(name).error(
            "unknown-key",
            f"unknown key {name[:60]!r}",
            did_you_mean(name, known, f"known keys: {', '.join(known)}"),
        )
    names = _field_names(cast("type", record))
    if "place" in names:
        given.setdefault("place", at.place)
    if any(opt.required and key not in members for key, opt in known.items()):
        return MISSING
    fields = {(key if key in names else f"{key}_"): member for key, member in members.items()}
    return record(**fields, **given)


def record_schema(record: type) -> dict[str, Json]:
    """The JSON Schema of a record, aliases included."""
    declared = options(record)
    properties: dict[str, Json] = {}
    for key, opt in declared.items():
        for name in (key, *opt.aliases):
            properties[name] = {**opt.kind.schema(), "description": opt.doc}
    schema: dict[str, Json] = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [key for key, opt in declared.items() if opt.required]
    plain = [key for key in required if not declared[key].aliases]
    if plain:
        schema["required"] = plain
    return schema


def plain_document(path: str, data: Json) -> Document:
    """A document that knows no places but its file, for data that no text stands behind."""
    return Document(path=path, data=data, locate=lambda _path: Location(path))
