"""The one boundary round the commands: exit codes, a bug's report, an output that goes away."""

from __future__ import annotations

import subprocess
import sys

import pytest

from taskgen.cli import console


def test_a_bug_leaves_a_report_to_paste_without_values_or_paths(sample, taskgen, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("taskgen.pipeline.build.build", broken)
    folder = sample("wordcount")
    said = taskgen("render", "tasks.md", cwd=folder)
    assert said.code == 70
    assert "This is a bug in taskgen" in said.err
    assert "RuntimeError: nobody foresaw this" in said.err
    assert "command 'render'" in said.err
    assert "Traceback" not in said.err
    assert str(folder) not in said.err


def test_an_interrupted_run_says_so_and_exits_130(sample, taskgen, monkeypatch):
    def interrupted(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("taskgen.pipeline.build.build", interrupted)
    assert taskgen("render", "tasks.md", cwd=sample("wordcount")).code == 130


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["--version", "list"]], ids=" ".join)
def test_the_version_is_told(words):
    from taskgen import __version__  # noqa: PLC0415 - beside its use

    ran = subprocess.run([sys.executable, "-m", "taskgen", *words], capture_output=True, text=True, check=True)
    assert ran.stdout == f"taskgen {__version__}\n"
    assert ran.stderr == ""


def in_a_shell(words, folder):
    """`taskgen WORDS` as a process of its own, with what a shell may do to its streams."""
    line = f"{sys.executable} -m taskgen {words}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )


def test_an_output_that_goes_away_is_no_error(sample):
    ran = in_a_shell("render --format json | head -c 10", sample("wordcount"))
    assert "Traceback" not in ran.stderr
    assert "bug" not in ran.stderr


def test_a_full_output_is_the_machines_fault(sample):
    ran = in_a_shell("list > /dev/full", sample("wordcount"))
    assert ran.returncode == 3
    assert "no space is left" in ran.stderr


def test_only_the_result_is_on_stdout(sample, taskgen):
    folder = sample("wordcount")
    assert taskgen("render", "tasks.md", cwd=folder).out == ""
    assert taskgen("check", cwd=folder).out == ""
    assert taskgen("list", "--format", "json", cwd=folder).out.startswith("{")


def test_a_stream_that_can_not_hold_a_character_gets_it_escaped(capfd, monkeypatch):
    monkeypatch.setattr("sys.stdout", open(1, "w", encoding="ascii", closefd=False))  # noqa: SIM115 - the stream itself
    console.out("naïve ☃")
    sys.stdout.flush()
    assert capfd.readouterr().out == "na\\xefve \\u2603\n"


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_stream_that_is_closed_loses_what_is_said(sample, stream):
    ran = in_a_shell(f"list {stream}>&-", sample("wordcount"))
    assert ran.returncode == 0
    assert "bug" not in ran.stderr
    assert bool(ran.stdout) == (stream == "2")
