"""What visitors have on their pages: in memory, bounded, each for one visitor alone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from slmo_match.assessment import Assessment
from slmo_match.web.corrections import Correction
from slmo_match.web.refusal import Refused
from slmo_match.web.settings import Limits


@dataclass(slots=True)
class Item:
    """A document on a page: what it was called, its text, its assessment, its correction."""

    name: str
    text: str
    assessment: Assessment
    correction: Correction | None = None


@dataclass(slots=True)
class Workspace:
    """The documents of one visitor by their ids, in the order in which they came."""

    items: dict[str, Item] = field(default_factory=dict)
    used: float = 0.0

    @property
    def characters(self) -> int:
        """Length of all texts."""
        return sum(len(item.text) for item in self.items.values())


class Workspaces:
    """The workspaces of all visitors.

    Parameters
    ----------
    limits : Limits
    clock : callable, optional
        Returns seconds; for tests.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._of: dict[str, Workspace] = {}

    def __len__(self) -> int:
        return len(self._of)

    def of(self, visitor: str) -> Workspace:
        """Return the documents of a visitor; the hour until they are forgotten begins anew."""
        self.expire()
        workspace = self._of.get(visitor)
        if workspace is None:
            return Workspace()
        workspace.used = self._clock()
        return workspace

    def find(self, visitor: str, name: str) -> Item:
        """Return one document of a visitor.

        Raises
        ------
        Refused
            With status 404 where this visitor has no such document.
        """
        item = self.of(visitor).items.get(name)
        if item is None:
            raise Refused(404, "there is no such document here (any more)")
        return item

    def add(self, visitor: str, item: Item) -> str:
        """Keep a document for a visitor and return its id.

        Raises
        ------
        Refused
            With status 413 where the page is full.
        """
        self.check_room(visitor, characters=len(item.text))
        workspace = self._of.setdefault(visitor, Workspace())
        workspace.used = self._clock()
        name = secrets.token_urlsafe(12)
        workspace.items[name] = item
        self._make_room(visitor)
        return name

    def check_room(self, visitor: str, more: int = 1, characters: int = 0) -> None:
        """Refuse documents, with so many characters in all, that the page has no room for."""
        workspace = self.of(visitor)
        if len(workspace.items) + more > self._limits.documents:
            raise Refused(
                413,
                "the page holds {most} documents, too few for these: save the results and clear "
                "it, or score folders with 'slmo-match score'",
                most=self._limits.documents,
            )
        if workspace.characters + characters > self._limits.characters:
            raise Refused(
                413,
                "the page holds texts of {most} million characters, too few for these: save the "
                "results and clear it, or score folders with 'slmo-match score'",
                most=format(self._limits.characters / 1_000_000, "g"),
            )

    def forget(self, visitor: str) -> None:
        """Drop all documents of a visitor."""
        self._of.pop(visitor, None)

    def expire(self) -> None:
        """Drop the documents of visitors who have been away for too long."""
        oldest = self._clock() - self._limits.seconds
        for visitor in [name for name, space in self._of.items() if space.used < oldest]:
            self.forget(visitor)

    def _make_room(self, visitor: str) -> None:
        """Drop the workspaces that were not used for longest until all texts fit."""
        total = sum(space.characters for space in self._of.values())
        for name in sorted(self._of, key=lambda name: self._of[name].used):
            if total <= self._limits.characters:
                return
            if name != visitor:
                total -= self._of[name].characters
                self.forget(name)
