"""Bodies of requests: into memory, within limits, nothing on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email.message import Message
from pathlib import PureWindowsPath
from typing import NamedTuple

import anyio
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser
from starlette.requests import Request

from slmo_match.sources import encodable
from slmo_match.web.refusal import Refused
from slmo_match.web.settings import Limits

_LONGEST_NAME = 200
_FIELDS = 8  # fields of a form beside its files
_LONGEST_SENT = 4_000  # bytes of the name of a file, with its folders, before it is a label
_AROUND_FILES = 1_000_000  # bytes of a form beside its files: their names, the key, boundaries
_SMALL = 1_000_000  # bytes that every connection may have in memory

Wait = Callable[[], Awaitable[None]]


class Upload(NamedTuple):
    """A file as it arrived: its name, which is only a label, and its bytes."""

    name: str
    content: bytes


@dataclass(slots=True)
class Form:
    """The fields and files of a form."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)


async def read_form(request: Request, limits: Limits, wait: Wait | None = None) -> Form:
    """Read a form of the type ``multipart/form-data``.

    Parameters
    ----------
    request : Request
    limits : Limits
    wait : callable, optional
        Waited for before more than a small body is taken into memory.

    Raises
    ------
    Refused
        With status 413 as soon as a limit is passed, 415 or 400 where it is no such form.
    """
    kind = _content_type(request)
    if kind.get_content_type() != "multipart/form-data" or not kind.get_param("boundary"):
        raise Refused(415, "a form must be sent as multipart/form-data")
    form = Form()
    part = _Part(form, limits)
    try:
        parser = PushMultipartParser(
            str(kind.get_param("boundary")),
            max_segment_size=limits.file,
            max_segment_count=limits.files + _FIELDS,
            max_header_size=_LONGEST_SENT + 200,  # the words around a name
            strict=True,
        )
        async for chunk in _chunks(request, limits, wait):
            for event in parser.parse(chunk):
                part = part.take(event)
        parser.close()
    except ParserLimitReached as error:
        raise _name_too_long() if "header" in str(error) else _too_large(limits) from None
    except (MultipartError, UnicodeDecodeError):
        raise Refused(400, "the form is damaged") from None
    return form


async def read_body(request: Request, limits: Limits, wait: Wait | None = None) -> bytes:
    """Read a body whole, as `read_form` does.

    Raises
    ------
    Refused
        With status 413 as soon as the limit of a file is passed.
    """
    body = bytearray()
    async for chunk in _chunks(request, limits, wait):
        body += chunk
        if len(body) > limits.file:
            raise _too_large(limits)
    return bytes(body)


def label_of(name: str) -> str:
    r"""Return the name of a file with the folders above it, as words that lead nowhere.

    Examples
    --------
    >>> label_of("Kowalski/cv\x00.pdf"), label_of("../../etc/cv.pdf"), label_of("C:\\cv.pdf")
    ('Kowalski/cv.pdf', 'etc/cv.pdf', 'cv.pdf')
    """
    path = PureWindowsPath("".join(character for character in name if character.isprintable()))
    parts = [part for part in path.parts if part not in (path.anchor, "..")]
    return encodable("/".join(parts))[-_LONGEST_NAME:]


class _Part:
    """One part of a form while it arrives."""

    def __init__(self, form: Form, limits: Limits) -> None:
        self._form = form
        self._limits = limits
        self._head: MultipartSegment | None = None
        self._data = bytearray()

    def take(self, event: MultipartSegment | bytes | bytearray | None) -> _Part:
        """Take the head, a piece or the end of a part; return the part that comes next."""
        if isinstance(event, MultipartSegment):
            self._head = event
            if event.filename is not None and len(self._form.files) >= self._limits.files:
                raise Refused(
                    413,
                    "too many files at once; allowed are {most}",
                    most=self._limits.files,
                )
        elif event is not None:
            self._data += event
        elif self._head is not None:
            self._keep(self._head)
            return _Part(self._form, self._limits)
        return self

    def _keep(self, head: MultipartSegment) -> None:
        if head.filename is None:
            self._form.fields[head.name or ""] = self._data.decode()
        elif head.name != "files":
            raise Refused(400, "files must be sent in the field 'files', found '{field}'",
                          field=head.name)  # fmt: skip
        elif head.filename or self._data:  # browsers send an empty part where no file was chosen
            self._form.files.append(Upload(label_of(head.filename), bytes(self._data)))


async def _chunks(request: Request, limits: Limits, wait: Wait | None) -> AsyncIterator[bytes]:
    """Yield a body as it arrives; what is too large is refused before it is read."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.request + _AROUND_FILES:
        raise _too_large(limits)
    deadline = anyio.current_time() + limits.receiving
    stream = aiter(request.stream())
    size = 0
    while True:
        chunk = b""
        with anyio.move_on_after(deadline - anyio.current_time()) as scope:
            try:
                chunk = await anext(stream)
            except StopAsyncIteration:
                return
        if scope.cancelled_caught:
            raise Refused(408, "the request did not arrive in time")
        request.state.is_sending = True
        size += len(chunk)
        if size > limits.request + _AROUND_FILES:
            raise _too_large(limits)
        if wait and size > _SMALL:
            await wait()
            wait, deadline = None, anyio.current_time() + limits.receiving
        if chunk:
            yield chunk


def _content_type(request: Request) -> Message:
    message = Message()
    message["Content-Type"] = request.headers.get("content-type", "")
    return message


def _too_large(limits: Limits) -> Refused:
    return Refused(
        413,
        "too large: a file may have {file} MB, all files of one request together {request} MB",
        file=limits.file / 1_000_000,
        request=limits.request / 1_000_000,
    )


def _name_too_long() -> Refused:
    return Refused(
        413,
        "the name of a file is too long: with its folders some {most} bytes at most; rename it",
        most=_LONGEST_SENT,
    )
