"""Example tasks through their template: plain values in, sealed and guarded text out."""

from __future__ import annotations

from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

from taskgen import markers
from taskgen.diagnostics import Location, error
from taskgen.model import RenderedFile
from taskgen.render import guard
from taskgen.render.environment import is_ours_alone, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import jinja2

    from taskgen.compose.example import ExampleTask, Expected
    from taskgen.diagnostics import Finding
    from taskgen.render.blocks import Rendered

TEMPLATE = "task.md.j2"
_LEAVES = frozenset({str, int, float, bool, NoneType, Location})
# Of each kind of record the names of its fields (several), and what gets them all at once.
_FIELDS: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}
_TAME_START = frozenset("'\"`(/")


def _notes(expected: Expected) -> list[str]:
    notes = ["made from the checks"] if expected.derived else []
    notes += ["`...` is anything"] if expected.elided else []
    return notes + (["`json` is `content` parsed"] if expected.parsed else [])


def context(task: ExampleTask) -> dict[str, Any]:
    """The fields of a task as a template gets them: str, int, bool, None, lists and dicts of them under `task`."""
    fields = plain(task)
    del fields["place"]
    fields["title"] = task.title
    fields["comment"] = markers.comment_line(task.case, task.source, task.made_from)
    fields["goal_lines"] = [
        *([task.description] if task.description else []),
        *([f"Expected: {task.goal}"] if task.goal else []),
    ]
    if task.expected:
        fields["expected"]["notes"] = _notes(task.expected)
    return {"task": fields}


def plain(value: Any) -> Any:  # noqa: ANN401 - records, tuples and leaves, into dicts, lists and leaves
    """Records as dicts and tuples as lists, to any depth; other values as they are."""
    kind = type(value)
    if kind in _LEAVES:
        return value
    if kind is tuple:
        return [item if type(item) in _LEAVES else plain(item) for item in value]
    if kind not in _FIELDS:
        _FIELDS[kind] = (kind.__slots__, attrgetter(*kind.__slots__))
    names, get = _FIELDS[kind]
    return dict(zip(names, [item if type(item) in _LEAVES else plain(item) for item in get(value)], strict=True))


def render_task(
    environment: jinja2.Environment, task: ExampleTask, path: str
) -> tuple[Rendered, RenderedFile, list[Finding]]:
    """One task: what its template gave, the same as a sealed file, and what the guard found.

    Raises:
        TaskgenError: the template is missing, can't be parsed, or fails.
    """
    fields = context(task)
    rendered = render(environment, TEMPLATE, fields)
    findings = guard.check_blocks(path, rendered, task)
    if not markers.has_comment(rendered.text):
        message = f"the template leaves out the comment line of case {task.case!r}"
        findings.append(error("role-left-out", Location(path), message, "show `task['comment']` on a line of its own"))
    if markers.has_end(rendered.text):
        message = f"a value of case {task.case!r} holds taskgen's end marker on a line of its own"
        findings.append(error("end-marker-inside", task.place, message, "write it otherwise there"))
    findings += _stray_headings(environment, fields["task"], rendered, task, path)
    return rendered, RenderedFile(path=path, text=markers.sealed(rendered.text)), findings


def _stray_headings(
    environment: jinja2.Environment, fields: dict[str, Any], rendered: Rendered, task: ExampleTask, path: str
) -> list[Finding]:
    """An error where a value has made a heading: seen by rendering once more with tame values in its place."""
    if rendered.is_tame and (
        is_ours_alone(environment) or all(_harmless(text, rendered.prose) for text in _texts(fields))
    ):
        return []  # in our templates every value goes through a filter that lets none make a heading
    skeleton = render(environment, TEMPLATE, {"task": {**_tamed(fields), "comment": fields["comment"]}})
    if guard.heading_levels(rendered.text) == guard.heading_levels(skeleton.text):
        return []
    message = f"a value of case {task.case!r} makes a heading that the template did not make"
    next_step = "show values through the filters `prose`, `code`, `fenced`"
    return [error("stray-heading", Location(path), message, next_step)]


def _harmless(text: str, prose: str) -> bool:
    """Whether a value can have made no heading: it is tame, or stands nowhere but in blocks."""
    return _is_tame(text) or text not in prose


def _is_tame(text: str) -> bool:
    """Whether a text can make no heading wherever a template puts it."""
    return not text or (text.isprintable() and (text[0].isalnum() or text[0] in _TAME_START))


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - plain data of any shape
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            if name != "comment":
                yield from _texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _tamed(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    if isinstance(value, str):
        return value if _is_tame(value) else "x"
    if isinstance(value, dict):
        return {key: _tamed(member) for key, member in value.items()}
    return [_tamed(item) for item in value] if isinstance(value, list) else value
