"""What is in force after command line, config and defaults were laid over each other, and where each came from."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from taskgen.decode import options
from taskgen.model import Config, Limits
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json

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
        command_line: what was given there, by the config's keys; None stands for "not given".
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
