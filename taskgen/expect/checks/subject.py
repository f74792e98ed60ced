"""Where a check looks (content, a field, the whole answer): how that is found, said, written in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from taskgen.decode import MISSING
from taskgen.expect.checks.spelling import literal
from taskgen.expect.nodes import Anything, Array, Gap, Object, Pattern, Scalar, Sketch
from taskgen.expect.quoting import path_text
from taskgen.places import child, read_path
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json, Missing
    from taskgen.expect.checks.base import Given
    from taskgen.expect.nodes import Path

Kind = Literal["chat", "value", "unknown"]
Root = Literal["content", "parsed", "answer", "json", "either"]

STANDARD: Final = ("content", "model", "usage", "json")  # members that an answer of a chat model has itself
_QUOTED: Final = re.compile(r"\['[^']*'\]|\[\"[^\"]*\"\]")
# What begins a wildcard, a filter or a quoted name outside brackets.
_QUERY: Final = re.compile(r"(?:^|\.)['\"*?$@()\s]")


def kind_of(shape: Sketch | None) -> Kind:
    """What kind of answer a sketch expects: of a chat model (with text as `content`), another value, or any.

    An open object without `content` is a chat model's where it names `json`, `model` or `usage`.
    """
    if shape is None or isinstance(shape, Anything):
        return "unknown"
    if not isinstance(shape, Object):
        return "value"
    members = dict(shape.members)
    if "content" in members:
        return "chat" if is_texty(members["content"]) else "value"
    return "chat" if shape.is_open and any(name in members for name in STANDARD) else "value"


def is_texty(sketch: Sketch | None) -> bool:
    """Whether a string may match the sketch."""
    return isinstance(sketch, Anything | Pattern) or is_text(sketch)


def is_text(sketch: Sketch | None) -> bool:
    """Whether only strings match the sketch."""
    return isinstance(sketch, Pattern) or (isinstance(sketch, Scalar) and isinstance(sketch.value, str))


def part_of(sketch: Sketch | None, path: Path) -> Sketch | None:
    """What the sketch says of the value at a path; None where it says nothing."""
    for step in path:
        if isinstance(sketch, Object):
            sketch = dict(sketch.members).get(str(step))
        elif isinstance(sketch, Array) and isinstance(step, int) and step < len(sketch.items):
            before = sketch.items[: step + 1]
            item = sketch.items[step]
            sketch = None if any(isinstance(part, Gap) for part in before) or isinstance(item, Gap) else item
        else:
            return None
    return sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One place in an answer.

    Attributes:
        root: where `path` begins: in the answer, in its `json`, in whichever of the two has the first name;
            "content" is the text of an answer that has one, "parsed" what that text parses to, and both the answer
            itself where it has none (their `path` is empty).
        shape: what the answer is expected to be.
    """

    root: Root
    path: Path = ()
    shape: Sketch | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        if self.root in {"content", "parsed"}:
            return "content" if self.root == "content" else "`json`"
        path = path_text(self._whole_path)
        return path if self.whole_is_content else f"`{path}`" if path else "the answer"

    @property
    def whole_is_content(self) -> bool:
        """Whether this is the member `content`."""
        return self._whole_path == ("content",)

    @property
    def _whole_path(self) -> Path:
        return ("json", *self.path) if self.root == "json" else self.path

    @property
    def is_text(self) -> bool:
        """Whether the value is a string wherever the answer is as expected."""
        if self.root == "content" or (self.whole_is_content and kind_of(self.shape) != "value"):
            return True
        return is_text(part_of(self.shape, self._whole_path))

    @property
    def is_object(self) -> bool:
        """Whether the value is an object wherever the answer is as expected."""
        if not self._whole_path and kind_of(self.shape) != "value":
            return True
        return isinstance(part_of(self.shape, self._whole_path), Object)

    @property
    def is_array(self) -> bool:
        """Whether the value is an array wherever the answer is as expected."""
        return isinstance(part_of(self.shape, self._whole_path), Array)

    @property
    def parent(self) -> Subject:
        """What holds this member or element."""
        return Subject(root=self.root, path=self.path[:-1], shape=self.shape)

    @property
    def member(self) -> tuple[str, ...]:
        """The member that an answer must have for this to be there, as `derive` takes it."""
        if self.root in {"content", "parsed"}:
            return ("content",) if self.root == "content" else ("content", "json")
        path = self._whole_path
        plain = all(isinstance(step, int) or not re.search(r"[.\[\]]", step) for step in path)
        return (path_text(path),) if path and plain and isinstance(path[0], str) and self.root != "either" else ()

    def find(self, response: Json) -> Json | Missing:
        """The value in an answer; MISSING where the answer has none."""
        if self.root in {"content", "parsed"}:
            has_text = isinstance(response, dict) and isinstance(response.get("content"), str)
            member = "content" if self.root == "content" else "json"
            return walk(response, (member,)) if has_text else response
        return walk(self._root_in(response), self.path)

    def _root_in(self, response: Json) -> Json | Missing:
        if self.root == "answer" or (self.root == "either" and walk(response, self.path[:1]) is not MISSING):
            return response
        return walk(response, ("json",))

    @property
    def expression(self) -> str | None:
        """The value in Python over `response`; None where one expression can't say it."""
        if self.root in {"content", "parsed"}:
            return 'response["content"]' if self.root == "content" else 'response["json"]'
        steps = []
        for index, step in enumerate(self._whole_path):
            spelled = literal(step)
            # An index takes characters out of a string: only where an array is expected does it mean an element.
            if spelled is None or (isinstance(step, int) and not self._up_to(index).is_array):
                return None
            steps.append(f"[{spelled}]")
        return self._root_expression() + "".join(steps)

    def _up_to(self, length: int) -> Subject:
        return Subject(root="answer", path=self._whole_path[:length], shape=self.shape)

    def _root_expression(self) -> str:
        if self.root == "either" and self.path:
            return f'(response if {literal(self.path[0])} in response else response["json"])'
        return "response"


