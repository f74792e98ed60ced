"""Which texts resemble each other (BM25 over an inverted index): proposals only, never links."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.decode import Json
    from taskgen.model import Case, Snippet, Task

K1 = 1.2  # how soon more of the same word adds nothing
B = 0.75  # how much a long document is held against itself
RAREST = 32  # words of a query that are looked up, the rarest first
LONGEST = 20_000  # characters of a document or query that are read
THRESHOLD = 0.3  # of the score that a document would have if it held each known word of the query
SHARED = 2  # words that a proposal has in common with its case, at least, of those that most tasks lack
_DIGITS = 4  # of a score: sums differ by machine beyond that

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORDS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


def words(text: str) -> list[str]:
    """The words of a text, case folded; of scripts that write no spaces, each pair of neighbours."""
    found: list[str] = []
    for word in _WORDS.findall(text[:LONGEST].casefold()):
        if _IS_CJK.match(word) and len(word) > 1:
            found.extend(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.append(word)
    return found


class Index:
    """Documents, arranged for search.

    Args:
        documents: pairs of id and text; the ids are unique.
    """

    def __init__(self, documents: Sequence[tuple[str, str]]) -> None:
        self._ids = [name for name, _ in documents]
        counts = [Counter(words(text)) for _, text in documents]
        lengths = [count.total() for count in counts]
        mean = sum(lengths) / len(lengths) if sum(lengths) else 1.0
        having = Counter(word for count in counts for word in count)
        self._weights = {
            word: math.log(1 + (len(documents) - times + 0.5) / (times + 0.5)) for word, times in having.items()
        }
        self._postings: dict[str, list[tuple[int, float]]] = {word: [] for word in having}
        for document, count in enumerate(counts):
            norm = K1 * (1 - B + B * lengths[document] / mean)
            for word, times in count.items():
                value = self._weights[word] * times * (K1 + 1) / (times + norm)
                self._postings[word].append((document, value))

    def search(self, query: str, limit: int = 3) -> tuple[tuple[str, float], ...]:
        """The best documents, each with its score above 0; equals by id."""
        scores: dict[int, float] = {}
        for word in self.known(query):
            for document, value in self._postings[word]:
                scores[document] = scores.get(document, 0.0) + value
        least = min(heapq.nlargest(limit, scores.values()), default=0.0) - 10**-_DIGITS  # so that equals stay in
        ranked = sorted((-round(score, _DIGITS), self._ids[at]) for at, score in scores.items() if score >= least)
        return tuple((name, -score) for score, name in ranked[:limit])

    def known(self, query: str) -> list[str]:
        """The rarest words of a query that any document has."""
        held = {word for word in words(query) if word in self._postings}
        return sorted(held, key=lambda word: (len(self._postings[word]), word))[:RAREST]

    def telling(self, query: str) -> list[str]:
        """Of the known words those that at most half of the documents have."""
        most = max(1, len(self._ids) // 2)
        return [word for word in self.known(query) if len(self._postings[word]) <= most]

    def ceiling(self, query: str) -> float:
        """About what a document of middle length scores that has each known word of the query once."""
        return sum(self._weights[word] for word in self.known(query))


class Proposal(NamedTuple):
    """A task that may be about a case. `likeness` is 0 to about 2; only what is above THRESHOLD is proposed."""

    case: str
    task: int
    likeness: float


def propose(cases: Sequence[Case], tasks: Sequence[Task], limit: int = 3) -> dict[str, tuple[Proposal, ...]]:
    """For each case (usually those that no task names) the tasks that resemble it, best first; many have none."""
    numbers = {f"{position:09d}": position for position in range(len(tasks))}  # ids that sort like the tasks
    index = Index([(name, task_text(tasks[position])) for name, position in numbers.items()])
    held = [frozenset(words(task_text(task))) for task in tasks]
    proposals: dict[str, tuple[Proposal, ...]] = {}
    for case in cases:
        query = case_text(case)
        telling, ceiling = index.telling(query), index.ceiling(query)
        proposals[case.id] = tuple(
            Proposal(case.id, numbers[name], round(score / ceiling, 2))
            for name, score in index.search(query, limit)
            if score > THRESHOLD * ceiling and sum(word in held[numbers[name]] for word in telling) >= SHARED
        )
    return proposals


def nearest_snippet(case: Case, snippets: Index) -> str:
    """The id of the snippet (of an index made from `snippet_text`) that resembles the case most, or nothing."""
    found = snippets.search(case_text(case), 1)
    return found[0][0] if found else ""


def task_text(task: Task) -> str:
    """What is read of a task: its title and its body."""
    return f"{task.title}\n{task.body[:LONGEST]}"


def snippet_text(snippet: Snippet) -> str:
    """What is read of a snippet: its names and its conditions."""
    return " ".join((snippet.id, snippet.title, *_strings(snippet.when)))


def case_text(case: Case) -> str:
    """What is read of a case: its id, description, goal, tags, and the strings of its input."""
    return " ".join((case.id, case.description or "", case.goal or "", *case.tags, *_strings(case.input)))


def _strings(data: Json) -> Iterator[str]:
    """All strings and keys in data, in order, up to LONGEST characters; without recursion, whatever the depth."""
    waiting, room = [data], LONGEST
    while waiting and room > 0:
        value = waiting.pop()
        if isinstance(value, str):
            yield value[:room]
            room -= len(value) + 1
        elif isinstance(value, dict):
            waiting.extend(part for pair in reversed(value.items()) for part in reversed(pair))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
