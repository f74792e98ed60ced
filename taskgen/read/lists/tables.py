"""Tables of a list: which column says what, whatever the language, and the ids that stand in cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.read.lists.labels import is_code, task_label
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import take_marks
from taskgen.read.lists.status_words import DONE
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.read.lists.source import Source
    from taskgen.text.markdown import Block

# Names of columns, in small letters and without accents: `Tâche` is found as `tache`, which people write as well.
_TASK_WORD = (
    r"tasks?|todos?|to-dos?|tickets?|work items?|action items?|aufgaben?|tareas?|taches?|tarefas?|compit[oi]|zadani[ea]"
    r"|ukol(?:y)?|uppgift(?:er)?|opgaver?|taken|taak|задач[аи]|задани[ея]|завдання|任务|任務|タスク|課題|작업|과제"
)
_ITEM_WORD = (
    r"issues?|(?:user )?stor(?:y|ies)|items?|features?|historias?(?: de usuari[oa])?|项|項|项目|項目|事项|事項|항목"
)
_TITLE_WORD = (
    r"titles?|actions?|summary|summaries|deliverables?|descriptions?|names?|what|titel|titre|titulo|titolo|beschreibung"
    r"|descripcion|descricao|descrizione|omschrijving|beskrivning|beskrivelse|opis|nazwa|название|описание|назва|опис"
    r"|(?:任务|任務)?(?:名称|名稱|描述|标题|標題|内容|內容)|说明|說明|説明"
    r"|作業|(?:タスク|作業)(?:名|内容)|작업 ?(?:명|내용)|제목|내용|설명"
)
_ID_WORD = (
    r"(?:task[ -]?)?(?:id|no\.?|nr\.?|number|key|#)|(?:ticket|issue|(?:user )?story)(?: id)?|task|#|№|n[º°o]"
    r"|numero|номер|(?:任务|任務|タスク|작업) ?(?:id|编号|番号|번호)?|编号|編號|番号|序号|序號|번호"
)
_NAMED = r"(?: (?:name|title|description))?"
TASK = re.compile(rf"(?:{_TASK_WORD}){_NAMED}")
ITEM = re.compile(_ITEM_WORD)
_ID = re.compile(_ID_WORD)
_TITLE = re.compile(rf"(?:(?:{_TASK_WORD}|{_ITEM_WORD}|{_TITLE_WORD})){_NAMED}")
_SURE = re.compile(rf"{_TASK_WORD}|stor(?:y|ies)|actions?")
_STATUS = re.compile(
    r"status|state|(?:done|completed)\??|progress|estado|estatus|etat|statut|stato|situacao|stan|stav|erledigt|hecho|feito"
    r"|fait|статус|состояние|状态|狀態|状態|进度|進捗|(?:진행 )?상태"
)
_DEPENDS = re.compile(
    r"depends(?: on)?|dependenc(?:y|ies)|blocked by|after|deps|abhangig(?:keit(?:en)?| von)|dependencias?"
    r"|dependances?|dipendenz[ae]|зависимости|зависит от|依赖|依賴|依存|의존성"
)
_FILES = re.compile(
    r"(?:source |affected )?(?:files?|paths?|modules?)(?: ?(?:name|path)s?)?|datei(?:en)?|archivos?|ficheros?|fichiers?"
    r"|arquivos?|bestand(?:en)?|файлы?|文件|檔案|ファイル|파일"
)
_MOST_COLUMNS = 40
_LATIN = 0x24F  # the last letter of the scripts in which an accent may be left out

_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)+[ \t]*\|?[ \t]*")

# Ids as they stand in cells.
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\([^()]*\)|\[[^\[\]]*\])")
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212\uff0d", "-"))
_DATE = re.compile(r"(?:19|20)\d\d-\d\d?(?:-\d\d?)?")
_ID_PARTS = re.compile(r"[#№]?(?:[^\W_]{1,12}[-_]){1,5}[^\W\d_]{0,6}\d{1,9}[^\W\d_]?(?:\.\d{1,6}[^\W\d_]?){0,8}")
_AND = re.compile(r"\s*(?:[,;/&+~\u2013—〜]|\.\.+|…|\b(?:to|and|bis|und|through)\b)\s*")
_MOST_IDS = 20
_LETTERS = re.compile(r"[^\W\d_]*")
_SHAPE = " *_`[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Id:
    """An id as a cell gives it, and the status that its marks or its being struck out tell."""

    text: str
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table by its head; indexes of columns are None for one that is not there."""

    head: Block
    rows: tuple[Block, ...]
    names: tuple[str, ...]
    id: int | None
    title: int | None
    status: int | None
    depends: int | None

    @property
    def is_of_tasks(self) -> bool:
        """Whether ids and titles are there, and a column that only lists of tasks have."""
        if self.id is None or self.title is None:
            return False
        folded = folded_names(self.names)
        return self.status is not None or any(_SURE.search(folded[index]) for index in (self.id, self.title))

    @property
    def is_of_files(self) -> bool:
        """Whether its rows are files, with what happens to each."""
        folded = folded_names(self.names)
        if column(folded, _FILES) is None or self.status is not None:
            return False
        return self.title is None or TASK.fullmatch(folded[self.title]) is None


