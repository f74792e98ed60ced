"""Which cases failed when they were last run, kept in `.taskgen/` between runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.doors import output, workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.pipeline.project import Project

RECORD: Final = ".taskgen/failed.json"


def read(project: Project) -> frozenset[str]:
    """The ids; none where nothing was recorded, or the record is spoilt."""
    try:
        data = json.loads(workspace.read_optional(project.root / RECORD) or b"{}")
    except ValueError:
        return frozenset()
    failed = data.get("failed") if isinstance(data, dict) else None
    return frozenset(name for name in failed if isinstance(name, str)) if isinstance(failed, list) else frozenset()


def record(project: Project, passed: Iterable[str], failed: Iterable[str]) -> None:
    """Note how cases came out; what is known of others stays. A disk that refuses is no trouble."""
    before = read(project)
    now = (before - frozenset(passed)) | frozenset(failed)
    if now == before:
        return
    ignored = project.root / ".taskgen" / ".gitignore"
    if workspace.read_optional(ignored) is None:
        output.write_cache(ignored, b"failed.json\n.gitignore\n")
    text = json.dumps({"version": 1, "failed": sorted(now)}, indent=1) + "\n"
    output.write_cache(project.root / RECORD, text.encode())
