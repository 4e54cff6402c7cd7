"""Rich text (.rtf)."""

from __future__ import annotations

import re

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.lines import BULLET

_MOST_BRACES = 50_000
_DEEPEST = 500
_PICTURE = re.compile(rb"[0-9a-fA-F\r\n]{400,}")
_BINARY = re.compile(rb"\\bin(\d{1,10})[ ]?")
_LISTED = re.compile(rb"\{\\(?:pntext|listtext)\b([^{}]*(?:\{[^{}]*\}[^{}]*){0,9})\}")
_NUMBER = re.compile(rb"(?:^|[\s}])((?:\d{1,2}|[a-zA-Z])[.)])\\tab")
_HIDDEN = re.compile(rb"\{\\v(?:\\[a-z]+-?\d*)* [^{}\\][^{}]{40,}\}")
_DELETED = re.compile(rb"\{(?:\\[a-z]+-?\d*\s?)*\\deleted\b[^{}]*\}")
_SHAPE = re.compile(rb"\{\\(?:shp(?![a-z])|\*\\do\b)")
_BOX = re.compile(rb"\{\\(?:shptxt|dptxbxtext)\b")
_ROW = re.compile(rb"\\(trowd|row)\b")
_PARAGRAPH = re.compile(rb"\\par\b")
_CELL = re.compile(rb"\\cell\b")
_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)
_LIST_SIGN = re.compile(r"^[ \t]*[•·\uf0b7\uf0a7§▪-][ \t]+", re.MULTILINE)


def read(source: Source) -> Document:
    """Read a rich text.

    Raises
    ------
    ReadingError
        ``too deep``, ``too big`` or ``corrupt``.
    """
    from striprtf.striprtf import rtf_to_text

    data = _without_pictures(source.data)
    _refuse_deep(data)
    data = _boxes_in_line(_DELETED.sub(b"", _escaped(data)))
    data, hidden = _HIDDEN.subn(b"", _cells_apart(data))
    data = _LISTED.sub(_list_sign, data)
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode("latin-1"), errors="replace"
        )
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        raise ReadingError("corrupt: the rich text cannot be read") from error
    lines = (" ".join(line.split()) for line in _LIST_SIGN.sub(BULLET, text).splitlines())
    cells = (line.strip(" |").replace("|", " | ") for line in lines)
    return Document(
        source.name,
        "\n".join(line for line in cells if line),
        (),
        "rtf",
        ("hidden text was left out",) if hidden else (),
    )


def _list_sign(found: re.Match[bytes]) -> bytes:
    """Return the sign of an item: its number, or a bullet."""
    number = _NUMBER.search(found.group(1))
    return b" " + number.group(1) + b" " if number else b"\\bullet  "


def _escaped(data: bytes) -> bytes:
    """Write letters beyond ASCII as escapes, of Unicode or of the code page."""
    if data.isascii():
        return data
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return re.sub(rb"[\x80-\xff]", lambda found: b"\\'%02x" % found.group()[0], data)
    return re.sub(r"[^\x00-\x7f]", lambda found: rf"\u{_signed(ord(found.group()))}?", text).encode(
        "ascii", "replace"
    )


def _signed(code: int) -> int:
    """Return a code as RTF writes it, in sixteen bits with a sign."""
    return code - 0x10000 if 0x7FFF < code < 0x10000 else code


def _cells_apart(data: bytes) -> bytes:
    """Put cells under each other that hold paragraphs, as the columns of a CV do."""
    pieces, done, begin = [], 0, None
    for sign in _ROW.finditer(data):
        if sign.group(1) == b"trowd":
            begin = sign.start()
        elif begin is not None:
            row = data[begin : sign.start()]
            if _PARAGRAPH.search(row):
                pieces += [data[done:begin], _CELL.sub(rb"\\par ", row)]
                done = sign.start()
            begin = None
    return b"".join(pieces) + data[done:]


def _boxes_in_line(data: bytes) -> bytes:
    """Put the text of text boxes, which stands inside drawings, into paragraphs of its own."""
    pieces, done = [], 0
    for shape in _SHAPE.finditer(data):
        if shape.start() < done:
            continue
        end = _end_of_group(data, shape.start())
        drawing = data[shape.start() : end]
        box = _BOX.search(drawing)
        text = drawing[box.end() : _end_of_group(drawing, box.start()) - 1] if box else b""
        pieces += [data[done : shape.start()], b"{\\par " + text + b"\\par}"]
        done = end
    return b"".join(pieces) + data[done:]


def _end_of_group(data: bytes, begin: int) -> int:
    """Return where the group ends that begins with a brace; the end of the data if it does not."""
    depth = 0
    for brace in _BRACE.finditer(data, begin):
        if brace.group() in b"{}":
            depth += 1 if brace.group() == b"{" else -1
            if not depth:
                return brace.end()
    return len(data)


def _without_pictures(data: bytes) -> bytes:
    """Take out what is no text: runs of hexadecimal digits, and binary pieces as they are told."""
    pieces, begin = [], 0
    for found in _BINARY.finditer(data):
        if found.start() < begin:
            continue
        pieces.append(data[begin : found.start()])
        begin = found.end() + int(found.group(1))
    pieces.append(data[begin:])
    return _PICTURE.sub(b"", b"".join(pieces))


def _refuse_deep(data: bytes) -> None:
    depth = 0
    braces = re.findall(rb"(?<!\\)[{}]", data)
    for brace in braces:
        depth += 1 if brace == b"{" else -1
        if depth > _DEEPEST:
            raise ReadingError(f"too deep: more than {_DEEPEST} groups inside each other")
    if len(braces) > _MOST_BRACES * 10:
        raise ReadingError(f"too big: more than {_MOST_BRACES * 10:,} braces")
    if depth > 0:
        raise ReadingError("corrupt: the rich text is cut off")
