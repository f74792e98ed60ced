"""Code in colours, by Pygments where it is installed; plain where it is not."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from taskgen.text.markdown.html import escape, plain_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 50_000  # characters of one block; beyond it colours cost more than they help

# Kinds of tokens that get a class; all others stay plain. What is below a kind is of that kind.
_CLASSES = {
    "Token.Keyword": "k",
    "Token.Name.Builtin": "b",
    "Token.Name.Decorator": "b",
    "Token.Name.Function": "f",
    "Token.Name.Class": "f",
    "Token.Name.Tag": "f",
    "Token.Name.Attribute": "b",
    "Token.Literal.String": "s",
    "Token.Literal.Number": "n",
    "Token.Comment": "c",
    "Token.Operator.Word": "k",
    "Token.Generic.Deleted": "gd",
    "Token.Generic.Inserted": "gi",
    "Token.Generic.Heading": "f",
}


@functools.cache
def is_available() -> bool:
    """Whether code can be coloured: the extra `report` is installed."""
    import importlib.util  # noqa: PLC0415 - only where a page is made

    return importlib.util.find_spec("pygments") is not None


@functools.lru_cache(maxsize=4096)
def code(text: str, language: str) -> str:
    """The HTML of a block of code."""
    lexer = _lexer(language) if language and len(text) <= LONGEST and is_available() else None
    if lexer is None:
        return plain_code(text, language)
    runs = _runs((_class_of(kind), part) for kind, part in lexer.get_tokens(text))
    return "".join(f'<i class="{name}">{escape(part)}</i>' if name else escape(part) for name, part in runs)


@functools.cache
def _lexer(language: str) -> Any:  # noqa: ANN401 - Pygments is no dependency, so neither are its types
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - an extra
    from pygments.util import ClassNotFound  # noqa: PLC0415 - as above

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@functools.cache
def _class_of(kind: Any) -> str:  # noqa: ANN401 - as above
    while kind is not None:
        if str(kind) in _CLASSES:
            return _CLASSES[str(kind)]
        kind = kind.parent
    return ""


def _runs(parts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts with neighbours of one class joined."""
    name, text = "", ""
    for class_name, part in parts:
        if class_name != name and text:
            yield name, text
            text = ""
        name, text = class_name, text + part
    if text:
        yield name, text
