"""Plain text and Markdown, in the encodings that Polish texts come in."""

from __future__ import annotations

import codecs
import re
from functools import partial

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source

# Polish texts of the last forty years that are not Unicode are in one of these
ENCODINGS = ["cp1250", "iso8859_2", "cp852", "mac_latin2", "cp1252"]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
# what programs name that were never told; every byte can be read as the first of them
_UNTOLD = frozenset({"iso8859-1", "cp1252", "ascii"})
_SAMPLE = 64_000
_STRAY = 0.01
_BROKEN_UTF8 = 0.05
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))
_MARKDOWN_RULE = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t:-]*)+$\n?", re.MULTILINE)
# lines "key: value", which may go on in lines that are set in or begin with a dash
_FRONT_MATTER = re.compile(r"\A---\n(?:[a-z][\w-]*:(?:[ \t].*)?\n(?:(?:[ \t]|- ).*\n)*)+---\n")
_MARKDOWN_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1")


def read(source: Source) -> Document:
    """Read plain text or Markdown.

    Raises
    ------
    ReadingError
        ``binary``: the bytes are no text; ``too big``: too many characters.
    """
    text, warnings = decode(source.data)
    if len(text) > source.limits.characters:
        raise ReadingError(f"too big: more than {source.limits.characters:,} characters of text")
    if source.kind == "markdown":
        text = plain(text)
    return Document(source.name, text, (), source.kind, warnings)


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Turn bytes into text.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        Encoding that the document names itself; used where the bytes agree with it.

    Returns
    -------
    tuple of str and tuple of str
        The text and the warnings.

    Raises
    ------
    ReadingError
        ``binary``: the bytes are no text.

    Examples
    --------
    >>> decode("Łódź, usługi".encode("cp1250"))
    ('Łódź, usługi', ())
    """
    text = data.decode(encoding_of(data, declared), "replace").removeprefix("\ufeff")
    if len(_CONTROLS.findall(text)) > max(_STRAY * len(text), 2):
        raise ReadingError("binary: the file holds no text")
    lost = text.count("\ufffd")
    warnings = (f"{lost} characters could not be decoded",) if lost else ()
    return text.encode("utf-8", "replace").decode(), warnings


def encoding_of(data: bytes, declared: str = "") -> str:
    """Return the encoding of bytes that are text.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        Encoding that the document names itself.

    Returns
    -------
    str
        Name of a codec of Python.

    Raises
    ------
    ReadingError
        ``binary``: the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    wide = _wide_encoding(data)
    if wide:
        return wide
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > max(_STRAY * len(data), 2):
        raise ReadingError("binary: the file holds no text")
    for encoding in ("utf-8", declared):
        if _agrees(data, encoding):
            return encoding
    mended = data.decode("utf-8", "replace")
    letters = sum(character > "\x7f" for character in mended)
    return "utf-8" if mended.count("\ufffd") < _BROKEN_UTF8 * letters else _guess(data)


def _agrees(data: bytes, encoding: str) -> bool:
    """Tell whether bytes can be text in an encoding."""
    try:
        if not encoding or codecs.lookup(encoding).name in _UNTOLD:
            return False
        return isinstance(data.decode(encoding), str)
    except (LookupError, ValueError):
        return False


def plain(text: str) -> str:
    r"""Take the signs of Markdown off a text; lists stay lists, rows of tables stay lines.

    Examples
    --------
    >>> plain("## Zadania\n* **nadzór** nad [serwisem](https://example.org)")
    'Zadania\n• nadzór nad serwisem'
    """
    text = _FRONT_MATTER.sub("", text)
    text = re.sub(r"</?[a-zA-Z][^<>\n]{0,200}>", "", _without_comments(text))
    text = re.sub(r"^[ \t]*#{1,6}[ \t]+(.*)$", _heading, text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*```.*$", "", text, flags=re.MULTILINE)
    text = _MARKDOWN_RULE.sub("", text)
    text = re.sub(r"^[ \t]*\|(.*)$", _row, text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", "• ", text, flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)", r"\1", text)
    text = _MARKDOWN_BOLD.sub(r"\2", text)
    text = re.sub(r"`([^`\n]+)`", r"\1", text)
    return re.sub(r"(?<!\w)([*_])(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?!\w)", r"\2", text)


def _without_comments(text: str) -> str:
    head, *others = text.split("<!--")
    return head + "".join(
        other.partition("-->")[2] if "-->" in other else other for other in others
    )


def _heading(found: re.Match[str]) -> str:
    return found.group(1).rstrip(" \t#")


def _row(found: re.Match[str]) -> str:
    return found.group(1).rstrip().removesuffix("|")


def _wide_encoding(data: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without their mark: most bytes of Polish letters are 0 or 1."""
    sample = data[: min(_SAMPLE, len(data) - len(data) % 4)]
    if len(sample) < 4:
        return None
    for unused, encoding in (((2, 3), "utf-32-le"), ((0, 1), "utf-32-be")):
        if all(sample[start::4].count(0) == len(sample) // 4 for start in unused):
            return encoding
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[start::2], sample[1 - start :: 2]
        if sum(byte < 2 for byte in high) > 0.9 * len(high) and low.count(0) < 0.02 * len(low) + 1:
            return encoding
    return None


def _guess(data: bytes) -> str:
    """Return the encoding of bytes that are not UTF-8."""
    from charset_normalizer import from_bytes

    sample = bytearray()
    for line in data[: 40 * _SAMPLE].splitlines():
        if not line.isascii():
            sample += line[:_SAMPLE] + b"\n"
        if len(sample) > _SAMPLE:
            break
    plausible = from_bytes(
        bytes(sample), cp_isolation=ENCODINGS, threshold=0.5, preemptive_behaviour=False
    )
    return max(
        (match.encoding for match in plausible), key=partial(_polish, sample), default="cp1250"
    )


def _polish(sample: bytearray, encoding: str) -> int:
    """Count the letters of Polish in bytes: what decides between encodings of a short text."""
    text = sample.decode(encoding, "replace")
    return sum(map(text.count, _POLISH))
