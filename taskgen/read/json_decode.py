"""Strict JSON into data, by the C decoder: what it would let pass in silence is noticed, what it can't take is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.read.json_places import space_end

if TYPE_CHECKING:
    from taskgen.decode import Json

_CONTAINERS: Final = (dict, list)  # a tuple, which `isinstance` looks through faster than a union
_INFINITE: Final = frozenset({float("inf"), float("-inf")})

# `float` takes integers of any length; whether a number can be held is asked later.
_LENIENT: Final = json.JSONDecoder(parse_int=float, parse_float=float, parse_constant=str)


class DepthError(Exception):
    """The brackets are nested deeper than the limit."""


class Decoded:
    """The values of a strict text.

    Attributes:
        values: offset and data of each value, in order.
        has_duplicates: whether some object holds a key twice; the last one stands in the data.
        has_bad_numbers: whether some number can't be held; None stands in the data.
    """

    __slots__ = ("_has_long_integers", "has_bad_numbers", "has_duplicates", "values")

    def __init__(self, text: str, deepest: int) -> None:
        """Decode all values of a text.

        Raises:
            json.JSONDecodeError: the text is not strict JSON.
            DepthError: its brackets are nested deeper than `deepest`.
        """
        self.has_duplicates = False
        self.has_bad_numbers = False
        self._has_long_integers = False
        self.values = self._decode(text)
        if any(_is_deeper(data, deepest) for _, data in self.values):
            raise DepthError

    def _decode(self, text: str) -> list[tuple[int, Json]]:
        try:
            return self._values(text)
        except json.JSONDecodeError:
            raise
        except RecursionError:
            raise DepthError from None
        except ValueError:  # an integer with more digits than Python reads
            self._has_long_integers = True
            return self._values(text)

    def _values(self, text: str) -> list[tuple[int, Json]]:
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_float=self._float,
            parse_int=self._integer if self._has_long_integers else int,
        )
        values: list[tuple[int, Json]] = []
        at = space_end(text, 0)
        while at < len(text):
            data, end = decoder.raw_decode(text, at)
            values.append((at, data))
            at = space_end(text, end)
        return values

    def _object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        members = dict(pairs)
        if len(members) != len(pairs):
            self.has_duplicates = True
        return members

    def _constant(self, _word: str) -> None:
        self.has_bad_numbers = True

    def _float(self, word: str) -> float | None:
        number = float(word)
        if number in _INFINITE:
            self.has_bad_numbers = True
            return None
        return number

    def _integer(self, word: str) -> int | None:
        try:
            return int(word)
        except ValueError:
            self.has_bad_numbers = True
            return None


def strict_end(text: str, at: int, deepest: int) -> int:
    """The offset behind the strict value that begins at `at`; 0 where none does, or one nested too deep."""
    try:
        data, end = _LENIENT.raw_decode(text, at)
    except (ValueError, RecursionError):
        return 0
    return 0 if _is_deeper(data, deepest) else end


def _is_deeper(data: Json, deepest: int) -> bool:
    """Level by level, so that no depth of the data becomes depth of calls."""
    level = [data] if isinstance(data, _CONTAINERS) else []
    for _ in range(deepest):
        if not level:
            return False
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, _CONTAINERS)
        ]
    return bool(level)
