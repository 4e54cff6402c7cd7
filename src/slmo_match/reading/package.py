"""Zip files, read so that they cannot do harm: nothing is unpacked before it is weighed."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from slmo_match.errors import ReadingError
from slmo_match.reading.limits import Limits

_SMALL = 1_000_000  # bytes: below this a part may be packed as well as it likes
_MOST_PARTS = 20_000  # or twice the files that are allowed: folders are parts, too
_END = 66_000  # bytes at the end of the file that hold the record of its directory
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of a part
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError)


class Package:
    """A zip file whose parts are weighed before they are unpacked.

    Parameters
    ----------
    source : bytes or Path
        The zip file.
    limits : Limits, optional
        What may be unpacked.

    Raises
    ------
    ReadingError
        ``corrupt``: no directory, or one that lies; ``too big``: too many parts.
    """

    def __init__(self, source: bytes | Path, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._unpacked = 0
        self._size, end = _size_and_end(source)
        record = end.rfind(b"PK\x05\x06")
        if record < 0:
            raise ReadingError("corrupt: a zip file without its directory (cut off?)")
        self._refuse_many(end, record)
        try:
            self._zip = zipfile.ZipFile(source if isinstance(source, Path) else BytesIO(source))
        except (*_BROKEN, NotImplementedError) as error:
            raise ReadingError("corrupt: the zip directory cannot be read") from error
        self._parts = _named_apart([info for info in self._zip.infolist() if info.filename])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """Names of the parts that are files, as they are written in the archive.

        Of several parts with one name the last has it, the others a number before its ending.
        """
        return [name for name, info in self._parts.items() if not info.is_dir()]

    def name_shown(self, name: str) -> str:
        """Return a name with its letters as they were meant and no way out of the archive.

        Names that are not marked as UTF-8 are UTF-8 (macOS) or of the code page of DOS (Windows).
        """
        info = self._parts[name]
        if not info.flag_bits & _UTF8 and not name.isascii():
            raw = name.encode("cp437", "replace")
            try:
                name = raw.decode()
            except UnicodeDecodeError:
                name = raw.decode("cp852")
        parts = PurePosixPath(name.replace("\\", "/")).parts
        return "/".join(part.strip("/") for part in parts if part not in ("/", "..", "//"))

    def size_of(self, name: str) -> int:
        """Return the bytes that a part has when unpacked, by what the directory says.

        Raises
        ------
        ReadingError
            ``too big``: it would grow beyond measure; ``encrypted``.
        """
        info = self._parts[name]
        if info.flag_bits & _ENCRYPTED:
            raise ReadingError("encrypted: the archive asks for a password")
        if info.file_size > max(_SMALL, self._limits.ratio * info.compress_size):
            raise ReadingError(
                f"too big: a part unpacks to more than {self._limits.ratio} times its size "
                "(limit 'ratio')"
            )
        return info.file_size

    def refuse_overlap(self) -> None:
        """Refuse a directory whose parts together are larger than the file.

        Raises
        ------
        ReadingError
            ``corrupt``.
        """
        if sum(info.compress_size for info in self._zip.infolist()) > self._size:
            raise ReadingError("corrupt: parts of the zip file overlap")

    def head(self, name: str, count: int = 256) -> bytes:
        """Return the first bytes of a part."""
        try:
            with self._zip.open(self._parts[name]) as part:
                return part.read(count)
        except (*_BROKEN, NotImplementedError, RuntimeError):
            return b""

    def weigh(self) -> None:
        """Refuse a package that would grow too large, by what its directory says.

        Raises
        ------
        ReadingError
            ``too big`` or ``corrupt`` (parts that overlap).
        """
        if sum(info.file_size for info in self._parts.values()) > self._limits.unpacked:
            raise ReadingError(
                f"too big: more than {self._limits.unpacked:,} bytes when unpacked "
                "(limit 'unpacked')"
            )
        self.refuse_overlap()
        for name in self.names:
            self.size_of(name)

    def read(self, name: str) -> bytes:
        """Unpack one part.

        Raises
        ------
        ReadingError
            ``encrypted``, ``corrupt`` or ``too big``, also where the directory lies.
        """
        self.size_of(name)
        info, left = self._parts[name], self._limits.unpacked - self._unpacked
        try:
            with self._zip.open(info) as part:
                data = part.read(min(info.file_size, left) + 1)
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise ReadingError(f"corrupt: part {name!r} cannot be unpacked") from error
        self._unpacked += len(data)
        if len(data) > info.file_size or len(data) > left:
            raise ReadingError("too big: a part is larger than its directory says")
        return data

    def read_alone(self, name: str) -> bytes:
        """Unpack one part whatever was unpacked before it.

        Raises
        ------
        ReadingError
            As `read`.
        """
        self._unpacked = 0
        return self.read(name)

    def _refuse_many(self, end: bytes, record: int) -> None:
        count = int.from_bytes(end[record + 10 : record + 12], "little")
        long_record = end.rfind(b"PK\x06\x06", 0, record)
        if count == 0xFFFF and long_record >= 0:
            count = int.from_bytes(end[long_record + 32 : long_record + 40], "little")
        most = max(_MOST_PARTS, 2 * self._limits.members)
        if count > most:
            raise ReadingError(f"too big: more than {most:,} parts in a zip file (limit 'members')")


def _named_apart(parts: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return parts by their names; a name that comes again gets a number before its ending."""
    named: dict[str, zipfile.ZipInfo] = {}
    seen: Counter[str] = Counter()
    for info in reversed(parts):
        name = info.filename
        while name in named:
            seen[info.filename] += 1
            ending = PurePosixPath(info.filename).suffix
            stem = info.filename.removesuffix(ending)
            name = f"{stem} ({seen[info.filename] + 1}){ending}"
        named[name] = info
    return dict(reversed(named.items()))


def _size_and_end(source: bytes | Path) -> tuple[int, bytes]:
    """Return the size of a zip file and its last bytes."""
    if isinstance(source, bytes):
        return len(source), source[-_END:]
    with source.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _END, 0))
        return size, file.read()
