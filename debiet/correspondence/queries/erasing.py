"""What of correspondence is old enough to go, a page at a time."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Upper

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence.models import Call, PrintBatch, RawMessage
from debiet.rules.delivery import BatchState
from debiet.rules.rights import plain_number
from debiet.staff.visibility import visible


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


@query(personal=True)
def set_aside_from(senders: Iterable[str], *, viewer: Actor) -> list[int]:
    """Return what came from addresses and became nothing."""
    rows = visible(set_aside_by(senders), viewer)
    return list(rows.order_by("id").values_list("id", flat=True))


def set_aside_by(senders: Iterable[str]) -> "QuerySet[RawMessage]":
    """Return what came from addresses and became nothing, as rows."""
    wanted = {sender.upper() for sender in senders if sender}
    rows = RawMessage.objects.filter(state=RawMessage.State.SET_ASIDE)
    rows = rows.exclude(about__startswith="case:")
    return rows.alias(from_whom=Upper("sender")).filter(from_whom__in=wanted)


@query(personal=True)
def calls_from(numbers: Iterable[str], *, viewer: Actor) -> list[int]:
    """Return calls from numbers that are in no case, however the exchange wrote them."""
    rows = visible(calls_by(numbers).exclude(about="", is_abandoned=False), viewer)
    return list(rows.order_by("id").values_list("id", flat=True))


def calls_by(numbers: Iterable[str]) -> "QuerySet[Call]":
    """Return the calls in no case from numbers, as `plain_number` compares them."""
    digits = Func(F("caller"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    plain = Func(digits, Value("^(00)?(32)?0?"), Value(""), function="regexp_replace")
    wanted = {plain_number(number) for number in numbers} - {""}
    rows = Call.objects.exclude(about__startswith="case:")
    return rows.alias(plain=Cast(plain, TextField())).filter(plain__in=wanted)
