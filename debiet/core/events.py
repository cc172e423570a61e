"""What happened, told to whoever listens: one table (`debiet/wiring.py`) names the jobs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Event:
    """A fact in the past tense, holding ids only; its fields are the arguments of its jobs."""


class Job(Protocol):
    """What the wiring lists: a task of procrastinate."""

    @property
    def defer(self) -> Callable[..., int]: ...

    @property
    def batch_defer(self) -> Callable[..., list[int]]: ...


def publish(event: Event) -> None:
    """Start the jobs that the wiring lists for an event, in the transaction that is open.

    :raises KeyError: if the wiring does not know the event: nothing may happen unheard
    """
    # The wiring lies above everything; the import map forbids naming it here.
    jobs: Mapping[type[Event], Sequence[Job]] = import_string(f"{settings.EVENT_WIRING}.JOBS")
    for job in jobs[type(event)]:
        job.defer(**asdict(event))


def publish_all(events: Sequence[Event]) -> None:
    """Start the jobs of many events of one kind, each kind of job in one statement.

    :raises KeyError: as `publish`
    """
    if not events:
        return
    jobs: Mapping[type[Event], Sequence[Job]] = import_string(f"{settings.EVENT_WIRING}.JOBS")
    for job in jobs[type(events[0])]:
        job.batch_defer(*(asdict(event) for event in events))
