"""Where the cases stand in the data of a file: in a list, under a usual key, in a map by id, in groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import Document, Json, Path
    from taskgen.diagnostics import Location

CASE_MEMBERS: Final = ("input", "llm_config", "expected", "expected_output", "test_case_id")
_IDS: Final = ("id", "test_case_id", "uuid", "name")
_HINTS: Final = ("goal", "expected_behavior", "checks", "validation", "validation_strategies", "assert", "assertions")
# What goes in and what should come out, as people call it; spelled as `plain` gives it.
_ASKS: Final = frozenset(
    {
        "prompt",
        "userprompt",
        "prompttext",
        "question",
        "query",
        "problem",
        "instruction",
        "message",
        "messages",
        "request",
        "vars",
        "args",
        "command",
        "cmd",
    }
)
_ANSWERS: Final = frozenset(
    {"output", "answer", "response", "target", "expect", "exitcode", *(name.replace("_", "") for name in _HINTS)}
)
_STEPS: Final = ("steps", "stages")
_FILE: Final = re.compile(
    r"(?:file|https?|s3|gs|az|huggingface)://\S+|[^\s{}<>?]*[\w*]\.(?:jsonl?|ndjson|json5|jsonc|ya?ml|csv|tsv|xlsx|py|[cm]?[jt]s)(?::\w+)?"
)

# Spelled without case, `_`, `-` and blanks; those before others where a file has several.
USUAL_KEYS: Final = (
    "cases",
    "tests",
    "testcases",
    "testprompts",
    "evalcases",
    "evals",
    "scenarios",
    "goldens",
    "goldenexamples",
    "testdata",
    "samples",
    "examples",
    "tasks",
    "items",
    "entries",
    "data",
    "dataset",
    "records",
    "rows",
    "questions",
    "queries",
    "conversations",
    "suites",
    "testsuites",
    "groups",
    "prompts",
)
_RANKS: Final = {name: rank for rank, name in enumerate(USUAL_KEYS)}
_LIST_ENDINGS: Final = ("cases", "tests", "prompts", "evals", "scenarios", "goldens", "questions", "queries")
# Only these make a group of what is itself an element: an element's `data` or `items` is more likely its input.
_GROUP_KEYS: Final = frozenset(
    {"cases", "tests", "testcases", "testprompts", "evalcases", "evals", "scenarios", "goldens"}
)
_ABOUT: Final = frozenset(
    {
        "name",
        "id",
        "uuid",
        "title",
        "description",
        "desc",
        "comment",
        "comments",
        "tags",
        "version",
        "category",
        "type",
        "suite",
        "group",
        "section",
    }
)
_CASE_NAME: Final = re.compile(r"(?:tests?|tc|cases?|scenario|example|eval|check)[-_ .0-9]", re.IGNORECASE)
_DEEPEST: Final = 10  # groups within groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What stands where a case is expected.

    Attributes:
        path: where it stands in its document.
        key: its key, where the cases are a map.
        groups: the names of the groups that it stands in, outermost first.
    """

    document: Document
    path: Path
    value: Json
    key: str | None = None
    groups: tuple[str, ...] = ()

    @property
    def place(self) -> Location:
        """Where it stands in the file."""
        return self.document.locate(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in one document.

    Attributes:
        where: what holds the items, in words; empty where nothing does.
        beside: the members of the document that are not read as cases.
        elsewhere: the member that names the files in which the cases stand; empty where none does.
    """

    items: tuple[Item, ...] = ()
    where: str = ""
    beside: tuple[str, ...] = ()
    elsewhere: str = ""


def find(document: Document, *, alone: bool) -> Found:
    """The items of one document.

    Args:
        document: the data of a file, or one of several in a row.
        alone: whether it is the only one; one of several is a case itself unless it clearly holds some.
    """
    data = document.data
    if isinstance(data, list):
        return Found(items=tuple(_elements(Item(document=document, path=(), value=data), 0)), where="a list")
    if not isinstance(data, dict):
        return Found() if alone else _single(document)
    if any(name in data for name in CASE_MEMBERS) and _group_key(data) is None:
        return _single(document)
    return _in_object(document, data) if alone else _in_line(document)


def _in_object(document: Document, data: dict[str, Json]) -> Found:
    root = Item(document=document, path=(), value=data)
    elsewhere = _elsewhere(data)
    if elsewhere:
        return Found(beside=tuple(data), elsewhere=elsewhere)
    for key in _usual_keys(data):
        beside = tuple(name for name in data if name != key)
        return Found(items=tuple(_elements(_child(root, key), 0)), where=f"{key!r}", beside=beside)
    for key in _nested(data):
        beside = tuple(name for name in data if name != key)
        return Found(items=tuple(_flat(_child(root, key), 0)), where=f"{key!r}", beside=beside)
    if _is_map_of_cases(data):
        beside = tuple(name for name, value in data.items() if not isinstance(value, dict))
        return Found(items=tuple(_elements(root, 0)), where="a map by id", beside=beside)
    held = _case_lists(data)
    if held:
        beside = tuple(name for name in data if name not in held)
        items = (item for name in held for item in _elements(_child(root, name, group=name), 0))
        return Found(items=tuple(items), where="lists by name", beside=beside)
    return _single(document) if looks_alone(data) else Found(beside=tuple(data))


def _in_line(document: Document) -> Found:
    """One of several documents: a group, or a case."""
    root = Item(document=document, path=(), value=document.data)
    return Found(items=tuple(_flat(root, 0)), where="one value after another")


def _single(document: Document) -> Found:
    return Found(items=(Item(document=document, path=(), value=document.data),), where="one value after another")


def _child(item: Item, key: str | int, *, group: str | None = None) -> Item:
    groups = item.groups if group is None else (*item.groups, group)
    name = key if isinstance(key, str) else None
    return Item(document=item.document, path=(*item.path, key), value=item.value[key], key=name, groups=groups)


def _elements(item: Item, depth: int) -> Iterator[Item]:
    """What stands in a list, or in a map by id, groups opened."""
    if isinstance(item.value, list):
        for index in range(len(item.value)):
            yield from _flat(_child(item, index), depth)
    else:
        for key, value in item.value.items():
            if isinstance(value, dict) or item.path:
                yield from _flat(_child(item, key), depth)


def _flat(item: Item, depth: int) -> Iterator[Item]:
    """The item, or, where it is a group, what stands in it."""
    value = item.value
    if isinstance(value, list) and depth < _DEEPEST and holds_cases(value):
        yield from _elements(item, depth + 1)
        return
    key = _group_key(value, keyed=item.key is not None) if isinstance(value, dict) and depth < _DEEPEST else None
    if key is None:
        yield item
        return
    group = _child(item, key, group=_group_name(item))
    yield from _elements(group, depth + 1)


def _group_name(item: Item) -> str | None:
    for name in ("name", "title", "id", "description"):
        value = item.value.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return item.key


def _group_key(value: dict[str, Json], *, keyed: bool = True) -> str | None:
    """The key under which an element, being no case itself, holds cases.

    Args:
        value: the element.
        keyed: whether a key gives it an id; without any id it is no case, unless it asks something.
    """
    if "input" in value or "llm_config" in value or "expected" in value:
        return None
    nameless = not keyed and not has_id(value) and not asks(value)
    for key, held in value.items():
        if plain(key) in _GROUP_KEYS and holds_cases(held):
            only_about = all(name == key or name in _ABOUT for name in value)
            if nameless or only_about or isinstance(held, dict) or any(has_id(element) for element in held):
                return key
    return None


def _usual_keys(data: dict[str, Json]) -> list[str]:
    """The keys that usually hold cases and here hold something; the likeliest first."""
    found = [key for key, value in data.items() if plain(key) in _RANKS and (is_list(value) or is_map(value))]
    return sorted(found, key=lambda key: (not data[key], not holds_cases(data[key]), _RANKS[plain(key)]))


def _nested(data: dict[str, Json]) -> list[str]:
    return [key for key, value in data.items() if isinstance(value, dict) and _group_key(value) is not None]


def _is_map_of_cases(data: dict[str, Json]) -> bool:
    """Whether a document is a map by id: mostly objects, and at least half of those look like cases."""
    held = [(key, value) for key, value in data.items() if isinstance(value, dict)]
    alike = sum(1 for key, value in held if _CASE_NAME.match(key) or looks_like_case(value))
    return bool(held) and len(held) * 5 >= len(data) * 4 and alike * 2 >= len(held)


def _case_lists(data: dict[str, Json]) -> tuple[str, ...]:
    """The members that are lists of cases, where a document holds several under names of its own."""
    lists = [name for name, value in data.items() if holds_cases(value)]
    if any(looks_like_case(element) for name in lists if isinstance(data[name], list) for element in data[name]):
        return tuple(lists)
    others = [name for name in data if name not in _ABOUT]
    named = [name for name in others if plain(name).endswith(_LIST_ENDINGS) and isinstance(data[name], list)]
    held = [name for name in named if holds_cases(data[name]) or is_list(data[name])]
    if any(data[name] for name in held):
        return tuple(held)
    return tuple(others) if others and all(is_texts(data[name]) for name in others) else ()


def _elsewhere(data: dict[str, Json]) -> str:
    """The likeliest of the usual keys, where all that stands under it is the names of files, and no cases beside."""
    keys = [key for key in data if plain(key) in _RANKS]
    if any(plain(key) in _GROUP_KEYS and holds_cases(data[key]) for key in keys):
        return ""
    named = sorted((_RANKS[plain(key)], key) for key in keys if names_files(data[key]))
    if not named or (plain(named[0][1]) not in _GROUP_KEYS and _usual_keys(data)):
        return ""
    return named[0][1]


def looks_alone(data: dict[str, Json]) -> bool:
    """Whether an object that is a whole file is one case: it has an id of its own, and more; or asks and answers."""
    has_own = any(name in data for name in ("id", "uuid"))
    hinted = "name" in data and any(name in data for name in _HINTS)
    return len(data) > 1 and (has_own or hinted or _asks_and_answers(data) or _has_steps(data))


def looks_like_case(value: Json) -> bool:
    """Whether an object has a member that only cases have, or an id and something that is asked."""
    if not isinstance(value, dict):
        return False
    return any(name in value for name in (*CASE_MEMBERS, *_HINTS)) or ("id" in value and asks(value))


def asks(value: dict[str, Json]) -> bool:
    """Whether an object says what goes in."""
    return any(plain(name) in _ASKS for name in value)


def has_id(value: Json) -> bool:
    """Whether a value is an object with an id."""
    return isinstance(value, dict) and any(name in value for name in _IDS)


def holds_cases(value: Json) -> bool:
    """Whether a value is a list with an object in it, or a map of objects."""
    return (isinstance(value, list) and any(isinstance(element, dict) for element in value)) or is_map(value)


def is_list(value: Json) -> bool:
    """Whether a value is a list that begins with what a case may be, or is empty."""
    return isinstance(value, list) and all(isinstance(element, dict | list | str) for element in value[:1])


def is_texts(value: Json) -> bool:
    """Whether a value is a list of texts, most of several words."""
    if not isinstance(value, list) or not value or not all(isinstance(element, str) for element in value):
        return False
    return sum(len(element.split(None, 2)) > 1 for element in value) * 2 > len(value)


def is_map(value: Json) -> bool:
    """Whether a value is a map of objects."""
    return isinstance(value, dict) and bool(value) and all(isinstance(element, dict) for element in value.values())


def names_files(value: Json) -> bool:
    """Whether a value is the name of a file, or a list of nothing else."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(element, str) and names_files(element) for element in value)
    return isinstance(value, str) and _FILE.fullmatch(value) is not None


def plain(key: str) -> str:
    """A key without case, `_`, `-` and blanks."""
    return key[:40].lower().replace("_", "").replace("-", "").replace(" ", "")


def _asks_and_answers(value: Json) -> bool:
    if not isinstance(value, dict) or not asks(value):
        return False
    names = {plain(name) for name in value}
    return bool(names & _ANSWERS) or any(name.startswith("expected") for name in names)


def _has_steps(data: dict[str, Json]) -> bool:
    """Whether an object has steps that ask and answer."""
    return any(isinstance(data.get(name), list) and any(map(_asks_and_answers, data[name])) for name in _STEPS)
