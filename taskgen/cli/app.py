"""The command line: every command, joined."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

# Each command and its module; only the one that is called is imported.
COMMANDS = {
    "init": "init",
    "list": "list",
    "render": "render",
    "check": "check",
    "explain": "explain",
    "run": "run_",
    "diagnose": "diagnose",
    "record": "record",
    "replay": "replay",
    "prove": "prove",
    "next": "next",
    "done": "done",
    "report": "report",
    "watch": "watch",
    "status": "status",
    "library": "library",
    "schema": "schema",
    "lint": "lint",
    "rule": "rule",
    "doctor": "doctor",
    "handbook": "handbook",
}

_HELP = """Compile a conceptual task list into example-driven tasks for coding agents, and prove each of them.

One task per test case: working code first, exact input, exact command, expected output, fixes for known failures.
No model writes anything; the code comes from a library that people keep.
"""

_EPILOG = """\b
Examples:
  taskgen list tasks.md       what is read of a list and its cases
  taskgen render tasks.md     write the example tasks
  taskgen prove               run every task as a copy-paste executor would

\b
Exit codes: 0 fine; 1 errors found, drift, failed case; 2 wrong usage, unreadable
input, nothing to work on; 3 the machine lacks something; 70 a bug in taskgen.
"""


def _version(*, asked: bool) -> None:
    if asked:
        from taskgen import __version__

        typer.echo(f"taskgen {__version__}")
        raise typer.Exit


def make(names: Iterable[str] = tuple(COMMANDS)) -> typer.Typer:
    """The application with some of its commands, all of them unless said otherwise."""
    app = typer.Typer(
        help=_HELP,
        epilog=_EPILOG,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )

    @app.callback()
    def main(
        *,
        version: Annotated[bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True)] = False,
    ) -> None:
        _version(asked=version)

    for name in names:
        module = importlib.import_module(f"taskgen.cli.{COMMANDS[name]}")
        app.command(name, epilog=module.EXAMPLES)(module.command)
    return app


def run() -> int:
    """Parse the command line and run the command it names; the exit code."""
    called = sys.argv[1] if len(sys.argv) > 1 and "_TASKGEN_COMPLETE" not in os.environ else ""
    command = typer.main.get_command(make([called]) if called in COMMANDS else make())
    try:
        command.main(prog_name="taskgen")
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else 0
    return 0
