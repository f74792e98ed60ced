"""Checks that only a model, or a person, can judge: shown, never run, never passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.expect.checks.base import CheckType, Fixed, Outcome
from taskgen.expect.quoting import quoted

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.expect.checks.base import Given, Statement

NAMES: Final = (
    "agent-rubric",
    "agent-task",
    "answer-relevance",
    "classifier",
    "context-faithfulness",
    "context-recall",
    "context-relevance",
    "conversation-relevance",
    "factuality",
    "g-eval",
    "llm-rubric",
    "max-score",
    "model-graded-closedqa",
    "model-graded-factuality",
    "moderation",
    "pi",
    "research-rubric",
    "search-rubric",
    "select-best",
    "similar",
    "similar:cosine",
    "similar:dot",
    "similar:euclidean",
    "trajectory:goal-success",
)
LONGEST: Final = 120  # characters of what the judge is asked, in words


def _asked(value: Json) -> str | None:
    """What the judge is asked: the first text in the parameters."""
    parts = [value]
    while parts:
        part = parts.pop(0)
        if isinstance(part, str) and part.strip():
            return " ".join(part.split())
        if isinstance(part, dict):
            parts = [*part.values(), *parts]
        elif isinstance(part, list):
            parts = [*part, *parts]
    return None


def _read(given: Given) -> Statement:
    preferred = given.take("value", "criteria", "rubric", "task_prompt_to_claude", "task_prompt", "prompt", "question")
    asked = _asked(preferred) or _asked(given.params)
    shown = "" if asked is None else f": {quoted(asked if len(asked) <= LONGEST else f'{asked[: LONGEST - 3]}...')}"
    return Fixed(
        text=f"judged by a model ({given.type}){shown}",
        outcome=Outcome(status="not-run", message=f"{given.type} is for a model to judge: not run"),
    )


TYPES = tuple(CheckType(name=name, doc="a model judges the answer; never run", read=_read, free=True) for name in NAMES)
