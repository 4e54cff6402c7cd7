"""Archives (.zip): the documents inside, read one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.joining import join
from slmo_match.reading.package import Package


def read(source: Source) -> Document:
    """Read the documents of an archive as one; those that cannot be read are named.

    Raises
    ------
    ReadingError
        ``empty``, ``encrypted``, ``corrupt`` or ``too big``; where no document can be read, the
        reason of the first.
    """
    parts: list[Document] = []
    problems: list[str] = []
    first: ReadingError | None = None
    for name, data in members(source):
        try:
            parts.append(source.inner(data, name))
        except ReadingError as error:
            first = first or error
            problems.append(f"{name}: {error}")
    if first is not None and not parts:
        raise first
    several = (f"an archive of {len(parts)} documents, read as one",) if len(parts) > 1 else ()
    return join(source, parts, several + tuple(problems))


def members(source: Source) -> Iterator[tuple[str, bytes]]:
    """Give the names and bytes of the documents in an archive; nothing is written anywhere.

    Raises
    ------
    ReadingError
        As `read`.
    """
    with Package(source.data, source.limits) as package:
        package.weigh()
        names = [name for name in package.names if not _is_hidden(name)]
        if not names:
            raise ReadingError("empty: the archive holds no files")
        if len(names) > source.limits.members:
            raise ReadingError(
                f"too big: an archive of {len(names):,} files; "
                f"allowed are {source.limits.members:,} (limit 'members')"
            )
        for name in names:
            yield PurePosixPath(name.replace("\\", "/")).name, package.read(name)


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
