"""Target strings: what a case runs against, as written in the config. Pure."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import did_you_mean, error

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding, Location

_FORM: Final = "python:MODULE:CALLABLE"
_LATER: Final = ("command", "openai")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSpec:
    """A target that can be run.

    Attributes:
        kind: which one of the known targets.
        text: as written.
        module: the dotted name of the module.
        callable: the dotted name of the function in it.
    """

    kind: str
    text: str
    module: str
    callable: str

    @property
    def file(self) -> str:
        """The file that the module is expected in, relative to the root."""
        return f"{self.module.replace('.', '/')}.py"


def parse_target(text: str, place: Location | None = None) -> tuple[TargetSpec | None, tuple[Finding, ...]]:
    """A target string as a value, or None and what is wrong with it."""
    kind, _, rest = text.strip().partition(":")
    if kind in _LATER:
        return _bad(place, text, f"{kind}: targets can't be run yet", f"write {_FORM}")
    if kind != "python":
        return _bad(place, text, "its kind is unknown", did_you_mean(kind, ("python", *_LATER), f"write {_FORM}"))
    module, colon, name = rest.strip().partition(":")
    if not colon:
        return _bad(place, text, "it names no callable", f"write {_FORM}, such as {_example(module)}")
    if module.endswith(".py"):
        better = module.removesuffix(".py").replace("/", ".")
        return _bad(place, text, "it names a file, not a module", f"write python:{better[:60]}:{name[:60]}")
    for part, what in ((module, "module"), (name, "callable")):
        if not _is_dotted(part):
            return _bad(place, text, f"{part[:60]!r} is no name of a {what}", f"write {_FORM}")
    return TargetSpec(kind="python", text=text.strip(), module=module, callable=name), ()


def _example(module: str) -> str:
    package, dot, last = module.rpartition(".")
    if dot and _is_dotted(package) and _is_dotted(last):
        return f"python:{package}:{last}"
    return f"python:{module}:main" if _is_dotted(module) else "python:app.main:answer"


def _is_dotted(text: str) -> bool:
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in text.split("."))


def _bad(place: Location | None, text: str, problem: str, next_step: str) -> tuple[None, tuple[Finding, ...]]:
    return None, (error("bad-target", place, f"the target {text[:60]!r} can't be used: {problem}", next_step),)
