"""Handbooks: what they tell, the forms they take, and that a file of somebody else's keeps every byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskgen.cli import app
from taskgen.diagnostics import RefusedError
from taskgen.doors import copying
from taskgen.expect.checks import TYPES
from taskgen.handbook import block
from taskgen.handbook.parts import BOOKS, Audience
from taskgen.render.regenerate import State
from taskgen.text import markdown

if TYPE_CHECKING:
    from pathlib import Path

AUDIENCES = [str(audience) for audience in Audience]


@pytest.fixture
def words(sample) -> Path:
    return sample("wordcount")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_book_has_all_its_parts_within_its_lines(audience, words, taskgen):
    said = taskgen("handbook", "--for", audience, "-q", cwd=words)
    assert said.code == 0, said.err
    headings = [heading.text for heading in markdown.headings(said.out) if heading.level == 2]
    assert "What is missing" not in headings  # the sample is proven
    assert headings == list(BOOKS[Audience(audience)].parts.values())
    assert said.out.count("\n") <= BOOKS[Audience(audience)].lines


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_command_that_a_book_names_is_one(audience, words, taskgen):
    book = taskgen("handbook", "--for", audience, "-q", cwd=words).out
    named = set(re.findall(r"`taskgen ([a-z]+)", book)) | set(re.findall(r"^\$ taskgen (\w+)", book, re.MULTILINE))
    assert named
    assert named <= set(app.COMMANDS)


def test_the_authors_book_tells_every_check_type(words, taskgen):
    book = taskgen("handbook", "--for", "author", "-q", cwd=words).out
    assert not {name for name in TYPES if f"`{name}`" not in book}
    assert "- `icontains`: the text contains `value`" in book


def test_known_errors_are_cut_where_the_book_would_be_too_long(words, taskgen):
    more = "".join(
        f"  - id: more-{number}\n    when: {{id: words_001_extra_spaces}}\n    error: 'error {number:03}'\n"
        "    unproven: 'an example'\n"
        for number in range(100)
    )
    library = words / "library" / "more.yaml"
    library.write_text(f"pitfalls:\n{more}", encoding="utf-8")
    said = taskgen("handbook", "-q", cwd=words)
    assert said.out.count("\n") <= 150
    left_out = int(re.search(r"^- (\d+) more: `taskgen diagnose LOG`$", said.out, re.MULTILINE)[1])
    listed = re.findall(r"^- `(?:error|expected|KeyError)", said.out, re.MULTILINE)
    assert left_out + len(listed) == 103


def test_a_changed_fix_changes_the_book_and_check_says_so_first(words, taskgen):
    assert taskgen("handbook", "--out", "BOOK.md", cwd=words).code == 0
    assert taskgen("handbook", "--out", "BOOK.md", "--check", cwd=words).code == 0
    library = words / "library" / "words.yaml"
    library.write_text(
        library.read_text(encoding="utf-8").replace('text.split(" ")', "text.split('  ')"), encoding="utf-8"
    )
    before = (words / "BOOK.md").read_bytes()
    said = taskgen("handbook", "--out", "BOOK.md", "--check", "--diff", cwd=words)
    assert said.code == 1
    assert "+-    return len(text.split('  '))" in said.out
    assert (words / "BOOK.md").read_bytes() == before
    assert taskgen("handbook", "--out", "BOOK.md", cwd=words).code == 0
    assert "text.split('  ')" in (words / "BOOK.md").read_text(encoding="utf-8")


def test_an_edited_book_is_refused_and_the_text_below_it_kept(words, taskgen):
    taskgen("handbook", "--out", "BOOK.md", cwd=words)
    book = words / "BOOK.md"
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace("One task at a time", "Two tasks at a time") + "\nMine.\n", encoding="utf-8")
    said = taskgen("handbook", "--out", "BOOK.md", cwd=words)
    assert said.code == 1
    assert "edited by hand" in said.err
    assert "Two tasks" in book.read_text(encoding="utf-8")
    assert taskgen("handbook", "--out", "BOOK.md", "--force", cwd=words).code == 0
    assert book.read_text(encoding="utf-8") == text + "\nMine.\n"


def test_a_folder_holds_a_page_a_part(words, taskgen):
    assert taskgen("handbook", "--for", "author", "--out", "book/", cwd=words).code == 0
    pages = sorted(path.name for path in (words / "book").iterdir())
    assert pages[0] == "01-work.md"
    assert pages[-1] == "index.md"
    assert len(pages) == len(BOOKS[Audience.AUTHOR].parts) + 1
    index = (words / "book" / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([^)]+)\)", index)) == set(pages) - {"index.md"}
    assert taskgen("handbook", "--for", "author", "--out", "book", "--check", cwd=words).code == 0


def test_a_skill_passes_the_validator(words, taskgen):
    validator = pytest.importorskip("skills_ref.validator")
    folder = words / ".claude" / "skills" / "taskgen-executor"
    assert taskgen("handbook", "--format", "skill", "--out", str(folder), cwd=words).code == 0
    assert validator.validate(folder) == []
    said = taskgen("handbook", "--format", "skill", "--out", "Bad_Name", cwd=words)
    assert said.code == 2
    assert "taskgen-executor" in said.err


def test_a_page_asks_no_host_and_can_be_written_again(words, taskgen):
    assert taskgen("handbook", "--format", "html", "--out", "book.html", cwd=words).code == 0
    page = (words / "book.html").read_text(encoding="utf-8")
    assert '<h2 id="the-contract">The contract</h2>' in page
    assert '<a href="#the-contract">' in page
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert len(page.encode()) < 60_000
    assert taskgen("handbook", "--format", "html", "--out", "book.html", "--check", cwd=words).code == 0


def test_json_has_every_part(words, taskgen):
    book = json.loads(taskgen("handbook", "--format", "json", cwd=words).out)
    assert [part["name"] for part in book["parts"]] == list(BOOKS[Audience.EXECUTOR].parts)
    assert book["for"] == "executor"


def test_without_cases_the_book_says_what_is_missing(tmp_path, taskgen):
    (tmp_path / "tasks.md").write_text("## Task 1: Research\n\nFind patterns.\n", encoding="utf-8")
    said = taskgen("handbook", cwd=tmp_path)
    assert said.code == 0
    missing = said.out.split("## What is missing")[1].split("\n## ")[0]
    assert "write test_prompts.json" in missing
    assert "taskgen schema library" in missing
    assert said.out.count("\n") <= 150
    coverage = taskgen("handbook", "--for", "author", cwd=tmp_path).out
    assert "Task 1 (Research): there are no cases yet" in coverage


@pytest.mark.parametrize(
    ("words_given", "said_of_it"),
    [
        (("--remove",), "--into"),
        (("--check",), "--out or --into"),
        (("--format", "skill"), "--out"),
        (("--into", "A.md", "--format", "json"), "--into takes Markdown"),
        (("--new", "x", "--into", "A.md"), "--new"),
        (("--into", "AGENTS.md", "--remove"), "no such file"),
    ],
)
def test_options_that_contradict_each_other_are_told(words_given, said_of_it, words, taskgen):
    said = taskgen("handbook", *words_given, cwd=words)
    assert said.code == 2
    assert said_of_it in said.err


def test_a_started_book_is_a_file_of_the_users(words, taskgen):
    assert taskgen("handbook", "--new", "night shift", "--out", "NIGHT.md", cwd=words).code == 0
    text = (words / "NIGHT.md").read_text(encoding="utf-8")
    assert text.startswith("# Handbook for night shift\n")
    for slot in ("Role", "Tools", "Limits", "Loop", "Stop rules", "Report"):
        assert f"\n## {slot}\n" in text
    assert taskgen("handbook", "--new", "night shift", "--out", "NIGHT.md", cwd=words).code == 1
    assert taskgen("handbook", "--new", "night shift", "--out", "NIGHT.md", "--force", cwd=words).code == 0


def test_a_part_can_be_overridden(words, taskgen):
    own = words / "mine" / "handbook" / "executor" / "glossary.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("Words are {{ book['folder'] | code }}.\n", encoding="utf-8")
    said = taskgen("handbook", "--templates", "mine", cwd=words)
    assert "## Words\n\nWords are `tasks`.\n" in said.out


# --- A block in a file of somebody else's ----------------------------------------------------------------------------

AGENTS = [
    b"\n",
    b"# Agents\n\nBe kind.\n",
    b"# Agents\n\nNo line end",
    b"# Agents\r\n\r\nFrom Windows.\r\n",
    "# Ägents\n\n\n".encode(),
    b"\xef\xbb\xbf# With a mark\n",
    b"~~~\n<!-- taskgen handbook: begin executor text=00000000; what is inside is replaced -->\n~~~\n",
]


@pytest.mark.parametrize("content", AGENTS, ids=range(len(AGENTS)))
def test_a_block_goes_in_and_out_without_a_trace(content, words, taskgen):
    agents = words / "AGENTS.md"
    agents.write_bytes(content)
    assert taskgen("handbook", "--into", "AGENTS.md", cwd=words).code == 0
    first = agents.read_bytes()
    assert first.startswith(content)
    assert b"### The contract" in first
    assert taskgen("handbook", "--into", "AGENTS.md", "--check", cwd=words).code == 0
    assert taskgen("handbook", "--into", "AGENTS.md", cwd=words).code == 0
    assert agents.read_bytes() == first
    assert taskgen("handbook", "--into", "AGENTS.md", "--remove", cwd=words).code == 0
    assert agents.read_bytes() == content


def test_what_stands_round_a_block_is_kept(words, taskgen):
    agents = words / "AGENTS.md"
    taskgen("handbook", "--into", "AGENTS.md", cwd=words)
    inside = agents.read_bytes()
    agents.write_bytes(b"Above.\n\n" + inside + b"\nBelow.\n")
    library = words / "library" / "words.yaml"
    library.write_text(library.read_text(encoding="utf-8").replace("white space as a whole", "space"), encoding="utf-8")
    assert taskgen("handbook", "--into", "AGENTS.md", "--check", cwd=words).code == 1
    assert taskgen("handbook", "--into", "AGENTS.md", cwd=words).code == 0
    after = agents.read_bytes()
    assert after.startswith(b"Above.\n\n<!-- taskgen handbook")
    assert after.endswith(b"end executor -->\n\nBelow.\n")
    assert inside not in after


def test_both_books_have_a_block_each(words, taskgen):
    for audience in AUDIENCES:
        assert taskgen("handbook", "--for", audience, "--into", "AGENTS.md", cwd=words).code == 0
    for audience in AUDIENCES:
        assert taskgen("handbook", "--for", audience, "--into", "AGENTS.md", "--check", cwd=words).code == 0


def test_an_edited_block_is_refused(words, taskgen):
    agents = words / "AGENTS.md"
    taskgen("handbook", "--into", "AGENTS.md", cwd=words)
    edited = agents.read_text(encoding="utf-8").replace("The tests are right.", "The tests may be wrong.")
    agents.write_text(edited, encoding="utf-8")
    for further in ((), ("--remove",)):
        said = taskgen("handbook", "--into", "AGENTS.md", *further, cwd=words)
        assert said.code == 1
        assert "edited by hand" in said.err
        assert agents.read_text(encoding="utf-8") == edited
    assert taskgen("handbook", "--into", "AGENTS.md", "--force", cwd=words).code == 0
    assert "The tests are right." in agents.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (lambda text: text.replace("<!-- taskgen handbook: end executor -->", ""), "block-unclosed"),
        (lambda text: text + "\n" + text, "two-blocks"),
    ],
)
def test_a_broken_block_is_told_and_nothing_written(broken, rule, words, taskgen):
    agents = words / "AGENTS.md"
    taskgen("handbook", "--into", "AGENTS.md", cwd=words)
    text = broken(agents.read_text(encoding="utf-8"))
    agents.write_text(text, encoding="utf-8")
    said = taskgen("handbook", "--into", "AGENTS.md", "--force", cwd=words)
    assert said.code == 1
    assert rule in said.err
    assert "AGENTS.md:" in said.err
    assert agents.read_text(encoding="utf-8") == text


def test_claude_md_takes_the_book_in_by_a_line(words, taskgen):
    (words / "docs").mkdir()
    (words / "CLAUDE.md").write_text("# Mine\n", encoding="utf-8")
    assert taskgen("handbook", "--out", "docs/EXECUTOR.md", "--into", "CLAUDE.md", cwd=words).code == 0
    assert "\n@docs/EXECUTOR.md\n" in (words / "CLAUDE.md").read_text(encoding="utf-8")
    assert (words / "docs" / "EXECUTOR.md").is_file()
    assert taskgen("handbook", "--out", "docs/EXECUTOR.md", "--into", "docs/AGENTS.md", cwd=words).code == 0
    assert "read [EXECUTOR.md](EXECUTOR.md)." in (words / "docs" / "AGENTS.md").read_text(encoding="utf-8")
    assert taskgen("handbook", "--into", "CLAUDE.md", "--remove", cwd=words).code == 0
    assert (words / "CLAUDE.md").read_text(encoding="utf-8") == "# Mine\n"


LINES = st.lists(st.sampled_from(["", "text", "# head", "```", "~~~", "<!-- taskgen: end -->", "    code"]), max_size=8)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.text(alphabet="ab\n", max_size=8))
def test_any_text_comes_back_when_a_block_is_taken_out(lines, ends, closed, inside):
    text = ends.join(lines) + (ends if closed and lines else "")
    made = block.made(Audience.EXECUTOR, inside)
    if any(not fence.closed for fence in markdown.fences(text)):
        with pytest.raises(RefusedError, match="never closed"):
            block.judge(text, made, Audience.EXECUTOR, "A.md")
        return
    put_in = block.judge(text, made, Audience.EXECUTOR, "A.md")
    assert put_in.text.startswith(text)
    taken = block.without(put_in.text, Audience.EXECUTOR, "A.md")
    assert taken.text == text
    assert taken.state is State.OURS
    again = block.judge(put_in.text, made, Audience.EXECUTOR, "A.md")
    assert again.state is State.SAME


@pytest.mark.parametrize("content", [None, b"# Mine\n"], ids=["a file of the block alone", "a file of mine"])
def test_a_block_makes_no_receipt_stale(content, words, taskgen):
    if content is not None:
        (words / "AGENTS.md").write_bytes(content)
    before = copying.digest_of(words, ())
    assert taskgen("handbook", "--into", "AGENTS.md", cwd=words).code == 0
    assert copying.digest_of(words, ()) == before
    (words / "AGENTS.md").write_bytes(b"More.\n" + (words / "AGENTS.md").read_bytes())
    assert copying.digest_of(words, ()) != before


def test_a_book_says_which_tasks_are_not_proven(words, taskgen):
    (words / "receipts" / "top_001_ties.json").unlink()
    book = taskgen("handbook", "-q", cwd=words).out
    assert "- 1 of 4 tasks is not proven: `taskgen prove`" in book
    assert "was proven to pass" not in book


def test_an_author_s_book_holds_nobody_s_folder(tmp_path, taskgen):
    assert taskgen("init", cwd=tmp_path).code == 0
    said = taskgen("handbook", "--for", "author", "--strict", "--out", "A.md", cwd=tmp_path)
    assert said.code == 0, said.all
