"""The environment of a project's templates, whose compiled form is kept in the user's cache folder.

A mere cache: compiling takes longer than rendering ten tasks. What can't be read or written there costs time alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen import __version__
from taskgen.digest import of_bytes
from taskgen.doors import output, workspace
from taskgen.pipeline.load import load_templates
from taskgen.render.environment import make

if TYPE_CHECKING:
    import jinja2
    from jinja2.bccache import Bucket

    from taskgen.pipeline.project import Project

_DIGEST: Final = 64  # characters


def environment_of(project: Project, *apart: str, html: bool = False) -> jinja2.Environment:
    """The templates of a project, ready to render; the arguments are those of `load_templates` and `make`.

    Raises:
        UsageError: the user's folder or a template in it can't be read.
    """
    return make(load_templates(project, *apart), html=html, compiled=_kept(html=html))


def _kept(*, html: bool) -> jinja2.BytecodeCache:
    import jinja2  # noqa: PLC0415 - only where something is rendered

    folder = workspace.cache_folder() / "templates" / f"{__version__}-{jinja2.__version__}-{'html' if html else 'md'}"

    class Kept(jinja2.BytecodeCache):
        """Jinja tells by the source whether what is kept still holds; whether it is whole is told here."""

        def load_bytecode(self, bucket: Bucket) -> None:
            data = workspace.read_optional(folder / bucket.key) or b""
            if data[:_DIGEST].decode("ascii", "replace") == of_bytes(data[_DIGEST:]):
                bucket.bytecode_from_string(data[_DIGEST:])

        def dump_bytecode(self, bucket: Bucket) -> None:
            data = bucket.bytecode_to_string()
            output.write_cache(folder / bucket.key, of_bytes(data).encode() + data)

    return Kept()
