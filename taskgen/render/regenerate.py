"""What becomes of a file that is there already: the same, ours, edited by hand, or somebody else's."""

from __future__ import annotations

import enum

from taskgen import markers
from taskgen.records import dataclass


class State(enum.Enum):
    """What an existing output is, compared with what would be written."""

    SAME = "same"
    OURS = "ours"
    EDITED = "edited"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An existing output judged: `text` is what to write in its place, the user's tail included."""

    state: State
    text: str


def judge(existing: str, new: str) -> Judged:
    """Compare an existing file with a newly rendered, sealed text."""
    generated, tail = markers.split_tail(existing)
    if generated.replace("\r\n", "\n") == new:
        return Judged(state=State.SAME, text=existing)
    if not existing.strip("\0"):
        return Judged(state=State.OURS, text=new)  # a machine that stopped in the middle leaves such; nobody's work
    if not markers.has_comment(generated):
        return Judged(state=State.FOREIGN, text=new + tail)
    state = State.OURS if markers.is_intact(generated) else State.EDITED
    return Judged(state=state, text=new + tail)
