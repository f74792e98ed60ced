"""The templates of a project: built-in ones and the user's, and the environment that renders them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.doors import workspace
from taskgen.pipeline.load import text_of
from taskgen.render.environment import make

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import jinja2

    from taskgen.pipeline.project import Project

# Folders of templates that only some commands need: `page` is what every page of HTML stands in.
_APART: Final = frozenset({"handbook", "page", "report"})


def environment_of(project: Project, *apart: str, html: bool = False) -> jinja2.Environment:
    """The templates of a project, ready to render; the arguments are those of `load_templates` and `make`.

    Raises:
        UsageError: the user's folder or a template in it can't be read.
    """
    return make(load_templates(project, *apart), html=html)


def load_templates(project: Project, *apart: str) -> dict[str, tuple[str, str]]:
    """Built-in templates under `builtin/NAME`, the user's under NAME: name to (text, path as shown).

    Args:
        project: says where the user's templates are.
        apart: of the folders that only some commands need, those to load too ("handbook", "page").

    Raises:
        UsageError: the user's folder or a template in it can't be read.
    """
    folder = workspace.builtin_folder("templates")
    templates = {
        f"builtin/{name}": (workspace.read(path, name, "the built-in template").decode(), f"builtin/{name}")
        for name, path in _wanted(folder, apart).items()
    }
    if project.templates is None:
        return templates
    if not project.templates.is_dir():
        workspace.read(project.templates, project.shown(project.templates), "the templates folder")
    for name, path in _wanted(project.templates, apart).items():
        shown = project.shown(path)
        text, _findings = text_of(path, shown, "the template")
        templates[name] = (text, shown)
    return templates


def _wanted(folder: Path, apart: Collection[str]) -> dict[str, Path]:
    """The templates of a folder by name, those of other commands left out."""
    others = _APART - set(apart)
    return {name: path for name, path in workspace.template_files(folder).items() if name.split("/")[0] not in others}
