"""Case files that strangers wrote: none gives a traceback, and those that were counted by hand give that count."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from taskgen.read.cases import file as cases
from taskgen.read.text import decode_text

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
FILES = sorted(str(file.relative_to(CORPUS)) for file in CORPUS.glob("cases/**/*") if file.is_file())

TOTALS = {  # total, read; counted by hand
    "user_prompts_extended.jsonl": (25, 25),
    "bank-account__canonical-data.json": (17, 17),
    "deterministic-graders__evals__suite.yaml": (7, 7),
    "adaline-structured-output__promptfooconfig.yaml": (4, 0),
    "v4_test_prompts_reconstructed.json": (29, 29),
    "v4_essential_reconstructed.json": (8, 8),
    "natrium_reconstructed.json": (19, 19),
    "monitoring_dataset.jsonl": (5, 0),
    "airline__tasks.json": (50, 50),
    "biology_qa.jsonl": (20, 20),
    "workspace0.conversation.json": (26, 0),
    "rule_cases__RF01.yml": (82, 82),
    "specs__sections.yml": (34, 34),
    "tests.json5": (2, 2),
    "BFCL_v4_live_parallel.json": (16, 16),
    "swe_bench_lite.jsonl": (4, 0),
}


def read(name):
    text, findings = decode_text(name, (CORPUS / name).read_bytes())
    assert text is not None
    found, more = cases.read(name, text)
    return found, [*findings, *more]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("name", FILES)
def test_real_file_is_read_or_refused_with_a_place(name):
    started = time.monotonic()
    found, findings = read(name)
    assert time.monotonic() - started < 2
    assert findings
    assert all(finding.place is not None for finding in findings)
    assert all(finding.next_step for finding in findings if finding.severity == "error")
    if found is None:
        assert any(finding.severity == "error" for finding in findings)
    else:
        assert found.total > 0


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("ending", TOTALS)
def test_real_file_gives_the_count_made_by_hand(ending):
    (name,) = [file for file in FILES if file.endswith(ending)]
    found, _ = read(name)
    assert (found.total, len(found.cases)) == TOTALS[ending]


def test_every_hand_count_of_the_manifest_is_met(corpus):
    for row in (corpus / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, *_, counted = row.split("\t")
        said = re.match(r"(\d+) (?:cases|lines)", counted)
        if name.startswith("cases/") and said:
            found, _ = read(name)
            assert found.total == int(said[1]), name


@pytest.mark.usefixtures("corpus")
def test_links_in_a_commented_file_stay_whole():
    (name,) = [file for file in FILES if file.endswith("user_prompts_extended.jsonl")]
    found, findings = read(name)
    by_id = {case.id: case for case in found.cases}
    assert by_id["provider_002_ollama_local"].input["api_base"] == "http://localhost:11434"
    assert not [finding for finding in findings if finding.severity == "error"]
