"""Bring the catalogues up to date with the code and compile them: ``make messages``.

New sentences are added without a translation and named; give them one in the ``.po`` file and
run it again. The compiled catalogues (``.mo``) belong into the repository.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from slmo_match.cli import cli
from slmo_match.report.messages import DOMAIN, LOCALE

SOURCE = LOCALE.parents[1]
_METHODS = [("training/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
_KEYWORDS = {"say": None, "_say": None, "N_": None, "Refused": (2,)}


def sentences() -> list[str]:
    """Return the English sentences that the code, the templates and the help texts hold."""
    found = extract_from_dir(SOURCE, _METHODS, keywords=_KEYWORDS)
    said = (message for _, _, message, _, _ in found if isinstance(message, str))
    return list(dict.fromkeys([*said, *_help(cli)]))


def _help(command: click.Command) -> Iterator[str]:
    """Return the paragraphs of help of a command, its options and the commands in it."""
    for part in (command.help or "").split("\n\n"):
        yield " ".join(part.split())
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            yield option.help
    for inner in getattr(command, "commands", {}).values():
        yield from _help(inner)


def read(path: Path) -> Catalog:
    """Read a catalogue."""
    with open(path, "rb") as file:
        return read_po(file, locale=path.parts[-3], domain=DOMAIN)


def compiled(catalog: Catalog) -> bytes:
    """Return the compiled form of a catalogue."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def update(path: Path) -> list[str]:
    """Add what is new to a catalogue, compile it, and return what is not translated."""
    catalog = read(path)
    for sentence in sentences():
        if sentence not in catalog:
            catalog.add(sentence)
    with open(path, "wb") as file:
        write_po(file, catalog, width=100, no_location=True)
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    return [str(message.id) for message in catalog if message.id and not message.string]


if __name__ == "__main__":
    untranslated = 0
    for catalogue_file in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        for sentence in update(catalogue_file):
            print(f"{catalogue_file}: no translation: {sentence}", file=sys.stderr)
            untranslated += 1
    sys.exit(untranslated > 0)
