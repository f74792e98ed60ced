"""Names that a rendered task goes by: its file, and the label that other tasks call it by."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from taskgen.diagnostics import error
from taskgen.hygiene import UNSEEN
from taskgen.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Case

# Fixed lists: what Python calls a letter differs by version.
_FIT = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,118}[A-Za-z0-9_-])?")  # within LONGEST
_UNFIT = lazy(rf"[{UNSEEN}\x20-,/:-@\[-^`{{-~]")
INDEX = "index.md"
LONGEST = 120  # bytes; file systems take 255, and a temporary name beside it is longer


def slug(case_id: str) -> str:
    """A file name's stem for a case: its id, with `-` for punctuation, white space and what nobody sees."""
    if _FIT.fullmatch(case_id):
        return case_id
    stem = _UNFIT().sub("-", unicodedata.normalize("NFC", case_id)).lstrip(".-")
    while len(stem.encode()) > LONGEST:
        stem = stem[:-1]
    return stem.rstrip(".") or "case"


def folded(name: str) -> str:
    """The name as a file system may compare it: `Straße.md` and `STRASSE.md` could be one file."""
    return unicodedata.normalize("NFC", name.casefold())


def file_names(cases: Sequence[Case]) -> tuple[dict[str, str], list[Finding]]:
    """The file name of each case by id; two that a file system may take for one are an error with both ids."""
    names: dict[str, str] = {}
    owner = {folded(INDEX): "the index"}
    findings: list[Finding] = []
    for case in cases:
        name, called = f"{slug(case.id)}.md", f"case {case.id!r}"
        taken = owner.setdefault(folded(name), called)
        if taken != called:
            message = f"case {case.id!r} would be written to {name}, as {taken} already is"
            findings.append(error("file-name-collision", case.place, message, "rename one of the two"))
            continue
        names[case.id] = name
    return names, findings


def labels(task_labels: Sequence[str], owners: Sequence[int | None]) -> list[str]:
    """The label of each example task: its task's, with `.k` where the task has several; empty without a task.

    Args:
        task_labels: the labels of the list's tasks.
        owners: for each example task, in order, the index of its task.
    """
    total = Counter(owners)
    seen: Counter[int] = Counter()
    made: list[str] = []
    for owner in owners:
        if owner is None:
            made.append("")
            continue
        seen[owner] += 1
        made.append(task_labels[owner] if total[owner] == 1 else f"{task_labels[owner]}.{seen[owner]}")
    return made


def is_local(url: str) -> bool:
    """Whether a server is one of this machine's, so that recorded answers can stand in for it."""
    return urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}
