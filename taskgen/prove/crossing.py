"""Crossing: each task is offered what the others' commands printed; one that takes it does not tell them apart."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from taskgen.model import Outcome
from taskgen.places import same
from taskgen.prove import judge
from taskgen.prove.trial import verdict
from taskgen.prove.verdicts import Failure, Mode, Status, Step
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.decode import Json
    from taskgen.model import Steps
    from taskgen.prove.attempt import Attempt
    from taskgen.prove.bench import Bench
    from taskgen.prove.each import Each
    from taskgen.prove.verdicts import Verdict

MOST: Final = 100
"""To how many others a task is compared: those that follow it, after the last one the first."""

Refuses = Callable[[str, Outcome], bool]
"""Whether the command of a case (by id) refuses what another one printed, by more than its task shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """What one task's command printed; `key` is the same for answers that are written alike."""

    steps: Steps
    outcome: Outcome
    answer: Json
    key: str


def prove_crossing(
    attempts: Sequence[Attempt], bench: Bench, *, refuses: Refuses | None = None, each: Each = map
) -> Iterator[Verdict]:
    """Offer each task that passes the answers of others that differ from its own; asserts take one run a task.

    Args:
        attempts: in the order of the list.
        bench: gives the rooms in which asserts are run.
        refuses: asked about an answer that all which the task shows accepts.
        each: as `map`.
    """
    printed = [_printed(attempt.steps, attempt.outcome) for attempt in attempts if attempt.outcome is not None]
    offers = [(one, _others(printed, at)) for at, one in enumerate(printed)]
    left_out = max(0, len(printed) - 1 - MOST)
    return each(
        lambda offer: _crossed(offer[0], offer[1], left_out, bench, refuses), [offer for offer in offers if offer[1]]
    )


def _printed(steps: Steps, outcome: Outcome) -> _Printed:
    answer = judge.response_of(outcome.output)
    return _Printed(steps=steps, outcome=outcome, answer=answer, key=json.dumps(answer, sort_keys=True))


def _others(printed: Sequence[_Printed], at: int) -> list[_Printed]:
    """The answers that a task is offered, each once, none that is its own."""
    seen, own, count = {printed[at].key}, printed[at].answer, len(printed)
    offered = []
    for step in range(1, min(MOST, count - 1) + 1):
        one = printed[(at + step) % count]
        if one.key not in seen and not same(one.answer, own):
            offered.append(one)
        seen.add(one.key)
    return offered


def _crossed(
    one: _Printed, others: Sequence[_Printed], left_out: int, bench: Bench, refuses: Refuses | None
) -> Verdict:
    fitting = [other for other in others if judge.expected(one.steps, other.outcome) is None]
    held = _held(one.steps, fitting, bench)
    if held is None:
        message = "the asserts could not be tried on the others' answers"
        return verdict(one.steps, Mode.CROSSING, _failure(one.steps, message, Status.NOT_TRIED))
    if refuses is not None and judge.is_ours(one.steps.command):
        held = [other for other in held if not refuses(one.steps.case, other.outcome)]
    if held:
        more = f" and {len(held) - 1} more" if held[1:] else ""
        message = f"it accepts the answer of {held[0].steps.case}{more}"
        return verdict(one.steps, Mode.CROSSING, _failure(one.steps, message, Status.WEAK, _RULE))
    answers = "1 other answer" if len(others) == 1 else f"{len(others)} other answers"
    told = f"{answers} refused" + (f", {left_out} tasks left out" if left_out else "")
    return verdict(one.steps, Mode.CROSSING, None, subject=told)


_RULE: Final = "indiscriminate-expectation"


def _failure(steps: Steps, message: str, status: Status, rule: str = "") -> Failure:
    return Failure(step=Step.CROSSING, status=status, message=message, place=steps.expected_place, rule=rule)


def _held(steps: Steps, fitting: Sequence[_Printed], bench: Bench) -> list[_Printed] | None:
    """Those of the answers for which the asserts hold; None where these could not be run to their end."""
    if not fitting or not steps.asserts.strip():
        return list(fitting)
    answers: list[dict[str, Json]] = [
        {
            "response": other.answer,
            "output": other.outcome.output,
            "seconds": other.outcome.seconds,
            "exit_code": other.outcome.exit_code or 0,
        }
        for other in fitting
    ]
    with contextlib.closing(bench.fresh()) as room:
        held = room.check_each(steps.asserts, answers)
    return None if held is None else [other for other, holds in zip(fitting, held, strict=True) if holds]
