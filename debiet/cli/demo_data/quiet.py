"""The demo's own wiring: what happened in the invented past starts no jobs.

While the past is made, events are only remembered here: a message of that time is handed to
nobody, and a lead is told only of what is still fresh.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from debiet import wiring
from debiet.core.events import Event, Job
from debiet.correspondence.events import MessageQueued
from debiet.terms.events import LevelReached


class Remembered:
    """A job that is not queued: its arguments wait here until somebody takes them."""

    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []

    def defer(self, **arguments: Any) -> int:
        """Remember the arguments."""
        self._waiting.append(arguments)
        return len(self._waiting)

    def batch_defer(self, *every: dict[str, Any]) -> list[int]:
        """Remember the arguments of several."""
        return [self.defer(**arguments) for arguments in every]

    def taken(self) -> list[dict[str, Any]]:
        """Return what was remembered since the latest time, and forget it."""
        waiting, self._waiting = self._waiting, []
        return waiting


QUEUED = Remembered()
"""The messages that were written."""
MARKED = Remembered()
"""The levels that were reached."""

JOBS: Mapping[type[Event], Sequence[Job]] = dict.fromkeys(wiring.JOBS, ()) | {
    MessageQueued: (QUEUED,),
    LevelReached: (MARKED,),
}


@contextmanager
def quietly() -> Iterator[None]:
    """Let events start no jobs and mails go nowhere, in this process and for this while."""
    ours = {
        "EVENT_WIRING": __name__,
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
    theirs = {name: getattr(settings, name) for name in ours}
    try:
        for name, value in ours.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in theirs.items():
            setattr(settings, name, value)
        QUEUED.taken()
        MARKED.taken()
