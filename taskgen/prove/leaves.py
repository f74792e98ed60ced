"""Leaves of an expectation changed: each must then differ from the answer that fits the expectation as it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.expect.dots import split_runs
from taskgen.expect.sketch import literal_paths, match, match_text, parse, path_text, with_changed_leaf
from taskgen.prove.judge import is_ours
from taskgen.prove.trial import verdict
from taskgen.prove.verdicts import Failure, Mode, Status, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.model import Outcome, Steps
    from taskgen.prove.verdicts import Verdict

MOST: Final = 200  # leaves that are changed: the work is their number times the size of the answer


def prove_leaves(steps: Steps, green: Outcome) -> Iterator[Verdict]:
    """Change each literal leaf of a task's expected output, and compare with what its command printed.

    Args:
        steps: a task whose command printed what it shows.
        green: how the command ended.
    """
    tries = _of_json(steps.expected or "", green) if steps.expected_language == "json" else _of_text(steps, green)
    count, idle = 0, False
    for name, survives in tries:
        if survives:
            idle = True
            yield verdict(
                steps, Mode.CONTROLS, _weak(steps, f"the answer fits another value of {name}, too", "idle-leaf")
            )
        else:
            count += 1
    if count:
        leaves = "1 leaf" if count == 1 else f"the first {count} leaves" if count == MOST else f"{count} leaves"
        yield verdict(steps, Mode.CONTROLS, None, subject=f"{leaves} changed")
    elif not (idle or steps.asserts.strip() or is_ours(steps.command)):
        yield verdict(steps, Mode.CONTROLS, _weak(steps, "whatever the command prints will do", "any-output"))


def _weak(steps: Steps, message: str, rule: str) -> Failure:
    return Failure(step=Step.CONTROL, status=Status.WEAK, message=message, place=steps.expected_place, rule=rule)


def _of_json(expected: str, green: Outcome) -> Iterator[tuple[str, bool]]:
    sketch, answer = parse(expected), json.loads(green.output)
    for path in literal_paths(sketch)[:MOST]:
        yield path_text(path) or "the whole", not match(with_changed_leaf(sketch, path), answer)


def _of_text(steps: Steps, green: Outcome) -> Iterator[tuple[str, bool]]:
    lines = (steps.expected or "").removesuffix("\n").split("\n")
    literal = [number for number, line in enumerate(lines) if any(part.strip() for part in split_runs(line.strip()))]
    for number in literal[:MOST]:
        changed = [*lines[:number], lines[number] + _OTHER, *lines[number + 1 :]]
        yield f"line {number + 1}", not match_text("\n".join(changed), green.output)


_OTHER: Final = "\N{LATIN SMALL LETTER O WITH STROKE}"  # what no program of a task is likely to print
