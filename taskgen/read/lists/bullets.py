"""Bullets without boxes, where a heading names a list of tasks and nothing else in the file is a task."""

from __future__ import annotations

import collections
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.read.lists.dialect import Dialect, found_item, step_of
from taskgen.read.lists.labels import box_label
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import status_from
from taskgen.read.lists.words import is_list_chapter, says_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.model import Task
    from taskgen.read.lists.source import Item, Source
    from taskgen.text.markdown import Block

_FEWEST_SECTIONS = 2
_WORDS_OF_A_STATUS = 3

_KEY = re.compile(r"[*_`]*(?P<key>[^\W\d_][\w /-]{0,30}?)[*_`]*\s?[:\uff1a][*_`]*(?:\s|$)")
_STAGE_KEYS = {"next", "later", "now", "soon", "then", "maybe", "idea", "bug", "fix", "feature", "chore", "docs"}
_LINK = re.compile(r"\[[^\]]*\]\(#[^)]*\)")
_NO_BULLETS = re.compile(
    r"common|typical|basic|everyday|total|user stor|historia|história|havainnot|issues|test|verif|valid|review"
    r"|rollback|backup|contingen",
    re.IGNORECASE,
)
# A plan has chapters of all kinds: of its bullets only those that stand right below its name are tasks.
_PLANS = re.compile(
    r"plan|road ?map|checklist|feuille|карта|計画|计划|計劃|계획|路线图|ロードマップ|로드맵", re.IGNORECASE
)


# Headings over bullets that belong to a list of tasks, but are none.
_ASIDE_WORDS = (
    r"notes?|context|background|(?:non-?)?goals?|objectives?|overview|summary|introduction|references?|resources?"
    r"|links|see also|scope|assumptions?|constraints?|risks?|decisions?|principles?|rules?|guidelines?|conventions?"
    r"|legend|labels|format|process|workflow|status|state|(?:tech )?stack|architecture|design|requirements?"
    r"|prerequisites?|dependencies|questions|known issues|limitations|change ?log|history|glossary|about"
    r"|description|purpose|vision|files|structure|deliverables?|success|metrics|criteria|timeline|team|roles"
    r"|contents|results|achievements|usage|examples?|templates?|how to|how it works"
    r"|notizen|kontext|ziele?|überblick|hintergrund|hinweise?|risiken|annahmen|regeln|voraussetzungen|beschluss"
    r"|notas?|contexto|objetivos?|resumen|resumo|referencias|referências|alcance|escopo|riesgos|riscos|decisiones"
    r"|decisões|requisitos|supuestos|reglas|regras|contexte|objectifs?|résumé|références|portée|risques"
    r"|remarques?|décisions|contesto|obiettivi|riferimenti|notatki|cele|muistiinpanot|tavoitteet"
    r"|\w*kriterien|criterios|critérios|critères|критерии"
    r"|заметки|контекст|цел[ьи]|ссылки|примечани[ея]|обзор|риски|правила|статус|решения|достижения|итоги"
)
_ASIDE_SIGNS = (
    r"状态|狀態|现状|备注|備註|说明|說明|背景|目标|目標|参考|概述|概要|目的|注意|注意事项|限制|约定|规则|规范|风险|决策"
    r"|总结|条件|标准|標準|基準|기준|조건|メモ|備考|ルール|前提|개요|배경|목표|참고|메모|비고|규칙|전제|주의|현황"
)
_ASIDE = re.compile(
    rf"(?<!\w)(?:{_ASIDE_WORDS})\W*$|^\W*(?:{_ASIDE_WORDS})(?!\w)|(?:{_ASIDE_SIGNS})\W*$", re.IGNORECASE
)


