"""What must not leave unseen: characters that nobody sees, secrets, private paths."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, error, warning
from taskgen.patterns import lazy
from taskgen.places import line_and_column
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from taskgen.diagnostics import Finding


MOST = 50  # findings of one rule in one text; the last one says how many more there are

# --- Characters that nobody sees -------------------------------------------------------------------------------------

_KINDS: dict[str, tuple[str, str, str]] = {
    # rule: (characters, what they are, what they can do)
    "terminal-escape": ("\x1b\x9b", "a terminal escape", "rewrites what a terminal shows"),
    "control-character": (
        "\x00-\x08\x0b\x0c\r\x0e-\x1a\x1c-\x1f\x7f-\x9a\x9c-\x9f",
        "a control character",
        "is not shown",
    ),
    "bidi-control": ("\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069", "a bidi control", "shows text in another order"),
    "zero-width": (
        (
            "\xad\u034f\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
            "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
        ),
        "a character without width",
        "is not shown",
    ),
    "invisible-filler": ("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", "a blank letter", "looks like a space"),
    "line-separator": ("\u2028\u2029", "a line separator", "breaks lines for some readers only"),
    "variation-selectors": (
        "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef",
        "a variation selector out of place",
        "can carry hidden text",
    ),
    "tag-character": ("\U000e0000-\U000e00ff\U000e01f0-\U000e0fff", "a tag character", "can carry hidden text"),
    "private-use": (
        "\ue000-\uf8ff\U000f0000-\U0010ffff",
        "a private-use character",
        "looks different, or like nothing, elsewhere",
    ),
    "noncharacter": ("\ufdd0-\ufdef\ufffe\uffff", "a noncharacter", "is not shown"),
    "lone-surrogate": ("\ud800-\udfff", "a lone surrogate", "can't be written as UTF-8"),
}
_ALL = "".join(chars for chars, _is, _does in _KINDS.values())
# What code, sketches and file names spell as an escape: all of these, and spaces other than the plain one. Fixed lists,
# since Python's own tables of Unicode differ between its versions.
UNSEEN = rf"{_ALL}\t\n\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufff0-\uffff\U000e1000-\U000effff"
_SUSPECT = lazy(rf"[{_ALL.replace(chr(13), '')}]|\r(?!\n)")
_RUNS = {rule: lazy(f"[{chars}]+") for rule, (chars, _is, _does) in _KINDS.items()}

_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Scripts whose letters take a joiner or a non-joiner: Arabic, Syriac and their like, those of India, Myanmar, Khmer,
# Mongolian.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u17ff\u1800-\u180a\u1810-\u18af"
    "\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
)
_CJK = (
    "\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\U00020000-\U000323af"
)
# What people need where it is: such a stretch is skipped whole.
_WANTED_PATTERN = (
    rf"(?<=[{_EMOJI}])\ufe0f?\u200d(?=[{_EMOJI}])"  # emoji joined to one
    rf"|(?<=[{_EMOJI}0-9#*\u2000-\u2bff\u3000-\u303f])[\ufe0e\ufe0f](?![\ufe00-\ufe0f\u200b-\u200d\u2060])"
    rf"|(?<=[{_JOINING}])[\u200c\u200d](?![\u200b-\u200d\u2060])"
    rf"|(?<=[\u1800-\u18af])[\u180b-\u180f](?![\u180b-\u180f])"
    rf"|(?<=[{_CJK}])[\ufe00-\ufe02\U000e0100-\U000e01ef](?![\ufe00-\ufe0f\U000e0100-\U000e01ef])"
    rf"|(?<=[\u2200-\u22ff\u2a00-\u2aff])\ufe00(?![\ufe00-\ufe0f])"  # mathematical variants
    "|(?<=\U0001f3f4)\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f"  # the flags of England, Scotland, Wales
)
_WANTED = lazy(_WANTED_PATTERN)


def unseen(text: str, path: str) -> list[Finding]:
    """Errors for characters that steer a reader or a terminal unseen, one for each run of a kind.

    A byte order mark at the very beginning, joiners and selectors where emoji and scripts need them, and the flags of
    England, Scotland and Wales are no trouble.
    """
    next_step = "take it away, or write it as an escape"
    return _report(_runs(text), text, path, lambda rule, found: error(rule, None, _hidden(rule, found), next_step))


def _runs(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    at = 1 if text.startswith("\ufeff") else 0
    while (suspect := _SUSPECT().search(text, at)) is not None:
        wanted = _WANTED().match(text, suspect.start())
        if wanted is not None:
            at = wanted.end()
            continue
        rule, run = _classified(text, suspect.start())
        yield rule, run
        at = run.end()


def _classified(text: str, at: int) -> tuple[str, re.Match[str]]:
    for rule, pattern in _RUNS.items():
        run = pattern().match(text, at)
        if run is not None:
            return rule, run
    raise AssertionError(at)  # every suspect is of some kind


def _hidden(rule: str, run: re.Match[str]) -> str:
    _chars, what, does = _KINDS[rule]
    length = run.end() - run.start()
    more = f", with {length - 1:,} more of its kind behind it" if length > 1 else ""
    return f"{_named(run[0][0])}{more}: {what}, which {does}"


_CONTROLS = {
    "\x00": "NULL", "\x07": "BELL", "\x08": "BACKSPACE", "\x0b": "VERTICAL TAB", "\x0c": "FORM FEED",
    "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE", "\x9b": "CSI",
}  # fmt: skip


def _named(char: str) -> str:
    """A character's number and name."""
    import unicodedata  # noqa: PLC0415 - only where something was found

    name = _CONTROLS.get(char) or unicodedata.name(char, "")
    return f"U+{ord(char):04X}{' ' if name else ''}{name}"


