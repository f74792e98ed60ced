"""One entry of a library: a snippet, a pitfall or an expectation, with its own rules."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING, kind_name, read_record
from taskgen.diagnostics import Location, did_you_mean, warning
from taskgen.model import Condition, Expectation, Pitfall, Snippet
from taskgen.read.check import read_check

if TYPE_CHECKING:
    from taskgen.decode import At, Json

LoadCode = Callable[[str], str | None]


def read_snippet(value: Json, at: At, load_code: LoadCode) -> Snippet | None:
    """A snippet with its code, or None after a finding."""
    snippet = read_record(Snippet, value, at)
    if not isinstance(snippet, Snippet):
        return None
    conditions = _conditions(snippet.when, at.child("when"))
    good = [_good_path(snippet.file, at.child("file")), _one_line(snippet.title, at.child("title"))]
    code = _code(snippet, value, at, load_code)
    if conditions is None or code is None or not all(good):
        return None
    text, place = code
    return replace(snippet, code=text, code_place=place, conditions=conditions)


def read_pitfall(value: Json, at: At, load_code: LoadCode) -> Pitfall | None:
    """A pitfall with its texts, or None after a finding."""
    pitfall = read_record(Pitfall, value, at)
    if not isinstance(pitfall, Pitfall):
        return None
    conditions = _conditions(pitfall.when, at.child("when"))
    good = [_one_line(pitfall.title, at.child("title")), _one_line(pitfall.error, at.child("error"))]
    shown = _shown(pitfall, value, at, load_code)
    if conditions is None or shown is None or not all(good):
        return None
    return replace(shown, conditions=conditions)


def read_expectation(value: Json, at: At, _load_code: LoadCode) -> Expectation | None:
    """An expectation with its checks, or None after a finding."""
    expectation = read_record(Expectation, value, at)
    if not isinstance(expectation, Expectation):
        return None
    conditions = _conditions(expectation.when, at.child("when"))
    inside = at.child("checks")
    checks = [read_check(check, inside.child(index)) for index, check in enumerate(expectation.checks)]
    if expectation.expected is MISSING and "checks" not in value:
        at.error("empty-expectation", "neither 'expected' nor 'checks' is given", "give one of the two")
        return None
    if conditions is None:
        return None
    read = tuple(check for check in checks if check is not None)
    return replace(expectation, conditions=conditions, check_list=read)


def _one_line(text: str, at: At) -> bool:
    if "\n" not in text.strip("\n") and "\r" not in text:
        return True
    at.error("several-lines", f"{at.name!r} has several lines", "write one line")
    return False


def _code(snippet: Snippet, value: dict[str, Json], at: At, load_code: LoadCode) -> tuple[str, Location] | None:
    """The snippet's code and where it begins; None after a finding."""
    given = [key for key in ("code", "code_from") if key in value]
    if not given:
        at.error("no-code", "neither 'code' nor 'code_from' is given", "add `code: |` and the code below")
        return None
    if len(given) > 1:
        at.child("code_from").error("given-twice", "both 'code' and 'code_from' are given", "keep one of the two")
        return None
    return _text(getattr(snippet, given[0]), at.child(given[0]), load_code)


def _text(text: str | None, at: At, load_code: LoadCode) -> tuple[str, Location] | None:
    """The text of a block, or of the file that a key ending in `_from` names; None after a finding."""
    if text is None:
        return None
    place = at.document.content_place(at.path)
    if at.name.endswith("_from"):
        return _file(text, at, load_code)
    if not text.strip():
        at.error("empty-value", f"{at.name!r} is empty", "write the lines below it, indented")
        return None
    return text, place


def _file(name: str, at: At, load_code: LoadCode) -> tuple[str, Location] | None:
    if not _good_path(name, at):
        return None
    path = posixpath.join(posixpath.dirname(at.document.path), name)
    text = load_code(path)
    if text is None:
        at.error("missing-file", f"there is no file {path[:80]!r}", "create it, or fix the path")
        return None
    if not text.strip():
        at.error("empty-value", f"the file {path[:80]!r} is empty", "write the code into it")
        return None
    return text, Location(path)


