"""Damage to files: bytes changed, cut, doubled and moved, also inside packed parts."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from pathlib import Path

from hostile import package

_DATA = Path(__file__).parents[1] / "data"
SAMPLES = sorted(set(_DATA.iterdir()) - {_DATA / "README.md", *_DATA.glob("*.py")})
SAMPLES = [path for path in SAMPLES if path.is_file()]
# of real programs; .doc is left out, because its converters are not ours to break
PRODUCERS = sorted(p for p in (_DATA / "producers").iterdir() if p.suffix != ".doc")
_BAD_PIECES = (
    b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"99999999999", b"{", b"}", b"<",
    b">", b"<<", b">>", b"[", b"]", b"(", b"obj", b"endobj", b"stream", b"\\bin99999999 ",
    b"\\u-99999 ",
    b"\\'", b"&#x110000;", b"&#0;", b"]]>", b"<!--", b"<![CDATA[", b"PK\x03\x04", b"PK\x05\x06",
    b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary=\"\"\r\n", b"%PDF-", b"\xed\xa0\x80",
)  # fmt: skip


def mutated(data: bytes, seed: int) -> bytes:
    """Return a damaged copy of a file, always the same for a seed."""
    chance = random.Random(seed)
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _inside_zip(data, chance)
    if data.startswith(b"%PDF") and chance.random() < 0.5:
        return _inside_pdf(data, chance)
    return _damaged(data, chance)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        if not damaged:
            break
        begin = chance.randrange(len(damaged))
        end = min(begin + chance.choice((1, 2, 8, 64, 1024)), len(damaged))
        match chance.randrange(6):
            case 0:
                damaged[begin] = chance.randrange(256)
            case 1:
                damaged[begin] ^= 1 << chance.randrange(8)
            case 2:
                del damaged[begin:end]
            case 3:
                damaged[begin:begin] = damaged[begin:end] * chance.choice((1, 3, 50))
            case 4:
                damaged[begin:begin] = chance.choice(_BAD_PIECES) * chance.choice((1, 1, 2, 300))
            case 5:
                damaged[begin:end] = chance.randbytes(end - begin)
    return bytes(
        damaged[: chance.randrange(len(damaged) + 1)] if chance.random() < 0.1 else damaged
    )


def _inside_zip(data: bytes, chance: random.Random) -> bytes:
    """Damage one part and pack it rightly again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    chosen = chance.randrange(len(parts))
    name, content = parts[chosen]
    parts[chosen] = (name, _damaged(content, chance))
    return package(parts)


def _inside_pdf(data: bytes, chance: random.Random) -> bytes:
    """Unpack the streams that are deflated, damage the whole and leave the lengths wrong."""

    def unpacked(found: re.Match[bytes]) -> bytes:
        try:
            return b"stream\n" + zlib.decompress(found.group(1)) + b"\nendstream"
        except zlib.error:
            return found.group()

    plain = re.sub(rb"stream\r?\n(.*?)\r?\nendstream", unpacked, data, flags=re.DOTALL)
    plain = plain.replace(b"/FlateDecode", b"").replace(b"/ASCII85Decode", b"")
    return _damaged(plain, chance)
