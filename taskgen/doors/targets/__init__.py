"""The door to targets: what a case runs against, and how it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from taskgen.diagnostics import UsageError, error
from taskgen.doors.targets import command as command_target
from taskgen.doors.targets import openai as openai_target
from taskgen.doors.targets import python as python_target
from taskgen.doors.targets.chat import NoRequestError
from taskgen.doors.targets.reach import listens
from taskgen.doors.targets.redaction import keys, redacted
from taskgen.doors.targets.result import KINDS, MACHINE, TargetResult
from taskgen.doors.targets.spec import Surroundings, TargetSpec, parse_target
from taskgen.model import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.doors.targets.chat import Request
    from taskgen.model import Model

__all__ = [
    "KINDS",
    "MACHINE",
    "TARGETS",
    "Surroundings",
    "Target",
    "TargetResult",
    "TargetSpec",
    "dry_run",
    "listens",
    "look_up",
    "parse_target",
    "request_of",
    "run_case",
]


class Target(Protocol):
    """One way of running a case; a module may satisfy this."""

    def run_case(self, spec: TargetSpec, given: Json, surroundings: Surroundings) -> TargetResult:
        """Run one case, see `run_case`."""
        ...

    def look_up(self, spec: TargetSpec, surroundings: Surroundings) -> TargetResult:
        """Whether there is something to run, see `look_up`."""
        ...


TARGETS: Final[dict[str, Target]] = {"python": python_target, "command": command_target, "openai": openai_target}
"""All targets, by the word before the first colon."""


def run_case(
    target: str | TargetSpec,
    given: Json,
    *,
    root: str,
    python: str,
    limits: Limits | None = None,
    timeout: float | None = None,
    env: Mapping[str, str] | None = None,
    models: Mapping[str, Model] | None = None,
) -> TargetResult:
    """Run one case against its target; a child that runs for it is gone when this returns.

    Args:
        target: as in the config, or parsed.
        given: the case's input.
        root: the folder that the target's code lies in; a child's working directory.
        python: the Python that runs `python:` targets.
        limits: time and output; the defaults of the config where None.
        timeout: seconds, in place of the target's own default.
        env: variables that a child gets besides our own.
        models: of the config, for `openai`.

    Raises:
        UsageError: the target can't be used.
    """
    spec, findings = parse_target(target) if isinstance(target, str) else (target, ())
    if spec is None:
        raise UsageError(*findings)
    surroundings = Surroundings(
        root=root, python=python, limits=limits or Limits(), timeout=timeout, env=env or {}, models=models or {}
    )
    named = [model.api_key_env for model in surroundings.models.values() if model.api_key_env]
    return redacted(TARGETS[spec.kind].run_case(spec, given, surroundings), keys(named))


def look_up(target: TargetSpec, *, root: str, python: str) -> TargetResult:
    """Whether the code that a target names is there, without running a case: a value, or what is missing."""
    surroundings = Surroundings(root=root, python=python, limits=Limits())
    return redacted(TARGETS[target.kind].look_up(target, surroundings), keys())


def request_of(given: Json, models: Mapping[str, Model]) -> Request:
    """The request that `openai` would send.

    Raises:
        UsageError: the input asks for none.
    """
    try:
        return openai_target.request_of(given, models)
    except NoRequestError as problem:
        raise UsageError(error("no-request", None, str(problem), problem.hint)) from None


def dry_run(given: Json, models: Mapping[str, Model]) -> str:
    """The request that `openai` would send, without the key.

    Raises:
        UsageError: the input asks for none.
    """
    try:
        return openai_target.dry_run(given, models)
    except NoRequestError as problem:
        raise UsageError(error("no-request", None, str(problem), problem.hint)) from None
