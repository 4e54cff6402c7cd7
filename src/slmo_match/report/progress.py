"""How far the work is: on stderr while it runs, and one line of counts at its end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from slmo_match.assessment import LEVELS
from slmo_match.report.messages import Messages


class Result(Protocol):
    """What is counted: an assessment, or as much of it as is still needed."""

    @property
    def status(self) -> str:
        """Its status."""

    @property
    def level(self) -> int | None:
        """Its level, if there is one."""


class Watch:
    """Counts results and, on a terminal, shows how far they are.

    Parameters
    ----------
    say : Messages
    """

    def __init__(self, say: Messages) -> None:
        self._say = say
        self._console = Console(stderr=True, highlight=False, markup=False)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(say),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task(say("reading and scoring"), total=None)
        self._started = time.monotonic()
        self.statuses: Counter[str] = Counter()
        self.levels: Counter[int] = Counter()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    @property
    def is_shown(self) -> bool:
        """Whether there is a terminal to show the progress on."""
        return self._console.is_terminal

    def expect(self, total: int | None) -> None:
        """Set how many documents there are, where that is known."""
        self._bar.update(self._task, total=total)

    def count(self, result: Result) -> None:
        """Count one more result."""
        self.statuses[result.status] += 1
        if result.level is not None:
            self.levels[result.level] += 1
        self._bar.advance(self._task)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar away while something else is printed."""
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()

    def summary(self) -> str:
        """Return the counts of levels and of what was not assessed, and the time it took."""
        say, statuses = self._say, self.statuses
        parts = [say("documents: {count}", count=say.number(statuses.total()))]
        levels = [
            say("level {level}: {count}", level=level, count=say.number(self.levels[level]))
            for level in LEVELS
            if self.levels[level]
        ]
        if levels:
            parts.append(", ".join(levels))
        for sentence, count in (
            ("uncertain: {count}", statuses["uncertain"]),
            ("not assessed: {count}", statuses["too_short"] + statuses["unsupported_language"]),
            ("unreadable: {count}", statuses["unreadable"]),
        ):
            if count:
                parts.append(say(sentence, count=say.number(count)))
        seconds = time.monotonic() - self._started
        parts.append(say("{seconds} s", seconds=say.number(seconds, 1)))
        return " · ".join(parts)


class _Rate(ProgressColumn):
    """Documents a second."""

    def __init__(self, say: Messages) -> None:
        super().__init__()
        self._say = say

    def render(self, task: Task) -> Text:
        if not task.speed:
            return Text("")
        return Text(self._say("{rate}/s", rate=self._say.number(task.speed)))
