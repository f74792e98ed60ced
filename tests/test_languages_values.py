"""Hostile values in every language: real parsers read back exactly the value, or it is refused by name and place."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from taskgen.compose.fill import fill
from taskgen.diagnostics import Location
from taskgen.hygiene import UNSEEN
from taskgen.text.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = int(os.environ.get("TASKGEN_EXAMPLES", "300"))
MANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
PLACE = Location("library/snippets.yaml", 40, 9)

PIECES = [
    '"', "'", "`", "\\", "\n", "\r", "\r\n", "\t", "\0", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "{", "}",
    "{{7*7}}", "{{ case.id }}", "{{ case.input.v | text }}", "{% raw %}", "${7*7}", "#{x}", "%s",
    '"; rm -rf ~; "', "'; rm -rf ~; '", "$(id)", "`id`", "$HOME", "~", "*", "?", "!", "#", " # ", "//", "/*",
    "*/", "<!--", "-->", "</script>", '"""', "'''", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b",
    "\u200d", "\ufeff", "\ufe0f", "\ufffe", "\ud800", "\udfff", "\ud83d", "\ude00", "\ud83d\ude00",
    "😀", "é", "\u0301", "漢",
    "\U000e0041", "\U0010ffff", "\\u0041", "\\x41", "\\", "- ", ": ", "|", "&a", "*a", "!!int 5", "? ", "...",
    "---", "EOF\n", "<<EOF", "=", "[", "]", ",", ";", "null", "true", "1e5", "0o17", "__proto__", "-",
    "--help", " ", "",
]  # fmt: skip
WORDS = [
    "", "null", "true", "no", "on", "1", "1.10", "1e5", "0x1F", "1_000", "2026-11-22", "~", "__proto__",
    "-rf", "if", "{}", "[]",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.text(st.characters(exclude_categories=[]), max_size=6),
    st.sampled_from(PIECES).map(lambda piece: piece * 120),
)
NUMBERS = st.one_of(
    st.integers(),
    st.sampled_from([0, -1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63, -(2**63), 2**64]),
    st.sampled_from([400, 4250, 5000]).map(lambda exponent: -(10**exponent)),
    st.floats(),
    st.sampled_from([-0.0, 1e22, 1e-7, 5e-324, 1.7976931348623157e308, 0.1, 1e16, 123456789.125]),
)
VALUES = st.recursive(
    st.one_of(TEXTS, NUMBERS, st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(TEXTS, inner, max_size=5)),
    max_leaves=12,
)
PAIRS = st.tuples(VALUES, TEXTS)


def same(one, other):
    """Equal in type, value, order and the sign of zero."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return repr(one) == repr(other) if isinstance(one, float) else one == other


def leaves(value):
    """Every string, number and word in a value, names of members included."""
    if isinstance(value, list):
        return [leaf for element in value for leaf in leaves(element)]
    if isinstance(value, dict):
        return [*value, *(leaf for member in value.values() for leaf in leaves(member))]
    return [value]


def has(value, *tests):
    return any(test(leaf) for leaf in leaves(value) for test in tests)


def endless(leaf):
    return isinstance(leaf, float) and not math.isfinite(leaf)


def long_number(leaf):
    return isinstance(leaf, int) and abs(leaf) >= 10**4200


def surrogate(leaf):
    return isinstance(leaf, str) and any("\ud800" <= char <= "\udfff" for char in leaf)


def split_pair(leaf):
    return (
        isinstance(leaf, str) and leaf.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass") != leaf
    )


def no_word(leaf):
    hidden = f"[{UNSEEN}]"
    return isinstance(leaf, str) and re.search(hidden, leaf.replace("\n", "").replace("\t", "")) is not None


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Code that holds a value `v` and a text `t`, how it is read back, and what may be refused in a value."""

    code: str
    read: Callable
    wanted: Callable
    refusable: tuple
    refusable_text: tuple = ()


def run_python(code):
    names = {"f": lambda x: x}
    exec(compile(code, "snippet.py", "exec"), names)  # noqa: S102 - the whole point: it holds data only
    return [names[name] for name in ("one", "two", "three", "four", "five")]


