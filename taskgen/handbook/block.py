"""A marked block in a file that is somebody else's: put in, replaced, taken out; the rest stays byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen import digest, markers
from taskgen.diagnostics import Location, RefusedError, error
from taskgen.records import dataclass
from taskgen.render.regenerate import Judged, State
from taskgen.text import markdown

if TYPE_CHECKING:
    from taskgen.handbook.parts import Audience

_SLOT: Final = "DIGEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block found: where it begins and ends in the text, and whether it is as it was written."""

    start: int
    end: int
    intact: bool


def made(audience: Audience, inside: str) -> str:
    """The block: its inside between the two marks, the first with a digest of it."""
    begin = markers.block_begin(audience, _digest(inside))
    return f"{begin}\n\n{inside.rstrip()}\n\n{markers.block_end(audience)}\n"


def _digest(inside: str) -> str:
    return digest.of_text(inside.replace("\r\n", "\n").strip())


def find(text: str, audience: Audience, path: str) -> Block | None:
    """The block of one audience, None where there is none.

    Raises:
        RefusedError: there are two, or one is not closed.
    """
    outside = _outside_fences(text, _begins(text, audience))
    if not outside:
        return None
    begin = outside[0]
    place = Location(path, _line(text, outside[-1]))
    if len(outside) > 1:
        raise RefusedError(error("two-blocks", place, f"a second block for the {audience}", "take one of them away"))
    end = re.compile(rf"^{re.escape(markers.block_end(audience))}[ \t]*(?:\r?\n|\Z)", re.MULTILINE).search(
        text, begin.end()
    )
    if end is None:
        next_step = f"write `{markers.block_end(audience)}` on a line of its own below it"
        raise RefusedError(error("block-unclosed", place, f"the block for the {audience} is not closed", next_step))
    return Block(start=begin.start(), end=end.end(), intact=_digest(text[begin.end() : end.start()]) == begin[1])


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _outside_fences(text: str, begins: list[re.Match[str]]) -> list[re.Match[str]]:
    """A block's first line inside a fence is an example, no block."""
    fences = markdown.fences(text) if begins else ()
    return [one for one in begins if not any(fence.start <= _line(text, one) <= fence.end for fence in fences)]


def _begins(text: str, audience: Audience) -> list[re.Match[str]]:
    line = re.escape(markers.block_begin(audience, _SLOT)).replace(_SLOT, "([0-9a-f]{8})")
    return list(re.finditer(rf"^{line}\r?$", text, re.MULTILINE))


def judge(existing: str, new: str, audience: Audience, path: str) -> Judged:
    """Put a block into a text, in the place of the one that is there, else at the end.

    One line end goes before a block at the end, whatever the text ends with, so that it can be taken out again.

    Raises:
        RefusedError: as `find`.
    """
    ends = "\r\n" if "\r\n" in existing else "\n"
    written = new.replace("\n", ends)
    found = find(existing, audience, path)
    if found is None:
        text = existing + (ends if existing else "") + written
        _refuse_inside_fence(text, audience, path)
        return Judged(state=State.OURS, text=text)
    text = existing[: found.start] + written + existing[found.end :]
    if text == existing:
        return Judged(state=State.SAME, text=existing)
    return Judged(state=State.OURS if found.intact else State.EDITED, text=text)


def _refuse_inside_fence(text: str, audience: Audience, path: str) -> None:
    """A fence that is never closed would take in a block at the end: it would be shown as code, and not be found."""
    if find(text, audience, path) is None:
        open_fence = max((fence.start for fence in markdown.fences(text) if not fence.closed), default=1)
        message = "this fence is never closed, so that a block below it would be code"
        raise RefusedError(error("open-fence", Location(path, open_fence), message, "close the fence"))


def without(existing: str, audience: Audience, path: str) -> Judged | None:
    """The text without its block, and the line end that `judge` put before it; None where there is none.

    Raises:
        RefusedError: as `find`.
    """
    found = find(existing, audience, path)
    if found is None:
        return None
    before = existing[: found.start]
    shorter = before.removesuffix("\n").removesuffix("\r") if before.endswith("\n") else before
    return Judged(state=State.OURS if found.intact else State.EDITED, text=shorter + existing[found.end :])
