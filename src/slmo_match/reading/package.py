"""Zip files, read so that they cannot do harm: nothing is unpacked before it is weighed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from types import TracebackType
from typing import Self

from slmo_match.errors import ReadingError
from slmo_match.reading.limits import Limits

_SMALL = 1_000_000  # bytes: below this a part may be packed as well as it likes
_MOST_PARTS = 20_000
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError)


class Package:
    """A zip file whose parts are weighed before they are unpacked.

    Parameters
    ----------
    data : bytes
        The zip file.
    limits : Limits, optional
        What may be unpacked.

    Raises
    ------
    ReadingError
        ``corrupt``: no directory, or one that lies; ``too big``: too many parts.
    """

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self._size = len(data)
        self._limits = limits or Limits()
        self._unpacked = 0
        count = data[-66_000:].rfind(b"PK\x05\x06")
        if count < 0:
            raise ReadingError("corrupt: a zip file without its directory (cut off?)")
        self._refuse_many(data[-66_000:][count:])
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (*_BROKEN, NotImplementedError) as error:
            raise ReadingError("corrupt: the zip directory cannot be read") from error
        self._parts = {info.filename: info for info in self._zip.infolist()}

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
        """Names of the parts that are files, as they are written in the archive."""
        return [name for name, info in self._parts.items() if not info.is_dir()]

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
        parts = self._parts.values()
        if sum(info.file_size for info in parts) > self._limits.unpacked:
            raise ReadingError(f"too big: more than {self._limits.unpacked:,} bytes when unpacked")
        if sum(info.compress_size for info in self._zip.infolist()) > self._size:
            raise ReadingError("corrupt: parts of the zip file overlap")
        for info in parts:
            if info.file_size > max(_SMALL, self._limits.ratio * info.compress_size):
                raise ReadingError(
                    f"too big: a part unpacks to more than {self._limits.ratio} times its size"
                )

    def read(self, name: str) -> bytes:
        """Unpack one part.

        Raises
        ------
        ReadingError
            ``encrypted``, ``corrupt`` or ``too big``, also where the directory lies.
        """
        info = self._parts[name]
        if info.flag_bits & _ENCRYPTED:
            raise ReadingError("encrypted: the archive asks for a password")
        left = self._limits.unpacked - self._unpacked
        try:
            with self._zip.open(info) as part:
                data = part.read(min(info.file_size, left) + 1)
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise ReadingError(f"corrupt: part {name!r} cannot be unpacked") from error
        self._unpacked += len(data)
        if len(data) > info.file_size or len(data) > left:
            raise ReadingError("too big: a part is larger than its directory says")
        return data

    def _refuse_many(self, end_record: bytes) -> None:
        count = int.from_bytes(end_record[10:12], "little")
        if count > _MOST_PARTS:
            raise ReadingError(f"too big: more than {_MOST_PARTS:,} parts")
