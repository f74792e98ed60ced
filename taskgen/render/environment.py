"""Jinja, set up for tasks: where templates come from, and the filters that keep values apart from layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from taskgen.diagnostics import Location, RefusedError, UsageError, error
from taskgen.render.blocks import Blocks
from taskgen.text.markdown.prose import code, link, prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jinja2

    from taskgen.render.blocks import Rendered

BUILTIN = "builtin/"
_BLOCKS = "_blocks"
_OURS_ALONE = "_ours_alone"
_BLOCK_LINE = re.compile(r"^\{% (?:block [a-z_]+|endblock) %\}\n", re.MULTILINE)
_INCLUDE = re.compile(r'^\{% include "(partials/[a-z]+\.md\.j2)" %\}\n', re.MULTILINE)


def make(templates: Mapping[str, tuple[str, str]], *, html: bool = False) -> jinja2.Environment:
    """An environment over templates in memory.

    Args:
        templates: name to (text, path as shown in messages). A built-in one stands under `builtin/NAME` and, unless
            the user has one of the same name, under NAME.
        html: whether the templates make HTML, so that every value is escaped; else they make Markdown.
    """
    import jinja2  # noqa: PLC0415 - 30 ms that only rendering pays
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    ours_alone = all(name.startswith(BUILTIN) for name in templates)

    def load(name: str) -> tuple[str, str, Any] | None:
        found = templates.get(name) or templates.get(BUILTIN + name)
        if found is None:
            return None
        text = _inlined(found[0], templates)
        # Where nobody can put another in its place, a block costs its time for nothing.
        return (_BLOCK_LINE.sub("", text) if ours_alone else text), found[1], lambda: True

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=html,  # where it is off this is Markdown: `prose`, `code` and `fenced` are its escapes
        cache_size=-1,
        optimized=False,  # our templates have no constants to work out: looking for them takes longer than it saves
    )
    environment.globals[_OURS_ALONE] = ours_alone
    if not html:
        environment.filters.update(prose=prose, code=code, link=link, fenced=jinja2.pass_context(_fenced))
    return environment


def _inlined(text: str, templates: Mapping[str, tuple[str, str]]) -> str:
    """A template with the built-in parts that it includes put in: an `include` costs more than what it includes."""

    def part(match: re.Match[str]) -> str:
        name = match[1]
        own = templates.get(BUILTIN + name)
        return own[0] if own and name not in templates else match[0]

    return _INCLUDE.sub(part, text)


def is_ours_alone(environment: jinja2.Environment) -> bool:
    """Whether no template of the user has a part in what is rendered."""
    return bool(environment.globals[_OURS_ALONE])


def _fenced(context: Mapping[str, Any], text: object, info: str = "", **attributes: object) -> str:
    """The filter `fenced`, over the blocks of the rendering under way."""
    blocks: Blocks = context[_BLOCKS]
    return blocks.fenced(text, info, **attributes)


def render(environment: jinja2.Environment, name: str, context: Mapping[str, Any]) -> Rendered:
    """One template over one context of plain values.

    Raises:
        RefusedError: the template fails, with its place.
        UsageError: the template is missing or can't be parsed.
    """
    blocks = Blocks()
    return blocks.restore(filled(environment, name, {**context, _BLOCKS: blocks}))


def filled(environment: jinja2.Environment, name: str, context: Mapping[str, Any]) -> str:
    """What a template gives, as it is.

    Raises:
        RefusedError: the template fails, with its place.
        UsageError: the template is missing or can't be parsed.
    """
    import jinja2  # noqa: PLC0415 - loaded by `make` already

    try:
        template = environment.get_template(name)
        if not isinstance(template.globals, dict):  # a chain of mappings; each rendering copies it, one key at a time
            template.globals = dict(template.globals)
        return template.render(context)
    except jinja2.TemplateNotFound as missing:
        raise UsageError(
            error(
                "no-template",
                Location(name),
                f"there is no template {missing.name!r}",
                "check the name after `extends`",
            )
        ) from None
    except jinja2.TemplateSyntaxError as wrong:
        place = Location(wrong.filename or wrong.name or name, wrong.lineno)
        raise UsageError(error("template-syntax", place, str(wrong.message), "mend the template")) from None
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as wrong:
        raise RefusedError(_failed(wrong, name)) from None


def _failed(wrong: Exception, name: str) -> Any:  # noqa: ANN401 - a Finding
    """A finding at the template's line: Jinja's compiled code keeps the lines of its source."""
    place = Location(name)
    trace = wrong.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = Location(file, trace.tb_lineno)
        trace = trace.tb_next
    return error("template-error", place, str(wrong), "give the variable a name that the task has, or a default")
