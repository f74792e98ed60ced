"""Our `dataclass` means what the standard library's does: the same classes made by both, looked at in every way."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import threading
from functools import cached_property
from typing import Any, Generic, TypeVar

import pytest

from taskgen import records

T = TypeVar("T")


def classes(dataclass):
    """A class of each kind that the project has."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Frozen:
        """Frozen."""

        name: str
        count: int = 3
        parts: list[int] = dataclasses.field(default_factory=list)
        hidden: str = dataclasses.field(default="", repr=False, compare=False)
        unhashed: Any = dataclasses.field(default=None, hash=False)

        @property
        def twice(self) -> str:
            return self.name * 2

    @dataclass(slots=True)
    class Open:
        """Open."""

        name: str
        count: int = 3
        known: dict[str, int] = dataclasses.field(default_factory=dict, init=False)

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Ordered."""

        first: int
        second: int = 0

    @dataclass(frozen=True, slots=True, eq=False)
    class Itself:
        """Itself."""

        name: str

    @dataclass(frozen=True, kw_only=True)
    class Remembering:
        """Remembering."""

        name: str

        @cached_property
        def long(self) -> str:
            return self.name * 3

    @dataclass(frozen=True, slots=True)
    class Named:
        """Named."""

        name: str

        def __str__(self) -> str:
            return f"<{self.name}>"

        def __hash__(self) -> int:
            return 7

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Of(Generic[T]):
        """Of."""

        value: T

    @dataclass(frozen=True, slots=True)
    class Empty:
        """Empty."""

    @dataclass(frozen=True, slots=True)
    class After:
        """After."""

        name: str

        def __post_init__(self) -> None:
            object.__setattr__(self, "name", self.name.upper())

    return {cls.__name__: cls for cls in (Frozen, Open, Ordered, Itself, Remembering, Named, Of, Empty, After)}


BOTH = classes(dataclasses.dataclass), classes(records.dataclass)


def told(function):
    """What a call gives, or raises."""
    try:
        return repr(function())
    except Exception as problem:  # noqa: BLE001 - whatever it raises is what is compared
        return type(problem).__name__, str(problem).replace("__setattr__", "")


ASKED = {
    "repr": lambda c: c["Frozen"](name="a", hidden="x"),
    "repr of one with a default": lambda c: c["Open"]("a"),
    "positional where only names will do": lambda c: c["Frozen"]("a"),
    "a field left out": lambda c: c["Frozen"](),
    "a field too many": lambda c: c["Frozen"](name="a", other=1),
    "a field that is not given": lambda c: c["Open"]("a", known={}),
    "equal": lambda c: c["Frozen"](name="a") == c["Frozen"](name="a", hidden="other"),
    "unequal": lambda c: c["Frozen"](name="a") == c["Frozen"](name="b"),
    "other class": lambda c: c["Ordered"](1) == c["Named"]("a"),
    "order": lambda c: sorted([c["Ordered"](2), c["Ordered"](1, 5), c["Ordered"](1)]),
    "comparisons": lambda c: [
        compare(c["Ordered"](1, 2), c["Ordered"](1, other))
        for other in (1, 2, 3)
        for compare in (
            lambda a, b: a < b,
            lambda a, b: a <= b,
            lambda a, b: a > b,
            lambda a, b: a >= b,
        )
    ],
    "order against another": lambda c: c["Ordered"](1) < 1,
    "order where there is none": lambda c: c["Frozen"](name="a") < c["Frozen"](name="b"),
    "hash of equals": lambda c: (
        hash(c["Ordered"](1, 2)) == hash(c["Ordered"](1, 2)),
        len({c["Ordered"](1), c["Ordered"](1)}),
    ),
    "hash with a list": lambda c: hash(c["Frozen"](name="a")),
    "hash of an open one": lambda c: hash(c["Open"]("a")),
    "hash without an unhashed field": lambda c: (
        hash(c["Frozen"](name="a", parts=(), unhashed=[])) == hash(c["Frozen"](name="a", parts=(), unhashed={}))
    ),
    "own hash": lambda c: hash(c["Named"]("a")),
    "own str": lambda c: str(c["Named"]("a")),
    "identity": lambda c: (c["Itself"]("a") == c["Itself"]("a"), len({c["Itself"]("a"), c["Itself"]("a")})),
    "set": lambda c: setattr(c["Frozen"](name="a"), "name", "b"),
    "set without slots": lambda c: setattr(c["Remembering"](name="a"), "name", "b"),
    "delete": lambda c: delattr(c["Frozen"](name="a"), "name"),
    "set an open one": lambda c: setattr(c["Open"]("a"), "name", "b"),
    "remembered": lambda c: c["Remembering"](name="a").long,
    "property": lambda c: c["Frozen"](name="a").twice,
    "replace": lambda c: dataclasses.replace(c["Frozen"](name="a", parts=[1]), count=4),
    "replace with a wrong name": lambda c: dataclasses.replace(c["Frozen"](name="a"), other=4),
    "asdict": lambda c: dataclasses.asdict(c["Frozen"](name="a", parts=[c["Named"]("b")])),
    "fields": lambda c: [(one.name, one.kw_only) for one in dataclasses.fields(c["Frozen"])],
    "is one": lambda c: dataclasses.is_dataclass(c["Frozen"]),
    "slots": lambda c: c["Frozen"].__slots__,
    "match": lambda c: c["Ordered"].__match_args__,
    "copy": lambda c: copy.copy(c["Frozen"](name="a", parts=[1])),
    "deep copy": lambda c: copy.deepcopy(c["Frozen"](name="a", parts=[1])),
    "deep copy of one without slots": lambda c: copy.deepcopy(c["Remembering"](name="a")),
    "defaults are not shared": lambda c: c["Frozen"](name="a").parts is c["Frozen"](name="a").parts,
    "generic": lambda c: c["Of"](value=3),
    "empty": lambda c: (c["Empty"](), c["Empty"]() == c["Empty"](), hash(c["Empty"]()) == hash(())),
    "after init": lambda c: c["After"]("a"),
}


@pytest.mark.parametrize("asked", ASKED)
def test_both_say_the_same(asked):
    theirs, ours = (told(lambda both=both: ASKED[asked](both)) for both in BOTH)
    assert ours == theirs


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """For pickle, which finds classes by their names."""

    name: str
    parts: tuple[int, ...] = ()


def test_frozen_values_go_through_pickle():
    kept = Kept(name="a", parts=(1, 2))
    again = pickle.loads(pickle.dumps(kept))  # noqa: S301 - our own
    assert again == kept
    assert again.parts == (1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        again.name = "b"


def test_the_first_values_may_be_made_side_by_side():
    cls = classes(records.dataclass)["Ordered"]
    made = []
    threads = [threading.Thread(target=lambda number=number: made.append(cls(number))) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.first for one in made) == list(range(8))


def test_a_subclass_has_its_own_fields():
    @records.dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        """Base."""

        name: str

    @records.dataclass(frozen=True, slots=True, kw_only=True)
    class More(Base):
        """More."""

        count: int

    assert More(name="a", count=1).count == 1
    assert Base(name="a").name == "a"
    assert repr(More(name="a", count=1)).endswith("More(name='a', count=1)")
