"""What a run does with one output."""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path


class Kind(enum.StrEnum):
    """What a run does with a file."""

    NEW = "new"
    SAME = "unchanged"
    CHANGED = "changed"
    EDITED = "edited by hand"
    FOREIGN = "not made by taskgen"
    ORPHAN = "no longer made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One output: the text on the disk and the text to write; neither for one that is the same.

    Attributes:
        heirs: of a file no longer made, the files that the user's text in it may go to.
        rivals: of the same, all files no longer made whose text may go there, itself among them.
    """

    path: Path
    shown: str
    kind: Kind
    old: str
    new: str
    heirs: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def heir(self) -> str:
        """The file that the user's text goes to; empty where there is none, or more than one, or a rival."""
        return self.heirs[0] if len(self.heirs) == 1 and len(self.rivals) == 1 else ""

    @property
    def is_contested(self) -> bool:
        """Whether the user's text may go to a file, and nothing tells to which, or which text."""
        return bool(self.heirs) and not self.heir

    def taking(self, text: str, old: str) -> Change:
        """The change that writes another text over `old`."""
        kind = Kind.CHANGED if self.kind is Kind.SAME else self.kind
        return replace(self, kind=kind, old="" if kind is Kind.NEW else old, new=text)
