"""What several test modules share."""

import pytest
from hypothesis import settings

from browser import chromium
from slmo_match.language.words import Lexicon
from slmo_match.matcher import LevelMatcher

# the same examples every time, so that a failure is a failure for everyone
settings.register_profile("slmo", deadline=None, derandomize=True, database=None, max_examples=200)
settings.load_profile("slmo")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.fixture(scope="session")
def matcher() -> LevelMatcher:
    return LevelMatcher()


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, started once; the tests that want it are skipped where there is none."""
    with chromium() as started:
        yield started
