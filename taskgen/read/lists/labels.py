"""Labels as people write them (`Task 4.2:`, `T-034A`, `[T001]`, `1.1`), and new ones for tasks that have none."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import warning
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Task

# The word for "task" in the languages that lists were seen in; longer spellings first.
_WORDS = (
    r"(?:implementation |sub-?)?tasks?|tickets?|aufgaben?|tareas?|t[âa]ches?|tarefas?|zadani[ea]|[úu]kol|uppgift"
    r"|opg(?:ave|aver)|compit[oi]|zad(?:anie|acha)|задач[аи]|задани[ея]|завдання|任务|任務|タスク|課題|작업|과제"
)
_NUMBER = (
    r"(?:[^\W\d_][^\W_]{0,11}-){0,4}[^\W\d_]{0,6}\d{1,9}[^\W\d_]?"  # 4, 102a, T034A, EXAMPLE-002, PR-33
    r"(?:\.(?:\d{1,6}[^\W\d_]?|[^\W\d_](?![^\W_]))){0,8}"  # .2, .10a, .x
)
_SIGNS = r"[一二三四五六七八九十百]{1,4}|[①-⑳]"
_LETTERS = rf"(?-i:[IVX]{{1,6}}|[A-Z])|{_SIGNS}"
_BETWEEN = rf"(?:[\s_-]+(?:[#№]\s?)?|[#№]\s?|(?=\d)|(?={_SIGNS}))"
_END = r"(?![^\W_])"
_SEPARATOR = re.compile(r"\s*(?:[:\uff1a.)、\uff0e|·•→]|[-=]>|-{1,3}(?=\s|[^\W\d])|[\u2013—])[\s:\uff1a|\u2013—-]*|\s+")

_TASK = re.compile(
    rf"(?P<open>\[)?(?:{_WORDS})(?P<container>\s+(?:group|epic))?{_BETWEEN}(?P<label>{_NUMBER}|(?:{_LETTERS})(?=\s*[:\uff1a.)\u2013—]))"
    rf"{_END}(?(open)\](?!\())",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?P<upto>\s*(?:-|\u2013|—|\.\.+|to\b|through\b|bis\b)\s*[#№]?(?:{_NUMBER}))\s*(?:[:\uff1a.)\]]|$)", re.IGNORECASE
)
_PLURAL = re.compile(
    r"(?:tasks|tickets|aufgaben|tareas|t[âa]ches|tarefas|opgaver|compiti)\b|задачи|задания", re.IGNORECASE
)
_UNLABELLED = re.compile(rf"(?:{_WORDS})\s?[:\uff1a]\s*(?=\S)", re.IGNORECASE)
_SHORT = re.compile(
    r"\[?(?P<label>T\d{2,5}[A-Za-z]?(?:-[A-Z]{1,8}\b)?|T-\d{1,5}[A-Za-z]?(?:\.\d+)?|T\d(?=\*\*|\s*[:.)\u2013—]))\]?"
    + _END
)
_PLAIN = re.compile(
    r"(?P<label>§?\d{1,5}[a-z]?(?:\.(?:\d{1,5}[a-z]?|[a-z](?![a-z]))){0,6})(?P<end>[.):\uff1a、\uff0e]?)(?=\s|\*|$)"
)
_CODE = re.compile(
    r"\[?(?P<label>[A-Z§][A-Za-z0-9]{0,11}(?:[-.][A-Za-z0-9]{1,12}){0,5}-\d{1,6}[a-z]?(?:\.\d{1,4}[a-z]?){0,3})\]?"
    + _END
)
_BRIEF = re.compile(r"(?P<label>[A-Z][A-Za-z]{0,2}\d{1,3}[a-z]?)(?=\*\*|\s?[:\uff1a]|\s[\u2013—-]\s)")
_HASH = re.compile(r"#(?P<label>\d{1,6})" + _END)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label found at the start of a text.

    Attributes:
        text: the label, without the word "task"; empty where only the word stands there (`Task: …`).
        rest: what follows it, separator taken off.
        kind: "task" (the word is there), "short" (T001), "plain" (1.1), "code" (PR-33.1), "brief" (**O1**) or
            "hash" (#3).
        is_range: whether it names several tasks (`Tasks 2-11`); over their headings that is a group.
    """

    text: str
    rest: str
    kind: str
    is_range: bool = False


def task_label(text: str) -> Label | None:
    """A label with the word for task, or a T-number: what makes a heading or paragraph a task."""
    text = _bare_start(text)
    if found := _TASK.match(text):
        return _with_rest(text, found, "task")
    if found := _SHORT.match(text):
        return _with_rest(text, found, "short")
    if (found := _UNLABELLED.match(text)) and not _PLURAL.match(text):
        return _coded_rest(text[found.end() :])
    return None


def _coded_rest(rest: str) -> Label:
    """`Task: EXAMPLE-002 — Title` has its label behind the colon; `Task: Title` has none."""
    rest = rest.removeprefix("**").lstrip()
    code = _CODE.match(rest)
    if code is None:
        return Label(text="", rest=rest, kind="task")
    return _with_rest(rest, code, "task")


