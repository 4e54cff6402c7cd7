"""The templates of everything that is shown in a browser: the report and the local page."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the templates, in which every value is escaped.

    ``_document.html`` lays out one document. It is included with these in its context: `say`
    (Messages), `doc` (DocumentView) and `at`, a prefix that makes its ids the page's own. It holds
    no inline style and no script, so that a strict content security policy lets it be.
    """
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def stylesheet() -> str:
    """Return the style of all pages: both colour schemes, small and wide screens, and print."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


def policy(style: str, script: str = "") -> str:
    """Return the content security policy of a page in one file: its own style and script alone."""
    sources = f"style-src '{_hash(style)}'; " + (
        f"script-src '{_hash(script)}'; " if script else ""
    )
    return f"default-src 'none'; {sources}base-uri 'none'; form-action 'none'"


def _hash(source: str) -> str:
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"
