"""Mails as Outlook saves them (.msg), written into the compound file that Microsoft documents.

Just enough of [MS-CFB] and [MS-OXMSG] for a subject, a body and attachments.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

SECTOR, MINI = 512, 64
CUTOFF = 4096  # shorter streams lie in the stream of small sectors
FREE, END, FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
SUBJECT, BODY, NAME, DATA = 0x0037, 0x1000, 0x3707, 0x3701
UNICODE, BINARY, INTEGER = 0x001F, 0x0102, 0x0003


@dataclass
class Node:
    """A stream, or a storage with what it holds."""

    name: str
    data: bytes | None = None
    children: list[Node] = field(default_factory=list)
    start: int = END
    child: int = NONE
    right: int = NONE


def message(subject: str, body: str, attached: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """Write a mail."""
    files = list(attached)
    head = struct.pack("<8xIIII8x", 0, len(files), 0, len(files))
    children = _properties(head, {SUBJECT: subject, BODY: body})
    for number, (name, data) in enumerate(files):
        inside = _properties(bytes(8), {NAME: name, DATA: data}, {0x3705: 1})
        children.append(Node(f"__attach_version1.0_#{number:08X}", children=inside))
    return _compound(Node("Root Entry", children=children))


def _properties(
    head: bytes, values: dict[int, str | bytes], numbers: dict[int, int] | None = None
) -> list[Node]:
    """Write the streams of properties, and the one that lists them."""
    entries, nodes = head, []
    for tag, value in values.items():
        kind = UNICODE if isinstance(value, str) else BINARY
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        nodes.append(Node(f"__substg1.0_{tag:04X}{kind:04X}", data))
        size = len(data) + (2 if kind == UNICODE else 0)
        entries += struct.pack("<HHIII", kind, tag, 6, size, 0)
    for tag, number in (numbers or {}).items():
        entries += struct.pack("<HHIII", INTEGER, tag, 6, number, 0)
    return [*nodes, Node("__properties_version1.0", entries)]


def _compound(root: Node) -> bytes:
    """Write a compound file of version 3."""
    nodes = [root]
    for node in nodes:  # grows while it is gone through
        children = sorted(node.children, key=lambda child: (len(child.name), child.name.upper()))
        if children:
            node.child = len(nodes)
        for number, child in enumerate(children):
            child.right = len(nodes) + number + 1 if number + 1 < len(children) else NONE
        nodes += children
    mini, mini_table = b"", []
    sectors: list[bytes] = []
    table: list[int] = []
    for node in nodes:
        if node.data and len(node.data) < CUTOFF:
            node.start = len(mini_table)
            mini += _padded(node.data, MINI)
            _chain(mini_table, len(mini) // MINI - len(mini_table))
        elif node.data:
            node.start = _store(node.data, sectors, table)
    root.start, root_size = _store(mini, sectors, table), len(mini)
    entries = b"".join(_entry(node, root_size) for node in nodes)
    directory = _store(entries, sectors, table)
    mini_sectors = struct.pack(f"<{len(mini_table)}I", *mini_table)
    mini_start = _store(mini_sectors, sectors, table, fill=b"\xff")
    own = 1
    while (len(table) + own) > own * SECTOR // 4:
        own += 1
    first = len(table)
    table += [FAT] * own
    written = struct.pack(f"<{len(table)}I", *table)
    fat = written.ljust(own * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, own, directory, 0, CUTOFF, mini_start,
                        -(-len(mini_sectors) // SECTOR), END, 0)  # fmt: skip
    head += struct.pack("<109I", *range(first, first + own), *[FREE] * (109 - own))
    return head + b"".join(sectors) + fat


def _store(data: bytes, sectors: list[bytes], table: list[int], fill: bytes = b"\0") -> int:
    """Put data into sectors and return the first of them."""
    start = len(sectors)
    padded = _padded(data, SECTOR, fill)
    sectors += [padded[i : i + SECTOR] for i in range(0, len(padded), SECTOR)]
    _chain(table, len(sectors) - start)
    return start


def _chain(table: list[int], count: int) -> None:
    table += [len(table) + i + 1 for i in range(count - 1)] + [END]


def _padded(data: bytes, unit: int, fill: bytes = b"\0") -> bytes:
    return data + fill * (-len(data) % unit)


def _entry(node: Node, root_size: int) -> bytes:
    name = node.name.encode("utf-16-le") + b"\0\0"
    is_root = node.name == "Root Entry"
    kind = ROOT if is_root else STORAGE if node.data is None else STREAM
    size = root_size if is_root else len(node.data or b"")
    start = node.start if kind != STORAGE else 0
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name), kind, 1, NONE, node.right, node.child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
