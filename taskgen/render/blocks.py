"""Fenced blocks of one rendering, kept aside from its prose, and what came of both."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from taskgen.markdown.prose import fence_for

_MARKED: Final = re.compile(r"\x00(\d+)\x00")  # `prose` and `code` let no NUL through
# A line between blocks that could open a fence, or HTML that runs on, or an indented block that takes in what follows.
_WILD_LINE: Final = re.compile(r" {0,3}(?:`{3}|~{3}|<(?!!-- taskgen [^\n<]* -->$))|    |\t| *[-+*] {4}")
_WILD_STARTS: Final = frozenset(" `~<\t-+*")
_WILD_CHARACTERS: Final = re.compile(r"[\r\x00\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a template gave.

    Attributes:
        text: all of it.
        prose: the same without the fenced blocks.
        blocks: info string and content of each block that the filter `fenced` made, in order.
    """

    text: str
    prose: str
    blocks: tuple[tuple[str, str], ...]

    @functools.cached_property
    def is_tame(self) -> bool:
        """Whether a parser is bound to find the blocks as they were put in, and no others."""
        if not self.prose.replace("\n", "").isprintable() and _WILD_CHARACTERS.search(self.prose):
            return False
        lines = self.prose.split("\n")
        if any(line[0] in _WILD_STARTS and _WILD_LINE.match(line) for line in lines if line):
            return False
        # What a parser gives back otherwise than it stood in a block, or an info string that is none.
        return not any(
            "`" in info or "\r" in info or "\x00" in info or "\r" in content or "\x00" in content
            for info, content in self.blocks
        )


class Blocks:
    """The fenced blocks of one rendering: kept aside, so that nothing but `restore` ever touches their text."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.made: list[tuple[str, str]] = []

    def fenced(self, text: object, info: str = "", **attributes: object) -> str:
        """The filter `fenced`: a block with the words and attributes of its info string; empty attributes fall away."""
        content = str(text)
        content = content if not content or content.endswith("\n") else content + "\n"
        named = [
            f'{key}="{_attribute(value)}"' if key == "title" else f"{key}={_attribute(value)}"
            for key, value in attributes.items()
            if str(value)
        ]
        ticks = fence_for(content)
        words = " ".join([info, *named]) if info else " ".join(named)
        self.made.append((words, content))
        self.kept.append(f"{ticks}{words}\n{content}{ticks}")
        return f"\n\x00{len(self.kept) - 1}\x00\n"

    def restore(self, text: str) -> Rendered:
        """The text with every block in its place and blank lines between paragraphs told once."""
        lines: list[str] = []
        shown: list[tuple[str, str]] = []
        prose: list[str] = []
        was_blank = True
        for raw in text.split("\n"):
            line = raw.rstrip()
            if not line:
                if not was_blank:
                    lines.append(line)
                    prose.append(line)
                    was_blank = True
                continue
            marked = _MARKED.fullmatch(line) if line[0] == "\x00" else None
            if marked and int(marked[1]) < len(self.kept):
                if not was_blank:
                    lines.append("")
                lines += [self.kept[int(marked[1])], ""]
                shown.append(self.made[int(marked[1])])
                was_blank = True
                continue
            lines.append(line)
            prose.append(line)
            was_blank = False
        whole = "\n".join(lines).rstrip("\n") + "\n"
        return Rendered(text=whole, prose="\n".join(prose), blocks=tuple(shown))


def _attribute(value: object) -> str:
    return str(value).replace("`", "'").replace('"', "'").replace("\n", " ")