def _shown(pitfall: Pitfall, value: dict[str, Json], at: At, load_code: LoadCode) -> Pitfall | None:
    """The pitfall with the texts by which it is shown; None after a finding."""
    lines = [key for key in ("wrong", "fix") if key in value]
    files = [key for key in ("wrong_from", "fix_from") if key in value]
    ways = [way for way in (lines, files, ["unproven"] * ("unproven" in value)) if way]
    if len(ways) != 1:
        said = "in several ways" if ways else "in no way"
        at.error("pitfall-not-shown", f"the pitfall is shown {said}", _WAYS)
        return None
    if len(ways[0]) == 1 and ways[0] != ["unproven"]:
        at.child(ways[0][0]).error(
            "pitfall-not-shown", f"{ways[0][0]!r} is given without the other", "give both, wrong and fix"
        )
        return None
    if pitfall.delay is not None and not lines:
        at.findings.append(warning("idle-delay", at.child("delay").place, "'delay' only serves wrong + fix", _WAYS))
    if not lines and not files:
        return pitfall
    return _with_texts(pitfall, ways[0], at, load_code)


_WAYS = "give wrong + fix, or wrong_from + fix_from, or unproven: why it can't be shown"


def _with_texts(pitfall: Pitfall, keys: Sequence[str], at: At, load_code: LoadCode) -> Pitfall | None:
    wrong, fix = (_text(getattr(pitfall, key), at.child(key), load_code) for key in keys)
    if wrong is None or fix is None:
        return None
    if wrong[0].strip() == fix[0].strip():
        at.child(keys[1]).error("same-text", f"{keys[0]!r} and {keys[1]!r} are the same", "make them differ")
        return None
    shown = replace(pitfall, wrong_place=wrong[1], fix_place=fix[1])
    if keys[0] == "wrong":
        return shown
    return replace(shown, wrong_program=wrong[0], fix_program=fix[0])


# --- Paths: relative, with `/`, inside the root, spelled in one way only ---------------------------------------------

_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_RELATIVE: Final = "write a path relative to the root, inside of it"


def path_problem(path: str) -> tuple[str, str, str] | None:
    """Why a path can't be used, as rule, message and next step; None for a good one."""
    parts = path.split("/")
    odd = any(part in ("", ".") or part != part.strip() for part in parts)
    rules = (
        (path.startswith(("/", "~")) or _DRIVE.match(path), "path-outside", "is not relative", _RELATIVE),
        (".." in parts, "path-outside", "goes up with '..'", _RELATIVE),
        (".git" in path.casefold().split("/"), "path-outside", "lies in git's own folder", "choose another folder"),
        ("\\" in path, "odd-path", "has a backslash", "write / between folders"),
        (_CONTROL.search(path), "odd-path", "has a control character", "remove it"),
        (odd, "odd-path", "has an empty part, a '.' or a space at an end", "write it as folder/file.py"),
    )
    return next(((rule, f"{path[:60]!r} {why}", step) for applies, rule, why, step in rules if applies), None)


def _good_path(path: str, at: At) -> bool:
    """Whether a path can be used; reports at `at` where not."""
    problem = path_problem(path)
    if problem is not None:
        at.error(*problem)
    return problem is None


# --- Conditions ------------------------------------------------------------------------------------------------------

KEYS: Final = ("id", "model", "tag", "has", "check", "target")
INPUT: Final = "input."


def _conditions(when: dict[str, Json], at: At) -> tuple[Condition, ...] | None:
    """The conditions of a `when`, in their order; an empty `when` has none and always holds.

    Returns:
        the conditions, or None where one of them is bad: an entry without it would be chosen too often.
    """
    read = [_condition(key, value, at.child(key)) for key, value in when.items()]
    good = tuple(condition for condition in read if condition is not None)
    return good if len(good) == len(read) else None


def _condition(key: str, value: Json, at: At) -> Condition | None:
    if key not in KEYS and not _is_input_path(key):
        known = (*KEYS, "input.PATH")
        at.error(
            "unknown-key", f"unknown condition {key[:60]!r}", did_you_mean(key, known, f"one of {', '.join(known)}")
        )
        return None
    values = value if isinstance(value, list) else [value]
    if not values:
        at.error("empty-value", f"{key[:60]!r} has no value, so nothing can meet it", "give it one, or take it away")
        return None
    wanted = tuple(values) if key.startswith(INPUT) else _texts(key, values, at)
    return None if wanted is None else Condition(key=key, wanted=wanted, place=at.place)


def _is_input_path(key: str) -> bool:
    return key.startswith(INPUT) and all(key.removeprefix(INPUT).split("."))


def _texts(key: str, values: list[Json], at: At) -> tuple[str, ...] | None:
    texts = []
    for value in values:
        text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not text:
            said = "is empty" if text == "" else f"must be a string, not {kind_name(value)}"
            at.error("wrong-type", f"{key!r} {said}", "write a string, or a list of strings of which one must hold")
            return None
        texts.append(text)
    return tuple(texts)
