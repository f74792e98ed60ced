"""Which code each task shows: the highest rung of its file's ladder reached so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taskgen.compose.names import folded
from taskgen.diagnostics import error
from taskgen.link.select import ancestors
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Snippet


class Rung(NamedTuple):
    """The code that one task shows.

    Attributes:
        snippet: the entry shown: the one selected, or a higher one that an earlier task brought already.
        path: the file it is pasted to.
        same_as: position of the earlier task that brought this very code; None where it is new.
        replaces: position of the task that brought the code which this one takes the place of; None for none.
        latest: position of the last earlier task that pasted the file; None for none.
    """

    snippet: Snippet
    path: str
    same_as: int | None = None
    replaces: int | None = None
    latest: int | None = None


@dataclass(slots=True)
class _File:
    snippet: Snippet
    brought_by: int
    latest: int


def climb(
    wanted: Sequence[tuple[Snippet, str] | None], by_id: Mapping[str, Snippet]
) -> tuple[list[Rung | None], list[Finding]]:
    """Walk the tasks in order and give each its rung.

    Args:
        wanted: for each task the selected snippet and the path of its file; None for a task without code.
        by_id: all snippets of the library.
    """
    extends = {name: one.extends for name, one in by_id.items() if one.extends}
    files: dict[str, _File] = {}
    rungs: list[Rung | None] = []
    findings: list[Finding] = []
    refused: set[frozenset[str]] = set()
    for position, want in enumerate(wanted):
        if want is None:
            rungs.append(None)
            continue
        snippet, path = want
        key = folded(path)
        known = files.get(key)
        if known is None:
            files[key] = _File(snippet, position, position)
            rungs.append(Rung(snippet=snippet, path=path))
            continue
        rung = _next_rung(known, snippet, path, position, extends)
        if rung is None and (pair := frozenset((snippet.id, known.snippet.id))) not in refused:
            refused.add(pair)
            findings.append(_conflict(snippet, known.snippet, path))
        rungs.append(rung)
    return rungs, findings


def _next_rung(known: _File, snippet: Snippet, path: str, position: int, extends: Mapping[str, str]) -> Rung | None:
    latest, brought_by = known.latest, known.brought_by
    known.latest = position
    if snippet.id == known.snippet.id or snippet.id in ancestors(known.snippet.id, extends):
        return Rung(snippet=known.snippet, path=path, same_as=brought_by, latest=latest)
    if known.snippet.id in ancestors(snippet.id, extends):
        known.snippet, known.brought_by = snippet, position
        return Rung(snippet=snippet, path=path, replaces=brought_by, latest=latest)
    return None


def _conflict(snippet: Snippet, other: Snippet, path: str) -> Finding:
    return error(
        "file-conflict",
        snippet.place,
        f"snippets {other.id!r} ({other.place}) and {snippet.id!r} are both the whole of {path}",
        f"let one extend the other (`extends: {other.id}`, passing all its cases), or give it a file of its own",
    )
