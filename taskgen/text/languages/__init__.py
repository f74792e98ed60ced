"""One file a language: how values are written in it, and where a name stands in its code."""

from __future__ import annotations

from taskgen.text.languages import (
    javascript,
    json_data,
    plain_text,
    python,
    shell,
    toml_data,
    typescript,
    yaml_data,
)
from taskgen.text.languages.base import Language, LiteralError, Verdict, whole_token

__all__ = ["LANGUAGES", "Language", "LiteralError", "Verdict", "whole_token"]

LANGUAGES: dict[str, Language] = {
    "python": python,
    "shell": shell,
    "json": json_data,
    "yaml": yaml_data,
    "toml": toml_data,
    "javascript": javascript,
    "typescript": typescript,
    "text": plain_text,
}
