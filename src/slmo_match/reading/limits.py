"""What may be spent on one document."""

from __future__ import annotations

from dataclasses import dataclass, fields

from slmo_match.errors import UsageError

_LONGEST = 1_000_000  # seconds; the clocks of systems end at about twice as many


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading one document; a file beyond one of them is given up with a reason.

    Attributes
    ----------
    size : int
        Bytes of the file.
    unpacked : int
        Bytes that an archive, a Word or an OpenDocument file may hold when unpacked; of an
        archive with a row for each of its documents four times its own size where that is more.
    ratio : int
        How many times larger than packed a part of more than a megabyte may be.
    members : int
        Files inside an archive or a mail.
    nesting : int
        How deep documents may lie inside documents (a PDF in a mail in an archive: 2).
    pages : int
        Pages that are read; the rest is left out with a warning.
    characters : int
        Characters of text.
    seconds : float
        Time for one document, or for one page when a scan is recognised.
    memory : int
        Bytes that the reading process may use (where the system can enforce it).

    Raises
    ------
    UsageError
        If a bound is not positive, or the time is longer than a million seconds.

    Examples
    --------
    >>> Limits(pages=50).pages
    50
    """

    size: int = 50_000_000
    unpacked: int = 200_000_000
    ratio: int = 250
    members: int = 10_000
    nesting: int = 4
    pages: int = 300
    characters: int = 3_000_000
    seconds: float = 20.0
    memory: int = 1_500_000_000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise UsageError(f"limit {field.name!r} must be above 0, found {value!r}")
        if self.seconds > _LONGEST:
            raise UsageError(f"limit 'seconds' must be at most {_LONGEST}, found {self.seconds!r}")


DEFAULT = Limits()