def five(value, text):
    return [value, [1, value], {"k": value}, f"a{text}b", f"{text}{text}"]


def by_name(data):
    return [data["one"], data["two"], data["three"], data["four"], data["five"]]


TRIALS = {
    "python": Trial(
        code="one = {{ case.input.v }}\ntwo = f([1, {{ case.input.v }}])\n"
        "if one is one:\n    three = f(x={'k': {{case.input.v}}})\n"
        "four = \"a{{ case.input.t | text }}b\"\nfive = '{{ case.input.t | text }}{{ case.input.t | text }}'\n",
        read=run_python,
        wanted=five,
        refusable=(endless, long_number),
    ),
    "json": Trial(
        code='{"one": "{{ case.input.v }}", "two": [1, "{{case.input.v}}"], "three":\n  {"k": "{{ case.input.v }}"},\n'
        '"four": "a{{ case.input.t | text }}b", "five": "{{ case.input.t | text }}{{ case.input.t | text }}"}',
        read=lambda code: by_name(json.loads(code)),
        wanted=five,
        refusable=(endless, long_number, split_pair),
        refusable_text=(surrogate,),
    ),
}


def filled(language, trial, value, text):
    """The filled code; None where the value was refused, rightly and with its place."""
    code, findings = fill(trial.code, {"id": "c", "input": {"v": value, "t": text}}, LANGUAGES[language], PLACE)
    if code is not None:
        assert findings == []
        return code
    refused = {finding.message.split("'")[3] for finding in findings}
    assert refused <= {"input.v", "input.t"}, findings
    assert "input.v" not in refused or has(value, *trial.refusable), findings
    assert "input.t" not in refused or has(text, *trial.refusable_text), findings
    assert all(f.rule == "no-literal" and f.place.path == PLACE.path and f.place.line >= 40 for f in findings)
    return None


@pytest.mark.parametrize("language", sorted(TRIALS))
def test_a_real_parser_reads_back_exactly_the_value(language):
    trial = TRIALS[language]

    @MANY
    @given(PAIRS)
    def holds(pair):
        value, text = pair
        code = filled(language, trial, value, text)
        if code is not None:
            assert same(trial.read(code), trial.wanted(value, text)), code
            assert LANGUAGES[language].syntax_error(code) is None

    holds()


@pytest.mark.parametrize("language", sorted(TRIALS))
def test_plain_values_are_never_refused(language):
    value = {"a": ["x", 1, 1.5, True, {"b": "é"}], "c d": "漢", "": []}
    assert filled(language, TRIALS[language], value, 'it\'s "plain"\n') is not None


def collected(strategy):
    """Many values, for parsers that are too dear to start for each."""
    values = []

    @settings(MANY, phases=[Phase.generate], database=None)
    @given(strategy)
    def collect(value):
        values.append(value)

    collect()
    return values


@pytest.mark.parametrize("shell", ["sh", "bash", "dash"])
def test_a_shell_gets_exactly_the_word(shell, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    trial = Trial(
        code="v={{ case.input.t }}\n"
        "printf '%s\\0' {{ case.input.t }} \"$v\" --x={{ case.input.t }} {{ case.input.v }} # it's\n",
        read=len,
        wanted=five,
        refusable=(endless, long_number, split_pair, no_word),
        refusable_text=(no_word,),
    )
    pairs = [(v, t, c) for v, t in collected(PAIRS) if (c := filled("shell", trial, v, t)) is not None]
    assert len(pairs) > EXAMPLES / 5
    script = tmp_path / "words.sh"
    script.write_text("".join(code for _value, _text, code in pairs), "utf-8")
    run = subprocess.run([shell, script], capture_output=True, check=True, cwd=tmp_path)
    assert run.stderr == b""
    words = run.stdout.decode().split("\0")[:-1]
    assert len(words) == 4 * len(pairs)
    for at, (value, text, _code) in enumerate(pairs):
        first, second, third, fourth = words[4 * at : 4 * at + 4]
        assert (first, second, third) == (text, text, f"--x={text}")
        assert fourth == value if isinstance(value, str) else same(json.loads(fourth), value)
    assert [path.name for path in Path(tmp_path).iterdir()] == ["words.sh"]
