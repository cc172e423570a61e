"""Letting the terms of things go that go themselves."""

from collections import Counter
from collections.abc import Sequence

from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.terms.models import Clock, ClockEntry


@action(permission=Permission.ERASE)
def erase_clocks(*, references: Sequence[str], by: Actor) -> Counter[str]:
    """Let ledgers and clocks of things go; return how many rows of each table went."""
    clocks = Clock.objects.filter(reference__in=references).values_list("id", flat=True)
    entries = ClockEntry.objects.filter(reference__in=references).values_list("id", flat=True)
    return erase(Clock, clocks) + erase(ClockEntry, entries)
