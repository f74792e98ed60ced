"""Whatever servers say is kept, written and given back; whatever stands in a file is a recording or refused."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.exchanges import form
from taskgen.exchanges.bodies import body_of, bytes_of
from taskgen.exchanges.redaction import clean
from taskgen.exchanges.tape import Tape
from taskgen.exchanges.values import Answer, Body, Exchange, Recording, Request, sorted_path

EXAMPLES = int(os.environ.get("TASKGEN_EXAMPLES", "100"))
TEXT = st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
DATA = (
    st.binary(max_size=60)
    | JSON.map(lambda value: json.dumps(value).encode())
    | TEXT.map(lambda text: text.encode("utf-8", "surrogatepass"))
)
KINDS = st.sampled_from(["", "application/json", "text/plain; charset=utf-8", "text/event-stream"])
PATHS = st.sampled_from(["/v1/chat", "/v1/chat?key=a&b=2", "/", "//x", "/%5B?=&="]) | TEXT.map(lambda text: f"/{text}")


@settings(max_examples=EXAMPLES, deadline=None)
@given(DATA, KINDS)
def test_a_body_is_given_back_as_it_came(data, kind):
    body = body_of(data, kind)
    given_back = bytes_of(body)
    if body.kind == "json":
        assert json.loads(given_back) == json.loads(data)
    elif body.kind == "events":
        assert body_of(given_back, kind) == body
    else:
        assert given_back == data


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(PATHS, DATA, DATA, KINDS, st.integers(100, 599)), max_size=4), st.lists(TEXT, max_size=2))
def test_a_recording_is_read_as_it_was_written_and_answers_what_it_recorded(said, secrets):
    secrets = [secret for secret in secrets if secret]
    exchanges = tuple(
        clean(
            Exchange(
                request=Request(method="POST", path=sorted_path(path), body=body_of(asked, "")),
                answer=Answer(status=status, body=body_of(answered, kind), content_type=kind, headers={}),
            ),
            secrets,
        )
        for path, asked, answered, kind, status in said
    )
    kept = Recording(case="a", input="00000000", made_by="", exchanges=exchanges)
    read = form.read(form.write(kept).encode().decode())
    assert read == kept
    tape = Tape([read])
    for one in exchanges:
        assert tape.answer(one.request) is not None


@settings(max_examples=EXAMPLES, deadline=None)
@given(JSON.map(json.dumps) | TEXT)
def test_any_file_is_a_recording_or_refused(text):
    with pytest.raises(form.FormError):
        form.read(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(JSON, JSON, JSON, JSON)
def test_a_file_of_the_form_with_anything_in_it_is_read_or_refused(status, body, path, headers):
    answer = {"status": status, "json": body, "headers": headers}
    exchange = {"request": {"method": "GET", "path": path}, "answer": answer}
    text = json.dumps({"recording": 1, "case": "a", "input": "", "made_by": "", "exchanges": [exchange]})
    is_right = type(status) is int and 100 <= status <= 599 and isinstance(path, str)
    named = not headers or (isinstance(headers, dict) and all(type(value) is str for value in headers.values()))
    if is_right and named:
        assert form.read(text).exchanges[0].answer.body == Body(kind="json", value=body)
    else:
        with pytest.raises(form.FormError, match="exchange 1"):
            form.read(text)
