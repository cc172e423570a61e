"""What of correspondence is old enough to go, a page at a time."""

from collections.abc import Collection
from datetime import date, datetime

from debiet.core.reading import query
from debiet.correspondence.models import Call, PrintBatch, RawMessage
from debiet.rules.delivery import BatchState


@query(personal=False)
def raw_messages_set_aside(
    *, before: datetime, after: int, limit: int, without: Collection[str] = ()
) -> list[int]:
    """Return what came in before a moment and became nothing.

    :param without: parts of the house that are left out, here and below
    """
    rows = RawMessage.objects.filter(
        state=RawMessage.State.SET_ASIDE, received_at__lt=before, id__gt=after
    ).exclude(about__startswith="case:")
    rows = rows.exclude(compartment__in=without)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def calls_in_no_case(
    *, before: datetime, after: int, limit: int, without: Collection[str] = ()
) -> list[int]:
    """Return calls from before a moment that are in no case; one nobody dealt with stays."""
    rows = Call.objects.filter(started_at__lt=before, id__gt=after)
    rows = rows.exclude(about__startswith="case:").exclude(about="", is_abandoned=False)
    rows = rows.exclude(compartment__in=without)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def batches_posted(
    *, before: date, after: int, limit: int, without: Collection[str] = ()
) -> list[int]:
    """Return batches that were posted before a day."""
    rows = PrintBatch.objects.filter(state=BatchState.POSTED, posted_on__lt=before, id__gt=after)
    rows = rows.exclude(compartment__in=without)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def set_aside_from(sender: str) -> list[int]:
    """Return what came from an address and became nothing."""
    rows = RawMessage.objects.filter(state=RawMessage.State.SET_ASIDE, sender__iexact=sender)
    rows = rows.exclude(about__startswith="case:")
    return list(rows.order_by("id").values_list("id", flat=True)) if sender else []


@query(personal=False)
def calls_from(number: str) -> list[int]:
    """Return calls from a number that are in no case."""
    rows = Call.objects.filter(caller=number).exclude(about__startswith="case:")
    rows = rows.exclude(about="", is_abandoned=False)
    return list(rows.order_by("id").values_list("id", flat=True)) if number else []
