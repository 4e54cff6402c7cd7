"""Good files are read the same whatever lies between them."""

from pathlib import Path

from hostile import READ, REFUSED, docx, docx_text, one_page, stream
from slmo_match.errors import ReadingError
from slmo_match.reading import Limits, Skipped, find_documents, read

LIMITS = Limits(seconds=10.0, memory=500_000_000)
KINDS = 5


def good(number: int) -> tuple[str, bytes, str]:
    """Return the ending, the bytes and the words of a file, each number another kind."""
    text = f"Nadzor nad umowa numer {number} oraz nad serwisem wind"
    contents = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    return [
        (".txt", text.encode(), text),
        (".docx", docx(docx_text(text)), text),
        (".html", f"<html><body><p>{text}</p></body></html>".encode(), text),
        (".pdf", one_page(stream(contents)), text),
        (".rtf", rf"{{\rtf1\ansi {text}}}".encode(), text),
    ][number % KINDS]


def test_two_hundred_good_files_among_hostile_ones_are_all_read(tmp_path: Path) -> None:
    wanted = {}
    for number in range(200):
        ending, data, text = good(number)
        path = tmp_path / f"{number:03} dobry{ending}"
        path.write_bytes(data)
        wanted[path] = text
    for number, (name, (make, _)) in enumerate({**REFUSED, **READ}.items()):
        (tmp_path / f"{number * 3:03} zły {name}").write_bytes(make())
    found, refused = {}, 0
    for path in find_documents(tmp_path):
        assert not isinstance(path, Skipped)
        try:
            found[path] = read(path, limits=LIMITS).text
        except ReadingError:
            refused += 1
    assert {path: found[path] for path in wanted} == wanted
    assert refused == len(REFUSED)
