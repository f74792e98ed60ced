"""A bench that plays a script, for the pure part of a proof; and tasks to prove on it."""

from taskgen.model import Outcome, Paste, Steps

OURS, OTHER = "taskgen run simple", "python check.py"


def steps(case="simple", *, command=OURS, text="x = 1\n", path="app.sh", **more):
    given = {
        "case": case,
        "title": case,
        "path": f"{case}.md",
        "command": command,
        "command_place": None,
        "pastes": (Paste(path=path, text=text, place=None),) if text else (),
        "before": None,
        "before_place": None,
        "expected": "{...}",
        "expected_language": "json",
        "expected_place": None,
        "asserts": "",
        "asserts_place": None,
        "fixes": (),
    }
    return Steps(**{**given, **more})


def failed(code=1, line="FAIL simple: no", **more):
    return Outcome(exit_code=code, stderr=f"{line}\n".encode(), **more)


PASSED = Outcome(exit_code=0, stdout=b'{"content": "x"}')


class ScriptedBench:
    """Every room tells what was done in it and gives the outcomes of `ends`, a function of files and command."""

    def __init__(self, ends, checked=None):
        self.ends, self.checked, self.rooms = ends, checked, []

    def fresh(self):
        room = ScriptedRoom(self)
        self.rooms.append(room)
        return room


class ScriptedRoom:
    def __init__(self, bench):
        self.bench, self.files, self.done, self.open = bench, {}, [], True

    def paste(self, path, text):
        self.done.append(f"paste {path}")
        self.files[path] = text
        return ""

    def run(self, command, *, delay=None, seconds=None, case=""):  # noqa: ARG002 - as a room
        assert self.open
        more = {"delay": delay, "seconds": seconds}
        self.done.append(" ".join(["run", *(f"{name}={value}" for name, value in more.items() if value is not None)]))
        return self.bench.ends(self.files, command)

    def check(self, asserts, **answer):
        self.done.append("check")
        return self.bench.checked(asserts, answer)

    def close(self):
        self.open = False
