"""Foreign text made harmless before anything shows it."""

from __future__ import annotations

import unicodedata

_SHOWN_AS = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Cf": "", "Mn": ""}


def printable(text: str) -> str:
    r"""Return text that cannot steer a terminal or turn the order of what is shown around.

    Blanks of every width become spaces; marks that are not seen, such as those for writing from
    right to left, go; other characters that cannot be shown become U+FFFD.

    Examples
    --------
    >>> printable("umowa\u00a0SLA\u202e \x1b[31m")
    'umowa SLA �[31m'
    """
    return "".join(
        character
        if character.isprintable() or character in "\n\t"
        else _SHOWN_AS.get(unicodedata.category(character), "\N{REPLACEMENT CHARACTER}")
        for character in text
    )