def tables(source: Source) -> Iterator[Table]:
    """The tables of a list."""
    head: Block | None = None
    rows: list[Block] = []
    for _, block in source.visible:
        if block.kind == "table-row" and block.header:
            if head is not None:
                yield _table(head, rows)
            head, rows = block, []
        elif block.kind == "table-row":
            rows.append(block)
    if head is not None:
        yield _table(head, rows)


def glued(source: Source) -> list[Table]:
    """Tables that Markdown reads as the last lines of a paragraph, in a quotation or an item, right above them.

    In the lines of a quotation that have its mark a table is part of what is quoted, and none of these.
    """
    texts = (block for block in source.blocks if block.kind == "paragraph" and block.depth and "|" in block.text)
    return [table for block in texts if (table := _glued(source, block)) is not None]


def _glued(source: Source, block: Block) -> Table | None:
    """The first table in the lines of a paragraph."""
    written = block.text.split("\n")
    rules = (at for at, line in enumerate(written) if at > 1 and _RULE.fullmatch(line))
    at = next(rules, None)
    if at is None or source.blocks.lines.text(block.start + at).lstrip().startswith(">"):
        return None
    head, *rows = (
        replace(block, start=block.start + number, cells=_cells(written[number]))
        for number in range(at - 1, len(written))
        if number != at
    )
    width = len(head.cells)
    return _table(head, [replace(row, cells=(*row.cells, *[""] * width)[:width]) for row in rows])


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|", _MOST_COLUMNS))


def _table(head: Block, rows: Sequence[Block]) -> Table:
    names = column_names(head.cells)
    folded = folded_names(names)
    label = _id_column(folded, rows)
    title = next((i for i, name in enumerate(folded) if i != label and _TITLE.fullmatch(name)), None)
    return Table(
        head=head,
        rows=tuple(rows),
        names=names,
        id=label,
        title=title,
        status=column(folded, _STATUS),
        depends=column(folded, _DEPENDS),
    )


def _id_column(folded: Sequence[str], rows: Sequence[Block]) -> int | None:
    """The first column that is called like one of ids and holds them, else the first that is called so.

    `Issue | ID` and `Issue | Title` both have one that is called so, and the cells tell which it is.
    """
    called = [index for index, name in enumerate(folded) if _ID.fullmatch(name)]
    holding = (index for index in called if len(called) > 1 and any(read_id(row.cells[index]) for row in rows))
    return next(holding, called[0] if called else None)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """What the cells of a table's head say."""
    return tuple(cell.strip(" *_`") for cell in cells)


def folded_names(names: Sequence[str]) -> list[str]:
    """The names in small letters, those of Latin script without accents."""
    return [_folded(name) for name in names]


def _folded(name: str) -> str:
    small = name.lower()
    if small.isascii():
        return small
    composed = unicodedata.normalize("NFC", small)
    return "".join(sign if ord(sign) > _LATIN else unicodedata.normalize("NFD", sign)[0] for sign in composed)


def column(folded: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    """The first column that is called so."""
    return next((index for index, name in enumerate(folded) if wanted.fullmatch(name)), None)


# --- Ids in cells ----------------------------------------------------------------------------------------------------


def read_id(cell: str) -> Id | None:
    """The id in a cell, links and marks taken off: `**T1**`, `[T1](x.md)`, `✅ T1`, `~~T1~~`; None where it is none.

    Where a cell names several (`T1..T4`, `F-026/027`) that is the label of its row, as written.
    """
    text = _LINK.sub(r"\g<text>", _TAG.sub("", plain(cell)))
    marked = take_marks(text)
    bare = marked.text.strip(f"{_SHAPE}#№").translate(_HYPHENS)
    label = _one_id(bare) or _several_ids(bare)
    if label is None:
        return None
    return Id(text=label, status=marked.status or (DONE if marked.is_struck else None))


def _one_id(text: str) -> str | None:
    hyphened = text.replace("\u2013", "-")  # where it stands between numbers they are several ids
    if is_code(text) or _is_parted(text):
        return text
    if hyphened != text and not _is_span(text) and (is_code(hyphened) or _is_parted(hyphened)):
        return hyphened
    label = task_label(text)
    return label.text if label is not None and label.text and not label.rest else None


def _is_parted(text: str) -> bool:
    """Whether it is made of parts where one may begin with a digit or an underscore joins them: `1-1`, `TASK_001`."""
    return _ID_PARTS.fullmatch(text) is not None and _DATE.fullmatch(text) is None


def _is_span(text: str) -> bool:
    """Whether the dash stands between two ids with the same letters, or before a number, as in "T1 to T4"."""
    before, _, after = text.partition("\u2013")
    letters = family(after)
    return before[-1:].isdigit() and letters in {"", family(before)}


def _several_ids(text: str) -> str | None:
    parts = _AND.split(text, maxsplit=_MOST_IDS)
    several = len(parts) > 1 and all(part.isdecimal() or _one_id(part) for part in parts)
    return " ".join(text.split()) if several else None


def family(label: str) -> str:
    """The letters that an id begins with."""
    found = _LETTERS.match(label)
    return found[0] if found else ""
