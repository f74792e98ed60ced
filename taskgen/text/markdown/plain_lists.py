"""Lists of nothing but one-line items, read in one step: rule by rule, they take most of the time of a long list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

PLAIN_LIST = "plain_list"
# An item at the margin whose text begins with what begins no block of its own: no heading, quotation, rule, fence or
# HTML, and no list in the list.
_ITEM = re.compile(r"(?P<marker>[-*+]) (?:[^\s\d#>+*_=<~|:`-]|`(?!``)|\*\*[^\s*])")


def plain_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule for the parser: such a list as one token, whose content is the texts of the items, one a line.

    It takes a list only where it is sure of what the parser's own rule would find: all items alike, below each other,
    and behind them a blank line and then something at the margin that goes on with no list, or nothing at all.
    """
    first = None if silent or state.level else _ITEM.match(state.src, state.bMarks[start])
    if first is None:
        return False
    from markdown_it.common.utils import mdTrim  # noqa: PLC0415 - as in `blocks`, costs 45 ms that few should pay

    line = start + 1
    while line < end and (item := _ITEM.match(state.src, state.bMarks[line])) and item["marker"] == first["marker"]:
        line += 1
    following = state.skipEmptyLines(line)
    if following < end and (following == line or not _is_other(state, following)):
        return False
    token = state.push(PLAIN_LIST, "", 0)
    token.map = [start, following]
    token.markup = first["marker"]
    texts = (state.src[state.bMarks[at] + len("- ") : state.eMarks[at]] for at in range(start, line))
    token.content = "\n".join(map(mdTrim, texts))
    state.line = following
    return True


def _is_other(state: StateBlock, line: int) -> bool:
    """Whether a line begins at the margin and is no item, so that it can't go on with a list above it."""
    return state.sCount[line] == 0 and state.src[state.bMarks[line]] not in "-*+"
