"""`taskgen rule`: what lint looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.console import out, out_json, table
from taskgen.cli.options import Format, FormatOption
from taskgen.diagnostics import UsageError, did_you_mean, error

if TYPE_CHECKING:
    from taskgen.lint.rule import Rule

EXAMPLES = """\b
Examples:
  taskgen rule                  all rules
  taskgen rule research-step    what it finds, why that hurts, what to do, a bad and a good list
"""


def command(
    name: Annotated[str | None, typer.Argument(metavar="[RULE]", help="A rule's name.", show_default=False)] = None,
    *,
    style: FormatOption = Format.TEXT,
) -> None:
    """Explain a rule of `taskgen lint`, or list them all."""
    from taskgen.lint.rules import RULES

    if name is not None and name not in RULES:
        next_step = did_you_mean(name, RULES, "`taskgen rule` lists them")
        raise UsageError(error("unknown-rule", None, f"no rule is called {name[:80]!r}", next_step))
    chosen = [RULES[name]] if name is not None else list(RULES.values())
    if style is Format.JSON:
        out_json({"version": 1, "rules": [_fields(rule) for rule in chosen]})
    elif name is None:
        rows = [[rule.name, rule.severity.value, str(rule.confidence), rule.what] for rule in chosen]
        table(rows, ["rule", "severity", "confidence", "finds"])
    else:
        out(_told(chosen[0]))


def _fields(rule: Rule) -> dict[str, object]:
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "confidence": str(rule.confidence),
        "finds": rule.what,
        "why": rule.why,
        "next_step": rule.next_step,
        "weight": rule.weight,
        "cap": rule.cap,
        "bad": rule.bad,
        "good": rule.good,
    }


def _told(rule: Rule) -> str:
    """The page of one rule."""
    parts = [
        f"{rule.name}: {rule.what} ({rule.severity.value}, confidence {rule.confidence})",
        rule.why,
        f"What to do: {rule.next_step}.",
        f"Takes {rule.weight} points of a task's 100, at most {rule.cap}.",
        "Bad:",
        _indented(rule.bad),
        "Good:",
        _indented(rule.good),
    ]
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    from taskgen.hygiene import visible

    return "\n".join(f"    {visible(line)}" if line else "" for line in text.rstrip("\n").split("\n"))
