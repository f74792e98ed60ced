"""Helps for rules about wording: patterns over sentences, and what makes a sentence concrete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.lint.prose import COVER
from taskgen.lint.rule import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Part, Reading
    from taskgen.model import Task

LOOPBACK: Final = re.compile(r"\b(?:localhost|127\.0\.0\.1):(?P<port>\d{2,5})\b")
SAMPLE: Final = 500  # sentences that tell the language of a list
_ENGLISH: Final = re.compile(r"[A-Za-z]{2,}")
_FOREIGN: Final = re.compile(
    r"[^\x00-\xbf\xd7\xf7\u2000-\u2bff\ufe0f\U0001f000-\U0001faff]|"
    r"\b(?:und|der|die|das|nicht|eine[nr]?|durch|von|wird|werden|les|des|du|est|sont|sur|aux|et|ou|pour|avec|dans|une|una|para|por|los|que|del|el|las|desde|cuando|seg\u00fan|della|het|een)\b",
    re.IGNORECASE,
)
# Words that only English has, among them verbs that tasks begin with: what tells it in short lists without articles.
_TELLING: Final = re.compile(
    r"\b(?:the|and|with|this|that|these|from|when|which|each|every|into|should|must|has|have|add|adds|allow|avoid|change|"
    r"compare|copy|count|create|delete|describe|document|ensure|extract|find|handle|implement|improve|install|keep|load|"
    r"make|measure|move|parse|print|read|remove|rename|replace|research|return|returns|send|show|split|store|"
    r"support|use|validate|verify|wire|write)\b",
    re.IGNORECASE,
)
SHARE: Final = 10  # of so many sentences one at least has such a word
_NUMBER: Final = re.compile(
    r"(?<![\w.#])[<>\u2264\u2265~]?\s?\d+(?:[.,]\d+)?\s?(?:%|ms|s\b|sec|seconds?|minutes?|MB|KB|GB|MiB|KiB|px|rows?|items?|tests?|files?|lines?|requests?|x\b)"
)
_ERRAND: Final = re.compile(
    r"^[\W_]*(?:\w+ \d[\d.]*: )?(?:(?:write|update|save|draft|document|add|create|extend|finali[sz]e|improve)\b.*\b)?"
    r"(?:readme|changelog|docs?|documentation|release notes|decision records?|ADR)\b|^[\W_]*document\b|\[manual\]|"
    r"\b(?:open|create|merge) (?:a |the )?(?:pr|pull request)\b|\band submit$|"
    r"^[\W_]*(?:\d[\d.]*\s+)?(?:commit|push|merge)\b",
    re.IGNORECASE,
)
_SAYS_MORE: Final = re.compile(
    r"[0-9\"\u201c\u201d\u300c\u00ab]|test|prueba|prova|probar|pr\u00fcf|readme|changelog|document|dokument|"
    r"\u0442\u0435\u0441\u0442|\u0434\u043e\u043a\u0443\u043c\u0435\u043d\u0442|\u6d4b\u8bd5|\u6e2c\u8a66|\u6587\u6863|\u6587\u4ef6|"
    r"\u30c6\u30b9\u30c8|\u30c9\u30ad\u30e5\u30e1\u30f3\u30c8|\ud14c\uc2a4\ud2b8|\ubb38\uc11c",
    re.IGNORECASE,
)
_OVER: Final = frozenset({"done", "deferred", "cancelled"})
CLICKS: Final = 3  # steps that need a mouse
_CLICK: Final = re.compile(
    r"[\W_\d]*(?:(?:In|On|From|Under) [^,]{3,60}, )?(?:select|click|navigate|choose|sign in|browse|expand|scroll)\b",
    re.IGNORECASE,
)
UNSET: Final = re.compile(
    r"\b(?i:targets?|goals?|thresholds?|budgets?|latency|throughput|coverage|performance|overhead|response times?)\b"
    r"[^.;]{0,40}?(?<![\w-])(?P<shown>T\.?B\.?[DC]\.?)(?![\w-])"
)
_REPORTED: Final = re.compile(
    r"\u2705|\b(?:FIXED|PASS|PASSED)\b|\bnow (?:\w+ly )?\w+|\b(?:has|have) been\b|"
    r"^[\W_]*(?:Added|Fixed|Implemented|Updated)\b|\b(?:contains?|provides?|demonstrates?) comprehensive\b"
)
_PRODUCES: Final = re.compile(
    r"\b(?:returns?|prints?|exits?|outputs?|equals?|raises?|throws?|responds?|matches|contains?|expected?|asserts?|"
    r"fails? with|passes)\b",
    re.IGNORECASE,
)


def is_english(sentence: Sentence) -> bool:
    """Whether wording rules speak of a sentence at all: those of other languages are none of theirs."""
    return bool(_ENGLISH.search(sentence.words)) and not _FOREIGN.search(sentence.words)


def reads_english(reading: Reading) -> bool:
    """Whether a list is English for certain: of other languages nobody can say here what they don't say.

    What has too few words to tell its language is none for certain.
    """
    sample = [one for one in reading.sentences[:SAMPLE] if any(map(str.isalpha, one.words))]
    telling = sum(bool(_TELLING.search(one.words)) for one in sample)
    return 2 * sum(map(is_english, sample)) >= len(sample) and SHARE * telling >= max(len(sample), 1)


def is_bare(reading: Reading, part: Part) -> bool:
    """Whether a task is its title and no more: then what it lacks is lacking in any language.

    Titles that name something by its very name, or speak of tests or documents, may say all that they need.
    """
    sentences = reading.sentences_in(part)
    if len(sentences) > 1 or reading.fences_in(part):
        return False
    return not any(has_code(one) or _SAYS_MORE.search(one.said) for one in sentences)


def is_over(task: Task) -> bool:
    """Whether nobody works on a task any more: what it lacks is nobody's to mend."""
    return task.status in _OVER


