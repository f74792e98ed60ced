"""BM25: ranking, ties, proposals, and the words of several scripts."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location
from taskgen.link.similarity import Index, case_text, nearest_snippet, propose, snippet_text, words
from taskgen.model import Case, Snippet, Task

PLACE = Location("x")
TEXTS = [
    ("routing", "Route each call to the proxy or to the model server."),
    ("json", "Validate the fields of a JSON answer against a schema."),
    ("image", "Send an image with the question and describe the image."),
    ("retry", "Retry a call that failed, wait longer each time."),
]


def task(title, body=""):
    return Task(label="1", title=title, body=body, place=PLACE, body_place=PLACE)


def case(name, question, goal=None):
    return Case(id=name, input={"q": question}, place=PLACE, goal=goal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max_text-001", ["max", "text", "001"]),
        ("Straße ÉTÉ", ["strasse", "été"]),
        ("登录页面", ["登录", "录页", "页面"]),
        ("登", ["登"]),
        ("API登录v2", ["api", "登录", "v2"]),
        ("", []),
        ("…!?_", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("describe the image", "image"),
        ("a JSON schema", "json"),
        ("RETRY when it failed", "retry"),
        ("proxy", "routing"),
    ],
)
def test_the_document_that_shares_rare_words_comes_first(query, first):
    assert Index(TEXTS).search(query)[0][0] == first


def test_nothing_in_common_finds_nothing():
    assert Index(TEXTS).search("zebra") == ()
    assert Index([]).search("zebra") == ()
    assert Index([("a", "")]).search("zebra") == ()


def test_equals_come_by_id_whatever_their_order():
    documents = [(name, "same words here") for name in ("c", "a", "d", "b")]
    expected = ("a", "b", "c")
    assert tuple(name for name, _ in Index(documents).search("same words")) == expected
    assert tuple(name for name, _ in Index(documents[::-1]).search("same words")) == expected


def test_a_rare_word_weighs_more_than_a_common_one():
    documents = [("common", "call call"), ("rare", "zebra"), ("other", "call"), ("third", "call")]
    assert Index(documents).search("call zebra")[0][0] == "rare"


def test_a_long_document_is_held_against_itself():
    documents = [("long", "zebra " + "filler " * 200), ("short", "zebra"), ("none", "filler")]
    assert Index(documents).search("zebra")[0][0] == "short"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc ", max_size=20), max_size=6), st.text("abc ", max_size=20))
def test_scores_fall_and_documents_may_come_in_any_order(texts, query):
    documents = [(str(at), text) for at, text in enumerate(texts)]
    found = Index(documents).search(query, 10)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)
    assert Index(documents[::-1]).search(query, 10) == found


def test_a_case_is_proposed_to_the_task_that_is_about_it():
    tasks = [task(title, text) for title, text in TEXTS]
    found = propose([case("c1", "Describe this image, please", "the image is described")], tasks)
    assert [(proposal.task, proposal.likeness > 0.3) for proposal in found["c1"]] == [(2, True)]


def test_a_case_that_shares_only_everyday_words_is_proposed_to_none():
    tasks = [
        task(f"Task about {name}", f"It is the {name} of a system.") for name in ("login", "search", "mail", "sound")
    ]
    assert propose([case("weather", "What is the weather of a city?")], tasks) == {"weather": ()}


def test_a_case_that_shares_a_little_with_each_task_is_proposed_to_none():
    names = ("login", "search", "mail", "sound", "print", "paint")
    tasks = [task(f"About {name}", f"{name}one {name}two {name}three") for name in names]
    everything = " ".join(f"{name}one {name}two" for name in names)
    assert propose([case("x", everything)], tasks) == {"x": ()}


def test_a_case_that_shares_one_word_is_proposed_to_none():
    tasks = [task(title, text) for title, text in TEXTS]
    assert propose([case("x", "image of zebras")], tasks[:3]) == {"x": ()}
    assert propose([case("x", "image")], []) == {"x": ()}


def test_the_nearest_snippet():
    snippets = [
        Snippet(id=name, title=title, when={"model": "max/*"}, language="python", file="a.py")
        for name, title in (("proxy-chat", "Ask the proxy"), ("proxy-json", "Ask the proxy for JSON"))
    ]
    index = Index([(snippet.id, snippet_text(snippet)) for snippet in snippets])
    assert nearest_snippet(case("max_json_001", "Give me JSON"), index) == "proxy-json"
    assert not nearest_snippet(case("zebra", "stripes"), index)


def test_deep_and_large_inputs_are_read_up_to_a_limit():
    deep = "deep"
    for _ in range(50_000):
        deep = [deep]
    assert "deep" in case_text(Case(id="a", input=deep, place=PLACE))
    assert len(case_text(Case(id="a", input=["x" * 10_000] * 100, place=PLACE))) < 25_000


def test_a_thousand_entries_answer_thousands_of_queries_in_seconds():
    chance = random.Random(1)  # noqa: S311 - no secret
    vocabulary = [f"w{number}" for number in range(2000)]
    weights = [1 / (rank + 1) for rank in range(2000)]
    index = Index([(str(at), " ".join(chance.choices(vocabulary, weights, k=80))) for at in range(1000)])
    queries = [" ".join(chance.choices(vocabulary, weights, k=40)) for _ in range(1000)]
    begun = time.process_time()
    for query in queries:
        index.search(query)
    assert time.process_time() - begun < 3