def box_label(text: str) -> Label | None:
    """A label at the start of a box or list item, any kind."""
    if found := task_label(text):
        return found if found.text else None
    text = _bare_start(text)
    if found := _plain(text):
        return found
    for pattern, kind in ((_CODE, "code"), (_BRIEF, "brief"), (_HASH, "hash")):
        if match := pattern.match(text):
            return _with_rest(text, match, kind)
    return None


def _plain(text: str) -> Label | None:
    """`1.`, `1)`, `1.1`, `2.2c`; a bare number may be an amount."""
    found = _PLAIN.match(text)
    if found is None or not (found["end"] or "." in found["label"]):
        return None
    return _with_rest(text, found, "plain")


def number_label(text: str) -> Label | None:
    """A number or code at the start of a heading: `1. Title`, `1 Title`, `2.4 — Title`, `MCP-PR-001 Title`."""
    text = _bare_start(text)
    if found := _CODE.match(text):
        return _with_rest(text, found, "code")
    if found := _PLAIN.match(text):
        return _with_rest(text, found, "plain")
    return None


def is_code(text: str) -> bool:
    """Whether a table cell or the like is a label and nothing else."""
    bare = text.strip(" *`_[]~")
    return bool(re.fullmatch(rf"[#№]?(?:{_NUMBER})", bare))


def _with_rest(text: str, found: re.Match[str], kind: str) -> Label:
    span = _RANGE.match(text, found.end()) if kind in {"task", "short"} else None
    label = found["label"] + (span["upto"].rstrip() if span else "")
    rest = text[span.end("upto") if span else found.end() :].removeprefix("**")
    separator = _SEPARATOR.match(rest)
    rest = rest[separator.end() :] if separator else rest
    return Label(text=label, rest=rest.removeprefix("**").lstrip(), kind=kind, is_range=span is not None)


def _bare_start(text: str) -> str:
    """The text without emphasis at its start, so that `**Task 1: x**` is read like `Task 1: x`."""
    return text.lstrip("*_~ ")


def is_below(label: str, parent: str) -> bool:
    """Whether `1.1` is a part of `1` (or of `1.0`)."""
    parts, above = label.split("."), parent.split(".")
    if len(above) > 1 and above[-1] == "0":
        above = above[:-1]
    return len(parts) > len(above) and parts[: len(above)] == above


def follows(label: str, before: str) -> bool:
    """Whether a whole number comes directly after another one."""
    return label.isdecimal() and before.isdecimal() and int(label) == int(before) + 1


# --- What the tasks of a list are called: those without a number get one that no other task has; repeats are told ----


_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 9  # digits of a number that is counted on
_NAMED = 3  # labels, and lines of each, that a message names


def labelled(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks, those with an empty label called by a new one."""
    made = new_labels([task.label for task in tasks])
    return tuple(task if task.label else replace(task, label=label) for task, label in zip(tasks, made, strict=True))


def new_labels(own: Sequence[str]) -> list[str]:
    """The label of each task: its own, else one that no task has.

    Behind a plain number it counts on (11 after 10), else it is the task's place in the list. Where that belongs to
    another task a letter tells: 10a, T002a. Where no task has a label of its own these are 1, 2, 3.
    """
    taken = set(own)
    names = _candidates("0", 1)
    labels = []
    for place, stated in enumerate(own, 1):
        label = stated or next(name for name in names if name not in taken)
        taken.add(label)
        labels.append(label)
        if stated or label.isdecimal():
            names = _candidates(label, place + 1)
    return labels


def _candidates(before: str, place: int) -> Iterator[str]:
    """Labels for the task behind the one called `before`, the best one first."""
    is_number = before.isdecimal() and len(before) <= _LONGEST
    yield str(int(before) + 1 if is_number else place)
    base = before if before[-1].isdigit() else str(place)
    yield base  # free only where nothing stands before: 0
    for length in itertools.count(1):
        for letters in itertools.product(_ALPHABET, repeat=length):
            yield base + "".join(letters)


def repeated(tasks: Sequence[Task]) -> list[Finding]:
    """A warning where several tasks state the same label."""
    by_label: dict[str, list[Task]] = {}
    for task in tasks:
        by_label.setdefault(task.label, []).append(task)
    several = [(label, same) for label, same in by_label.items() if len(same) > 1]
    if not several:
        return []
    named = "; ".join(f"{label[:40]} in lines {_lines(same)}" for label, same in several[:_NAMED])
    more = f"; and {len(several) - _NAMED} more" if len(several) > _NAMED else ""
    label, same = several[0]
    next_step = f"give each a number of its own; until then {label[:40]!r} names {len(same)} tasks"
    return [warning("repeated-label", same[1].place, f"tasks with the same label: {named}{more}", next_step)]


def _lines(tasks: Sequence[Task]) -> str:
    lines = [str(task.place.line) for task in tasks]
    if len(lines) > _NAMED:
        return f"{', '.join(lines[:_NAMED])}, ..."
    return " and ".join((", ".join(lines[:-1]), lines[-1]))
