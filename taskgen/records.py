"""The decorator `dataclass`, with the meaning that the standard library gives it, for a fraction of its time.

The standard one writes and compiles up to nine functions for each class as soon as its module is imported, although a
run calls few of them, and there are two hundred classes. Here they share what can be shared, and what can't be,
`__init__`, is compiled when the first value of a class is made.
"""

from __future__ import annotations

import dataclasses
import functools
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

Record: TypeAlias = Any  # of any of our classes, or such a class

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import dataclass as dataclass  # noqa: PLC0414, TID251 - for a type checker it is that very one
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Record:
        """As `dataclasses.dataclass`, with the options `frozen`, `slots`, `kw_only`, `order`, `eq`."""
        return _made(cls, **options) if cls is not None else lambda decorated: _made(decorated, **options)


_MISSING = dataclasses.MISSING


def _made(
    cls: type,
    *,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
    order: bool = False,
    eq: bool = True,
) -> Record:
    own = frozenset(cls.__dict__)
    prepared = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)  # noqa: TID251
    made: Record = prepared(cls)
    fields = dataclasses.fields(made)
    made.__record_all__ = _getter([one.name for one in fields])
    shared: dict[str, Any] = {"__init__": _first_init(made, frozen=frozen), "__repr__": _repr}
    if eq:
        made.__record_compared__ = _getter([one.name for one in fields if one.compare])
        hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
        made.__record_hashed__ = _getter(hashed)
        shared["__eq__"] = _eq
    if order:
        shared |= {"__lt__": _lt, "__le__": _le, "__gt__": _gt, "__ge__": _ge}
    if frozen:
        shared |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if frozen and slots:
        shared["__reduce__"] = _reduce
    for name, function in shared.items():
        if name not in own:
            setattr(made, name, function)
    if eq and (made.__dict__.get("__hash__") is None):
        made.__hash__ = _hash if frozen else None  # None is how Python says "not hashable"
    return made


def _getter(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    """What gets some fields of a value as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


# --- What all classes share ------------------------------------------------------------------------------------------


def _repr(self: Record) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _eq(self: Record, other: Record) -> Record:
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = type(self).__record_compared__
    return compared(self) == compared(other)


def _hash(self: Record) -> int:
    return hash(type(self).__record_hashed__(self))


def _lt(self: Record, other: Record) -> Record:
    compared = type(self).__record_compared__
    return compared(self) < compared(other) if other.__class__ is self.__class__ else NotImplemented


def _le(self: Record, other: Record) -> Record:
    compared = type(self).__record_compared__
    return compared(self) <= compared(other) if other.__class__ is self.__class__ else NotImplemented


def _gt(self: Record, other: Record) -> Record:
    return _lt(other, self)


def _ge(self: Record, other: Record) -> Record:
    return _le(other, self)


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _reduce(self: Record) -> tuple[Any, ...]:
    return _restored, (type(self), type(self).__record_all__(self))


def _restored(cls: type, values: tuple[Any, ...]) -> Record:
    """A frozen value as `copy` gives it back."""
    made: Record = object.__new__(cls)
    for set_value, value in zip(_setters(cls), values, strict=True):
        set_value(made, value)
    return made


@functools.cache
def _setters(cls: Record) -> tuple[Callable[[Record, Record], None], ...]:
    """What sets each field of a frozen class with slots."""
    return tuple(getattr(cls, one.name).__set__ for one in dataclasses.fields(cls))


# --- What each class has for itself ----------------------------------------------------------------------------------


def _first_init(cls: Record, *, frozen: bool) -> Callable[..., None]:
    """What stands in for `__init__` until the first value is made."""

    def __init__(self: Record, *given: Record, **named: Record) -> None:  # noqa: N807 - it is one
        cls.__init__ = compiled = _compiled(cls, frozen=frozen)
        compiled(self, *given, **named)

    return __init__


def _compiled(cls: Record, *, frozen: bool) -> Callable[..., None]:
    """`__init__` of a class: a parameter for each field, set past the refusal of frozen values."""
    names: dict[str, Any] = {"_missing": _MISSING, "_set": object.__setattr__}
    positional, by_name, lines = ["self"], list[str](), list[str]()
    for one in dataclasses.fields(cls):
        name = one.name
        default, value = "", name
        if one.default_factory is not _MISSING:
            names[f"_{name}"] = one.default_factory
            default, value = "=_missing", f"_{name}() if {name} is _missing else {name}"
        elif one.default is not _MISSING:
            names[f"_{name}"] = one.default
            default = f"=_{name}"
        if one.init:
            (by_name if one.kw_only else positional).append(name + default)
        elif default:
            value = f"_{name}()" if default == "=_missing" else f"_{name}"
        else:
            continue
        if not frozen:
            lines.append(f" self.{name} = {value}")
        elif hasattr(getattr(cls, name, None), "__set__"):
            names[f"_set_{name}"] = getattr(cls, name).__set__  # of a slot: quicker than by its name
            lines.append(f" _set_{name}(self, {value})")
        else:
            lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    parameters = ", ".join([*positional, *(["*", *by_name] if by_name else [])])
    source = f"def __init__({parameters}):\n" + "\n".join(lines or [" pass"])
    exec(source, names)  # noqa: S102 - names of fields alone: how the standard library makes it too
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made
