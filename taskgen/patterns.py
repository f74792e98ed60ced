"""Regular expressions that are compiled when first used, since a command needs few of them."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def lazy(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """The pattern, compiled at the first call.

    `WORD = lazy("[a-z]+")` is used as `WORD().search(text)`.
    """
    return functools.cache(lambda: re.compile(pattern, flags))