_VISIBLE = lazy(f"(?P<wanted>{_WANTED_PATTERN})|[\n\t{_ALL}]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """The text made safe for one line of a terminal: what is not shown is spelled as an escape."""
    if text.isascii() and text.isprintable():
        return text

    def spelled(match: re.Match[str]) -> str:
        return match["wanted"] or _SHORT.get(match[0]) or _spelled(ord(match[0]))

    return _VISIBLE().sub(spelled, text)


def _spelled(code: int) -> str:
    if code < 0x100:  # noqa: PLR2004 - two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - four of them


# --- Secrets ---------------------------------------------------------------------------------------------------------

_B = r"(?<![A-Za-z0-9_])"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a secret looks like: text of which some must be there (a quick look), and the pattern.

    The pattern's group `secret` is the part that a placeholder would have words in.
    """

    what: str
    hints: tuple[str, ...]
    pattern: str


_SHAPES = (
    _Shape("an API key (sk-...)", ("sk-",), _B + r"sk-(?P<secret>[A-Za-z0-9_-]{20,})"),
    _Shape("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), _B + r"gh[pousr]_(?P<secret>[A-Za-z0-9]{36,})"),
    _Shape("a GitHub token", ("github_pat_",), _B + r"github_pat_(?P<secret>[A-Za-z0-9_]{22,})"),
    _Shape("a GitLab token", ("glpat-",), _B + r"glpat-(?P<secret>[A-Za-z0-9_-]{20,})"),
    _Shape("an AWS key", ("AKIA", "ASIA"), _B + r"(?:AKIA|ASIA)(?P<secret>[A-Z0-9]{16})(?![A-Za-z0-9])"),
    _Shape("a Slack token", ("xox",), _B + r"xox[abeoprs]-(?P<secret>[A-Za-z0-9-]{10,})"),
    _Shape("a Google API key", ("AIza",), _B + r"AIza(?P<secret>[A-Za-z0-9_-]{35})"),
    _Shape("a Stripe key", ("k_live_",), _B + r"[rs]k_live_(?P<secret>[A-Za-z0-9]{16,})"),
    _Shape("a Hugging Face token", ("hf_",), _B + r"hf_(?P<secret>[A-Za-z0-9]{30,})"),
    _Shape("an npm token", ("npm_",), _B + r"npm_(?P<secret>[A-Za-z0-9]{36})"),
    _Shape("a PyPI token", ("pypi-",), _B + r"pypi-(?P<secret>[A-Za-z0-9_-]{50,})"),
    _Shape(
        "a JSON web token",
        ("eyJ",),
        _B + r"eyJ[A-Za-z0-9_-]{8,}\.eyJ(?P<secret>[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})",
    ),
    _Shape("a private key", ("PRIVATE KEY",), r"-----BEGIN (?P<secret>[A-Z0-9 ]{0,30}PRIVATE KEY)(?: BLOCK)?-----"),
    _Shape(
        "an Authorization header",
        ("uthorization", "UTHORIZATION"),
        r"(?i:authorization[\"']?[ \t]{0,4}[:=,][ \t]{0,4}[\"']?(?:bearer|basic|token)[ \t]{1,4})"
        r"(?P<secret>[A-Za-z0-9._~+/=-]{16,})",
    ),
    _Shape("a password in a URL", ("://",), r"://[^\s/:@\"'<>]{1,60}:(?P<secret>[^\s/@\"'<>]{6,80})@"),
)


_PLACEHOLDER_WORDS = lazy(
    r"example|your|placeholder|dummy|fake|sample|redacted|change[-_]?me|replace|insert|secret|password|xxx|\*\*\*|\.\.\.|000000"
    r"|1234|abcdef|test[-_]?key|[{}<>$%]",
    re.IGNORECASE,
)
_FEWEST_KINDS = 6  # a real secret has more different characters
_LONGEST_SECRET = 200


def secrets(text: str, path: str) -> list[Finding]:
    """Warnings for what looks like a key, a token or a password; placeholders for one are no trouble.

    A message shows the first four characters and the length, never the whole.
    """
    next_step = "take it out of the file, and make it invalid where it was real"
    return _report(
        _secrets(text), text, path, lambda what, found: warning("secret", None, _shortened(what, found), next_step)
    )


def _secrets(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for shape in _SHAPES:
        if not any(hint in text for hint in shape.hints):
            continue
        for match in re.finditer(shape.pattern, text):
            if shape.what == "a private key" or _looks_real(match["secret"][:_LONGEST_SECRET]):
                yield shape.what, match


def _looks_real(secret: str) -> bool:
    """Whether it is no placeholder, and no words with hyphens as class names have."""
    if _PLACEHOLDER_WORDS().search(secret) or len(set(secret)) < _FEWEST_KINDS:
        return False
    return any(char.isdigit() for char in secret) or secret.lower() != secret


def _shortened(what: str, match: re.Match[str]) -> str:
    if what == "a private key":
        return "this begins a private key"
    shown = match[0][:4] if match.start("secret") - match.start() >= 3 else ""  # noqa: PLR2004 - the public prefix
    length = match.end("secret") - match.start("secret")
    return f"this looks like {what}: {visible(shown)}... ({length} characters)"


# --- Private paths ---------------------------------------------------------------------------------------------------

_PRIVATE = lazy(
    r"(?<![A-Za-z0-9_.~:/$)}>-])(?:file://)?(?:[A-Za-z]:)?(?P<root>/home/|/Users/|(?<=[A-Za-z]:)(?:\\{1,2}|/)Users(?:\\{1,2}|/))"
    r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})"
)
_NOBODIES = (
    "user username name you me someone shared public default app runner ubuntu vscode node docker root guest example "
    "foo bar alice bob xxx"
)
_NOBODY = frozenset(_NOBODIES.split())


def private_paths(text: str, path: str) -> list[Finding]:
    """Warnings for paths of somebody's home folder; `/home/user`, `$HOME` and `~` are nobody's."""
    next_step = "write the path relative to the project, or with $HOME"
    return _report(
        _private(text),
        text,
        path,
        lambda rule, found: warning(
            rule, None, f"{found['root'][:60]}{found['name']} is somebody's own folder", next_step
        ),
    )


def _private(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    if "/home/" in text or "Users" in text:
        yield from (("private-path", match) for match in _PRIVATE().finditer(text) if not _is_nobody(match["name"]))


def _is_nobody(name: str) -> bool:
    return name.casefold() in _NOBODY or "your" in name.casefold()


# --- Findings with their places --------------------------------------------------------------------------------------


def _report(
    hits: Iterable[tuple[str, re.Match[str]]],
    text: str,
    path: str,
    say: Callable[[str, re.Match[str]], Finding],
) -> list[Finding]:
    """A finding for each hit, at most `MOST` of a kind, the last of which says how many more there are."""
    by_kind: dict[str, list[re.Match[str]]] = {}
    for kind, match in hits:
        by_kind.setdefault(kind, []).append(match)
    findings: list[Finding] = []
    for kind, matches in by_kind.items():
        for number, match in enumerate(matches[:MOST], start=1):
            finding = say(kind, match)
            left = len(matches) - MOST if number == MOST else 0
            message = f"{finding.message} (and {left:,} more places like it)" if left > 0 else finding.message
            findings.append(replace(finding, message=message, place=_place(text, path, match.start())))
    return sorted(findings, key=lambda finding: finding.sort_key)


def _place(text: str, path: str, offset: int) -> Location:
    return Location(path, *line_and_column(text, offset))
