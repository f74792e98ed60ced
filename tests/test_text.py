"""Bytes into text: what is read, what is refused and where, what was tolerated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskgen.read.text import Lines, decode_text

READ = {
    "plain": (b"a\nb\n", "a\nb\n", []),
    "line ends stay": (b"a\r\nb\rc\n", "a\r\nb\rc\n", []),
    "no line end": (b"a", "a", []),
    "accents": ("é😀".encode(), "é😀", []),
    "utf-8 mark": (b"\xef\xbb\xbfa", "a", ["note byte-order-mark 1:1"]),
    "utf-16 little": (b"\xff\xfe" + "é".encode("utf-16-le"), "é", ["note utf-16 1:1"]),
    "utf-16 big": (b"\xfe\xff" + "é\n".encode("utf-16-be"), "é\n", ["note utf-16 1:1"]),
    "utf-16 little without a mark": ("[{}]\n".encode("utf-16-le"), "[{}]\n", ["note utf-16 1:1"]),
    "utf-16 big without a mark": ("[{}]\n".encode("utf-16-be"), "[{}]\n", ["note utf-16 1:1"]),
    "utf-32": (b"\xff\xfe\x00\x00" + "a".encode("utf-32-le"), "a", ["note utf-16 1:1"]),
    "a mark in the middle": ("a\ufeffb".encode(), "a\ufeffb", []),
}
REFUSED = {
    "empty": (b"", "error empty-file 1:1"),
    "white space": (b" \r\n\t\n", "error empty-file 1:1"),
    "only a mark": (b"\xef\xbb\xbf", "error empty-file 1:1"),
    "latin 1": (b"abc\nd\xe9f", "error bad-encoding 2:2"),
    "latin 1 behind wide characters": ("é😀".encode() + b"\xff", "error bad-encoding 1:3"),
    "cut off in a character": (b"ab\xf0\x9f", "error bad-encoding 1:3"),
    "behind a mark": (b"\xef\xbb\xbfa\xff", "error bad-encoding 1:2"),
    "half a character of utf-16": (b"\xff\xfea\x00b", "error bad-encoding 1:2"),
    "a zero byte": (b"ab\n\x00c", "error binary-file 2:1"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "error binary-file 3:1"),
    "encoded surrogate": (b"a\xed\xa0\x80", "error bad-encoding 1:2"),
}


def said(findings):
    return [f"{found.severity} {found.rule} {found.place.line}:{found.place.column}" for found in findings]


@pytest.mark.parametrize("name", READ)
def test_text_is_read_with_a_note_on_what_was_tolerated(name):
    data, text, notes = READ[name]
    got, findings = decode_text("f", data)
    assert (got, said(findings)) == (text, notes)


@pytest.mark.parametrize("name", REFUSED)
def test_bytes_that_are_no_text_are_refused_with_a_place_and_a_next_step(name):
    data, finding = REFUSED[name]
    got, findings = decode_text("f", data)
    assert (got, said(findings)) == (None, [finding])
    assert findings[0].next_step


@given(st.binary(max_size=60))
def test_no_bytes_raise(data):
    text, findings = decode_text("f", data)
    assert text is not None or [finding for finding in findings if finding.severity == "error"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=30))
def test_utf_8_comes_back_as_it_was(text):
    got, _ = decode_text("f", text.encode())
    assert got == (text if text.strip() else None)


@given(st.text(alphabet="ab\r\n", max_size=20))
def test_places_agree_with_the_lines_that_python_splits(text):
    lines = Lines("f", text)
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        for column in range(1, len(line) + 1):
            place = lines.location(offset)
            assert (place.line, place.column) == (number, column)
            offset += 1
