"""Python's syntax trees, as the running Python reads them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from taskgen.text.languages.base import place_of

if TYPE_CHECKING:
    import ast

    from taskgen.text.languages.base import Problem


def tree(code: str) -> ast.Module | Problem:
    """The syntax tree, or the first syntax error."""
    import ast  # noqa: PLC0415 - only where code is read

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bad escape in a user's string is no trouble of ours
            return ast.parse(code)
    except SyntaxError as mistake:
        return max(mistake.lineno or 1, 1), max(mistake.offset or 1, 1), mistake.msg
    except UnicodeEncodeError as mistake:
        return (*place_of(code, mistake.start), "a lone surrogate")
    except (ValueError, RecursionError, MemoryError) as mistake:
        return 1, 1, str(mistake) or "nested too deeply"
