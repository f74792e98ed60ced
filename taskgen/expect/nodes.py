"""The nouns of a sketch: expected output in which `...` stands for anything."""

from __future__ import annotations

from taskgen.records import dataclass

DOTS = "..."
MAX_DEPTH = 100  # of nested parts; what people write by hand stays far below
MAX_DIGITS = 4300  # of an integer; Python itself reads and writes no longer ones

Path = tuple[str | int, ...]


class SketchError(ValueError):
    """Text or data that is no sketch.

    Attributes:
        message: what is wrong and what to write, in one line.
        line, column: the place in the text, from 1; both 1 for data.
        path: the place in the data; empty for text.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1, path: Path = ()) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.path = path


@dataclass(frozen=True, slots=True)
class Anything:
    """`...` as a value: any JSON value."""


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A literal leaf; two are equal where they are written alike, so that 1, 1.0 and true are three."""

    value: str | float | bool | None

    @property
    def _key(self) -> tuple[str, str]:
        return (type(self.value).__name__, repr(self.value))

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Scalar) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A string with `...` in it: any run of characters between each two of `parts` (at least two parts)."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """`...` as an element: any number of elements."""


@dataclass(frozen=True, slots=True)
class Array:
    """An array; no two gaps stand side by side."""

    items: tuple[Sketch | Gap, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Object:
    """An object; `is_open` where `...` stands among its members. Members are compared without their order."""

    members: tuple[tuple[str, Sketch], ...]
    is_open: bool = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Object):
            return NotImplemented
        return self.is_open == other.is_open and dict(self.members) == dict(other.members)

    def __hash__(self) -> int:
        return hash((self.is_open, frozenset(self.members)))


Sketch = Anything | Scalar | Pattern | Array | Object

ANYTHING = Anything()
GAP = Gap()
OPEN_OBJECT = Object((), is_open=True)
