"""The shell of a page: one file that asks no host for anything and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from taskgen.hygiene import visible
from taskgen.render.environment import filled

if TYPE_CHECKING:
    import jinja2

    from taskgen.decode import Json

_STRETCH = re.compile(r"[^\n\t]+")
TEMPLATES = "page"  # the folder of templates that every page needs


def page(
    environment: jinja2.Environment, *, title: str, body: str, style: str = "", script: str = "", connects: bool = False
) -> str:
    """A whole page.

    Args:
        environment: made with `html=True` over templates among which are those of the folder `page`.
        title: text.
        body: HTML, made from templates of that environment or by `taskgen.text.markdown.html`.
        style: CSS of this page, besides what all pages share.
        script: JavaScript of this page; it runs below what all pages share.
        connects: whether the script talks to the server that the page came from.

    Raises:
        TaskgenError: a template fails.
    """
    whole = filled(environment, "page/page.js.j2", {}) + script
    return filled(
        environment,
        "page/page.html.j2",
        {
            "title": spelled(title),
            "policy": policy(whole, connects=connects),
            "style": Markup(style),  # noqa: S704 - ours, as are the next two
            "body": Markup(spelled(body)),  # noqa: S704 - escaped where it was made
            "script": Markup(whole),  # noqa: S704 - ours
        },
    )


def policy(script: str, *, connects: bool = False) -> str:
    """What a page may do: styles of its own, this one script, talk to its own server where it has one."""
    connect = "connect-src 'self'; " if connects else ""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        f"{connect}base-uri 'none'; form-action 'none'"
    )


def spelled(text: str) -> str:
    """Text or HTML in which what nobody sees (bidi controls, characters without width, escapes) is spelled out."""
    return _STRETCH.sub(lambda stretch: visible(stretch[0]), text)


def embedded(data: Json) -> Markup:
    """Data for a script, as the content of a `script` element of type application/json."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it can end the element or begin a comment; lone surrogates have no UTF-8.
    safe = text.replace("<", "\\u003c").encode("utf-8", "backslashreplace").decode()
    return Markup(safe)  # noqa: S704 - escaped just now
