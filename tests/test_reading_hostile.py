"""Files made to hurt end in text or in a reason, and nothing that they do reaches outside."""

from pathlib import Path

import pytest

from hostile import READ, REFUSED, SENTENCE, package
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, read
from slmo_match.reading.package import Package

resource = pytest.importorskip("resource")
LIMITS = Limits(seconds=10.0, memory=500_000_000)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    make, reasons = REFUSED[name]
    with pytest.raises(ReadingError) as refused:
        read(make(), name, LIMITS)
    assert str(refused.value).startswith(tuple(reasons.split("|")))


def test_what_parts_hold_together_is_counted_while_they_are_unpacked() -> None:
    data = package([("a.txt", SENTENCE.encode()), ("b.txt", SENTENCE.encode())])
    with Package(data, Limits(unpacked=100)) as opened:
        opened.read("a.txt")
        with pytest.raises(ReadingError, match="a part is larger than its directory says"):
            opened.read("b.txt")


@pytest.mark.parametrize("name", READ)
def test_a_strange_file_is_read(name: str) -> None:
    make, words = READ[name]
    assert words in read(make(), name, LIMITS).text


def test_this_process_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("double flate.pdf", "forms.pdf", "bomb.docx", "deep.html", "deep.eml"):
        with pytest.raises(ReadingError):
            read(REFUSED[name][0](), name, LIMITS)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000  # kilobytes


def test_names_in_an_archive_never_leave_it() -> None:
    for name in ("outside.zip", "root.zip"):
        document = read(READ[name][0](), name)
        assert document.text == SENTENCE
    assert not Path("/tmp/slmo-evil.txt").exists()


def test_the_same_words_in_disguise_are_the_same_text() -> None:
    disguised = f"<html><body><p>{SENTENCE.replace('usług', 'us&shy;ług')}</p></body></html>"
    assert read(disguised.encode()).text.replace("\u00ad", "") == SENTENCE
