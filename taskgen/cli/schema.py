"""`taskgen schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from taskgen.cli.console import out_json

EXAMPLES = """\b
Examples:
  taskgen schema cases > schema/cases.json      for an editor, or for check-jsonschema
  taskgen schema library
"""


class Schema(enum.StrEnum):
    """The kinds of files that have a schema."""

    CASES = "cases"
    LIBRARY = "library"
    CONFIG = "config"
    OUTPUT = "output"


def command(
    kind: Annotated[Schema, typer.Argument(metavar="KIND", help="cases, library, config, or output (render's JSON).")],
) -> None:
    """Print the JSON Schema of a kind of file, made from the declarations that read it."""
    from taskgen.pipeline.schemas import SCHEMAS

    out_json(SCHEMAS[kind.value]())
