"""What happened to texts."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class ClauseWritten(Event):
    """Somebody wrote a version of a text, which waits for a second person."""

    version_id: int
