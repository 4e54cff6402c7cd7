"""What several test modules share."""

import os

import pytest
from hypothesis import settings

from adverts import LEVEL_1, LEVEL_5
from browser import chromium
from slmo_match.language.words import Lexicon
from slmo_match.matcher import LevelMatcher

# the same examples every time, so that a failure is a failure for everyone
settings.register_profile("slmo", deadline=None, derandomize=True, database=None, max_examples=200)
settings.load_profile("slmo")


@pytest.fixture(scope="session", autouse=True)
def _same_environment():
    """Keep what the caller sets for language, colour and access away from the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("LC_", "LANG", "SLMO_")) or name in ("FORCE_COLOR", "NO_COLOR"):
                patch.delenv(name)
        patch.setenv("LANG", "C.UTF-8")  # Java takes the letters of arguments from it
        yield


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.fixture(scope="session")
def matcher() -> LevelMatcher:
    return LevelMatcher()


@pytest.fixture
def folder(tmp_path):
    """A folder with two adverts, one of them in a folder of its own, and an empty file."""
    (tmp_path / "ogłoszenia" / "starsze").mkdir(parents=True)
    (tmp_path / "ogłoszenia" / "a.txt").write_text(LEVEL_5, encoding="utf-8")
    (tmp_path / "ogłoszenia" / "b.txt").write_bytes(b"")
    (tmp_path / "ogłoszenia" / "starsze" / "c.txt").write_text(LEVEL_1, encoding="cp1250")
    return tmp_path / "ogłoszenia"


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, started once; the tests that want it are skipped where there is none."""
    with chromium() as started:
        yield started
