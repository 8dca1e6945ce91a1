"""Templates of pages, each of which holds its own style and script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from gradreel.scenes.sentences.catalogue import LANGUAGE, text

Filters = Mapping[str, Callable[..., object]]

_SHARED = Path(__file__).parent  # the folder of head.html and base.css
# Nothing runs but what is in the page (https://www.w3.org/TR/CSP3/).
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; {sources}; "
    "style-src {style}; script-src {script}"
)


def own_template(folder: Path, name: str, sources: str, filters: Filters) -> Template:
    """The template NAME.html in a folder, which holds NAME.css, after base.css, and NAME.js.

    It begins with head.html, whose `title` it sets, and escapes everything that comes from the
    user's files. `sources` says, as in a content security policy, from where it may load what.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    style = Markup("\n").join(map(_own, (_SHARED / "base.css", folder / f"{name}.css")))
    script = _own(folder / f"{name}.js")
    environment.globals |= {
        "style": style,
        "script": script,
        "policy": _POLICY.format(sources=sources, style=_hash(style), script=_hash(script)),
        "version": version("gradreel"),
        "say": text,
        "language": LANGUAGE,
    }
    return environment.get_template(f"{name}.html")


def _own(path: Path) -> Markup:
    return Markup(path.read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    """The hash of a text as a content security policy writes it."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
