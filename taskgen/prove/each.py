"""How work is shared out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""As `map`: results in the order of the items. An executor's `map` works side by side."""
