"""The index through its template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen import markers
from taskgen.model import RenderedFile
from taskgen.render.environment import render
from taskgen.render.tasks import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from taskgen.compose.index import Index

TEMPLATE = "index.md.j2"


def render_index(
    environment: jinja2.Environment, index: Index, made_from: Sequence[tuple[str, str]], path: str
) -> RenderedFile:
    """The index as a sealed file."""
    fields = plain(index)
    fields["comment"] = markers.comment_line(None, index.source, made_from)
    return RenderedFile(path=path, text=markers.sealed(render(environment, TEMPLATE, {"index": fields}).text))