def reports(sentence: Sentence) -> bool:
    """Whether it tells what has been done, not what is to do."""
    return bool(_REPORTED.search(sentence.words))


def is_errand(title: str) -> bool:
    """Whether a task asks for text, or for a step of git: there is nothing to run, and no code to start from."""
    return bool(_ERRAND.search(title))


def is_for_hands(sentences: Sequence[Sentence]) -> bool:
    """Whether a task is done by clicking through pages: most of what it asks is a person's."""
    return sum(bool(_CLICK.match(one.words)) for one in sentences) >= CLICKS


def is_introduction(sentence: Sentence) -> bool:
    """Whether what it speaks of is named below it."""
    return sentence.words.rstrip(" *_").endswith(":")


def has_code(sentence: Sentence) -> bool:
    """Whether it names something by its very name: a code span or an address."""
    return COVER in sentence.words


def has_measure(sentence: Sentence) -> bool:
    """Whether a number with a unit stands in it."""
    return bool(_NUMBER.search(sentence.words))


def is_checkable(sentence: Sentence) -> bool:
    """Whether it names what comes out: then it is no theory, whatever its words."""
    said = bool(_PRODUCES.search(sentence.words))
    return said and (has_code(sentence) or has_measure(sentence) or '"' in sentence.words)


def _never(_sentence: Sentence) -> bool:
    return False


def matches(
    reading: Reading,
    pattern: re.Pattern[str],
    stems: Sequence[str],
    message: Callable[[str], str],
    *,
    unless: Callable[[Sentence], bool] = _never,
) -> Iterator[Hit]:
    """A hit for each English sentence that asks for something and in which a pattern is found, at its first place.

    Args:
        reading: the list.
        pattern: over the words; group `shown`, where it has one, is what the hit marks.
        stems: in small letters; of every match, one is a part.
        message: from the text that was found.
        unless: what makes a sentence so concrete that the rule does not speak of it.
    """
    for sentence in reading.holding(stems):
        found = pattern.search(sentence.words)
        if found is None or not is_english(sentence) or reading.is_record(sentence):
            continue
        if not unless(sentence):
            yield hit(sentence, found, message)


def hit(sentence: Sentence, found: re.Match[str], message: Callable[[str], str]) -> Hit:
    """The hit for a match in a sentence."""
    group = "shown" if "shown" in found.re.groupindex and found["shown"] else 0
    start, end = found.span(group)
    line, column = sentence.at(start)
    text = " ".join(sentence.text[start:end].split())
    return Hit(line=line, column=column, length=max(1, min(end, len(sentence.text)) - start), message=message(text))
