"""One task tried alone, as the controls take it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.model import Outcome, Steps
    from taskgen.prove.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One task tried alone.

    Attributes:
        needed: the tasks whose code was pasted first.
        outcome: how its command ended with the code; None where it did not come to that.
    """

    steps: Steps
    needed: tuple[Steps, ...]
    verdict: Verdict
    outcome: Outcome | None = None
