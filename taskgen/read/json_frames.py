"""The open brackets of a JSON text while it is mended, and what each may take next."""

from __future__ import annotations

import enum

from taskgen.records import dataclass


class Wants(enum.Enum):
    """What may come next inside a bracket."""

    FIRST = enum.auto()  # a first value or key, or the closing bracket
    NEXT = enum.auto()  # a value or key, after a comma
    COLON = enum.auto()
    VALUE = enum.auto()  # a member's value, after its colon
    COMMA = enum.auto()  # a comma or the closing bracket


@dataclass(slots=True)
class Frame:
    """One open bracket.

    Attributes:
        bracket: "[" or "{".
        start: its offset.
        comma: the offset of the last comma inside it.
        damaged: whether an error was found since that comma; further ones are then not reported.
    """

    bracket: str
    start: int
    wants: Wants = Wants.FIRST
    comma: int = 0
    damaged: bool = False

    @property
    def wants_key(self) -> bool:
        """Whether the next thing should be a key."""
        return self.bracket == "{" and self.wants in {Wants.FIRST, Wants.NEXT}

    @property
    def closing(self) -> str:
        """The bracket that closes this one."""
        return "]" if self.bracket == "[" else "}"
