"""What Python code defines at its top."""

from __future__ import annotations

import pytest

from taskgen.text.languages import python, python_code

OLD = """import json
from urllib.request import Request

URL = 'x'


def complete(given):
    import os
    return given
"""
NEW = """import json
import re
import os.path as osp, sys
from urllib.request import Request, urlopen
from . import near

URL = "y"
A, (B, *C) = 1, (2, 3)
D: int = 4
if sys.argv:
    def chosen(): pass
try:
    import fast
except ImportError:
    fast = None


class Answer:
    inner = 1


def bare(content):
    local = 1
    return content


async def complete(given, /, more=1, *rest, only, **named):
    return given
"""


def test_what_is_new():
    assert python_code.new_names(OLD, NEW) == (
        "import re",
        "import os.path as osp",
        "import sys",
        "from urllib.request import urlopen",
        "from . import near",
        "import fast",
        "A",
        "B",
        "C",
        "D",
        "chosen",
        "fast",
        "Answer",
        "bare",
    )
    assert python_code.new_names(NEW, NEW) == ()
    assert python_code.new_names(OLD, "import re\n\n\ndef bare(") == ()


def test_functions_and_their_parameters():
    assert python_code.functions(NEW) == {
        "chosen": (),
        "bare": ("content",),
        "complete": ("given", "more", "*rest", "only", "**named"),
    }
    assert python_code.parameters(OLD, "complete") == ("given",)
    assert python_code.parameters(OLD, "missing") is None
    assert python_code.parameters("def (", "complete") is None


@pytest.mark.parametrize("value", ["a-b", "1a", "", "class", "é", "a b", "None", "a\n", "\u3164", "ﬁ"])
def test_what_is_no_name(value):
    with pytest.raises(ValueError, match="is "):
        python.name(value)
