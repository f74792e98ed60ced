"""Target strings: what a case runs against, as written in the config; what a target is run with. Pure."""

from __future__ import annotations

import keyword
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import did_you_mean, error
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.diagnostics import Finding, Location
    from taskgen.model import Limits, Model

_FORM: Final = "python:MODULE:CALLABLE"
_FORMS: Final = f"{_FORM}, command:LINE or openai"
_KINDS: Final = ("python", "command", "openai")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSpec:
    """A target that can be run.

    Attributes:
        kind: which one of the known targets.
        text: as written.
        module: of `python:`, the dotted name of the module.
        callable: of `python:`, the dotted name of the function in it.
        line: of `command:`, what the shell runs.
    """

    kind: str
    text: str
    module: str = ""
    callable: str = ""
    line: str = ""

    @property
    def file(self) -> str:
        """The file that the module is expected in, relative to the root."""
        return f"{self.module.replace('.', '/')}.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a target is run with.

    Attributes:
        root: the folder that the target's code lies in; a child's working directory.
        python: the Python that runs `python:` targets.
        timeout: seconds in place of the target's own default; None where the case gives none.
        env: variables that a child gets besides our own.
        models: where model names are served.
    """

    root: str
    python: str
    limits: Limits
    timeout: float | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)


def parse_target(text: str, place: Location | None = None) -> tuple[TargetSpec | None, tuple[Finding, ...]]:
    """A target string as a value, or None and what is wrong with it."""
    kind, _, rest = text.strip().partition(":")
    if kind == "command":
        return _command(text, rest.strip(), place)
    if kind == "openai" and not rest:
        return TargetSpec(kind="openai", text="openai"), ()
    if kind == "openai":
        return _bad(place, text, "it takes nothing after its name", "write openai; servers are named in `models`")
    if kind != "python":
        return _bad(place, text, "its kind is unknown", did_you_mean(kind, _KINDS, f"write {_FORMS}"))
    return _python(text, rest, place)


def _command(text: str, line: str, place: Location | None) -> tuple[TargetSpec | None, tuple[Finding, ...]]:
    if not line:
        return _bad(place, text, "it names no command", "write command:LINE, such as command:python tool.py")
    if "\0" in line:
        return _bad(place, text.replace("\0", "\\0"), "no command can hold a NUL", "take it out")
    return TargetSpec(kind="command", text=text.strip(), line=line), ()


def _python(text: str, rest: str, place: Location | None) -> tuple[TargetSpec | None, tuple[Finding, ...]]:
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
