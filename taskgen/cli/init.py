"""`taskgen init`: a new project that renders and proves at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taskgen.cli.console import counted, err, out
from taskgen.cli.options import QuietOption  # noqa: TC001 - typer reads the annotations

EXAMPLES = """\b
Examples:
  taskgen init                 in this folder
  taskgen init my-project      in a folder that may not exist yet
  taskgen init && taskgen render tasks.md && taskgen prove
"""


def command(
    folder: Annotated[
        str, typer.Argument(metavar="[FOLDER]", help="Where the project is made.", show_default=False)
    ] = ".",
    *,
    quiet: QuietOption = False,
) -> None:
    """Make a small project: a list, cases, a library, settings, and the schemas that editors use."""
    from taskgen.pipeline.init import init

    folder = folder or "."
    names = init(Path(folder), folder)
    for name in names if not quiet else []:
        out(name if folder == "." else f"{folder}/{name}")
    err(f"wrote {counted(len(names), 'file')}; next: taskgen render tasks.md")
