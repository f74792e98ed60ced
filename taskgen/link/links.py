"""All links of a list: which task each case belongs to, and which entries of the library it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import warning
from taskgen.link import references
from taskgen.link.conditions import unmet
from taskgen.link.order import arrange
from taskgen.link.select import Selector, prepare
from taskgen.model import CaseLinks
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.link.similarity import Proposal
    from taskgen.model import Case, Library, Reference, Snippet, TaskList

Owners = dict[str, "tuple[Reference, tuple[Reference, ...]]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The links of one list.

    Attributes:
        cases: the live cases in the order of their tasks: by task, then as the task names them, then those that no
            task names; a case comes after what it needs.
        references: all references, cross-references too.
        proposals: for cases that no task names, the tasks that resemble them.
        nearest: for cases without a snippet, the nearest one's id.
    """

    cases: tuple[CaseLinks, ...]
    references: tuple[Reference, ...]
    proposals: Mapping[str, tuple[Proposal, ...]]
    nearest: Mapping[str, str]
    selector: Selector


def link(
    task_list: TaskList,
    cases: Sequence[Case],
    library: Library,
    target: str | None,
    canonical: Callable[[str], str],
) -> tuple[Links, list[Finding]]:
    """Link tasks, cases and library.

    Args:
        task_list: the list as read.
        cases: all cases in file order; those switched off are linked to nothing.
        library: the entries as read.
        target: the config's target, for conditions on it.
        canonical: the canonical name of a check type.
    """
    live = [case for case in cases if case.disabled is None]
    found, findings = references.find(task_list, {case.id: case.place for case in cases})
    owners = references.assign(found)
    order, more = arrange(_in_task_order(live, owners))
    selector = prepare(library, canonical)
    by_id = {case.id: case for case in live}
    ties: dict[tuple[str, str], list[str]] = {}
    linked = tuple(_linked(by_id[name], owners, selector, target, ties) for name in order.ids)
    unnamed = [one.case for one in linked if one.task is None]
    bare = [one.case for one in linked if one.snippet is None]
    links = Links(
        cases=linked,
        references=found,
        proposals=_proposals(unnamed, task_list),
        nearest=_nearest(bare, library),
        selector=selector,
    )
    tied = _tied(ties, {snippet.id: snippet for snippet in library.snippets})
    return links, [*findings, *more, *tied, *unmet(cases, library, target, canonical)]


def _in_task_order(cases: Sequence[Case], owners: Owners) -> list[Case]:
    """By owning task, then by where that task names the case, then by the file; unnamed cases last."""

    def key(numbered: tuple[int, Case]) -> tuple[bool, int, tuple[int, int], int]:
        position, case = numbered
        owner = owners.get(case.id)
        if owner is None:
            return (True, 0, (0, 0), position)
        place = owner[0].place
        return (False, owner[0].task, (place.line, place.column), position)

    return [case for _position, case in sorted(enumerate(cases), key=key)]


def _tied(ties: Mapping[tuple[str, str], Sequence[str]], by_id: Mapping[str, Snippet]) -> list[Finding]:
    """A warning for each two snippets between which only their order in the library decides."""
    found = []
    for (first, second), cases in ties.items():
        more = f" and {len(cases) - 1} more" if len(cases) > 1 else ""
        message = f"snippets {first!r} and {second!r} are equally specific for case {cases[0]!r}{more}: the first wins"
        next_step = "add a condition to the one that is meant"
        found.append(warning("tied-snippets", by_id[second].place, message, next_step))
    return found


def _linked(
    case: Case,
    owners: Owners,
    selector: Selector,
    target: str | None,
    ties: dict[tuple[str, str], list[str]],
) -> CaseLinks:
    owner, others = owners.get(case.id, (None, ()))
    selected = selector.select(case, target)
    if selected.snippet and selected.tied:
        ties.setdefault((selected.snippet.id, selected.tied.id), []).append(case.id)
    return CaseLinks(
        case=case,
        task=owner.task if owner else None,
        reference=owner,
        others=others,
        snippet=selected.snippet,
        pitfalls=selected.pitfalls,
        expectations=selected.expectations,
    )


def _proposals(cases: Sequence[Case], task_list: TaskList) -> dict[str, tuple[Proposal, ...]]:
    if not cases:
        return {}
    from taskgen.link import similarity  # noqa: PLC0415 - only where something is left over

    return similarity.propose(cases, task_list.tasks)


def _nearest(cases: Sequence[Case], library: Library) -> dict[str, str]:
    if not cases or not library.snippets:
        return {}
    from taskgen.link import similarity  # noqa: PLC0415 - as above

    index = similarity.Index([(snippet.id, similarity.snippet_text(snippet)) for snippet in library.snippets])
    return {case.id: similarity.nearest_snippet(case, index) for case in cases}
