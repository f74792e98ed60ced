"""Sketches, by one address: read, write, match, join."""

from __future__ import annotations

from taskgen.expect.matching import match, match_text
from taskgen.expect.nodes import (
    ANYTHING,
    OPEN_OBJECT,
    Anything,
    Array,
    Gap,
    Object,
    Pattern,
    Scalar,
    Sketch,
    SketchError,
)
from taskgen.expect.quoting import path_text
from taskgen.expect.rows import Mismatch
from taskgen.expect.shaping import derive, has_literal, join, leaves, literal_paths, with_changed_leaf
from taskgen.expect.shown import excerpt, show, show_sketch
from taskgen.expect.sketch_json import from_json, literal, to_json
from taskgen.expect.sketch_text import parse
from taskgen.expect.sketch_write import write

__all__ = [
    "ANYTHING",
    "OPEN_OBJECT",
    "Anything",
    "Array",
    "Gap",
    "Mismatch",
    "Object",
    "Pattern",
    "Scalar",
    "Sketch",
    "SketchError",
    "derive",
    "excerpt",
    "from_json",
    "has_literal",
    "join",
    "leaves",
    "literal",
    "literal_paths",
    "match",
    "match_text",
    "parse",
    "path_text",
    "show",
    "show_sketch",
    "to_json",
    "with_changed_leaf",
    "write",
]
