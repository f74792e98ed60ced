"""The languages that code may be in: what they are called, how their syntax is checked, which take placeholders."""

from __future__ import annotations

from taskgen.text.languages import json_data, python, shell, syntax
from taskgen.text.languages.base import Language

LANGUAGES: dict[str, Language] = {
    "python": Language(label="Python", fence="python", syntax_error=python.syntax_error, values=python),
    "shell": Language(label="shell", fence="sh", syntax_error=shell.syntax_error, values=shell),
    "json": Language(label="JSON", fence="json", syntax_error=json_data.syntax_error, values=json_data),
    "yaml": Language(label="YAML", fence="yaml", syntax_error=syntax.yaml_error),
    "toml": Language(label="TOML", fence="toml", syntax_error=syntax.toml_error),
    "javascript": Language(label="JavaScript", fence="javascript"),
    "typescript": Language(label="TypeScript", fence="typescript"),
    "text": Language(label="plain text", fence="text"),
}