def find_bullets(source: Source) -> Sequence[Task]:
    """The outermost bullets under headings that name a list of tasks; none where they are the fields of something."""
    sections: dict[int, list[Item]] = collections.defaultdict(list)
    for item in _bullets(source):
        heading = source.heading_above(item.block.start)
        if heading is not None:
            sections[heading.start].append(item)
    headings = {heading.start: heading for heading in source.headings}
    has_other_lists = any(is_list(source, heading) for heading in source.headings if heading is not source.title_block)
    taken = {
        start: items
        for start, items in sections.items()
        if _is_announced(source, headings[start], items[0], has_other_lists=has_other_lists)
    }
    if _are_fields(taken):
        return []
    return [_found(source, item) for items in taken.values() for item in items]


def find_all_bullets(source: Source) -> Sequence[Task]:
    """The outermost bullets under whatever heading, or none."""
    return [_found(source, item) for item in _bullets(source)]


def _bullets(source: Source) -> Iterator[Item]:
    for item in source.items:
        if item.number or item.is_box or item.above is not None or not item.first_line:
            continue
        if not (source.is_no_task_section(item.block.start) or _LINK.fullmatch(item.first_line)):
            yield item


def is_list(source: Source, heading: Block) -> bool:
    """Whether a heading names a list whose bullets are tasks; a plan of something ("Version control plan") is text."""
    text = plain(heading.text)
    if not says_tasks(text) or _NO_BULLETS.search(text) or _ASIDE.search(text):
        return False
    return heading is source.title_block or not _PLANS.search(text) or is_list_chapter(text)


def _is_announced(source: Source, heading: Block, first: Item, *, has_other_lists: bool) -> bool:
    """Whether a heading names a list, or is a part of one: of the whole file only where no other heading names one.

    What stands between the title and its parts leads in to them, and prose over bullets makes them a part of it.
    """
    if heading is source.title_block:
        others = [block for block in source.headings if block is not heading]
        return is_list(source, heading) and all(_is_beside(block) for block in others)
    for block in source.chain(heading):
        if is_list(source, block):
            is_own = block is heading or not _PLANS.search(plain(block.text))
            is_whole = block is source.title_block
            return is_own and not (is_whole and has_other_lists) and (block is heading or not _is_prose(source, first))
        if _ASIDE.search(plain(block.text)):
            return False
    return False


def _is_beside(heading: Block) -> bool:
    """Whether a heading is no part of the list that the title names, or one of what is done."""
    text = plain(heading.text)
    return _ASIDE.search(text) is not None or _status(text) is not None


def _is_prose(source: Source, first: Item) -> bool:
    """Whether a sentence stands between a heading and its first bullet; a line with a colon leads in to it."""
    heading = source.heading_above(first.block.start)
    start = heading.end if heading is not None else 0
    above = [block for block in source.starting_in(start, first.block.start) if block.kind == "paragraph"]
    return any(not _leads_in(block.text) for block in above if block.depth == 0)


def _leads_in(text: str) -> bool:
    return "\n" not in text and text.rstrip(" *_").endswith((":", "\uff1a"))


def _are_fields(sections: dict[int, list[Item]]) -> bool:
    """Whether the same `Key: …` begins bullets of several sections: then those are the tasks, of which this is said."""
    seen: dict[str, set[int]] = collections.defaultdict(set)
    for start, items in sections.items():
        for item in items:
            key = _KEY.match(item.first_line)
            if key is not None and key["key"].lower() not in _STAGE_KEYS and status_from(key["key"]) is None:
                seen[key["key"].lower()].add(start)
    return any(len(starts) >= _FEWEST_SECTIONS for starts in seen.values())


def _found(source: Source, item: Item) -> Task:
    heading = source.heading_above(item.block.start)
    inner = source.items_in(item.block.start + 1, item.block.end)
    steps = (step_of(source, step) for step in inner if step.above and step.above.index == item.index)
    found = found_item(source, item, item.block.end, steps, box_label(item.first_line))
    return found if found.status or heading is None else replace(found, status=_status(plain(heading.text)))


def _status(heading: str) -> str | None:
    """What a heading like *Done* says of all that stands below it."""
    return status_from(heading.strip(" *_#")) if len(heading.split()) <= _WORDS_OF_A_STATUS else None


PLAIN_BULLETS = Dialect(name="plain-bullets", unit="items", find=find_bullets, find_all=find_all_bullets)
