"""Of what a hand-written task holds, the one command and the one expectation that an executor would go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.model import Steps
from taskgen.read.infer import labels

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.read.infer.walk import Found, Taken

ANY_OUTPUT = "...\n"


def chosen(path: str, name: str, title: str, found: Found) -> tuple[Steps | None, str, list[Finding]]:
    """The steps, why there are none, and what was taken from where."""
    command = _command(found)
    if command is None:
        return None, "nothing says which command to run", found.findings
    found.note(command.place, f'command `{command.text.splitlines()[-1][:80]}` taken for "{command.label[:60]}"')
    for other in found.commands:
        if other is not command:
            found.note(other.place, f"not taken, the command of another step: `{other.text.splitlines()[-1][:80]}`")
    expected = _expected(found, command)
    text, language = _sketch(found, expected)
    steps = Steps(
        case=name,
        title=title,
        path=path,
        command=command.text,
        command_place=command.place,
        pastes=tuple(found.pastes),
        before=None,
        before_place=None,
        expected=text,
        expected_language=language,
        expected_place=expected.place if expected else None,
        asserts="",
        asserts_place=None,
        fixes=tuple(found.fixes),
    )
    return steps, "", found.findings


def _command(found: Found) -> Taken | None:
    """The last command that is to pass; where no label says so, the first that is not to fail, else the first."""
    if not found.commands:
        return None
    said = {id(command): _said_of(found, command) for command in found.commands}
    passing = [
        one for one in found.commands if labels.PASSES.search(said[id(one)]) and not labels.FAILS.search(one.label)
    ]
    if passing:
        return passing[-1]
    return next((one for one in found.commands if not labels.FAILS.search(said[id(one)])), found.commands[0])


def _said_of(found: Found, command: Taken) -> str:
    """A command's label, and the words that stand for its output."""
    expected = _expected(found, command)
    return f"{command.label} {expected.text if expected and expected.inline else ''}"


def _expected(found: Found, command: Taken) -> Taken | None:
    """What is expected of a command: the first that is said between it and the next one; else of the only command."""
    later = [other.place for other in found.commands if other.place > command.place]
    end = min(later, default=None)
    after = [one for one in found.expected if one.place > command.place and (end is None or one.place < end)]
    if after:
        return next((one for one in after if not one.inline), after[0])
    return found.expected[0] if found.expected and not found.commands[1:] else None


def _sketch(found: Found, expected: Taken | None) -> tuple[str | None, str]:
    """The expected output as a sketch; None where only words stand for it."""
    if expected is None:
        return None, ""
    if not expected.inline:
        found.note(expected.place, f'expected output taken for "{expected.label[:60]}"')
        return expected.text, "json" if expected.language == "json" else "text"
    if labels.PASSES.search(expected.text) and not labels.FAILS.search(expected.text):
        found.note(expected.place, f"expected: exit code 0, whatever it prints ({expected.text[:60]!r})")
        return ANY_OUTPUT, "text"
    found.note(expected.place, f"not taken, words and no output: {expected.text[:60]!r}")
    return None, ""
