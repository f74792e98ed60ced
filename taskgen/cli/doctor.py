"""`taskgen doctor`: what this machine can do."""

from __future__ import annotations

from dataclasses import asdict

import typer

from taskgen.cli.boundary import ENVIRONMENT, OK
from taskgen.cli.console import err, out_json, paint, table
from taskgen.cli.options import Format, FormatOption

EXAMPLES = """\b
Examples:
  taskgen doctor                  what works here, and what to install for what doesn't
  taskgen doctor --format json    the same for programs
"""


def command(*, style: FormatOption = Format.TEXT) -> None:
    """Show what this machine can do: the sandbox is really tried. Exit 3 where nothing can be proven here."""
    from taskgen.pipeline import doctor

    checks = doctor.examine()
    ready = doctor.can_prove(checks)
    if style is Format.JSON:
        out_json({"version": 1, "can_prove": ready, "checks": [asdict(check) for check in checks]})
        raise typer.Exit(OK if ready else ENVIRONMENT)
    table([("works" if check.works else "absent", check.name, check.detail) for check in checks], ("", "what", "found"))
    for check in checks:
        if not check.works:
            why = f" ({check.purpose})" if check.purpose else ""
            err(f"{check.name}{why}: {check.next_step}")
    err(paint("tasks can be proven here", "ok") if ready else paint("nothing can be proven here", "error"))
    raise typer.Exit(OK if ready else ENVIRONMENT)
