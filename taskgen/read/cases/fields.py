"""The fields of a case, declared once with all their names, and one case read by them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, TypeVar

from taskgen.decode import MISSING, AnyJson, At, ListOf, Missing, Number, Text, kind_name, option, options
from taskgen.diagnostics import error, note, warning
from taskgen.model import A_DAY, Case
from taskgen.read.cases.checks import read_checks
from taskgen.read.cases.find import names_files
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json, Kind
    from taskgen.diagnostics import Finding
    from taskgen.model import Check
    from taskgen.read.cases.find import Item

T = TypeVar("T")

_NAMED: Final = 12  # in one message; the rest is counted
_LABELS: Final = ListOf(Text(numbers=True, empty=False), lone=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFields:
    """A case as it stands in a file. Of several names of one field the first that is there counts."""

    id: str = option(
        Text(numbers=True, empty=False),
        "the case's name, unique in the file; in a map of cases its key",
        aliases=("test_case_id", "uuid", "name"),
        required=True,
    )
    description: str | None = option(Text(), "one line that says what the case is about", aliases=("title",))
    goal: str | None = option(
        Text(),
        "prose that says what is wanted: shown, never matched; an `expected_output` only where it is a string",
        aliases=("expected_behavior", "expected_output"),
    )
    input: Json = option(
        AnyJson(), "what the target is called with; without it, all members that are no fields", aliases=("llm_config",)
    )
    expected: Json | Missing = option(
        AnyJson(),
        "a sketch of the answer; an `expected_output` only where it is no string",
        aliases=("expected_output",),
    )
    checks: Json = option(
        AnyJson(),
        "assertions on the answer: `{type, value, …}`, `{type, params}`, `{strategy, …}` or a type's name",
        aliases=("validation", "validation_strategies", "assert", "assertions"),
    )
    tags: tuple[str, ...] = option(_LABELS, "labels", default=())
    needs: tuple[str, ...] = option(_LABELS, "ids of cases that come first", default=())
    timeout: float | None = option(Number(maximum=A_DAY), "seconds that the case may take", default=None)
    disabled: Json = option(
        AnyJson(),
        "true or a reason where the case is switched off; also `enabled: false` and a `status` such as retired",
        aliases=("skip", "enabled", "status"),
    )


_FIELDS: Final = options(CaseFields)
_SPELLINGS: Final = {key: (key, *field.aliases) for key, field in _FIELDS.items()}
# A `skip` or `status` that switches nothing off is a member like any other.
_KNOWN: Final = frozenset(name for key, names in _SPELLINGS.items() if key != "disabled" for name in names)
_SWITCHES: Final = frozenset(_SPELLINGS["disabled"])
_INSIDE: Final = ("validation", "validation_strategies")  # checks that may stand inside `llm_config`
_NO: Final = ("false", "no", "off", "0")
_OFF: Final = frozenset(
    {"retired", "disabled", "skip", "skipped", "deprecated", "obsolete", "inactive", "archived", "quarantined"}
)


def read_case(item: Item, findings: list[Finding], tally: Tally) -> Case | None:
    """Read one case; None, after an error, for what is none or has no id."""
    at = At(item.document, findings, item.path)
    if not isinstance(item.value, dict):
        _refuse(at, item)
        return None
    members = dict(item.value)
    case_id = _take_id(members, item.key)
    if case_id is None:
        _without_id(at, item.value)
        return None
    if item.document.is_damaged(item.path):
        message = f"the case {case_id[:60]!r} can't be read whole and is left out"
        findings.append(error("damaged-case", at.place, message, "mend the error inside it"))
        return None
    return _Reader(item, members, at, tally).case(case_id)


class _Reader:
    """Takes the fields out of a case's members; what is left is input or extra."""

    __slots__ = ("_at", "_explicit", "_extra", "_item", "_members", "_tally")

    def __init__(self, item: Item, members: dict[str, Json], at: At, tally: Tally) -> None:
        self._item = item
        self._members = members
        self._at = at
        self._tally = tally
        self._extra: dict[str, Json] = {}
        self._explicit = "input" in members or "llm_config" in members

    def case(self, case_id: str) -> Case:
        """The case."""
        place = self._at.place  # first, since places are found fastest in the order in which they stand
        disabled = self._disabled()
        if disabled is not None:
            self._tally.disabled.add(f"{case_id}: {disabled}", self._item)
        checks = self._checks()
        expected = self._expected()
        description, goal = self._text("description"), self._text("goal")
        tags, needs, timeout = self._tags(), self._read("needs", ()), self._read("timeout", None)
        return Case(
            id=case_id,
            input=self._input(),
            place=place,
            description=description,
            goal=goal,
            expected=expected,
            checks=checks,
            tags=tags,
            needs=needs,
            timeout=timeout,
            extra=self._rest(),
            disabled=disabled,
        )

    def _text(self, key: str) -> str | None:
        """The first text under one of a field's names; a value of another kind is kept and counted."""
        for name in _SPELLINGS[key]:
            if name not in self._members:
                continue
            value = self._members[name]
            if isinstance(value, str):
                del self._members[name]
                return value.strip() or None
            if not (name == "expected_output" and value is not None):
                del self._members[name]
                self._keep_wrong(name, value)
        return None

    def _keep_wrong(self, name: str, value: Json) -> None:
        if value is not None:
            self._extra[name] = value
            self._tally.wrong.add(name, self._item)

    def _tags(self) -> tuple[str, ...]:
        given = self._members.pop("tags", None)
        if given is None and not self._item.groups:
            return ()
        scratch: list[Finding] = []
        tags = () if given is None else _LABELS.read(given, At(self._item.document, scratch, self._at.path))
        if scratch or tags is MISSING:
            self._keep_wrong("tags", given)
        known = tags if isinstance(tags, tuple) else ()
        return tuple(dict.fromkeys((*known, *self._item.groups)))

    def _read(self, key: str, default: T) -> T:
        """A field that steers a run: a wrong value is an error."""
        value = self._members.pop(key, None)
        if value is None:
            return default
        kind: Kind = _FIELDS[key].kind
        read: T | Missing = kind.read(value, self._at.child(key))
        return default if isinstance(read, Missing) else read

    def _expected(self) -> Json | Missing:
        if "expected" in self._members:
            return self._members.pop("expected")
        if "expected_output" in self._members and not isinstance(self._members["expected_output"], str):
            value = self._members.pop("expected_output")
            return MISSING if value is None else value
        return MISSING

    def _checks(self) -> tuple[Check, ...]:
        """The checks beside the input, then those inside `llm_config`, which are taken out of it."""
        found: list[Check] = []
        for name in _SPELLINGS["checks"]:
            if name in self._members:
                found += read_checks(self._members.pop(name), self._at.child(name))
        given = self._members.get("llm_config")
        config: dict[str, Json] = given if isinstance(given, dict) else {}
        inside = [name for name in _INSIDE if name in config]
        if not inside:
            return tuple(found)
        for name in inside:
            found += read_checks(config[name], self._at.child("llm_config").child(name))
        self._members["llm_config"] = {name: value for name, value in config.items() if name not in inside}
        return tuple(_distinct(found))

    def _disabled(self) -> str | None:
        """Why the case is switched off; members that leave it on are no input where the input stands apart."""
        if _SWITCHES.isdisjoint(self._members):
            return None
        reason = None
        for name in _SPELLINGS["disabled"]:
            value = self._members.get(name)
            off = _off(name, value)
            if off is not None:
                reason = reason or off
                del self._members[name]
            elif self._explicit and isinstance(value, bool):
                del self._members[name]
        return reason

    def _input(self) -> Json:
        for name in _SPELLINGS["input"]:
            if name in self._members:
                return self._members.pop(name)
        taken = {name: value for name, value in self._members.items() if name not in _KNOWN}
        for name in taken:
            del self._members[name]
            self._tally.taken.add(name, self._item)
        return taken

    def _rest(self) -> dict[str, Json]:
        for name in self._members:
            self._tally.unknown.add(name, self._item)
        return {**self._members, **self._extra}


