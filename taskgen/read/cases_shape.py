"""What data in a cases file look like: a case, a list or a map of cases, texts, the names of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from taskgen.decode import Json

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
