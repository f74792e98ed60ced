"""Boxes: with a label (`- [ ] T001 [P] …`, `- [ ] 1.1 …`, `- [ ] Task 3: …`), and those without."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from taskgen.read.lists.dialect import Dialect, found_item, steps_in
from taskgen.read.lists.labels import Label, box_label, is_below, task_label
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Task
    from taskgen.read.lists.source import Item, Source

_STRONG = {"task", "short"}


@dataclass(slots=True)
class _Top:
    """A labelled box that is in no other box, with the boxes that are its parts by number alone."""

    item: Item
    label: Label
    parts: list[Item] = field(default_factory=list)


def find_numbered_boxes(source: Source) -> Sequence[Task]:
    """The labelled boxes that are in no other box; what is nested in them are steps.

    Where no labelled box is nested at all, the numbers tell: 1.1 after 1 is a step of it.
    """
    boxes = [(box, box_label(box.first_line)) for box in source.top_boxes()]
    boxes = [(box, label) for box, label in boxes if not _is_criterion(source, box, label)]
    labelled = [(box, label) for box, label in boxes if label]
    if not _are_labels(len(boxes), [label for _, label in labelled]):
        labelled = [(box, label) for box, label in labelled if label.kind != "brief"]
    if not _is_numbered(len(boxes), [label for _, label in labelled]):
        return []
    tops = _by_number(labelled) if _is_flat(source) else [_Top(item=box, label=label) for box, label in labelled]
    return [_numbered_found(source, top) for top in tops]


def _is_criterion(source: Source, box: Item, label: Label | None) -> bool:
    """Whether a box stands under a heading like *Acceptance criteria*; a T001 or Task 3 is a task even there."""
    return not (label and label.kind in _STRONG) and source.is_no_task_section(box.block.start)


def _is_numbered(boxes: int, labels: list[Label]) -> bool:
    """A few boxes may begin with a number by chance; a T001 or Task 3 does not."""
    if any(label.kind in _STRONG for label in labels):
        return True
    return bool(labels) and 2 * len(labels) >= boxes and (len(labels) > 1 or boxes == 1)


def _are_labels(boxes: int, labels: list[Label]) -> bool:
    """Whether short codes name tasks: every box has a label, and no two codes are alike (**P0** is a priority)."""
    brief = [label.text for label in labels if label.kind == "brief"]
    return len(labels) == boxes and len(set(brief)) == len(brief)


def _is_flat(source: Source) -> bool:
    nested = (item for item in source.items if item.is_box and next(item.boxes_above(), None) is not None)
    return not any(box_label(item.first_line) for item in nested)


def _by_number(labelled: list[tuple[Item, Label]]) -> list[_Top]:
    tops: list[_Top] = []
    for box, label in labelled:
        if tops and is_below(label.text, tops[-1].label.text):
            tops[-1].parts.append(box)
        else:
            tops.append(_Top(item=box, label=label))
    return tops


def _numbered_found(source: Source, top: _Top) -> Task:
    end = top.parts[-1].block.end if top.parts else top.item.block.end
    steps = steps_in(source, top.item.block.start + 1, end)
    return found_item(source, top.item, end, steps, top.label)


NUMBERED_BOXES = Dialect(name="numbered-boxes", unit="boxes", find=find_numbered_boxes)


# --- Boxes without labels: those in no other box are tasks -----------------------------------------------------------


def find_top_boxes(source: Source) -> Sequence[Task]:
    """Every box that is in no other box; boxes under *Acceptance criteria* and the like are no tasks."""
    boxes = [box for box in source.top_boxes() if box.first_line and not source.is_no_task_section(box.block.start)]
    return [_top_found(source, box) for box in boxes]


def _top_found(source: Source, box: Item) -> Task:
    end = box.block.end
    return found_item(source, box, end, steps_in(source, box.block.start + 1, end), task_label(box.first_line))


TOP_BOXES = Dialect(name="top-level-boxes", unit="boxes", find=find_top_boxes)
