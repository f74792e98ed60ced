"""The tokens of JSON as people write it, and how each is spelled in strict JSON."""

from __future__ import annotations

import re
from typing import Final

_STRING = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"'
_LOOSE = r'"[^"\\\n]*+(?:\\(?s:.)[^"\\\n]*+)*+"' + r"|'[^'\\\n]*+(?:\\(?s:.)[^'\\\n]*+)*+'"

# Every position matches one of these. No quantifier can give back what it took: a token costs its length.
TOKEN: Final = re.compile(
    rf"""
    (?P<space>[\ \t\r\n]++)
  | (?P<string>{_STRING})
  | (?P<mark>[\[\]{{}}:,])
  | (?P<number>-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+(?![\w.+-]))
  | (?P<word>[^\W\d][\w$]*+|\$[\w$]*+)
  | (?P<loose>{_LOOSE})
  | (?P<comment>//[^\r\n]*+|\#[^\r\n]*+)
  | (?P<block>/\*)
  | (?P<odd>[+\-.0-9][\w.+\-]*+)
  | (?P<open>["'][^\r\n]*+)
  | (?P<oddspace>[\s\ufeff\u200b]++)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

# A string over several lines. The next quote closes it: had it opened another string, a key or text would follow.
RUN_ON: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?=\s*+[,}\]])', re.DOTALL)

# A bracket amid prose opens a document only where what follows it could stand in one.
OPENING: Final = re.compile(
    r"""\[(?=\s*+(?:[\[{"']|//|/\*|\#\s|(?:true|false|null|True|False|None)\b|-?[0-9.]++\s*+,))"""
    r"""|\{(?=\s*+(?:["'{]|//|/\*|\#\s|[\w$]++\s*+:))""",
)
OPENING_AT_LINE_START: Final = re.compile(r"^[ \t]*+(?:[\[{])", re.MULTILINE)

CONSTANTS: Final = {"true": "true", "false": "false", "null": "null"}
PYTHON_CONSTANTS: Final = {"True": "true", "False": "false", "None": "null"}
NOT_FINITE: Final = frozenset({"NaN", "Infinity", "-Infinity", "+Infinity", "nan", "inf", "-inf"})

_LOOSE_PART: Final = re.compile(r'\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|(?s:.))|["\x00-\x1f]')
_KNOWN_ESCAPES: Final = {"\\'": "'", "\\\n": "", "\\\r\n": "", "\\0": "\\u0000", "\\v": "\\u000b", "\\a": "\\u0007"}
_STRICT_ESCAPES: Final = frozenset('"\\/bfnrt')
_LOOSE_NUMBER: Final = re.compile(r"([+-]?)(?:(0[xX][0-9a-fA-F]+)|([0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]+)?)")
_STRICT_WHOLE: Final = re.compile(r"0|[1-9][0-9]*")


def strict_string(token: str) -> tuple[str, str, frozenset[str]]:
    """A quoted token in strict JSON.

    Returns:
        the string with double quotes, the first escape that means nothing (empty where there is none), and the
        names of what was tolerated. A meaningless escape keeps its backslash.
    """
    tolerated: set[str] = set()
    unknown: list[str] = []
    if token[0] == "'":
        tolerated.add("single-quotes")

    def spelled(found: re.Match[str]) -> str:
        part = found[0]
        if len(part) == 1:
            if part != '"':
                tolerated.add("control-character")
            return '\\"' if part == '"' else f"\\u{ord(part):04x}"
        if part[1] in _STRICT_ESCAPES or (part[1] == "u" and len(part) > len("\\u")):
            return part
        if part in _KNOWN_ESCAPES or (part[1] == "x" and len(part) > len("\\x")):
            tolerated.add("odd-escape")
            return _KNOWN_ESCAPES.get(part, f"\\u00{part[2:]}")
        unknown.append(part)
        return "\\" + part if part[1] >= " " else "\\\\"

    body = _LOOSE_PART.sub(spelled, token[1:-1])
    return f'"{body}"', unknown[0] if unknown else "", frozenset(tolerated)


def strict_number(token: str) -> str | None:
    """A number of JSON5 (`+1`, `.5`, `5.`, `0xFF`) in strict JSON; None for what is no number there either."""
    found = _LOOSE_NUMBER.fullmatch(token)
    if found is None:
        return None
    sign, hexadecimal, whole, fraction, exponent = found.groups()
    minus = "-" if sign == "-" else ""
    if hexadecimal:
        return minus + str(int(hexadecimal, 16)) if len(hexadecimal) < 2**10 else None
    digits = (fraction or "")[1:]
    if not (whole or digits) or (whole and not _STRICT_WHOLE.fullmatch(whole)):
        return None
    return f"{minus}{whole or '0'}{'.' + digits if digits else ''}{exponent or ''}"
