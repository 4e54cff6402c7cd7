"""Damaged files end in a document or in the package's own error."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.mutations import SAMPLES, mutated
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, ocr, read

BEGINNINGS = [b"", b"%PDF-1.4\n", b"PK\x03\x04", rb"{\rtf1", b"<html>", b"From: a\nSubject: b\n\n",
              b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]  # fmt: skip
LIMITS = Limits(seconds=20.0, memory=1_000_000_000)


@pytest.fixture(autouse=True, scope="module")
def no_ocr() -> Iterator[None]:
    """Leave pictures alone: recognising letters takes seconds and is not what is tried."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "languages", frozenset)
        yield


def outcome(data: bytes, name: str) -> str:
    """Return the reason for which a file is refused, or that it is read."""
    try:
        document = read(data, name, LIMITS)
    except ReadingError as error:
        return str(error).partition(":")[0]
    assert document.text.strip()
    assert list(document.pages) == sorted(document.pages)
    assert all(0 <= page <= len(document.text) for page in document.pages)
    assert document.text.encode()
    return "read"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(path, seed: int) -> None:  # type: ignore[no-untyped-def]
    assert outcome(mutated(path.read_bytes(), seed), path.name) not in ("too slow", "")


@settings(max_examples=100)
@given(data=st.binary(max_size=2000), start=st.sampled_from(BEGINNINGS))
def test_any_bytes_after_any_beginning_are_read_or_refused(data: bytes, start: bytes) -> None:
    assert outcome(start + data, "") not in ("too slow", "")


@settings(max_examples=100)
@given(text=st.text(min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert outcome(text.encode("utf-8", "replace"), "a.txt") in (
        "read",
        "empty",
        "binary",
        "unsupported",
    )
