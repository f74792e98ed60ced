"""diagnose: an error text held against the library's pitfalls."""

import io
import json
import sys

import pytest

PITFALL = "  - id: {id}\n    when: {{id: '*'}}\n    error: '{error}'\n    cause: cause of {id}\n    unproven: example\n"
PITFALLS = {
    "short": "HTTP Error",
    "long": "HTTP Error 404: Not Found",
    "other": "KeyError: 0",
    "wrapped": "it was not found in the folder",
}
FIX = "    wrong: |\n      a = 1\n      b = 2\n    fix: |\n      a = 2\n      b = 2\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "library").mkdir()
    entries = [PITFALL.format(id=name, error=text) for name, text in PITFALLS.items()]
    entries[1] = entries[1].replace("    unproven: example\n", FIX)
    (tmp_path / "library" / "pitfalls.yaml").write_text("pitfalls:\n" + "".join(entries))
    return tmp_path


def diagnosed(folder, taskgen, log, *words):
    (folder / "some.log").write_bytes(log)
    return taskgen("diagnose", "some.log", *words, cwd=folder)


def test_cause_and_fix_are_told_most_specific_first(folder, taskgen):
    said = diagnosed(folder, taskgen, b"Traceback:\n  in f\nurllib.HTTPError: HTTP Error 404: Not Found\n")
    assert said.code == 0
    assert said.out == (
        "line 3: HTTP Error 404: Not Found\n"
        "    cause: cause of long\n"
        "    fix (long):\n"
        "    -a = 1\n"
        "    +a = 2\n"
        "     b = 2\n"
        "line 3: HTTP Error\n"
        "    cause: cause of short\n"
        "    fix: see `taskgen library show short`\n"
    )
    assert not said.err


def test_for_programs(folder, taskgen):
    said = diagnosed(folder, taskgen, b"x\nKeyError: 0\n", "--format", "json")
    assert json.loads(said.out)["known"] == [
        {
            "id": "other",
            "error": "KeyError: 0",
            "line": 2,
            "cause": "cause of other",
            "help": ["cause: cause of other", "fix: see `taskgen library show other`"],
            "place": "library/pitfalls.yaml:17:5",
        }
    ]


def test_colours_wrapping_and_bytes_that_are_no_text_do_not_matter(folder, taskgen):
    log = b"\xff\xfe\n\x1b[31mit was\x1b[0m not found\n    in the  folder\r\n"
    said = diagnosed(folder, taskgen, log)
    assert said.out.startswith("line 2: it was not found in the folder")


def test_stdin_is_read_where_no_file_is_named(folder, taskgen, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"KeyError: 0")))
    assert taskgen("diagnose", cwd=folder).code == 0


def test_nothing_known_is_exit_1(folder, taskgen):
    said = diagnosed(folder, taskgen, b"KeyError: 1")
    assert (said.code, said.out) == (1, "")
    assert "the library knows nothing of this" in said.err
    assert diagnosed(folder, taskgen, b"KeyError: 1", "--format", "json").code == 1


def test_only_the_end_of_a_long_log_is_looked_at(folder, taskgen):
    filler = b"filler line\n" * 400_000
    said = diagnosed(folder, taskgen, filler + b"KeyError: 0\n")
    assert said.out.startswith("line 400001: ")
    assert diagnosed(folder, taskgen, b"KeyError: 0\n" + filler).code == 1


REFUSED = {
    "no such file": ("none.log", "the log does not exist"),
    "an empty one": ("empty.log", "the error text is empty"),
    "a folder": ("library", "the log is a folder"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_looked_up_is_wrong_usage(name, folder, taskgen):
    (folder / "empty.log").write_text(" \n")
    log, message = REFUSED[name]
    said = taskgen("diagnose", log, cwd=folder)
    assert said.code == 2
    assert message in said.err


def test_a_library_without_pitfalls_is_wrong_usage(tmp_path, taskgen):
    said = diagnosed(tmp_path, taskgen, b"KeyError: 0")
    assert said.code == 2
    assert "the library knows no failures" in said.err
