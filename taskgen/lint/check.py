"""The rules over a list: findings in order, what is allowed taken out, and the score of each task."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Finding, Location, Severity, did_you_mean, warning
from taskgen.lint.allowances import Allowance, allowances
from taskgen.lint.rule import Confidence
from taskgen.lint.rules import RULES
from taskgen.lint.score import Score, mean, score
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from taskgen.lint.reading import Reading
    from taskgen.lint.rule import Hit, Rule

TOGETHER: Final = 10  # more tasks than that which lack the same are told in one finding, and so are most of fewer
NAMED: Final = 5  # of them are named
SHOWN: Final = 5  # findings of one rule in one task that are told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding, with what its place looks like.

    Attributes:
        task: the position of its task; None for one of the whole list.
        length: characters that it takes.
        excerpt: the line of the list that it stands in.
    """

    finding: Finding
    task: int | None
    length: int
    excerpt: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """A list, linted: what was found, in order, and the score of each task by position."""

    found: tuple[Found, ...]
    scores: tuple[Score, ...]

    @property
    def points(self) -> int:
        """The list's score."""
        return mean(self.scores)


def lint(reading: Reading, names: Collection[str] = RULES.keys()) -> Linted:
    """Apply rules to a list.

    Args:
        reading: the list.
        names: of the rules that are applied.
    """
    allowed = allowances(reading)
    used: set[Allowance] = set()
    hits: list[tuple[Rule, Hit, int | None]] = []
    for name in (name for name in RULES if name in names):
        for hit in RULES[name].find(reading):
            part = reading.part_at(hit.line)
            position = part.position if part else None
            why = _allowance(allowed, name, position)
            if why is None:
                hits.append((RULES[name], hit, position))
            else:
                used.add(why)
    scores = _scores(reading, hits)
    found = [*_told(reading, hits), *_about(reading, allowed, used, names)]
    found.sort(key=lambda one: (-1 if one.task is None else one.task, one.finding.sort_key))
    return Linted(found=tuple(found), scores=scores)


def _allowance(allowed: Iterable[Allowance], rule: str, position: int | None) -> Allowance | None:
    fitting = (one for one in allowed if one.rule == rule and one.reason and one.part in {None, position})
    return next(fitting, None)


def _scores(reading: Reading, hits: Sequence[tuple[Rule, Hit, int | None]]) -> tuple[Score, ...]:
    by_task: dict[int, list[str]] = {part.position: [] for part in reading.parts}
    for rule, _hit, position in hits:
        if position is not None and rule.confidence is not Confidence.HINT:
            by_task[position].append(rule.name)
    return tuple(score(names) for names in by_task.values())


def _told(reading: Reading, hits: Sequence[tuple[Rule, Hit, int | None]]) -> list[Found]:
    """A finding a hit; what many tasks lack is told once, and what one task has many of is told a few times."""
    lacking: dict[str, list[int | None]] = {}
    for rule, hit, position in hits:
        if hit.absent:
            lacking.setdefault(rule.name, []).append(position)
    told: list[Found] = []
    counts: dict[tuple[str, int | None], int] = {}
    last: dict[tuple[str, int | None], int] = {}
    for rule, hit, position in hits:
        many = lacking.get(rule.name, [])
        if hit.absent and _is_shared(reading, many):
            if position == many[0]:
                told.append(_found(reading, rule, hit, None, f"{_of_all(reading, many)}: {hit.message}"))
            continue
        key = (rule.name, position)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= SHOWN:
            last[key] = len(told)
            told.append(_found(reading, rule, hit, position, hit.message))
    for key, count in counts.items():
        if count > SHOWN:
            told[last[key]] = _with_more(told[last[key]], count - SHOWN, key[1])
    return told


def _is_shared(reading: Reading, positions: Sequence[int | None]) -> bool:
    """Whether so many tasks lack the same that it is told once."""
    return len(positions) > TOGETHER or (len(positions) > 1 and 2 * len(positions) > len(reading.parts))


def _of_all(reading: Reading, positions: Sequence[int | None]) -> str:
    """How many of the tasks these are, and what the first of them are called."""
    labels = [reading.parts[position].task.label for position in positions[:NAMED] if position is not None]
    more = ", ..." if len(positions) > NAMED else ""
    return f"{len(positions)} of {len(reading.parts)} tasks ({', '.join(labels)}{more})"


def _with_more(one: Found, more: int, position: int | None) -> Found:
    where = "in this task" if position is not None else "outside the tasks"
    finding = replace(one.finding, message=f"{one.finding.message} (and {more} more {where})")
    return replace(one, finding=finding)


def _found(reading: Reading, rule: Rule, hit: Hit, position: int | None, message: str) -> Found:
    severity = Severity.NOTE if rule.confidence is Confidence.HINT else rule.severity
    finding = Finding(
        rule=rule.name,
        severity=severity,
        place=Location(reading.path, hit.line, hit.column),
        message=message,
        next_step=hit.next_step or rule.next_step,
    )
    return Found(
        finding=finding,
        task=position,
        length=hit.length,
        excerpt=reading.blocks.lines.text(hit.line - 1),
        confidence=rule.confidence,
    )


def _about(
    reading: Reading, allowed: Sequence[Allowance], used: Collection[Allowance], names: Collection[str]
) -> list[Found]:
    """What is wrong with allowances: no reason, no such rule, nothing to allow."""
    found = []
    for one in allowed:
        place = Location(reading.path, one.line)
        if one.rule not in RULES:
            next_step = did_you_mean(one.rule, RULES, "`taskgen rule` lists them")
            finding = warning("unknown-rule", place, f"no rule is called {one.rule!r}", next_step)
        elif not one.reason:
            next_step = f'say why: <!-- taskgen: allow {one.rule} "reason" -->'
            finding = warning("allowance-without-reason", place, f"{one.rule} is allowed without a reason", next_step)
        elif one not in used and one.rule in names:
            message = f"nothing here needs {one.rule} to be allowed"
            finding = warning("unused-allowance", place, message, "take the comment out")
        else:
            continue
        excerpt = reading.blocks.lines.text(one.line - 1)
        found.append(Found(finding=finding, task=one.part, length=1, excerpt=excerpt, confidence=Confidence.HIGH))
    return found
