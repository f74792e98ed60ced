"""What a receipt is worth today: it vouches for its task, or it is stale for reasons of a closed list."""

from __future__ import annotations

import enum

from taskgen.records import dataclass


class Reason(enum.StrEnum):
    """Why a receipt is stale."""

    CODE = "code"
    INPUT = "input"
    COMMAND = "command"
    EXPECTATION = "expectation"
    FILES = "files"
    RECORDING = "recording"
    TOOL = "tool"
    EXPIRED = "expired"
    TAMPERED = "tampered"
    ORPHAN = "orphan"


class Kind(enum.StrEnum):
    """How a task stands."""

    PROVEN = "proven"
    WEAK = "weak"
    NOT_PROVEN = "not proven"
    STALE = "stale"
    NONE = "no receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a task's receipt says.

    Attributes:
        reasons: why it is stale, in the order of the list; empty for what is not stale.
        why: the same in words.
        proof_class: "executed", "replayed", "live" or "weak"; empty without a receipt that holds.
    """

    kind: Kind
    reasons: tuple[Reason, ...] = ()
    why: str = ""
    proof_class: str = ""

    @property
    def is_fresh(self) -> bool:
        """Whether a receipt vouches for the task."""
        return self.kind in {Kind.PROVEN, Kind.WEAK}

    @property
    def detail(self) -> str:
        """Why it is stale: "code, files: the working code, files of the workspace changed since"."""
        return f"{', '.join(self.reasons)}: {self.why}"

    @property
    def line(self) -> str:
        """All of it in one line, "stale: " and why where it is stale."""
        return f"stale: {self.detail}" if self.kind is Kind.STALE else str(self.kind)
