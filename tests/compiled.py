"""Templates compiled once for all tests of a process: that takes longer than all the rest of most renders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from collections.abc import Callable


def once() -> None:
    """Have Jinja keep what it makes of a template, for every environment that would make the same of it."""
    real: Callable[..., Any] = jinja2.Environment.compile
    kept: dict[object, Any] = {}

    def compiled(self: jinja2.Environment, source: Any, *given: Any, **named: Any) -> Any:
        key = (source, given, *named.items(), type(self), *_settings(self))
        if key not in kept:
            kept[key] = real(self, source, *given, **named)
        return kept[key]

    setattr(jinja2.Environment, "compile", compiled)  # noqa: B010 - mypy lets no method be assigned


def _settings(environment: jinja2.Environment) -> tuple[object, ...]:
    """What the compiled code depends on beside the template; filters of constants are worked out by the compiler."""
    flags = ("autoescape", "trim_blocks", "lstrip_blocks", "keep_trailing_newline", "undefined")
    named = (environment.filters, environment.tests)
    return (*(getattr(environment, flag) for flag in flags), *(frozenset(each.items()) for each in named))
