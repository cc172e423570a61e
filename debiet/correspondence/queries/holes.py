"""What came in and is in nobody's hands: raw messages and calls, for the proof over all channels.

What other apps know of them (whether there is a contact, a term, a case) comes as a part of the
statement.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.correspondence.models import Call, RawMessage
from debiet.correspondence.papers import SPLIT
from debiet.rules.cases import Carrier
from debiet.staff.visibility import visible

State = RawMessage.State


@dataclass(frozen=True, slots=True)
class RawHole:
    """Something that came in and is in nobody's hands.

    :param why: the code of what is missing
    """

    reference: str
    carrier: Carrier
    since: datetime
    why: str


@query(personal=True)
def raw_holes(
    *,
    viewer: Actor,
    since: datetime | None,
    before: datetime,
    has_contact: Exists,
    has_term: Exists,
) -> list[RawHole]:
    """Return raw messages that were taken by nobody, by no case, or that are held without a term.

    :param since: look no further back
    :param before: what came later may still be on its way
    """
    messages = visible(RawMessage.objects.all(), viewer)
    if since is not None:
        messages = messages.filter(recorded_at__gte=since)
    found = {
        "raw-not-taken": messages.filter(state=State.RECEIVED, recorded_at__lt=before),
        "raw-without-case": messages.filter(~has_contact, state=State.TAKEN),
        "held-without-term": messages.filter(~has_term, state=State.QUARANTINED),
        "letters-missing": _short(messages),
    }
    return [
        RawHole(reference("raw", pk), Carrier(carrier), received_at, why)
        for why, rows in found.items()
        for pk, carrier, received_at in rows.order_by("id").values_list(
            "id", "carrier", "received_at"
        )
    ]


def _short(messages: "QuerySet[RawMessage]") -> "QuerySet[RawMessage]":
    """Return the scans that gave fewer letters than they said."""
    source = Concat(Value("scan:"), Cast(OuterRef("pk"), CharField()), Value(":"))
    letters = RawMessage.objects.filter(source__startswith=source).order_by()
    counted = Subquery(letters.values("carrier").annotate(number=Count("pk")).values("number")[:1])
    said = Cast(KT("reading__letters"), IntegerField())
    split = messages.filter(state=State.SET_ASIDE, outcome=SPLIT)
    return split.annotate(said=Coalesce(said, 0), counted=Coalesce(counted, 0)).exclude(
        said=Coalesce(counted, 0)
    )


@query(personal=True)
def call_holes(
    *, viewer: Actor, since: datetime | None, before: datetime, has_case: Exists
) -> list[RawHole]:
    """Return calls that were answered and not written down, or that name a case that is not there.

    Calls that nobody took are no contacts; they are counted apart.
    """
    calls = visible(Call.objects.filter(is_abandoned=False), viewer)
    if since is not None:
        calls = calls.filter(started_at__gte=since)
    found = {
        "call-without-contact": calls.filter(about="", started_at__lt=before),
        "call-of-no-case": calls.filter(~has_case, about__startswith="case:"),
    }
    return [
        RawHole(reference("call", pk), Carrier.PHONE, started_at, why)
        for why, rows in found.items()
        for pk, started_at in rows.order_by("id").values_list("id", "started_at")
    ]


@query(personal=True)
def in_hand_by_carrier(*, viewer: Actor, since: datetime) -> tuple[Counter[Carrier], int]:
    """Return how many raw messages and calls wait for somebody, by carrier, and abandoned calls."""
    waiting = visible(RawMessage.objects.filter(recorded_at__gte=since), viewer).filter(
        state__in=[State.RECEIVED, State.QUARANTINED]
    )
    calls = visible(Call.objects.filter(started_at__gte=since), viewer)
    found: Counter[Carrier] = Counter()
    for carrier, number in waiting.order_by().values_list("carrier").annotate(Count("pk")):
        found[Carrier(carrier)] += number
    found[Carrier.PHONE] += calls.filter(Q(about=""), is_abandoned=False).count()
    return found, calls.filter(is_abandoned=True).count()
