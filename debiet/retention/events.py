"""What happened to runs."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class RetentionGoesOn(Event):
    """A run has a next chunk to do.

    :param chunk: its number, so that a job that comes twice does it once
    """

    run_id: int
    chunk: int
