"""YAML: literals as flow scalars and collections that YAML 1.1 and 1.2 read alike."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from taskgen.text.languages.base import (
    WIDTH,
    LiteralError,
    Token,
    Verdict,
    escaper,
    identifier,
    lazy,
    names_within,
    refuse_surrogates,
)
from taskgen.text.languages.data import judge
from taskgen.text.languages.layout import Style, digits, write

if TYPE_CHECKING:
    from collections.abc import Collection

    from yaml.tokens import ScalarToken

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem

label = "YAML"
fence = "yaml"
suffixes = (".yaml", ".yml")
placeholders = True

# A simple key is at most 1,024 characters long; a longer one is written as an explicit key.
_LONGEST_KEY = 1000
_DEEPEST = 44  # from here on a value stays on one line: its further lines would begin too far to the right
_TYPED = frozenset(["true", "false", "yes", "no", "on", "off", "y", "n", "null"])


def _spell(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - what four digits hold


_escaped = escaper({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}, _spell)


def _string(value: str) -> str:
    refuse_surrogates(value)
    return f'"{_escaped(value)}"'


def _key(key: str) -> str:
    written = _string(key)
    return f"? {written} : " if len(written) > _LONGEST_KEY else f"{written}: "


def _number(value: float) -> str:
    """YAML 1.1 takes `1e5` for a string: it wants a point and a signed exponent."""
    written = digits(value)
    mantissa, letter, exponent = written.partition("e")
    if not letter:
        return written
    point = "" if "." in mantissa else ".0"
    sign = "" if exponent[0] in "+-" else "+"
    return f"{mantissa}{point}e{sign}{exponent}"


_STYLE = Style(string=_string, key=_key, words={None: "null", True: "true", False: "false"}, number=_number)


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:
    """The value as YAML, or LiteralError (a number that is not finite, a lone surrogate)."""
    return write(value, _STYLE, sys.maxsize if column > _DEEPEST else width, margin, column)


def text(value: str) -> str:
    """The value as the inside of a double-quoted scalar."""
    refuse_surrogates(value)
    return _escaped(value)


def name(value: str) -> str:
    """The value as an identifier, or LiteralError."""
    if value.lower() in _TYPED:
        raise LiteralError("is a word that YAML may take for true, false or null")
    return identifier(value, (), label)


def margin(indentation: str, column: int) -> str:  # noqa: ARG001 - as others
    """Further lines must stand deeper than the mapping or sequence round them."""
    return " " * min(column, _DEEPEST)


_COMMENT = lazy(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)  # or text that looks like one: the scanner tells


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:
    """Where each of the names stands; "elsewhere" from the first thing on that is no YAML."""
    import yaml  # noqa: PLC0415 - only where YAML is read

    find = names_within(names)
    verdicts = dict.fromkeys(names, Verdict(where="elsewhere", why="outside a value"))
    for comment in _COMMENT().finditer(code):
        for match in find(code, *comment.span()):
            verdicts[match[0]] = Verdict(where="comment", why="inside a comment")
    before: object = None
    try:
        for token in yaml.scan(code, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark.index, token.end_mark.index
                for match in find(code, start, end):
                    verdicts[match[0]] = _judge(code, token, before, match.start(), match.end())
            before = token
    except yaml.YAMLError:
        pass  # `parses` tells; the names behind it stay where no value can stand
    return verdicts


def _judge(code: str, token: ScalarToken, before: object, start: int, end: int) -> Verdict:
    import yaml  # noqa: PLC0415 - only where YAML is read

    if isinstance(before, yaml.TagToken):
        return Verdict(where="elsewhere", why="behind a tag, which would change its type")
    outer = (token.start_mark.index, token.end_mark.index)
    is_key = isinstance(before, yaml.KeyToken)
    if token.style == '"':
        return judge(code, Token("key" if is_key else "string", *outer), start, end)
    if token.style in {"|", ">"}:
        return Verdict(where="fixed-string", why="inside a block scalar")
    if is_key:
        return Verdict(where="fixed-string", why="in a member's name without double quotes")
    if token.value == code[start:end]:
        return Verdict(where="token", start=outer[0], end=outer[1])
    kind = "single-quoted" if token.style == "'" else "plain"
    return Verdict(where="fixed-string", why=f"inside a longer {kind} scalar")


def parses(code: str) -> Problem | None:
    """What keeps PyYAML from reading the text."""
    import yaml  # noqa: PLC0415 - only where YAML is read

    try:
        for _event in yaml.parse(code, Loader=yaml.SafeLoader):
            pass
    except yaml.MarkedYAMLError as mistake:
        mark = mistake.problem_mark or mistake.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        return line, column, mistake.problem or mistake.context or "not YAML"
    except yaml.YAMLError as mistake:
        return 1, 1, str(mistake).splitlines()[0]
    return None
