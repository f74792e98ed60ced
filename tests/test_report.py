"""The report: what it shows, what it says is missing, and that it stands alone and runs nothing of a stranger's."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "report" / "missing.jsonl").read_text(encoding="utf-8").splitlines()
]
PROJECT = {
    "tasks.md": "# Numbers\n\n## Task 1: Research doubling\n\nExplore the options for `double_001`.\n",
    "test_prompts.json": '[{"id": "double_001", "input": {"number": 2}, "expected": 4}]\n',
    "taskgen.toml": 'target = "python:app.double:answer"\n',
    "library/code.yaml": (
        'snippets:\n  - id: double\n    when: {id: "double_*"}\n    language: python\n    file: app/double.py\n'
        '    code: |\n      def answer(given):\n          return given["number"] * 2\n'
    ),
}


def write(folder: Path, files: dict[str, str | None]) -> Path:
    for name, content in {**PROJECT, **files}.items():
        if content is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
    return folder


def data_of(said) -> dict:
    return json.loads(said.out)["lists"][0]


def every_gap(data: dict) -> list[str]:
    return [
        gap["kind"]
        for task in data["tasks"]
        for gap in (*task["missing"], *(gap for example in task["examples"] for gap in example["missing"]))
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_report_says_what_is_missing_and_the_next_command(row, tmp_path, taskgen):
    write(tmp_path, row["files"])
    said = taskgen("report", "--format", "json", cwd=tmp_path)
    data = data_of(said)
    assert said.code == row["code"], said.err
    assert [f"{gap['kind']}: {gap['next_step']}" for gap in data["missing"]] == row["missing"]
    assert every_gap(data) == row["gaps"]
    page = taskgen("report", "--out", "page.html", cwd=tmp_path)
    assert page.code == row["code"]
    text = html.unescape((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert all(gap["words"] in text and gap["next_step"] in text for gap in data["missing"])


def test_the_sample_is_all_there(sample, taskgen):
    folder = sample("wordcount")
    data = data_of(taskgen("report", "--format", "json", cwd=folder))
    assert data["counts"]["tasks"] == 4
    assert data["counts"]["driven"] == 3
    assert data["counts"]["proven"] == data["counts"]["examples"] == 4
    task = data["tasks"][0]
    assert task["before"].startswith("Investigate how mature libraries")
    assert "def count_words(text):" in task["examples"][0]["after"]
    assert "research-step" in {finding["rule"] for finding in task["findings"]}
    assert task["points"] < 50 < task["examples"][0]["points"]
    assert data["points"]["before"] < data["points"]["after"]
    assert {entry["id"]: len(entry["cases"]) for entry in data["entries"]}["word-counts"] == 3


def test_a_changed_task_makes_its_proof_and_its_file_stale(sample, taskgen):
    folder = sample("wordcount")
    library = folder / "library" / "words.yaml"
    library.write_text(library.read_text(encoding="utf-8").replace("len(text.split())", "len(list(text.split()))"))
    data = data_of(taskgen("report", "--format", "json", cwd=folder))
    example = data["tasks"][0]["examples"][0]
    assert example["output"] == "out of date"
    assert example["proof"] == "stale"
    assert "the working code" in example["why"]
    assert data["counts"]["stale"] >= 1


def test_same_inputs_same_bytes(sample, taskgen, tmp_path_factory, monkeypatch):
    folder = sample("wordcount")
    assert "wrote report.html" in taskgen("report", cwd=folder).err
    first = (folder / "report.html").read_bytes()
    assert "unchanged: report.html" in taskgen("report", cwd=folder).err
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    other = tmp_path_factory.mktemp("elsewhere") / "copy"
    folder.rename(other)
    taskgen("report", "--out", "again.html", cwd=other)
    assert (other / "again.html").read_bytes() == first


def test_a_page_asks_no_host_for_anything(sample, taskgen):
    folder = sample("wordcount")
    taskgen("report", cwd=folder)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html.unescape(page)
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page.split("<script", 1)[0])
    assert "@import" not in page
    assert "url(" not in page
    assert str(folder) not in page


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Elements()
    reader.feed(text)
    reader.close()
    return reader.found


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)><a href=javascript:alert(3) onclick=alert(4)>x</a>'


def test_a_strangers_text_is_shown_and_makes_no_element(tmp_path, taskgen):
    links = "[x](javascript:alert(5)) <javascript:alert(6)> ![y](https://example.org/y.png)"
    body = f"{EVIL}\n\n{links}\n\n```{EVIL}\n{EVIL}\n```\n"
    cases = [
        {"id": "double_001", "description": EVIL, "input": {EVIL: EVIL}, "expected": EVIL},
        {"id": f"other {EVIL}", "description": EVIL, "input": EVIL, "goal": EVIL, "expected": EVIL},
    ]
    library = PROJECT["library/code.yaml"] + (
        f"pitfalls:\n  - id: evil\n    when: {{id: '*'}}\n    error: '{EVIL}'\n    cause: '{EVIL}'\n"
        f"    unproven: '{EVIL}'\n"
    )
    files = {
        "tasks.md": f"# {EVIL}\n\n## Task 1: {EVIL}\n\nSee `double_001`.\n\n{body}",
        "test_prompts.json": json.dumps(cases),
        "library/code.yaml": library,
    }
    write(tmp_path, files)
    taskgen("report", cwd=tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    kept = json.loads(re.search(r'id="pieces">(.*?)</script>', page, re.DOTALL)[1])
    found = [*elements(page), *(element for piece in kept for element in elements(piece))]
    assert [tag for tag, _attributes in found].count("script") == 2, "ours: the data and the script"
    assert not {"img", "iframe", "object", "embed", "base"} & {tag for tag, _attributes in found}
    assert not [name for _tag, attributes in found for name in attributes if name.startswith("on")]
    links = [attributes.get("href") or "" for tag, attributes in found if tag == "a"]
    assert "https://example.org/y.png" in links
    assert not [link for link in links if "script:" in link]
    assert EVIL in html.unescape(page)


def test_what_nobody_sees_is_spelled_out(tmp_path, taskgen):
    hidden = "a\u202eb\u200bc \x1b[31m \U000e0041"
    case = {"id": "double_001", "description": hidden, "input": {"number": hidden}, "expected": 4}
    files = {
        "tasks.md": f"# {hidden}\n\n## Task 1: {hidden}\n\nSee `double_001`, {hidden}\n",
        "test_prompts.json": json.dumps([case]),
    }
    write(tmp_path, files)
    taskgen("report", cwd=tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    kept = "".join(json.loads(re.search(r'id="pieces">(.*?)</script>', page, re.DOTALL)[1]))
    assert not re.findall("[\u202e\u200b\x1b\U000e0041]", page + kept)
    assert "a\\u202eb\\u200bc" in kept


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path, taskgen):
    write(tmp_path, {"report.html": "<h1>mine</h1>"})
    said = taskgen("report", cwd=tmp_path)
    assert said.code == 1
    assert "foreign-output" in said.err
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "<h1>mine</h1>"


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_every_form_goes_to_stdout_and_into_a_file_that_is_written_again(form, tmp_path, taskgen):
    write(tmp_path, {})
    printed = taskgen("report", "--format", form, "--out", "-", cwd=tmp_path)
    assert printed.code == 0
    assert "double_001" in printed.out
    assert taskgen("report", "--format", form, "--out", f"out/page.{form}", cwd=tmp_path).code == 0
    write(tmp_path, {"tasks.md": PROJECT["tasks.md"] + "\n## Task 2: More\n"})
    again = taskgen("report", "--format", form, "--out", f"out/page.{form}", cwd=tmp_path)
    assert f"wrote out/page.{form}" in again.err


def test_the_markdown_form_holds_in_its_tables(tmp_path, taskgen):
    cases = [{"id": "a|b", "input": 1, "expected": 1}, {"id": "double_001", "input": 1}]
    write(tmp_path, {"test_prompts.json": json.dumps(cases)})
    text = taskgen("report", "--format", "md", cwd=tmp_path).out
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}
    assert "| **no task** | a\\|b |" in text


def test_several_lists_stand_in_one_page(tmp_path, taskgen):
    config = PROJECT["taskgen.toml"] + '[[list]]\npath = "tasks.md"\n[[list]]\npath = "more.md"\n'
    write(tmp_path, {"taskgen.toml": config, "more.md": "## Task 1: More\n\n`double_001`\n"})
    assert taskgen("report", cwd=tmp_path).code == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "2 lists" in page
    assert len(re.findall('<article class="task"', page)) == 2
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_missing_list_is_told(tmp_path, taskgen):
    said = taskgen("report", "none.md", cwd=tmp_path)
    assert said.code == 2
    assert "the list does not exist" in said.err
    assert not list(tmp_path.iterdir())


def test_code_without_pygments_is_plain(monkeypatch):
    from taskgen.page import highlight  # noqa: PLC0415 - to take its guard away

    monkeypatch.setattr(highlight, "is_available", lambda: False)
    highlight.code.cache_clear()
    try:
        assert highlight.code("def f(): pass", "python") == "def f(): pass"
    finally:
        highlight.code.cache_clear()
