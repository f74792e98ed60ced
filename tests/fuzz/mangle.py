"""Ways in which files get broken: by editors, by tools, by people, and on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

NASTY = (
    b"\x00",
    b"\xef\xbb\xbf",
    b"\x1b[2J",
    b"\xff\xfe",
    "\u202e\u200b\u2028".encode(),
    b"[" * 2000,
    b"{" * 2000,
    b"> " * 300,
    b"- " * 300,
    b"```\n",
    b"<!--",
    b"{{ case.input }}",
    b"{% for x in y %}",
    b"&a [*a, *a]\n",
    b"!!python/object:os.system x\n",
    b"1e999999",
    b"-" * 5000,
    b"x" * 50_000,
    b"a b " * 5000,
    b"\\ud800",
    b"..." * 500,
    b'"',
    b"'",
    b"\t",
    b"| a | b |\n| - | - |\n",
    b"# Task 1: again\n",
    b"<!-- taskgen: case=nobody -->",
    b"TC-001..TC-999999999",
)


def _at(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = _at(chance, data)
    return start, min(len(data), start + chance.choice((1, 2, 10, 100, 1000)))


def cut(chance: random.Random, data: bytes) -> bytes:
    """The file ends early."""
    return data[: _at(chance, data)]


def drop(chance: random.Random, data: bytes) -> bytes:
    """A part is gone."""
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def repeat(chance: random.Random, data: bytes) -> bytes:
    """A part stands there many times."""
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def move(chance: random.Random, data: bytes) -> bytes:
    """A part stands elsewhere."""
    start, end = _span(chance, data)
    rest = data[:start] + data[end:]
    at = _at(chance, rest)
    return rest[:at] + data[start:end] + rest[at:]


def flip(chance: random.Random, data: bytes) -> bytes:
    """Some bytes are others."""
    mangled = bytearray(data)
    for _ in range(min(len(mangled), chance.choice((1, 3, 20)))):
        mangled[chance.randrange(len(mangled))] = chance.randrange(256)
    return bytes(mangled)


def insert(chance: random.Random, data: bytes) -> bytes:
    """Something nasty stands in it."""
    at = _at(chance, data)
    return data[:at] + chance.choice(NASTY) + data[at:]


def recode(chance: random.Random, data: bytes) -> bytes:
    """Other line ends, or another encoding."""
    text = data.decode("utf-8", "replace")
    return chance.choice(
        (
            data.replace(b"\n", b"\r\n"),
            data.replace(b"\n", b"\r"),
            data.replace(b"\n", b" "),
            text.encode("utf-16"),
            text.encode("latin-1", "replace"),
            text.upper().encode(),
        )
    )


def swap_lines(chance: random.Random, data: bytes) -> bytes:
    """Two lines have changed places."""
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut,
    drop,
    repeat,
    move,
    flip,
    insert,
    recode,
    swap_lines,
)


def mangled(chance: random.Random, data: bytes) -> bytes:
    """The file, broken in one to three ways."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(WAYS)(chance, data)
    return data
