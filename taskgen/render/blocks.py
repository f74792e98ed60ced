"""Fenced blocks of one rendering, kept aside from its prose, and what came of both."""

from __future__ import annotations

import functools
import re
from typing import Final

from taskgen.records import dataclass
from taskgen.text.markdown.prose import fence_for

_MARKED: Final = re.compile(r"\n\x00([0-9]{1,9})\x00(?=\n)")  # `prose` and `code` let no NUL through
# A line between blocks that could open a fence, or HTML that runs on, or an indented block that takes in what follows.
# It is sought with the end of the line before it: that is found sooner than the beginnings of lines are.
_WILD_LINE: Final = re.compile(r"\n(?: {0,3}(?:`{3}|~{3}|<(?!!-- taskgen [^\n<]* -->(?:\n|\Z)))|    |\t| *[-+*] {4})")
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
        if _WILD_CHARACTERS.search(self.prose):
            return False
        if _WILD_LINE.search("\n" + self.prose):
            return False
        # What a parser gives back otherwise than it stood in a block, or an info string that is none.
        infos = "".join([info for info, _content in self.blocks])
        contents = "".join([content for _info, content in self.blocks])
        return "`" not in infos and not any(char in text for char in "\r\x00" for text in (infos, contents))


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
        lines = "\n".join(map(str.rstrip, text.split("\n")))
        whole: list[str] = []
        prose: list[str] = []
        shown: list[tuple[str, str]] = []
        for at, part in enumerate(_MARKED.split(f"\n{lines}\n")):  # text and numbers of blocks in turn
            is_mark = at % 2 == 1
            if is_mark and int(part) < len(self.kept):
                whole.append(self.kept[int(part)])
                shown.append(self.made[int(part)])
                continue
            # A mark of no block can only come from a user's template: it is text.
            words = f"\x00{part}\x00" if is_mark else _without_gaps(part.strip("\n"))
            if words:
                whole.append(words)
                prose.append(words)
        return Rendered(text="\n\n".join(whole) + "\n", prose="\n\n".join(prose), blocks=tuple(shown))


def _without_gaps(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _attribute(value: object) -> str:
    return str(value).replace("`", "'").replace('"', "'").replace("\n", " ")
