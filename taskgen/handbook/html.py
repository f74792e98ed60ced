"""A book as one page of HTML that asks no host for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from taskgen import markers
from taskgen.handbook import forms
from taskgen.page.highlight import code
from taskgen.page.shell import page
from taskgen.render.environment import filled
from taskgen.text.markdown.html import outline, to_html

if TYPE_CHECKING:
    import jinja2

    from taskgen.handbook.write import Written

_PARTS = 2  # the level of the headings that the page's list of parts shows


def html(environment: jinja2.Environment, book: Written) -> str:
    """The page, sealed.

    Args:
        environment: made with `html=True` over the templates of the folders `handbook` and `page`.
        book: what it shows.

    Raises:
        TaskgenError: a template fails.
    """
    text = forms.plain(book)
    fields = {
        "comment": Markup(forms.comment(book)),  # noqa: S704 - nothing in it can end the comment
        "entries": [{"text": one.text, "anchor": one.anchor} for one in outline(text) if one.level == _PARTS],
        "text": Markup(to_html(text, anchors=True, code=code)),  # noqa: S704 - escaped where it was made
    }
    style = filled(environment, "handbook/page.css.j2", {})
    body = filled(environment, "handbook/page.html.j2", fields)
    return markers.sealed(page(environment, title=book.title, body=body, style=style))
