"""Word documents (.docx): paragraphs, lists, tables, text boxes, headers and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.lines import Lines
from slmo_match.reading.package import Package
from slmo_match.reading.xml import attribute, local, parse_xml

_MAIN = re.compile(rb"""Type="[^"]*/officeDocument"[^>]*?Target="/?([^"]+)"|"""
                   rb"""Target="/?([^"]+)"[^>]*?Type="[^"]*/officeDocument\"""")  # fmt: skip
_HEADER = re.compile(r"word/header\d*\.xml")
_NOTES = re.compile(r"word/(?:footnotes|endnotes)\.xml")
# deleted and moved text, instructions of fields, and the second telling of a text box
_SILENT = frozenset(
    [
        "del",
        "moveFrom",
        "instrText",
        "Fallback",
        "delText",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "pPr",
    ]
)
_SYMBOL_BULLETS = {"F0B7": "•", "F0A7": "•", "F0FC": "✓", "F0D8": "•"}
_HIDDEN_WORTH_SAYING = 40


def read(source: Source) -> Document:
    """Read a Word document.

    Raises
    ------
    ReadingError
        ``corrupt``, ``encrypted``, ``refused``, ``too big`` or ``too deep``.
    """
    writer = _read_package(source) if source.data.startswith(b"PK") else _read_flat(source)
    warnings = ("hidden text was left out",) if writer.hidden > _HIDDEN_WORTH_SAYING else ()
    return Document(source.name, writer.lines.text(), (), "docx", warnings)


def _read_package(source: Source) -> _Writer:
    with Package(source.data, source.limits) as package:
        package.weigh()
        main = _main(package)
        writer = _Writer(_list_styles(package))
        for name in _parts(package, main):
            writer.write_part(parse_xml(package.read(name), name))
    return writer


def _read_flat(source: Source) -> _Writer:
    """Read a document in one XML file, as Word 2003 and later write it on demand."""
    writer = _Writer(frozenset())
    for body in parse_xml(source.data, source.name).iter("{*}body"):
        writer.write_part(body)
    return writer


def _main(package: Package) -> str:
    """Return the part that holds the text, by the relations of the package or by its usual name."""
    relations = "_rels/.rels"
    found = _MAIN.search(package.read(relations)) if relations in package.names else None
    named = (found.group(1) or found.group(2)).decode("utf-8", "replace") if found else ""
    for name in (named, "word/document.xml"):
        if name in package.names:
            return name
    raise ReadingError("corrupt: a Word document without its text")


def _parts(package: Package, main: str) -> Iterator[str]:
    """Name the parts with text in the order in which they are read."""
    yield from sorted(name for name in package.names if _HEADER.fullmatch(name))
    yield main
    yield from sorted(name for name in package.names if _NOTES.fullmatch(name))


def _list_styles(package: Package) -> frozenset[str]:
    """Return the styles that make a paragraph an item of a list."""
    if "word/styles.xml" not in package.names:
        return frozenset()
    root = parse_xml(package.read("word/styles.xml"), "word/styles.xml")
    styles = (element for element in root if local(element) == "style")
    return frozenset(
        attribute(style, "styleId")
        for style in styles
        if not attribute(style, "styleId").lower().startswith(("heading", "nagwek"))
        and any(_is_numbered(child) for child in style if local(child) == "pPr")
    )


def _is_numbered(properties: etree._Element) -> bool:
    """Tell whether the properties of a paragraph put it into a list."""
    for child in properties:
        if local(child) == "numPr":
            number = next((attribute(n, "val") for n in child if local(n) == "numId"), "")
            return number != "0"
    return False


class _Writer:
    """Writes the parts of a document into lines."""

    def __init__(self, list_styles: frozenset[str]) -> None:
        self.lines = Lines()
        self.hidden = 0  # characters that Word does not show
        self._list_styles = list_styles
        self._told: set[str] = set()

    def write_part(self, root: etree._Element) -> None:
        """Write a part; headers that are the same on each page only once."""
        if local(root) == "hdr":
            text = "".join(root.itertext())  # type: ignore[arg-type]
            if text in self._told:
                return
            self._told.add(text)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._close(name, element)
            elif (
                name in _SILENT
                or (name == "r" and self._is_hidden(element))
                or (name == "sdt" and _is_unfilled(element))
            ):
                walk.skip_subtree()
            else:
                self._open(name, element)

    def _open(self, name: str, element: etree._Element) -> None:
        lines = self.lines
        if name == "t":
            lines.write(element.text or "")
        elif name == "p":
            self._open_paragraph(element)
        elif name == "tc":
            lines.cell()
        elif name in ("tr", "txbxContent", "footnote", "endnote", "br", "cr"):
            lines.end()
        elif name in ("tab", "ptab"):
            lines.write(" ")
        elif name == "noBreakHyphen":
            lines.write("-")
        elif name == "sym":
            lines.write(_SYMBOL_BULLETS.get(attribute(element, "char").upper(), " "))

    def _open_paragraph(self, element: etree._Element) -> None:
        properties = next((child for child in element if local(child) == "pPr"), None)
        in_cell = _only_in_cell(element)
        if not in_cell:
            self.lines.end()
        if properties is None or in_cell:
            return
        style = next((attribute(c, "val") for c in properties if local(c) == "pStyle"), "")
        if _is_numbered(properties) or style in self._list_styles:
            self.lines.item()

    def _close(self, name: str, element: etree._Element) -> None:
        if name in ("tr", "txbxContent") or (name == "p" and not _only_in_cell(element)):
            self.lines.end()

    def _is_hidden(self, run: etree._Element) -> bool:
        """Tell text that Word does not show, or shows white on white."""
        properties = next((child for child in run if local(child) == "rPr"), None)
        if properties is None:
            return False
        names = {local(child): attribute(child, "val") for child in properties}
        off = ("0", "false", "off")
        white = names.get("color", "").upper() == "FFFFFF" and not self._is_shaded(run)
        hidden = ("vanish" in names and names["vanish"] not in off) or white
        if hidden:
            self.hidden += sum(len(t.text or "") for t in run if local(t) == "t")
        return hidden

    def _is_shaded(self, run: etree._Element) -> bool:
        """Tell whether something behind a run has a colour."""
        for above in (run, *run.iterancestors()):
            if local(above) in ("txbxContent", "wsp"):
                return True
            for properties in above:
                if local(properties) in ("rPr", "pPr", "tcPr", "tblPr") and any(
                    local(child) in ("shd", "highlight") for child in properties
                ):
                    return True
                if local(properties) not in ("rPr", "pPr", "tcPr", "tblPr", "tblGrid", "trPr"):
                    break
        return False


def _is_unfilled(control: etree._Element) -> bool:
    """Tell a content control that still shows the invitation to type something."""
    return control.find("{*}sdtPr/{*}showingPlcHdr") is not None


def _only_in_cell(paragraph: etree._Element) -> bool:
    """Tell the only paragraph of a cell: it goes on in the line of its row."""
    cell = paragraph.getparent()
    if cell is None or local(cell) != "tc" or paragraph.getnext() is not None:
        return False
    before = paragraph.getprevious()
    return before is None or local(before) == "tcPr"
