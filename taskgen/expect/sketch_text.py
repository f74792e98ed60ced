"""The bare form of a sketch, as people write it: JSON with `...` as value, member and element."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final, NoReturn

from taskgen.expect.dots import read_key, read_string
from taskgen.expect.nodes import (
    ANYTHING,
    DOTS,
    GAP,
    MAX_DEPTH,
    MAX_DIGITS,
    Array,
    Gap,
    Object,
    Scalar,
    Sketch,
    SketchError,
)
from taskgen.expect.quoting import quoted
from taskgen.expect.sketch_json import array_of
from taskgen.places import line_and_column
from taskgen.records import dataclass

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAME: Final = re.compile(r"-?[A-Za-z_][A-Za-z_0-9]*")
_PLAIN: Final = re.compile(r'[^"\\\x00-\x1f]*')
_HEX: Final = re.compile(r"[0-9a-fA-F]{4}")
_NAMED: Final[dict[str, Scalar]] = {
    "true": Scalar(value=True),
    "false": Scalar(value=False),
    "null": Scalar(None),
    "NaN": Scalar(float("nan")),
    "Infinity": Scalar(float("inf")),
    "-Infinity": Scalar(float("-inf")),
}
_MEANT: Final = {"True": "true", "False": "false", "None": "null", "undefined": "null"}
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def parse(text: str) -> Sketch:
    r"""Read the bare form.

    A comma may follow the last member or element. `\...` inside a string may be written with one backslash or two.

    Raises:
        SketchError: with line and column.
    """
    reader = _Reader(text.removeprefix("\ufeff"))
    sketch = reader.value(0)
    reader.skip_space()
    if reader.at < len(reader.text):
        reader.fail(f"{reader.here()} after the end of the sketch")
    return sketch


@dataclass(slots=True)
class _Reader:
    """The text and how far it was read."""

    text: str
    at: int = 0
    names: list[set[str]] = field(default_factory=list)

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        """Stop with the place of `at`, else of here."""
        place = self.at if at is None else at
        raise SketchError(message, *line_and_column(self.text, place))

    def here(self) -> str:
        """What stands here, for messages."""
        return quoted(self.text[self.at]) if self.at < len(self.text) else "the end"

    def skip_space(self) -> None:
        """Go to the next mark."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def takes(self, mark: str) -> bool:
        """Whether `mark` comes next; if so, go past it."""
        self.skip_space()
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def value(self, depth: int) -> Sketch:
        """A value of any kind."""
        if depth > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} deep")
        if self.takes(DOTS):
            return ANYTHING
        if self.takes("{"):
            return self.object(depth)
        if self.takes("["):
            return self.array(depth)
        if self.text.startswith('"', self.at):
            string = self.string()
            return ANYTHING if string == DOTS else read_string(string)
        return self.scalar()

    def object(self, depth: int) -> Object:
        """The members after `{`, up to and with `}`."""
        members: dict[str, Sketch] = {}
        is_open = False
        while not self.takes("}"):
            self.skip_space()
            begin = self.at
            key = DOTS if self.takes(DOTS) else self.key()
            if key == DOTS:
                is_open = True
                self.dots_member()
            elif (name := read_key(key)) in members:
                self.fail(f"the member {quoted(name[:60])} is given twice", begin)
            else:
                self.colon()
                members[name] = self.value(depth + 1)
            self.comma("}")
        return Object(tuple(members.items()), is_open)

    def key(self) -> str:
        """A quoted name."""
        if not self.text.startswith('"', self.at):
            self.fail(f"expected a quoted name or ..., found {self.here()}")
        return self.string()

    def dots_member(self) -> None:
        """What may follow `...` as a member: nothing, or `...` again."""
        if self.takes(":"):
            self.skip_space()
            begin = self.at
            if self.value(0) != ANYTHING:
                self.fail("the member ... takes no other value than ...", begin)

    def colon(self) -> None:
        """The mark between a name and its value."""
        if not self.takes(":"):
            self.fail(f"expected : after the name, found {self.here()}")

    def comma(self, end: str) -> None:
        """The mark between two parts; none is needed before the end."""
        if not self.takes(",") and not self.text.startswith(end, self.at):
            self.fail(f"expected , or {end}, found {self.here()}")

    def array(self, depth: int) -> Array:
        """The elements after `[`, up to and with `]`."""
        items: list[Sketch | Gap] = []
        while not self.takes("]"):
            item = self.value(depth + 1)
            items.append(GAP if item == ANYTHING else item)
            self.comma("]")
        return array_of(items)

    def scalar(self) -> Scalar:
        """A number or a name such as true."""
        name = _NAME.match(self.text, self.at)
        if name:
            if name[0] not in _NAMED:
                hint = _MEANT.get(name[0])
                self.fail(f"unknown word {quoted(name[0][:60])}" + (f": write {hint}" if hint else ""))
            self.at = name.end()
            return _NAMED[name[0]]
        found = _NUMBER.match(self.text, self.at)
        if not found:
            self.fail(self.no_value())
        scalar = self.number(found[0])
        self.at = found.end()
        return scalar

    def no_value(self) -> str:
        """What to say where no value begins."""
        here = self.text[self.at : self.at + 1]
        if here == "…":
            return 'expected a value, found the character "…": write three dots'
        if here == "'":
            return "expected a value, found ': strings stand in double quotes"
        return f"expected a value, found {self.here()}"

    def number(self, digits: str) -> Scalar:
        """An integer, or a float where a fraction or an exponent says so."""
        whole = digits.lstrip("-")
        if len(whole) > 1 and whole[0] == "0" and whole[1].isdigit():
            self.fail("a number begins with 0: write it without, or in quotes")
        if not digits.lstrip("-").isdigit():
            return Scalar(float(digits))
        if len(digits) > MAX_DIGITS:
            self.fail("a number of too many digits")
        return Scalar(int(digits))

    def string(self) -> str:
        """A string after its opening quote, up to and with the closing one."""
        begin = self.at
        self.at += 1
        pieces: list[str] = []
        while True:
            plain = _PLAIN.match(self.text, self.at)
            if plain:
                pieces.append(plain[0])
                self.at = plain.end()
            if self.at >= len(self.text):
                self.fail("the string that begins here has no end", begin)
            if self.text[self.at] == '"':
                self.at += 1
                return "".join(pieces)
            pieces.append(self.escape())

    def escape(self) -> str:
        """One escape inside a string."""
        if self.text[self.at] != "\\":
            self.fail("a line break or control character inside a string: write it as an escape (\\n)")
        if self.text.startswith(DOTS, self.at + 1):
            self.at += 1
            return "\\"
        letter = self.text[self.at + 1 : self.at + 2]
        if letter == "u":
            return self.unicode_escape()
        if letter not in _ESCAPES:
            self.fail(f"unknown escape \\{letter}: write \\\\ for a backslash")
        self.at += 2
        return _ESCAPES[letter]

    def unicode_escape(self) -> str:
        r"""`\u` and four hexadecimal digits; pairs are joined when the string is read."""
        found = _HEX.match(self.text, self.at + 2)
        if not found:
            self.fail("\\u takes four hexadecimal digits")
        self.at = found.end()
        return chr(int(found[0], 16))
