"""Watching: what changes is rendered and shown again, what is broken is shown, and Ctrl-C ends it."""

from __future__ import annotations

import http.client
import importlib.util
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from taskgen.diagnostics import MachineError
from taskgen.doors.live.server import MOST_WAITING, PageServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0  # seconds
needs_watchfiles = pytest.mark.skipif(
    importlib.util.find_spec("watchfiles") is None, reason="watchfiles is not installed (the extra `watch`)"
)


class Watching:
    """A `taskgen watch` that runs in a folder."""

    def __init__(self, folder: Path) -> None:
        # A suite that runs in the background ignores Ctrl-C, and so would its children.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "taskgen", "watch"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        signal.signal(signal.SIGINT, before)
        self.said: list[str] = []
        threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True).start()
        self.address = self.process.stdout.readline().strip()

    def page(self) -> str:
        where = urlsplit(self.address)
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
        connection.request("GET", "/")
        return connection.getresponse().read().decode()

    def page_with(self, text: str) -> str:
        """The page, as soon as it holds a text."""
        ends = time.monotonic() + PATIENCE
        while text not in (page := self.page()):
            assert time.monotonic() < ends, f"{text!r} never came:\n{''.join(self.said)}"
            time.sleep(0.05)
        return page

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=10)


@pytest.fixture
def watching(sample) -> Iterator[tuple[Path, Watching]]:
    folder = sample("wordcount")
    watch = Watching(folder)
    yield folder, watch
    watch.process.kill()
    watch.process.communicate(timeout=10)


@needs_watchfiles
def test_changes_are_rendered_and_shown_and_broken_input_is_survived(watching):
    folder, watch = watching
    tasks, cases = folder / "tasks.md", folder / "test_prompts.json"
    good = cases.read_text(encoding="utf-8")
    assert "Text statistics" in watch.page()
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("# Text statistics", "# Other title", 1))
    watch.page_with("Other title")
    index = folder / "tasks" / "index.md"
    assert "Other title" in index.read_text(encoding="utf-8"), "rendered too"

    cases.write_text(good[: len(good) // 2], encoding="utf-8")
    watch.page_with("test_prompts.json:")
    cases.write_text(good.replace("where more than one space", "where many spaces"), encoding="utf-8")
    watch.page_with("where many spaces")
    config = folder / "taskgen.toml"
    settings = config.read_text(encoding="utf-8")
    config.write_text("target = [", encoding="utf-8")
    watch.page_with("taskgen.toml:1")
    config.write_text(settings, encoding="utf-8")
    watch.page_with("where many spaces")
    assert watch.end() == 0
    assert "Traceback" not in "".join(watch.said)


@needs_watchfiles
def test_a_template_that_fails_is_shown_in_our_own_look(watching):
    folder, watch = watching
    config = folder / "taskgen.toml"
    (folder / "look" / "report").mkdir(parents=True)
    (folder / "look" / "report" / "report.css.j2").write_text("{{ nonesuch.x }}", encoding="utf-8")
    config.write_text('templates = "look"\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert "words_001_extra_spaces" in watch.page_with("template-error")


@needs_watchfiles
def test_an_edited_task_is_kept_and_told(watching):
    folder, watch = watching
    task = folder / "tasks" / "words_001_extra_spaces.md"
    task.write_text(task.read_text(encoding="utf-8").replace("# Task 1", "# My Task 1"), encoding="utf-8")
    watch.page_with("edited by hand")
    assert "# My Task 1" in task.read_text(encoding="utf-8")


def test_nothing_to_watch_is_told(tmp_path, taskgen):
    said = taskgen("watch", cwd=tmp_path)
    assert said.code == 2
    assert "the list does not exist" in said.err


def test_watching_without_its_package_says_how_to_get_it(sample, taskgen, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    said = taskgen("watch", cwd=sample("wordcount"))
    assert said.code == 3
    assert "taskgen-cli[watch]" in said.err


def asked(server: PageServer, path: str, host: str = "") -> http.client.HTTPResponse:
    where = urlsplit(server.address)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    return connection.getresponse()


def test_a_page_that_waits_is_told_of_the_next_one():
    with PageServer() as server:
        seen = server.next_changes
        server.put("one")
        waiting = asked(server, seen)
        server.put("two")
        assert b"event: changed" in waiting.read()
        assert b"event: changed" in asked(server, seen).read(), "also one that comes late"
        assert asked(server, "/").read() == b"two"


def test_the_server_ends_while_a_page_waits():
    began = time.monotonic()
    with PageServer() as server:
        server.put("one")
        asked(server, "/changes?seen=1")
    assert time.monotonic() - began < 5


def test_other_names_other_paths_and_too_many_are_refused():
    with PageServer() as server:
        server.put("secret")
        assert asked(server, "/", host="example.org").status == 421
        assert asked(server, "/../etc/passwd").status == 404
        waiting = [asked(server, "/changes?seen=1") for _page in range(MOST_WAITING)]
        assert asked(server, "/changes?seen=1").status == 503
        assert all(one.status == 200 for one in waiting)
        assert asked(server, "/").read() == b"secret"


def test_a_port_that_is_taken_is_told():
    with PageServer() as server:
        port = urlsplit(server.address).port
        with pytest.raises(MachineError, match="can't serve on port"):
            PageServer(port)
