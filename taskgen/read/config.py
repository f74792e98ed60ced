"""The config: `taskgen.toml`, or a table of `pyproject.toml`; and the settings in force, each with its origin."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.decode import At, Document, options, read_record
from taskgen.diagnostics import error
from taskgen.model import Config, Limits
from taskgen.read import toml_text
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding, Location


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
    whole, findings = toml_text.load(path, text)
    if whole is None:
        return None, findings
    data = whole.data
    for depth, name in enumerate(table):
        data = data.get(name, {})
        if not isinstance(data, dict):
            place = whole.locate(table[: depth + 1])
            return None, [error("wrong-type", place, f"{name!r} is no table", f"write `[{'.'.join(table)}]`")]
    document = Document(path=path, data=data, locate=lambda inner: whole.locate((*table, *inner)))
    config = read_record(Config, data, At(document, findings))
    if not isinstance(config, Config):
        return None, findings
    return replace(config, places=_places(data, document)), findings


def _places(data: dict[str, Json], document: Document) -> dict[str, Location]:
    """The place of each key that the file gives; those of `limits` as `limits.KEY`."""
    places = {key: document.locate((key,)) for key in data}
    limits = data.get("limits")
    for key in limits if isinstance(limits, dict) else ():
        places[f"limits.{key}"] = document.locate(("limits", key))
    return places


COMMAND_LINE = "command line"
DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting in force.

    Attributes:
        key: as the config spells it; the limits one by one, as `limits.KEY`.
        value: JSON-like; None where nothing is set and the default depends on the list.
        origin: "command line", the place in the config, or "default".
    """

    key: str
    value: Json
    origin: str


def effective(command_line: Mapping[str, Json], config: Config | None) -> list[Setting]:
    """Every setting with its origin, in the order in which they are declared.

    Args:
        command_line: what was given there, by the config's keys; None is "not given".
        config: as read, with its places; None where there is no file.
    """
    config = config or Config()
    plain = _plain(config)
    settings = []
    for key in _keys():
        given = command_line.get(key)
        place = config.places.get(key)
        if given is not None:
            settings.append(Setting(key=key, value=_plain(given), origin=COMMAND_LINE))
        else:
            settings.append(Setting(key=key, value=_at(plain, key), origin=DEFAULT if place is None else str(place)))
    return settings


def _keys() -> list[str]:
    keys: list[str] = []
    for key in options(Config):
        keys += [f"limits.{name}" for name in options(Limits)] if key == "limits" else [key]
    return keys


def _at(plain: dict[str, Json], key: str) -> Json:
    table, _, name = key.rpartition(".")
    return plain[table][name] if table else plain[key]


def _plain(value: Json) -> Json:
    """A record as plain data, under the keys of files."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [
            declared.name for declared in dataclasses.fields(value) if declared.name.rstrip("_") in options(type(value))
        ]
        return {name.rstrip("_"): _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [_plain(element) for element in value]
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    return value
