"""XML parts of Office files, parsed so that they reach nothing outside themselves."""

from __future__ import annotations

from lxml import etree

from slmo_match.errors import ReadingError

_MOST_TAGS = 3_000_000  # counted by their brackets: an element has two or four


def parse_xml(data: bytes, part: str) -> etree._Element:
    """Parse a part of a document.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, for messages.

    Raises
    ------
    ReadingError
        ``refused``: it defines a document type; ``corrupt``; ``too big``; ``too deep``.
    """
    if data.count(b"<") > _MOST_TAGS:
        raise ReadingError(f"too big: part {part!r} has more than {_MOST_TAGS:,} tags")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    if b"<!DOCTYPE" in data[:4096] or b"<!\0D\0O\0C" in data[:4096] or b"\0<\0!\0D" in data[:4096]:
        raise ReadingError(f"refused: part {part!r} defines a document type")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = str(error)
        if "depth" in message.lower():
            raise ReadingError(f"too deep: part {part!r}") from error
        if "huge" in message.lower():
            raise ReadingError(f"too big: part {part!r}") from error
        raise ReadingError(f"corrupt: part {part!r} is no XML") from error
    if str(root.getroottree().docinfo.doctype):  # type: ignore[union-attr]
        raise ReadingError(f"refused: part {part!r} defines a document type")
    return root


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace.

    Examples
    --------
    >>> local(parse_xml(b'<w:p xmlns:w="urn:w"/>', "document.xml"))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without a namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
