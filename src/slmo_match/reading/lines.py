"""Lines of a document as its parts come: paragraphs, list items, rows of tables."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t\r\n\x0b\x0c\xa0]+")
_BULLET = re.compile(r"^[•●○▪▫■□►▶▸➢➤➔→✓✔✅☑·‣⁃◦❖♦\uf0b7\uf0a7\uf0fc\uf0d8*–—-][ \t]+")
_NUMBER = re.compile(r"^(?:\d{1,3}|[a-zA-Z])[.)][ \t]")
BULLET = "• "
CELLS = " | "


class Lines:
    """Collects the text of a document line by line.

    Examples
    --------
    >>> lines = Lines()
    >>> lines.item()
    >>> lines.write("nadzór nad   serwisem")
    >>> lines.end()
    >>> lines.text()
    '• nadzór nad serwisem'
    """

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._before = ""  # sign that opens the line, once it has words

    def write(self, text: str, *, keep_breaks: bool = False) -> None:
        """Add text to the line; white space in it counts as one space."""
        if not text:
            return
        if not keep_breaks:
            self._line.append(text)
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for other in others:
            self.end()
            self._line.append(other)

    def item(self) -> None:
        """Begin an item of a list."""
        self.end()
        self._before = BULLET

    def cell(self) -> None:
        """Begin a cell: its words go on in the line of the row."""
        if self._has_words():
            self._line.append(CELLS)

    def end(self) -> None:
        """End the line; without words it leaves nothing."""
        line = _SPACE.sub(" ", "".join(self._line)).strip(" |")
        self._line.clear()
        if not line:
            return
        if self._before and not _NUMBER.match(line):
            line = self._before + _BULLET.sub("", line)
        self._before = ""
        self._done.append(line)

    def text(self) -> str:
        """Return the lines so far."""
        self.end()
        return "\n".join(self._done)

    def _has_words(self) -> bool:
        return any(part.strip(" |\t\r\n\xa0") for part in self._line)
