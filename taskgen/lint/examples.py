"""What the examples of rules are made of: a task that no rule finds anything in, and its parts."""

from __future__ import annotations

from typing import Final

TASK: Final = "# Counting\n\n## Task 1: Count words\n\n"
CASE: Final = "Make `words_001` pass:\n\n"
COMMAND: Final = "```sh\npytest tests/test_words.py -k words_001\n```\n\n"
EXPECTATION: Final = "Expected: it prints `4` for the text `the  quick brown fox`.\n\n"
CODE: Final = "```python\ndef count_words(text):\n    return len(text.split())\n```\n"
GOOD: Final = TASK + CASE + COMMAND + EXPECTATION + CODE
