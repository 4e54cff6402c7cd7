"""OpenDocument texts (.odt): paragraphs, lists, tables, text boxes, headers and notes."""

from __future__ import annotations

from lxml import etree

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.lines import Lines
from slmo_match.reading.package import Package
from slmo_match.reading.xml import attribute, local, parse_xml

_SILENT = frozenset(
    "tracked-changes annotation annotation-end forms sequence-decls scripts font-face-decls "  # noqa: SIM905
    "automatic-styles object object-ole event-listeners desc note-citation list-header".split()
)
_WITH_TEXT = frozenset(
    "p h span a meta-field ruby-base bookmark-ref placeholder date time author-name title "  # noqa: SIM905
    "user-defined text-input conditional-text".split()
)
_HIDDEN_WORTH_SAYING = 40


def read(source: Source) -> Document:
    """Read an OpenDocument text.

    Raises
    ------
    ReadingError
        ``corrupt``, ``encrypted``, ``refused``, ``too big`` or ``too deep``.
    """
    writer = _Writer()
    if source.data.startswith(b"PK"):
        _write_package(source, writer)
    else:
        flat = parse_xml(source.data, source.name)
        writer.write_headers(flat)
        writer.write_content(flat)
    warnings = ("hidden text was left out",) if writer.hidden > _HIDDEN_WORTH_SAYING else ()
    return Document(source.name, writer.lines.text(), (), "odt", warnings)


def _write_package(source: Source, writer: _Writer) -> None:
    with Package(source.data, source.limits) as package:
        package.weigh()
        _refuse_encrypted(package)
        if "content.xml" not in package.names:
            raise ReadingError("corrupt: an OpenDocument text without its text")
        if "styles.xml" in package.names:
            writer.write_headers(parse_xml(package.read("styles.xml"), "styles.xml"))
        writer.write_content(parse_xml(package.read("content.xml"), "content.xml"))


def _refuse_encrypted(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if "encrypted-package" in package.names or (
        manifest in package.names and b"encryption-data" in package.read(manifest)
    ):
        raise ReadingError("encrypted: the document asks for a password")


class _Writer:
    """Writes the parts of a document into lines."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.hidden = 0  # characters that are not shown
        self._hidden_styles: frozenset[str] = frozenset()

    def write_headers(self, styles: etree._Element) -> None:
        """Write the headers of the pages, each text once."""
        told: set[str] = set()
        for header in styles.iter("{*}header", "{*}header-first"):
            text = " ".join(map(str, header.itertext()))
            if text not in told:
                told.add(text)
                self._write(header)

    def write_content(self, content: etree._Element) -> None:
        """Write the body."""
        self._hidden_styles = _hidden_styles(content)
        body = content.find(".//{*}body")
        if body is not None:
            self._write(body)

    def _write(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._close(name, element)
                parent = element.getparent()
                if element is not root and parent is not None and local(parent) in _WITH_TEXT:
                    self.lines.write(element.tail or "")
            elif name in _SILENT or self._is_hidden(name, element):
                walk.skip_subtree()
            else:
                self._open(name, element)

    def _open(self, name: str, element: etree._Element) -> None:
        lines = self.lines
        if name in ("p", "h") and not _only_in_cell(element) and not _first_of_item(element):
            lines.end()
        elif name == "list-item":
            lines.item()
        elif name == "table-cell":
            lines.cell()
        elif name in ("table-row", "text-box", "line-break", "note-body"):
            lines.end()
        elif name in ("s", "tab"):
            lines.write(" ")
        if name in _WITH_TEXT:
            lines.write(element.text or "")

    def _close(self, name: str, element: etree._Element) -> None:
        if name in ("table-row", "text-box", "list-item", "note-body") or (
            name in ("p", "h") and not _only_in_cell(element)
        ):
            self.lines.end()

    def _is_hidden(self, name: str, element: etree._Element) -> bool:
        """Tell text that is not shown: by its style, or in a hidden section or field."""
        hidden = (
            attribute(element, "style-name") in self._hidden_styles
            if name in ("p", "h", "span")
            else name in ("hidden-text", "hidden-paragraph")
            or (name == "section" and attribute(element, "display") == "none")
        )
        if hidden:
            self.hidden += sum(len(str(text)) for text in element.itertext())
        return hidden


def _hidden_styles(content: etree._Element) -> frozenset[str]:
    """Return the styles of the document whose text is not shown, or white on white."""
    hidden = set()
    for style in content.iterfind(".//{*}automatic-styles/{*}style"):
        for properties in style.iterfind("{*}text-properties"):
            white = attribute(properties, "color").lower() == "#ffffff"
            ground = any(attribute(p, "background-color") not in ("", "transparent") for p in style)
            if attribute(properties, "display") == "none" or (white and not ground):
                hidden.add(attribute(style, "name"))
    return frozenset(hidden)


def _only_in_cell(element: etree._Element) -> bool:
    """Tell the only paragraph of a cell: it goes on in the line of its row."""
    cell = element.getparent()
    return cell is not None and local(cell) == "table-cell" and len(cell) == 1


def _first_of_item(element: etree._Element) -> bool:
    item = element.getparent()
    return item is not None and local(item) == "list-item" and item[0] is element
