"""What JSON, YAML and TOML share: a string that is just one placeholder becomes the value with its type."""

from __future__ import annotations

from taskgen.text.languages.base import Token, Verdict, in_escape


def judge(code: str, token: Token, start: int, end: int) -> Verdict:
    """Where the name from `start` to `end` stands in a double-quoted string ("string" or, for a name, "key")."""
    if in_escape(code, token.start, start):
        return Verdict(where="fixed-string", why="right behind an unfinished escape of a string")
    if token.kind == "key":
        return Verdict(where="string", why="in a member's name")
    if (token.start + 1, token.end - 1) == (start, end):
        return Verdict(where="token", start=token.start, end=token.end, quoted=True)
    return Verdict(where="string", why="inside a longer string")
