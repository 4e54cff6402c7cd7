"""Each document in an archive is one of its own, and a broken one costs the others nothing."""

import zipfile
from pathlib import Path

import pytest

import slmo_match
from hostile import bomb, docx, docx_text, lying_zip, nested_zip, overlapping_zip, package
from slmo_match.errors import ReadingError, UsageError
from slmo_match.reading import Limits, Member, find_members, is_archive, read
from slmo_match.reading.package import Package
from slmo_match.sources import find_sources

DATA = Path(__file__).parent / "data"
DUTY = "Uzgadniam z klientami docelowe poziomy usług i prowadzę negocjacje z dostawcami."


def listed(data: bytes | Path, limits: Limits | None = None) -> dict[str, str]:
    """Return the names in an archive with the beginning of their text or of the reason."""
    found = {}
    for name, item in find_members(data, limits or Limits()):
        try:
            if isinstance(item, ReadingError):
                raise item
            found[name] = read(item).text[:20]
        except ReadingError as error:
            found[name] = str(error).partition(":")[0]
    return found


@pytest.fixture
def applications(tmp_path: Path) -> Path:
    """Five applications, two of which cannot be read."""
    path = tmp_path / "zgłoszenia.zip"
    path.write_bytes(package([
        ("cv.pdf", (DATA / "cv.pdf").read_bytes()),
        ("Łódź/życiorys.docx", docx(docx_text(DUTY))),
        ("Łódź/ucięty.docx", docx(docx_text(DUTY))[:-200]),
        ("__MACOSX/._cv.pdf", b"\\x00\\x05"),
        ("zamknięte/hasło.pdf", (DATA / "locked_rc4.pdf").read_bytes()),
        ("paczka.zip", package([("list.txt", DUTY.encode("cp1250"))])),
    ]))  # fmt: skip
    return path


def test_five_documents_are_five_rows_each_with_its_status(applications: Path) -> None:
    frame = slmo_match.score_folder(applications)
    assert dict(zip(frame["document"], frame["status"], strict=True)) == {
        "cv.pdf": "scored",
        "Łódź/życiorys.docx": "scored",
        "Łódź/ucięty.docx": "unreadable",
        "zamknięte/hasło.pdf": "unreadable",
        "paczka.zip/list.txt": "scored",
    }


def test_an_archive_in_a_folder_is_a_folder(applications: Path) -> None:
    (applications.parent / "inny.txt").write_text(DUTY)
    names = [Path(source.name).relative_to(applications.parent).as_posix()
             for source in find_sources([applications.parent])]  # fmt: skip
    assert names[0] == "inny.txt"
    assert names[1] == "zgłoszenia.zip/cv.pdf"
    assert len(names) == 6


@pytest.mark.xfail(
    raises=AssertionError,
    strict=True,
    reason="5 at 0.92, 6 at 0.08; it leads talks where services fall short: 6",
)
@pytest.mark.parametrize("source", [DATA / "advert.zip", (DATA / "advert.zip").read_bytes()])
def test_the_advert_of_an_archive_has_its_level(source: Path | bytes) -> None:
    assert slmo_match.score_file(source, "a.zip").level == 6


def test_one_document_is_scored_and_several_are_pointed_to(applications: Path) -> None:
    with zipfile.ZipFile(DATA / "advert.zip") as archive:
        alone = slmo_match.score_file(archive.read("dokumenty/advert.txt"), "advert.txt")
    assert alone.status == "scored"
    path = DATA / "advert.zip"
    for found in (slmo_match.score_file(path), slmo_match.score_file(path.read_bytes(), "a.zip")):
        assert found.probabilities.tolist() == alone.probabilities.tolist()
        assert [item.quote for item in found.evidence] == [item.quote for item in alone.evidence]
    with pytest.raises(UsageError, match=r"archive of 5 documents; give one of them"):
        slmo_match.score_file(applications)
    inside = slmo_match.score_file(applications / "paczka.zip" / "list.txt")
    assert inside.status == "scored"
    with pytest.raises(UsageError, match=r"^no such file"):
        slmo_match.score_file(applications / "brak.txt")


def test_limits_hold_for_all_archives_inside_each_other() -> None:
    many = package([(f"{i}.txt", DUTY.encode()) for i in range(20)])
    assert listed(many, Limits(members=10)) == {"": "too big"}
    nested = package([("a.zip", many), ("b.zip", many), ("c.txt", DUTY.encode())])
    found = listed(nested, Limits(members=30))
    assert found["b.zip"] == "too big"
    assert found["c.txt"] == DUTY[:20]
    assert sum(name.startswith("a.zip/") for name in found) == 20
    assert list(listed(nested_zip(8)).values()) == ["too deep"]