def _distinct(checks: list[Check]) -> list[Check]:
    """Checks that stand both beside the input and inside it count once."""
    kept: list[Check] = []
    for check in checks:
        if not any(check.type == other.type and check.params == other.params for other in kept):
            kept.append(check)
    return kept


def _off(name: str, value: Json) -> str | None:
    """Why one member switches a case off; None where it does not."""
    if name == "status":
        return f"status: {value}" if isinstance(value, str) and value.strip().lower() in _OFF else None
    said = value.strip().lower() if isinstance(value, str) else value
    if name == "enabled":
        return "enabled: false" if said is False or said in _NO else None
    if isinstance(value, str) and said and said not in _NO:
        return f"{name}: {value.strip()[:200]}"
    return name if value is True else None


def _take_id(members: dict[str, Json], key: str | None) -> str | None:
    """The id, taken out of the members. A map's key comes before `name`, which people give to anything."""
    for name in _SPELLINGS["id"]:
        if name == "name" and key is not None and key.strip():
            return key.strip()
        value = members.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            del members[name]
            return value.strip()
    return None


def _refuse(at: At, item: Item) -> None:
    if names_files(item.value):
        message = f"{item.value[:60]!r} names a file, whose cases are not read from here"
        at.error("not-a-case", message, "give that file as the cases file, or write its cases here")
    elif isinstance(item.value, str):
        message = f"{item.value[:60]!r} stands where a case is expected: it has no id"
        at.error("case-without-id", message, 'write {"id": "…", "input": …}')
    else:
        message = f"{kind_name(item.value)} stands where a case is expected"
        at.error("not-a-case", message, 'write {"id": "…", "input": …}')


