"""Letting the demo's past happen: all lives in the order of time, with the sweeps in between."""

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction

from debiet.cases import actions as cases
from debiet.cli.demo_data.lives import Life
from debiet.cli.demo_data.quiet import MARKED, QUEUED
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.terms import actions as terms

STEPS_A_TRANSACTION = 250
"""The steps' own transactions become savepoints of one: the disk is waited for less often."""
TOLD_WITHIN = timedelta(days=4)
"""Leads find notifications of the latest days only; older ones they would have put away."""
SWEEP_EVERY = timedelta(days=1)
SENT_AFTER = timedelta(seconds=4)


def happen(
    lives: Iterable[Life], *, now: datetime, by: Actor, report: Callable[[int], None]
) -> None:
    """Carry out every step up to now, the earliest first; what comes later never happens.

    :param report: told now and then how many steps were made
    """
    order = count()
    coming = [(next(life), next(order), life) for life in lives]
    sweeps = _sweeps(min(at for at, _order, _life in coming), now=now, by=by)
    coming.append((next(sweeps), next(order), sweeps))
    heapq.heapify(coming)
    made = 0
    while coming and coming[0][0] <= now:
        with transaction.atomic():
            for _ in range(STEPS_A_TRANSACTION):
                if not coming or coming[0][0] > now:
                    break
                at, _order, life = heapq.heappop(coming)
                following = next(life, None)
                _deliver(at=at + SENT_AFTER, by=by)
                if following is not None:
                    heapq.heappush(coming, (following, next(order), life))
                made += 1
        report(made)
    with transaction.atomic():
        sweep(at=now, now=now, by=by)


def _sweeps(at: datetime, *, now: datetime, by: Actor) -> Life:
    while True:
        at += SWEEP_EVERY
        yield at
        sweep(at=at, now=now, by=by)


def sweep(*, at: datetime, now: datetime, by: Actor) -> None:
    """Mark the levels that were reached by then, and tell the leads of those that are fresh."""
    while terms.mark_levels(by=by, at=at):
        pass
    for arguments in MARKED.taken():
        if at > now - TOLD_WITHIN:
            cases.tell_leads(**arguments, by=by, at=at)


def _deliver(*, at: datetime, by: Actor) -> None:
    # The mails of the past go nowhere (`quietly`), but were handed over when they were written.
    for arguments in QUEUED.taken():
        correspondence.deliver(**arguments, by=by, at=at)
