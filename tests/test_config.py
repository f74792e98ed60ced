"""The config: a file under data/config is a case; its `# finds:` lines are the findings."""

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.model import Config, Limits, ListEntry, Model, Service
from taskgen.read.config import effective, read
from taskgen.read.toml_text import offsets

DATA = Path(__file__).parent / "data" / "config"
FILES = sorted(DATA.glob("*.toml"))


def lines_of(findings):
    return [
        f"{found.severity} {found.rule} {found.place.line}:{found.place.column}"
        for found in sorted(findings, key=lambda found: found.sort_key)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_gives_its_findings(file):
    text = file.read_text(encoding="utf-8")
    _, findings = read("taskgen.toml", text)
    assert lines_of(findings) == re.findall(r"^# finds: (.*)$", text, re.MULTILINE)
    assert all("\n" not in found.message and found.next_step for found in findings)


def test_all_keys_are_read():
    config, _ = read("taskgen.toml", (DATA / "good-all.toml").read_text(encoding="utf-8"))
    assert config == Config(
        cases="c.json",
        library="lib",
        out="o",
        templates="t",
        target="python:app:main",
        command="make {{ case.id }}",
        python="python3",
        needs=("http://a",),
        services=(Service(command="replay", url="http://x"),),
        recordings="r",
        models={"max/*": Model(base_url="http://x/v1", api_key_env="KEY", send_as="openai/x")},
        limits=Limits(lines=80, seconds=0.5),
        list_=(ListEntry(path="a.md"), ListEntry(path="b.md", out="b", cases="b.json")),
    )


def test_nothing_given_is_all_defaults():
    assert read("taskgen.toml", "") == (Config(), [])


@pytest.mark.parametrize("text", ["", "[tool.other]\nx = 1\n", "[tool.taskgen]\n"])
def test_a_pyproject_without_settings_is_all_defaults(text):
    assert read("pyproject.toml", text, ("tool", "taskgen")) == (Config(), [])


def test_a_table_of_pyproject_has_its_places():
    text = '[project]\nname = "x"\ncases = 3\n\n[tool.taskgen]\nout = "o"\nlimits.lines = 7\n[tool.taskgen.limitz]\n'
    config, [found] = read("pyproject.toml", text, ("tool", "taskgen"))
    assert (config.out, config.limits.lines) == ("o", 7)
    assert (found.rule, str(found.place)) == ("unknown-key", "pyproject.toml:8:1")
    assert {key: place.line for key, place in config.places.items()} == {
        "out": 6,
        "limits": 7,
        "limits.lines": 7,
        "limitz": 8,
    }


def test_a_table_that_is_none_is_an_error():
    config, [found] = read("pyproject.toml", "[tool]\ntaskgen = 1\n", ("tool", "taskgen"))
    assert (config, str(found.place)) == (None, "pyproject.toml:2:1")


def test_a_byte_order_mark_is_passed_over():
    assert read("taskgen.toml", '\ufeffout = "o"\n')[0].out == "o"


BOMBS = {
    "25,000 brackets": ("a = " + "[" * 25_000, "too-deep"),
    "20,000 dots": ("a." * 20_000 + "a = 1", "too-deep"),
    "20,000 dots in a header": ("[" + "a . " * 20_000 + "a]", "too-deep"),
    "20,000 quoted dots": ("'a'." * 20_000 + "a = 1", "too-deep"),
    "5,000 digits": ("a = " + "1" * 5_000, "bad-toml"),
    "a megabyte": ("# " + "x" * 1_000_000, "too-large"),
    "an open string": ('a = "' + "\\\\" * 200_000, "bad-toml"),
    "open quotes": ('"' * 400_001, "bad-toml"),
}


@pytest.mark.parametrize(("text", "rule"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(text, rule):
    begun = time.process_time()
    config, [found] = read("taskgen.toml", text)
    assert time.process_time() - begun < 2  # a hundredth of it on a quiet machine
    assert (config, found.rule) == (None, rule)


PLACES = """\
a = "x = 1" # b = 2
"q.r".s = '''
no = 1
'''
t = [ "e", [1, 2.5], # , c
  {u = "}", v.w = 1979-05-27 07:32:00 },
]
[x.y]
z = 1
[[l]]
m = -1_000.5e3
[[l.n]]
o = 1
[l.p]
[[ l ]]
m = { r = [ ] }
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), "1:1"),
        (("q.r",), "2:1"),
        (("q.r", "s"), "2:7"),
        (("t",), "5:1"),
        (("t", 0), "5:7"),
        (("t", 1, 1), "5:16"),
        (("t", 2), "6:3"),
        (("t", 2, "u"), "6:4"),
        (("t", 2, "v", "w"), "6:15"),
        (("x",), "8:1"),
        (("x", "y", "z"), "9:1"),
        (("l",), "10:1"),
        (("l", 0), "10:1"),
        (("l", 0, "m"), "11:1"),
        (("l", 0, "n", 0, "o"), "13:1"),
        (("l", 0, "p"), "14:1"),
        (("l", 1), "15:1"),
        (("l", 1, "m", "r"), "16:7"),
    ],
    ids=str,
)
def test_each_key_and_element_has_its_place(path, place):
    offset = offsets(PLACES)[path]
    before = PLACES[:offset]
    assert f"{before.count(chr(10)) + 1}:{offset - before.rfind(chr(10))}" == place


def paths_of(value, path=()):
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*path, key)
        yield from paths_of(member, (*path, key))


def test_the_places_name_exactly_the_paths_of_the_data():
    assert set(offsets(PLACES)) == set(paths_of(tomllib.loads(PLACES)))


KEYS = st.sampled_from(["a", "b", '"c.d"', "'e'", "limits", "list"])
SCALARS = st.sampled_from(["1", "-1.5", '"x"', "'y'", '"""z\n[a]"""', "true", "1979-05-27", '"\\"#"', "[]", "{}"])
INLINE = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: "[" + ", ".join(parts) + "]")
        | st.dictionaries(KEYS, inner, max_size=2).map(
            lambda members: "{" + ", ".join(f"{key} = {member}" for key, member in members.items()) + "}"
        )
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.tuples(KEYS, INLINE).map(" = ".join),
    st.tuples(KEYS, KEYS, INLINE).map(lambda parts: f"{parts[0]}.{parts[1]} = {parts[2]}"),
    KEYS.map("[{}]".format),
    KEYS.map("[[{}]]".format),
    st.just("# c = ["),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_the_places_name_the_paths_of_any_data(text):
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(offsets(text)) == set(paths_of(data))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.lists(LINES, max_size=5).map("\n".join))
def test_any_text_never_raises(text):
    config, findings = read("taskgen.toml", text)
    assert config is not None or findings


def test_each_setting_tells_where_it_came_from():
    config, _ = read("taskgen.toml", 'out = "o"\ncases = "c.json"\n[limits]\nlines = 7\n')
    shown = {one.key: (one.value, one.origin) for one in effective({"cases": "d.json", "out": None}, config)}
    assert shown["cases"] == ("d.json", "command line")
    assert shown["out"] == ("o", "taskgen.toml:1:1")
    assert shown["limits.lines"] == (7, "taskgen.toml:4:1")
    assert shown["limits.tokens"] == (1600, "default")
    assert shown["models"] == ({}, "default")
    assert "limits" not in shown


def test_settings_without_a_file_are_defaults_in_a_fixed_order():
    settings_ = effective({"needs": ("http://a",)}, None)
    assert [one.key for one in settings_][:3] == ["cases", "library", "out"]
    assert {one.origin for one in settings_} == {"command line", "default"}
    assert next(one.value for one in settings_ if one.key == "list") == []
