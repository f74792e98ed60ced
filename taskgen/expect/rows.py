"""A row of wanted things with gaps, aligned with a row of found ones: elements of an array, lines of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

W = TypeVar("W")
F = TypeVar("F")

NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One place where an answer is not as expected.

    Attributes:
        path: where in the answer (`usage.total_tokens`, `items[2]`, `line 3`); empty for the whole.
        expected, found: both sides, shortened.
    """

    path: str
    expected: str
    found: str

    @property
    def text(self) -> str:
        """The mismatch in one line."""
        place = f"{self.path}: " if self.path else ""
        return f"{place}expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[W, F]):
    """What a row is made of.

    Attributes:
        fits: whether a found thing is as wanted.
        compare: the same with a report; it gets the thing's index.
        is_gap: whether a wanted thing stands for any number of found ones.
        place: how the thing at an index is called; the whole row for None.
        unit: what things are called ("elements").
    """

    fits: Callable[[W, F], bool]
    compare: Callable[[W, F, int], Iterable[Mismatch]]
    is_gap: Callable[[W], bool]
    place: Callable[[int | None], str]
    show_wanted: Callable[[W], str]
    show_found: Callable[[F], str]
    unit: str


def compare_row(row: Row[W, F], wanted: Sequence[W], found: Sequence[F]) -> Iterator[Mismatch]:
    """What of `found` is not as wanted. A gap ends where what follows it fits for the first time."""
    segments = _segments(row, wanted)
    first, last = segments[0], segments[-1]
    if len(segments) == 1:
        yield from _compare_all(row, first, found)
    elif len(found) < len(first) + len(last):
        least = sum(map(len, segments))
        yield Mismatch(
            path=row.place(None),
            expected=f"at least {least} {row.unit}",
            found=f"{len(found)} {row.unit}",
        )
    else:
        end = len(found) - len(last)
        yield from _compare_from(row, first, found, 0)
        yield from _search_all(row, segments[1:-1], found[:end], len(first))
        yield from _compare_from(row, last, found, end)


def _segments(row: Row[W, F], wanted: Sequence[W]) -> list[list[W]]:
    """What stands between the gaps."""
    segments: list[list[W]] = [[]]
    for item in wanted:
        if row.is_gap(item):
            segments.append([])
        else:
            segments[-1].append(item)
    return segments


def _compare_from(row: Row[W, F], wanted: Sequence[W], found: Sequence[F], begin: int) -> Iterator[Mismatch]:
    for offset, item in enumerate(wanted):
        yield from row.compare(item, found[begin + offset], begin + offset)


def _compare_all(row: Row[W, F], wanted: Sequence[W], found: Sequence[F]) -> Iterator[Mismatch]:
    """A row without gaps: what has no partner is reported as well."""
    common = min(len(wanted), len(found))
    yield from _compare_from(row, wanted[:common], found, 0)
    for index in range(common, len(wanted)):
        yield Mismatch(path=row.place(index), expected=row.show_wanted(wanted[index]), found=NOTHING)
    for index in range(common, len(found)):
        yield Mismatch(path=row.place(index), expected=NOTHING, found=row.show_found(found[index]))


def _search_all(row: Row[W, F], segments: Sequence[Sequence[W]], found: Sequence[F], begin: int) -> Iterator[Mismatch]:
    """Each segment must stand somewhere behind the one before it; the first that does not is reported."""
    for segment in segments:
        at = _search(row, segment, found, begin)
        if at is None:
            items = ", ".join(map(row.show_wanted, segment))
            yield Mismatch(
                path=row.place(None),
                expected=f"somewhere {items[:120]}",
                found=f"none among {len(found) - begin} {row.unit}",
            )
            return
        begin = at + len(segment)


def _search(row: Row[W, F], segment: Sequence[W], found: Sequence[F], begin: int) -> int | None:
    for at in range(begin, len(found) - len(segment) + 1):
        if all(row.fits(item, found[at + offset]) for offset, item in enumerate(segment)):
            return at
    return None
