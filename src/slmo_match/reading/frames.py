"""What two processes say to each other: a JSON header and bytes, each with its length before it."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

Header = dict[str, Any]
_LENGTHS = struct.Struct("<IQ")


def send(pipe: IO[bytes], header: Header, payload: bytes) -> None:
    """Write a frame."""
    written = json.dumps(header).encode()
    pipe.write(_LENGTHS.pack(len(written), len(payload)) + written)
    pipe.write(payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[Header, bytes]:
    """Read a frame.

    Raises
    ------
    EOFError
        If the other side has closed the pipe.
    """
    header_length, payload_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    header: Header = json.loads(_exactly(pipe, header_length))
    return header, _exactly(pipe, payload_length)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
