"""Archives (.zip): the documents in them, each by itself or read as one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from slmo_match.errors import ReadingError
from slmo_match.reading import kinds
from slmo_match.reading.document import Document, Source
from slmo_match.reading.files import is_hidden, too_big
from slmo_match.reading.joining import join, read_inner
from slmo_match.reading.limits import DEFAULT, Limits
from slmo_match.reading.package import Package
from slmo_match.reading.tables import is_table

ENDING = ".zip"
_GROWTH = 4  # times its size an archive of any size may unpack to: documents hardly shrink


@dataclass(frozen=True, slots=True)
class Member:
    """A document inside an archive.

    Attributes
    ----------
    archive : Path or bytes
        The archive.
    parts : tuple of str
        Its name there; more than one where archives lie inside each other.
    limits : Limits
        What may be unpacked.
    """

    archive: Path | bytes
    parts: tuple[str, ...]
    limits: Limits = DEFAULT

    def unpack(self) -> bytes:
        """Return the bytes of the document; nothing is written anywhere.

        Raises
        ------
        ReadingError
            ``corrupt``, ``encrypted`` or ``too big``.
        """
        *parents, name = self.parts
        if isinstance(self.archive, bytes):
            package = _package(self.archive, tuple(parents), self.limits)
        else:
            status = self.archive.stat()
            state = os.getpid(), status.st_mtime_ns, status.st_size
            package = _kept_open(self.archive, tuple(parents), self.limits, state)
        return package.read_alone(name)


def _package(archive: Path | bytes, parents: tuple[str, ...], limits: Limits) -> Package:
    """Open an archive, or the one inside it that is named."""
    if not parents:
        return Package(archive, limits)
    *outer, name = parents
    return Package(_package(archive, tuple(outer), limits).read(name), limits)


@lru_cache(maxsize=1)
def _kept_open(
    archive: Path,
    parents: tuple[str, ...],
    limits: Limits,
    _state: tuple[int, int, int],  # of this process, which alone may use it, and of the file
) -> Package:
    """Open an archive on disk for all its documents: to read its directory takes its time."""
    return _package(archive, parents, limits)


def find_members(
    archive: Path | bytes, limits: Limits = DEFAULT
) -> Iterator[tuple[str, Member | ReadingError]]:
    """List the documents in an archive and the archives in it, without reading them.

    Parameters
    ----------
    archive : Path or bytes
        A file that may be something else than an archive.
    limits : Limits, optional
        ``members`` counts the files of all the archives inside each other.

    Yields
    ------
    str
        Path inside the archive, parted by ``/``, with the names of inner archives as folders;
        empty for the archive itself where that cannot be opened.
    Member or ReadingError
        The document, or why it cannot be read; one does not stop the others.
    """
    return _Listing(archive, limits).walk(archive, Member(archive, (), limits))


def is_archive(source: Path | bytes, limits: Limits = DEFAULT) -> bool:
    """Tell whether a file is an archive of documents; one on disk must be named so, too."""
    if isinstance(source, Path) and source.suffix.lower() != ENDING:
        return False
    try:
        with Package(source, limits) as package:
            return kinds.package_kind(package) == "archive"
    except (ReadingError, OSError):
        return False


def read(source: Source) -> Document:
    """Read the documents of an archive as one; those that cannot be read are named.

    That is right for what is attached to a mail; `find_members` lists an archive of its own.

    Raises
    ------
    ReadingError
        ``empty``, ``encrypted``, ``corrupt`` or ``too big``; where no document can be read, the
        reason of the first.
    """
    with Package(source.data, source.limits) as package:
        package.weigh()
        names = _names(package)
        _refuse_many(len(names), source.limits)
        members = ((PurePosixPath(package.name_shown(n)).name, package.read(n)) for n in names)
        parts, problems = read_inner(source, members)
    several = (f"an archive of {len(parts)} documents, read as one",) if len(parts) > 1 else ()
    return join(source, parts, several, problems)


def _names(package: Package) -> list[str]:
    """Return the names of the documents, without the files that systems put beside them."""
    names = [name for name in package.names if not _is_hidden(name)]
    if not names:
        raise ReadingError("empty: the archive holds no files")
    return names


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return is_hidden(path.name) or "__MACOSX" in path.parts


def _refuse_many(count: int, limits: Limits) -> None:
    if count > limits.members:
        raise ReadingError(
            f"too big: an archive of {count:,} files; "
            f"allowed are {limits.members:,} (limit 'members')"
        )


class _Listing:
    """Lists archives inside each other within limits that hold for all of them together."""

    def __init__(self, archive: Path | bytes, limits: Limits) -> None:
        self._limits = limits
        size = len(archive) if isinstance(archive, bytes) else archive.stat().st_size
        self._left = max(limits.unpacked, _GROWTH * size)
        self._files = 0

    def walk(
        self, data: Path | bytes, place: Member, shown: str = ""
    ) -> Iterator[tuple[str, Member | ReadingError]]:
        """List an archive; where it cannot be opened, that is all that there is."""
        try:
            with Package(data, self._limits) as package:
                for name in self._names(package, len(place.parts)):
                    member = replace(place, parts=(*place.parts, name))
                    path = f"{shown}/{package.name_shown(name)}".lstrip("/")
                    yield from self._member(package, member, path)
        except ReadingError as error:
            yield shown, error
        except OSError as error:
            yield shown, ReadingError(f"unreadable: {error.strerror or error}")

    def _names(self, package: Package, depth: int) -> list[str]:
        if depth > self._limits.nesting:
            raise ReadingError(
                f"too deep: more than {self._limits.nesting} documents inside each other"
            )
        package.refuse_overlap()
        names = _names(package)
        self._files += len(names)
        _refuse_many(self._files, self._limits)
        return names

    def _member(
        self, package: Package, member: Member, path: str
    ) -> Iterator[tuple[str, Member | ReadingError]]:
        """List a file of an archive, or what is in it where it is an archive itself."""
        name = member.parts[-1]
        try:
            self._weigh(package.size_of(name))
            inner = package.read(name) if name.lower().endswith(ENDING) else b""
            if is_table(name):
                raise ReadingError("unsupported: a table inside an archive; unpack it first")
        except ReadingError as error:
            yield path, error
            return
        if inner and is_archive(inner, self._limits):
            yield from self.walk(inner, member, path)
        else:
            yield path, member

    def _weigh(self, size: int) -> None:
        if size > self._limits.size:
            raise ReadingError(too_big(size, self._limits))
        self._left -= size
        if self._left < 0:
            raise ReadingError(
                "too big: what stands before it fills what an archive may hold (limit 'unpacked')"
            )