def walk(value: Json | Missing, path: Path) -> Json | Missing:
    """Follow a path: names into objects, indices into arrays."""
    for step in path:
        value = child(value, step)
    return value


def default_subject(shape: Sketch | None) -> Subject:
    """What a check looks at that names no field."""
    kind = kind_of(shape)
    if kind == "unknown":
        return Subject(root="content", shape=shape)
    return Subject(root="answer", path=("content",) if kind == "chat" else (), shape=shape)


def subject_of(given: Given) -> Subject | None:
    """What a check looks at: its field, else the content, else the answer; None after a finding."""
    name = given.take("field", "field_name", "path", "json_path")
    return default_subject(given.shape) if name is MISSING else field_subject(given, name)


def field_subject(given: Given, name: Json) -> Subject | None:
    """The subject for a field's name or path; None after a finding."""
    path = _field_path(name, given.shape) if isinstance(name, str) else None
    if path is None:
        shown = repr(name[:60]) if isinstance(name, str) else "that is no string"
        given.error(
            "bad-path",
            f"{given.type}: can't read the path {shown}",
            "write it like usage.total_tokens, items[0].name or ['a.b']; wildcards and filters are not supported",
        )
        return None
    return Subject(root=_root(path, given.shape), path=path, shape=given.shape)


def _field_path(text: str, shape: Sketch | None) -> Path | None:
    """The path of a field; None where it is none. `$` may begin it, and alone is the whole.

    A number is a name where the sketch has an object: the check and its line of Python look in the same place.
    """
    text = text.strip()
    if text.startswith("$") and text[1:2] in {"", ".", "["}:
        if text == "$":
            return ()
        text = text[1:].removeprefix(".")
    path = None if _QUERY.search(_QUOTED.sub("['']", text)) else read_path(text)
    for index, step in enumerate(path or ()):
        if path and isinstance(step, int) and isinstance(part_of(shape, path[:index]), Object):
            path = (*path[:index], str(step), *path[index + 1 :])
    return path


def _root(path: Path, shape: Sketch | None) -> Root:
    """Where a path begins. What is expected decides, so that every answer is looked at in the same place."""
    kind = kind_of(shape)
    members = dict(shape.members) if isinstance(shape, Object) else {}
    if kind == "value" or not path or path[0] in STANDARD or path[0] in members:
        return "answer"
    if "json" in members or (isinstance(shape, Object) and not shape.is_open):
        return "json"
    return "either"
