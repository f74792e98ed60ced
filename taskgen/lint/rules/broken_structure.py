"""broken-structure: Markdown that lost something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.prose import COVER
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Block


def _find(reading: Reading) -> Iterator[Hit]:
    for fence in reading.fences:
        if not fence.closed:
            yield Hit(line=fence.start, column=1, length=3, message="this fence is never closed: all below it is code")
    yield from _empty(reading)
    for sentence in reading.sentences:
        at = _lost(sentence.words)
        if at >= 0:
            line, column = sentence.at(at)
            yield Hit(
                line=line, column=column, length=1, message="a backtick without its partner: the code span is lost"
            )


def _lost(words: str) -> int:
    """Where a single backtick stands that closes nothing; code spans are covered up already."""
    if words.count("`") != 1 or COVER in words:
        return -1
    at = words.find("`")
    return at if words[at - 1 : at] != "\\" else -1


def _empty(reading: Reading) -> Iterator[Hit]:
    """Headings below which nothing stands before the next one of their level, in the lines of tasks."""
    titles = {part.start for part in reading.parts}
    blocks = [block for block in reading.blocks if block.depth == 0 and not _is_ours(block)]
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.kind != "heading" or reading.part_at(block.start + 1) is None:
            continue
        ends = following is None or (following.kind == "heading" and following.level <= block.level)
        if ends and block.start + 1 not in titles and not _is_field(block, following):
            message = f"the section `{block.text[:50]}` is empty"
            yield Hit(line=block.start + 1, column=1, length=1, message=message)


def _is_field(block: Block, following: Block | None) -> bool:
    """Whether a heading is a field of a record, as task-master writes them: `# Status: done`, the next one right below."""
    return ": " in block.text and following is not None and following.start == block.start + 1


def _is_ours(block: Block) -> bool:
    return block.kind == "html" and block.text.lstrip().startswith("<!-- taskgen:")


RULE: Final = Rule(
    name="broken-structure",
    what="Markdown that lost something",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="What stands inside a fence by mistake is never read, and an empty section reads as a promise.",
    next_step="close the fence, fill the section, or take it out",
    weight=10,
    cap=20,
    bad=TASK + "Make `words_001 pass.\n\n" + COMMAND + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
