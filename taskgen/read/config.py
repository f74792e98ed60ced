"""The config: `taskgen.toml`, or a table of `pyproject.toml`, into a value; every key keeps its place."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from taskgen.decode import At, Document, read_record
from taskgen.diagnostics import Location, error
from taskgen.model import Config
from taskgen.read.text import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.decode import Json, Path
    from taskgen.diagnostics import Finding

_SIZE: Final = 512 * 1024  # characters
# tomllib takes the square of a dotted key's parts. Each try begins at a dot and spans so many parts, no more.
_LONG_KEY: Final = re.compile(r"""(?:\.[ \t]*(?:[A-Za-z0-9_-]+|"[^".\n]*"|'[^'.\n]*')[ \t]*){64}""", re.ASCII)
# What tomllib's messages contain, with a next step.
_STEPS: Final = (
    ("Cannot overwrite", "the key is given twice: keep one of the two"),
    ("Cannot declare", "the table is begun twice: join the two"),
    ("Expected '='", 'write `key = "value"`'),
    ("Unescaped", "write `\\\\`, or put the text in single quotes"),
    ("Illegal character", "close the string on its own line"),
    ("Unterminated", "close the string"),
    ("Invalid value", 'put text in quotes: `key = "value"`'),
)
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def read(path: str, text: str, table: tuple[str, ...] = ()) -> tuple[Config | None, list[Finding]]:
    """Read a config.

    Args:
        path: the file's name, as shown to the user.
        text: its text.
        table: the table that is the config: `("tool", "taskgen")` for `pyproject.toml`. Where it is absent, all
            settings have their defaults.

    Returns:
        the config, or None where the text is no TOML, and what was found.
    """
    text = text.removeprefix("\ufeff")
    data, refused = _parse(path, text)
    if refused is not None:
        return None, [refused]
    locate = _locator(path, text)
    findings: list[Finding] = []
    for depth, name in enumerate(table):
        data = data.get(name, {})
        if not isinstance(data, dict):
            place = locate(table[: depth + 1])
            return None, [error("wrong-type", place, f"{name!r} is no table", f"write `[{'.'.join(table)}]`")]
    document = Document(path=path, data=data, locate=lambda inner: locate((*table, *inner)))
    config = read_record(Config, data, At(document, findings))
    if not isinstance(config, Config):
        return None, findings
    return replace(config, places=_places(data, document)), findings


def _parse(path: str, text: str) -> tuple[dict[str, Json], Finding | None]:
    """The data of a TOML text, or why it can't be read."""
    import tomllib  # noqa: PLC0415 - only where there is a config

    if len(text) > _SIZE:
        return {}, error("too-large", Location(path), f"the file is larger than {_SIZE} characters", "shorten it")
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        place = Lines(path, text).location(long_key.start())
        return {}, error("too-deep", place, "a key has more than 64 parts", "write fewer dots in a row")
    try:
        return tomllib.loads(text), None
    except RecursionError:
        return {}, error("too-deep", Location(path), "the brackets are nested too deeply", "flatten the data")
    except ValueError as problem:  # tomllib's own error, and what int() says of endless digits
        return {}, _syntax(path, text, " ".join(str(problem).split()))


def _syntax(path: str, text: str, said: str) -> Finding:
    found = _PLACE.search(said)
    place = Location(path)
    if found is not None:
        place = Location(path, int(found[1]), int(found[2])) if found[1] else Lines(path, text).location(len(text))
        said = said[: found.start()].strip()
    step = next((step for part, step in _STEPS if part in said), 'fix this line: `key = "value"`')
    return error("bad-toml", place, f"no TOML: {said[:160]}", step)


def _locator(path: str, text: str) -> Callable[[Path], Location]:
    """Places by path; the text is searched for them at the first question only."""
    lines = Lines(path, text)

    @cache
    def known() -> dict[Path, int]:
        from taskgen.read.toml_places import offsets  # noqa: PLC0415 - most configs have nothing to report

        return offsets(text)

    def locate(inner: Path) -> Location:
        ways = (inner[:length] for length in range(len(inner), 0, -1))
        return lines.location(next((known()[way] for way in ways if way in known()), 0))

    return locate


def _places(data: dict[str, Json], document: Document) -> dict[str, Location]:
    """The place of each key that the file gives; those of `limits` as `limits.KEY`."""
    places = {key: document.locate((key,)) for key in data}
    limits = data.get("limits")
    for key in limits if isinstance(limits, dict) else ():
        places[f"limits.{key}"] = document.locate(("limits", key))
    return places
