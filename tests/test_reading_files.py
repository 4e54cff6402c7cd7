"""A folder gives its files in order, and what cannot be read with the reason."""

import os
import socket
from pathlib import Path

import pytest

from slmo_match.errors import ReadingError, UsageError
from slmo_match.reading import Limits, Skipped, find_documents, read


def test_files_come_sorted_from_all_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/ż/x.txt", "c.txt", ".ukryty", ".git/y.txt", "~$cv.docx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("treść")
    found = [str(path.relative_to(tmp_path)) for path in find_documents(tmp_path)]  # type: ignore[union-attr]
    assert found == ["a/z.txt", "a/ż/x.txt", "b.txt", "c.txt"]


def test_a_file_is_found_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("treść")
    assert list(find_documents(path)) == [path]


def test_nothing_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing found at"):
        find_documents(tmp_path / "nie ma")


def test_what_is_no_file_is_skipped_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("kolejka")
    Path("pętla").symlink_to(tmp_path)
    Path("sam").symlink_to("sam")
    Path("zerwany").symlink_to("nie ma")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("gniazdo")
        found = list(find_documents("."))
    assert found == [
        Skipped(Path("gniazdo"), "not a file: a device, pipe or socket"),
        Skipped(Path("kolejka"), "not a file: a device, pipe or socket"),
        Skipped(Path("pętla"), "link: leads to a folder that was read already"),
        Skipped(Path("sam"), "link: leads to itself"),
        Skipped(Path("zerwany"), "link: leads nowhere"),
    ]


def test_a_file_without_permission_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("treść")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    (skipped,) = find_documents(tmp_path / "a.txt")
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("no permission")


def test_a_folder_that_may_not_be_opened_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    skipped = list(find_documents(tmp_path))
    assert skipped == [Skipped(tmp_path, "no permission: the folder may not be opened")]


def test_a_file_in_a_folder_that_may_not_be_entered_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "lstat", refuse)
    monkeypatch.setattr(os, "stat", refuse)
    (skipped,) = find_documents(tmp_path / "cv.txt")
    monkeypatch.undo()
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("no permission")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nie ma.txt", "missing"), (".", "not a file"), ("/dev/zero", "not a file")],
)
def test_reading_what_is_no_file_says_so(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ReadingError, match=f"^{reason}"):
        read(tmp_path / name)


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("nadzór nad serwisem " * 10)
    with pytest.raises(ReadingError, match=r"^too big: 210 bytes; allowed are 200"):
        read(path, limits=Limits(size=200))
    with pytest.raises(ReadingError, match=r"^too big"):
        read(path.read_bytes(), limits=Limits(size=200))
    assert read(path, limits=Limits(size=210)).name == "a.txt"


def test_limits_must_be_positive() -> None:
    with pytest.raises(UsageError, match="'pages' must be above 0, found 0"):
        Limits(pages=0)
