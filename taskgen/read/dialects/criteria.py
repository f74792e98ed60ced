"""Lines that lead in to criteria (`**Acceptance Criteria:**` over boxes): what follows says when work is good."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.read.dialects.source import Source
    from taskgen.text.markdown import Block

_LONGEST = 80


@functools.cache
def _lead_in() -> re.Pattern[str]:
    """A line of nothing but the name of criteria, in bold type or before a colon."""
    names = (
        r"(?:(?:acceptance|success|completion|exit|quality|done) )?criteria|acceptance(?: tests?)?|dod"
        r"|definition of done|(?:akzeptanz|abnahme|erfolgs)?kriterien|acceptatiecriteria"
        r"|critères(?: d['\u2019]acceptation| de réussite)?"
        r"|criterios(?: de (?:aceptación|éxito))?|critérios(?: de (?:aceite|aceitação|sucesso))?"
        r"|criteri(?: di accettazione)?|kryteria(?: akceptacji)?|akceptanční kritéria|acceptanskriterier"
        r"|акцептанс-критерии|критерии(?: (?:при[её]мки|готовности))?|критерії(?: приймання)?"
        r"|验收(?:标准|条件)|驗收(?:標準|條件)|完成(?:标准|定义)|受け?入れ(?:基準|条件)|完了(?:条件|の定義)"
        r"|인수 (?:조건|기준)|완료 (?:조건|기준)"
    )
    marks = r"[^\w*_\s]*\s*"
    return re.compile(
        rf"{marks}(?:[*_]{{1,3}}(?:{names})(?:\s\([^()]*\))?\s?[:\uff1a]?[*_]{{1,3}}\s?[:\uff1a]?"
        rf"|(?:{names})(?:\s\([^()]*\))?\s?[:\uff1a])\s*$",
        re.IGNORECASE,
    )


def led_in(source: Source) -> Iterator[int]:
    """The lines of what such lead-ins lead in to."""
    blocks = source.blocks
    for index, block in source.visible:
        if block.kind != "paragraph" or not _leads_in(block):
            continue
        if block.parent is None:
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if following is not None and following.kind == "list":
                yield from range(following.start, following.end)
        elif blocks[block.parent].kind == "item":
            yield from range(block.end, blocks[block.parent].end)
            if block.end >= blocks[block.parent].end:
                yield from _boxes_behind(source, block.parent)


def _leads_in(block: Block) -> bool:
    line = block.text.rsplit("\n", 1)[-1]
    return len(line) <= _LONGEST and _lead_in().match(line) is not None


def _boxes_behind(source: Source, index: int) -> Iterator[int]:
    """The boxes that stand directly behind an item in the same list, where nothing stands inside of it."""
    own = source.blocks[index]
    end = 0 if own.parent is None else source.blocks[own.parent].end
    for item in source.items_from(own.end):
        is_sibling = item.block.parent == own.parent
        if item.block.start >= end or (is_sibling and not item.is_box):
            return
        if is_sibling:
            yield from range(item.block.start, item.block.end)
