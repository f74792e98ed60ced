"""Values and sketches shown in messages: short, on one line, always the same."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from taskgen.expect.nodes import Anything
from taskgen.expect.quoting import escaped, quoted
from taskgen.expect.sketch_write import number_text, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taskgen.decode import Json
    from taskgen.expect.nodes import Sketch

SHORT = 60  # characters of a shown value
DEEP = 40  # a difference further on than this is shown without what comes long before it


def show(value: Json, limit: int = SHORT) -> str:
    """A JSON value on one line of at most `limit` characters, three dots where it was cut."""
    return _cut(_value_pieces(value, ", ", ": ", limit), limit)


def show_sketch(sketch: Sketch, limit: int = SHORT) -> str:
    """A sketch on one line, cut like a value."""
    return "anything" if isinstance(sketch, Anything) else _cut(pieces(sketch), limit)


def compact(value: Json) -> str:
    """A JSON value as text without needless spaces: what text checks look at where a value is no string."""
    return "".join(_value_pieces(value, ",", ":", None))


def excerpt(text: str, limit: int = 17) -> str:
    r"""Text in single quotes, cut after `limit` shown characters: `'Hello,\nwor...`.

    What is three characters longer at most is shown whole, since the dots take as much. An escape is never cut.
    """
    units = [_single_quoted(character) for character in text[: limit + 3]]
    whole = f"'{''.join(units)}'"
    if len(text) < limit + 3 and len(whole) <= limit + 3:
        return whole
    kept = "'"
    for unit in units:
        if len(kept) + len(unit) > limit:
            break
        kept += unit
    return f"{kept}..."


def _single_quoted(character: str) -> str:
    return {"'": "\\'", '"': '"'}.get(character) or escaped(character)


def difference(expected: str, found: str) -> tuple[str, str]:
    """Two strings, shown from a little before their first difference where that lies deep."""
    at = _first_difference(expected, found)
    if at <= DEEP:
        return show(expected), show(found)
    begin = at - DEEP // 2
    return f"...{show(expected[begin:])}", f"...{show(found[begin:])}"


def _first_difference(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))


def _cut(given: Iterable[str], limit: int) -> str:
    text = ""
    for piece in given:
        text += piece
        if len(text) > limit:
            return f"{text[: limit - 3]}..."
    return text


class _Mark(str):
    """A mark between values, as against a value that is a string."""

    __slots__ = ()


def _value_pieces(value: Json, comma: str, colon: str, longest: int | None) -> Iterator[str]:
    """The pieces of a JSON value from left to right, without recursion: answers may be nested to any depth."""
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, _Mark):
            yield part
        elif isinstance(part, str):
            yield quoted(part[:longest])
        elif isinstance(part, list | dict):
            todo.extend(reversed(_opened(part, comma, colon, longest)))
        else:
            yield number_text(part)


def _opened(part: Json, comma: str, colon: str, longest: int | None) -> list[Json]:
    opening, closing = "{}" if isinstance(part, dict) else "[]"
    inside: list[Json] = []
    for index, item in enumerate(islice(part, longest)):  # each takes a character at least, the brackets two
        if index:
            inside.append(_Mark(comma))
        if isinstance(part, dict):
            inside += [_Mark(quoted(item[:longest]) + colon), part[item]]
        else:
            inside.append(item)
    return [_Mark(opening), *inside, _Mark(closing)]
