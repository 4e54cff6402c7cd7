"""What several test modules share."""

import pytest
from hypothesis import settings

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
