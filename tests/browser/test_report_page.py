"""The report as a browser shows it: search, matrix, keys, light and dark, narrow and paper, and strangers' text."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path.name for path in (ROOT / "samples").iterdir() if (path / "tasks.md").exists())
LIST = "grahama1970__llm_call__docs__99_tasks__tasks__004_Tasks_Test_Prompts_Validation.md"
CASES = "v4_test_prompts_reconstructed.json"
UNNAMED = 3  # cases that this list does not name


@pytest.fixture
def reported(taskgen, tmp_path):
    """The report's address of a project that is made in a folder."""

    def report(make) -> str:
        make(tmp_path)
        taskgen("report", "-q", cwd=tmp_path)
        return (tmp_path / "report.html").as_uri()

    return report


@pytest.fixture
def real(corpus, reported):
    """The report of a real list with its cases."""

    def make(folder: Path) -> None:
        shutil.copyfile(corpus / "tasks" / "graham-conceptual" / LIST, folder / "tasks.md")
        shutil.copyfile(corpus / "cases" / "llm-call-original" / CASES, folder / "test_prompts.json")

    return reported(make)


def of_sample(name: str):
    return lambda folder: shutil.copytree(ROOT / "samples" / name, folder, dirs_exist_ok=True)


def numbered(count: int):
    """A project of so many tasks, each with a case, and no library."""

    def make(folder: Path) -> None:
        cases = [{"id": f"case_{number:04d}", "input": number, "expected": number} for number in range(count)]
        tasks = [f"## Task {number}: Look into {number}\n\nSee `case_{number:04d}`.\n" for number in range(count)]
        (folder / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")
        (folder / "tasks.md").write_text("# Many\n\n" + "\n".join(tasks), encoding="utf-8")

    return make


def matrix_rows(page):
    return page.locator("#coverage tbody tr:visible")


@pytest.mark.parametrize("name", SAMPLES)
def test_search_finds_a_case_of_a_sample(name, reported, visit):
    seen = visit(reported(of_sample(name)))
    case = seen.page.locator("#coverage td a").first.inner_text()
    seen.page.fill("#search", case)
    expect(seen.page.locator("#shown")).to_contain_text(" of ")
    expect(seen.page.locator("article.task:visible").first).to_contain_text(case)
    expect(seen.page.locator("#coverage tbody tr", has_text=case)).to_be_visible()
    assert seen.is_quiet(), seen


def test_a_real_list_shows_the_cases_that_no_task_names(real, visit):
    seen = visit(real)
    expect(seen.page.locator("#coverage tr.unnamed")).to_have_count(UNNAMED)
    expect(seen.page.locator(".figure", has_text="cases without a task")).to_contain_text(str(UNNAMED))
    seen.page.locator(".figure button", has_text="cases without a task").click()
    expect(matrix_rows(seen.page)).to_have_count(UNNAMED)
    expect(seen.page.locator("article.task:visible")).to_have_count(UNNAMED)
    seen.page.keyboard.press("Escape")
    seen.page.fill("#search", "max_text_001")
    expect(seen.page.locator("article.task:visible")).to_have_count(1)
    assert seen.is_quiet(), seen


def hostile(folder: Path) -> None:
    """Scripts, links that run and handlers wherever a stranger may write."""
    evil = '"\'><script>window.ran=1;alert(1)</script><img src=x onerror="window.ran=2"><svg onload="window.ran=3">'
    link = "[x](javascript:window.ran=4) <javascript:window.ran=5> ![p](https://example.org/p.png)"
    case = {"id": "evil_001", "description": evil, "goal": evil, "input": {evil: evil}, "expected": evil}
    cases = [case, {**case, "id": f"a {evil}"}]
    body = f"`evil_001` {link}\n\n{evil}\n\n```{evil}\n{evil}\n```\n"
    list_ = f"# {evil}\n\n## Task 1: {evil}\n\n{body}\n\n## Task 2: {link}\n"
    entry = f"  - id: e\n    when: {{id: '*'}}\n    language: python\n    file: a.py\n    code: |\n      x = {evil!r}\n"
    (folder / "library").mkdir()
    (folder / "library" / "a.yaml").write_text(f"snippets:\n{entry}", encoding="utf-8")
    (folder / "tasks.md").write_text(list_, encoding="utf-8")
    (folder / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")


def test_strangers_text_runs_nothing(reported, visit):
    seen = visit(reported(hostile))
    page = seen.page
    expect(page.locator("article.task").first).to_contain_text("<script>window.ran=1")
    for name in ("script", "alert", "evil"):
        page.fill("#search", name)
        expect(page.locator("#nothing")).to_be_hidden()
    page.keyboard.press("Escape")
    for link in page.locator("article.task a:visible").all():
        assert not (link.get_attribute("href") or "").startswith("javascript:")
    assert page.locator("img, svg, iframe, [onload], [onerror], [onclick]").count() == 0
    assert page.evaluate("window.ran") is None
    assert seen.is_quiet(), seen


def test_the_policy_holds_even_where_an_escape_would_fail(reported, visit):
    seen = visit(reported(of_sample("wordcount")))
    seen.page.evaluate("document.querySelector('main').innerHTML += '<img src=x onerror=\"window.ran=1\">'")
    seen.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran=1'}))")
    seen.page.wait_for_timeout(200)
    assert seen.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in line for line in seen.console)


def test_keys(reported, visit):
    page = visit(reported(numbered(6))).page
    focused = page.locator(":focus")
    page.keyboard.press("/")
    expect(focused).to_have_attribute("id", "search")
    page.keyboard.type("case_0003")
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("id", "task-0-3-title")
    page.keyboard.press("Escape")
    expect(page.locator("article.task:visible")).to_have_count(6)
    page.keyboard.press("t")
    page.keyboard.press("j")
    expect(focused).to_have_attribute("id", "task-0-0-title")
    for key, task in (("j", 1), ("ArrowRight", 2), ("k", 1), ("ArrowLeft", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(focused).to_have_attribute("id", f"task-0-{task}-title")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("f")
    expect(focused).to_have_attribute("id", "filter")


# The contrast of each visible text with what is behind it, where that is below what WCAG asks of normal text (AA).
FAINT = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll("body *")) {
    if (!e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(behind(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) faint.push(e.tagName + "." + e.className + ": " + e.textContent.slice(0, 40));
  }
  return [...new Set(faint)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(scheme, reported, visit):
    def make(folder: Path) -> None:
        of_sample("wordcount")(folder)
        shutil.rmtree(folder / "receipts")

    page = visit(reported(make), color_scheme=scheme).page
    assert page.evaluate(FAINT) == []


def test_light_and_dark_follow_the_system_or_the_button(reported, visit):
    page = visit(reported(numbered(2)), color_scheme="dark").page
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(colour)
    button = page.locator("#theme")
    button.click()
    expect(button).to_have_text("Theme: light")
    light = page.evaluate(colour)
    assert light != dark
    page.reload()
    assert page.evaluate(colour) == light, "the choice is kept"
    button.click()
    assert page.evaluate(colour) == dark


@pytest.mark.parametrize("width", [320, 390, 768])
def test_a_narrow_screen_scrolls_one_way(width, reported, visit):
    page = visit(reported(of_sample("wordcount")), viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    before, after = (page.locator(side).first.bounding_box() for side in (".before", ".after"))
    assert after["y"] >= before["y"] + before["height"] - 1, "one below the other"


def test_on_paper_every_task_is_whole(reported, visit):
    page = visit(reported(numbered(450))).page
    assert page.locator("[data-pieces]").count() > 400, "far ones wait until they are looked at"
    assert page.locator("#coverage tbody tr").count() < 450
    assert len(page.pdf()) > 100_000
    assert page.locator("[data-pieces]").count() == 0
    assert page.locator("#coverage tbody tr").count() == 450
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()


def test_a_long_matrix_goes_on_as_it_is_scrolled(reported, visit):
    page = visit(reported(numbered(450))).page
    rows = page.locator("#coverage tbody tr")
    for _step in range(8):
        page.locator("#coverage .matrix").evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
        page.wait_for_timeout(60)
    expect(rows).to_have_count(450)
    page.fill("#search", "case_0444")
    expect(rows).to_have_count(2)  # its own, and the one before, which names it as the next
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#task-0-440'")
    expect(page.locator("#task-0-440 .after")).to_contain_text("case_0440")


def test_names_for_those_who_do_not_see_it(reported, visit):
    page = visit(reported(of_sample("wordcount"))).page
    for role in ("main", "navigation", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Search tasks, cases and code")).to_be_visible()
    expect(page.get_by_role("combobox", name="Show only")).to_be_visible()
    named = "1 Research text-processing patterns and implement counting"
    expect(page.get_by_role("article").first).to_have_accessible_name(named)


def test_a_watched_page_shows_what_changed(sample, visit):
    pytest.importorskip("watchfiles")
    folder = sample("wordcount")
    command = [sys.executable, "-m", "taskgen", "watch"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as watch:
        try:
            seen = visit(watch.stdout.readline().strip())
            title = seen.page.locator("h1")
            expect(title).to_have_text("Text statistics")
            tasks = folder / "tasks.md"
            tasks.write_text(tasks.read_text(encoding="utf-8").replace("# Text statistics", "# Other title", 1))
            expect(title).to_have_text("Other title", timeout=30_000)
            (folder / "test_prompts.json").write_text("[", encoding="utf-8")
            expect(seen.page.locator("#findings")).to_contain_text("test_prompts.json", timeout=30_000)
            assert not seen.console
        finally:
            watch.terminate()


def test_five_thousand_tasks_open_in_time(reported, visit):
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import generate  # noqa: PLC0415 - beside the tests, not in a package

    def make(folder: Path) -> None:
        generate.project(folder, cases=5000, entries=200)
        ids = [case["id"] for case in json.loads((folder / "test_prompts.json").read_text(encoding="utf-8"))]
        text = generate.list_text(random.Random(7), ids, 5000, 2_000_000)  # noqa: S311 - reproducible, not secret
        (folder / "tasks.md").write_text(text, encoding="utf-8")

    address = reported(make)
    size = Path(address.removeprefix("file://")).stat().st_size
    times = []
    for _attempt in range(3):
        page = visit(address).page
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        page.context.close()
    print(f"5,000 tasks: {size / 1e6:.1f} MB, open in {min(times) / 1000:.2f} s")  # noqa: T201 - the figure
    assert size < 20_000_000
    assert min(times) < 3000