def _without_id(at: At, value: dict[str, Json]) -> None:
    wrong = next((name for name in _SPELLINGS["id"] if value.get(name) is not None), None)
    if wrong is not None:
        said = "empty" if isinstance(value[wrong], str) else kind_name(value[wrong])
        message = f"a case without an id: its {wrong!r} is {said}"
        at.error("case-without-id", message, f"give {wrong!r} a text that no other case has")
        return
    like = next((name for name in value if _is_like_id(name, value[name])), None)
    step = f"rename {like[:60]!r} to 'id'" if like else "add an 'id' that no other case has"
    at.error("case-without-id", "a case without an id", step)


def _is_like_id(name: str, value: Json) -> bool:
    ends_so = name.lower().endswith(("_id", "-id", "id", "_name", "key", "slug"))
    return ends_so and isinstance(value, str | int) and not isinstance(value, bool)


@dataclass(slots=True)
class Counts:
    """How often each name occurred, and in which item one did first."""

    by_name: dict[str, int] = field(default_factory=dict)
    first: Item | None = None

    def add(self, name: str, item: Item) -> None:
        """Count one more."""
        self.by_name[name] = self.by_name.get(name, 0) + 1
        self.first = self.first or item

    def __str__(self) -> str:
        shown = [f"{name[:40]!r} ({count})" for name, count in list(self.by_name.items())[:_NAMED]]
        more = len(self.by_name) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")


@dataclass(slots=True)
class Tally:
    """All that is counted while the cases of a file are read.

    Attributes:
        unknown: members that have no meaning here, kept.
        wrong: members whose value can't be what they mean, kept.
        taken: members of cases without an input, which are the input.
        disabled: ids of cases that are switched off, each with the reason.
    """

    unknown: Counts = field(default_factory=Counts)
    wrong: Counts = field(default_factory=Counts)
    taken: Counts = field(default_factory=Counts)
    disabled: Counts = field(default_factory=Counts)

    def findings(self) -> list[Finding]:
        """One finding a kind."""
        found: list[Finding] = []
        if self.taken.first:
            message = f"cases without an 'input' take their other members for it: {self.taken}"
            found.append(note("input-from-members", self.taken.first.place, message))
        if self.unknown.first:
            message = f"members without a meaning here are kept: {self.unknown}"
            found.append(note("unknown-members", self.unknown.first.place, message))
        if self.wrong.first:
            message = f"members that are no text are kept without their meaning: {self.wrong}"
            found.append(warning("wrong-type", self.wrong.first.place, message, "write them as text"))
        if self.disabled.first:
            message = f"cases that are switched off: {self.disabled}"
            found.append(note("disabled-cases", self.disabled.first.place, message))
        return found