def test_what_one_member_would_unpack_to_is_its_own_matter() -> None:
    found = listed(bomb("b.txt", 60, b"", ("a.txt", DUTY.encode()), ("c.txt", DUTY.encode())))
    assert found == {"a.txt": DUTY[:20], "c.txt": DUTY[:20], "b.txt": "too big"}
    blank = package([(f"{i}.txt", (f"{i} " * 4_500).encode()) for i in range(9)])
    outcomes = list(listed(blank, Limits(unpacked=20_000)).values())
    assert outcomes[:2] == ["0 0 0 0 0 0 0 0 0 0 ", "1 1 1 1 1 1 1 1 1 1 "]
    assert outcomes[2:] == ["too big"] * 7


def test_the_name_of_a_member_that_cannot_be_read_gives_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(bomb("duży.txt", 60, b"", ("tab.csv", b"a;b\n1;2\n")))
    for name, reason in (("duży.txt", "too big"), ("tab.csv", "unsupported")):
        assert str(slmo_match.score_file(path / name).error).startswith(reason)
        [source] = find_sources([path / name])
        assert source.name == str(path / name)
        assert str(source.content).startswith(reason)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_documents_of_one_name_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    texts = ("Pierwszy życiorys", "Drugi życiorys", "Trzeci życiorys", "Czwarty życiorys")
    names = ("cv.txt", "cv (2).txt", "cv.txt", "cv.txt")
    path.write_bytes(package(zip(names, (text.encode() for text in texts), strict=True)))
    found = listed(path)
    assert list(found.values()) == list(texts)
    assert list(found)[-1] == "cv.txt"
    assert len(list(find_sources([path / "cv.txt"]))) == 1


def test_an_archive_without_documents_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "puste.zip").write_bytes(package([]))
    assert slmo_match.score_folder(tmp_path / "puste.zip")["document"].tolist() == ["puste.zip"]


def test_the_limit_of_members_is_that_of_the_parts_of_the_zip_file(tmp_path: Path) -> None:
    data = package([(f"{i}.txt", b"x") for i in range(20_001)])
    (tmp_path / "a.zip").write_bytes(data)
    assert len(list(find_members(data, Limits(members=20_001)))) == 20_001
    for source in (data, tmp_path / "a.zip"):
        assert "(limit 'members')" in str(slmo_match.score_file(source, "a.zip").error)
        with pytest.raises(UsageError, match="archive of 20001 documents"):
            slmo_match.score_file(source, "a.zip", limits=Limits(members=50_000))


def test_the_parts_of_a_long_zip_file_are_counted() -> None:
    long_record = b"PK\x06\x06" + bytes(28) + (90_000).to_bytes(8, "little") + bytes(16)
    data = long_record + b"PK\x05\x06" + bytes(4) + b"\xff" * 4 + bytes(10)
    with pytest.raises(ReadingError, match="more than 80,000 parts"):
        Package(data, Limits(members=40_000))


def test_directories_that_lie_end_in_a_reason() -> None:
    assert listed(lying_zip())["a.txt"] in ("too big", "corrupt")
    assert listed(overlapping_zip()) == {"": "corrupt"}
    assert listed(package([])) == {"": "empty"}


def test_a_table_inside_is_named() -> None:
    assert listed(package([("a.csv", b"a;b\n1;2\n")])) == {"a.csv": "unsupported"}


def test_names_lead_nowhere_and_have_their_letters() -> None:
    data = package([("../../etc/cv.txt", b"x"), ("/tmp/a.txt", b"x"), ("C:\\cv\\b.txt", b"x")])
    assert [name for name, _ in find_members(data)] == ["etc/cv.txt", "tmp/a.txt", "C:/cv/b.txt"]
    for encoding in ("cp852", "utf-8"):
        stored = "życiorys.txt".encode(encoding)
        plain = "x" * len(stored)
        data = package([(plain, b"x")]).replace(plain.encode(), stored)
        with Package(data) as opened:
            assert [opened.name_shown(name) for name in opened.names] == ["życiorys.txt"]


def test_a_document_under_the_name_of_an_archive_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cv.zip"
    path.write_bytes(docx(docx_text(DUTY)))
    assert not is_archive(path)
    assert slmo_match.score_file(path).status == "scored"


def test_a_member_can_be_read_by_another_process(applications: Path) -> None:
    import pickle

    member = next(item for _, item in find_members(applications) if isinstance(item, Member))
    assert pickle.loads(pickle.dumps(member)) == member
