"""The proof over all channels: every contact is in a case with a term, answered, or held with one.

It asks for what is not so. A callback belongs to a case by the database itself; a letter that waits
longer than its term is late, which the worklists show, and not lost.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr

from debiet.cases.models import Callback, Case, Interaction
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.correspondence import queries as correspondence
from debiet.correspondence.papers import raw_reference
from debiet.rules.cases import CallbackState, Carrier, CaseState, Direction
from debiet.staff.visibility import visible
from debiet.terms import queries as terms

TAKEN_WITHIN = timedelta(minutes=5)
"""What came in later may be on its way from the raw message to its case."""
WRITTEN_DOWN_WITHIN = timedelta(hours=1)
"""So long after a call somebody may still be writing it down."""
PERIOD = timedelta(days=30)
"""What the page looks back on."""
NO_CONTACT_YET = {"raw-without-case", "letters-missing", "call-of-no-case"}
"""Holes of what is in no case and waits nowhere: nothing else counts them."""
THANKS = "thanks"
"""Why a message in a closed case opened nothing."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A contact that is unaccounted for.

    :param reference: what it is, such as `raw:12`
    :param why: the code of what is missing
    """

    kind: str
    reference: str
    carrier: Carrier
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class CarrierProof:
    """What came by one carrier, and how much of it is unaccounted for."""

    carrier: Carrier
    contacts: int
    holes: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof over a period: what came, by carrier, and what is unaccounted for."""

    since: datetime
    carriers: tuple[CarrierProof, ...]
    holes: tuple[Hole, ...]
    abandoned_calls: int

    @property
    def contacts(self) -> int:
        """Return how many contacts there were."""
        return sum(row.contacts for row in self.carriers)


@query(personal=True)
def unaccounted(*, viewer: Actor, at: datetime, since: datetime | None = None) -> list[Hole]:
    """Return every contact that is in no case with a term, not answered at once, and not held.

    :param since: look no further back; without it, all there ever was
    """
    holes = [
        *correspondence.raw_holes(
            viewer=viewer,
            since=since,
            before=at - TAKEN_WITHIN,
            has_contact=Exists(Interaction.objects.filter(raw_message=OuterRef("pk"))),
            has_term=terms.has_clock(reference=raw_reference()),
        ),
        *correspondence.call_holes(
            viewer=viewer,
            since=since,
            before=at - WRITTEN_DOWN_WITHIN,
            has_case=Exists(Case.objects.filter(number=Substr(OuterRef("about"), 6))),
        ),
    ]
    found = [
        Hole(hole.reference.partition(":")[0], hole.reference, hole.carrier, hole.since, hole.why)
        for hole in holes
    ]
    found += _contacts(viewer, since) + _callbacks(viewer, since)
    return sorted(found, key=lambda hole: (hole.since, hole.reference, hole.why))


def _incoming(viewer: Actor, since: datetime | None) -> "QuerySet[Interaction]":
    contacts = visible(Interaction.objects.filter(direction=Direction.IN), viewer)
    return contacts.filter(recorded_at__gte=since) if since else contacts


def _contacts(viewer: Actor, since: datetime | None) -> list[Hole]:
    owed = _incoming(viewer, since).filter(is_answered_at_once=False)
    case = Concat(Value("case:"), OuterRef("case__number"))
    source = Concat(Value("contact:"), Cast(OuterRef("pk"), CharField()))
    came_back = owed.filter(
        ~terms.has_entry(source=source),
        case__state=CaseState.RESOLVED,
        recorded_at__gt=F("case__resolved_at"),
        is_automatic=False,
    ).exclude(raw_message__reason=THANKS)
    rows = {
        "case-without-clock": owed.filter(~terms.has_clock(reference=case)),
        "came-back-unseen": came_back,
    }
    return [
        Hole("contact", reference("contact", pk), Carrier(carrier), happened_at, why)
        for why, found in rows.items()
        for pk, carrier, happened_at in found.values_list("id", "carrier", "happened_at")
    ]


def _callbacks(viewer: Actor, since: datetime | None) -> list[Hole]:
    promised = visible(Callback.objects.filter(state=CallbackState.PROMISED), viewer)
    if since is not None:
        promised = promised.filter(promised_at__gte=since)
    case = Concat(Value("case:"), OuterRef("case__number"))
    found = promised.filter(~terms.has_clock(reference=case))
    return [
        Hole("callback", reference("callback", pk), Carrier.PHONE, at, "callback-without-clock")
        for pk, at in found.values_list("id", "promised_at")
    ]


@query(personal=True)
def proof(*, viewer: Actor, at: datetime) -> Proof:
    """Return the proof over the latest thirty days, as far as the viewer sees."""
    since = at - PERIOD
    holes = unaccounted(viewer=viewer, at=at, since=since)
    contacts, abandoned = correspondence.in_hand_by_carrier(viewer=viewer, since=since)
    rows = _incoming(viewer, since).order_by().values_list("carrier").annotate(Count("pk"))
    for carrier, number in rows:
        contacts[Carrier(carrier)] += number
    missing = Counter(hole.carrier for hole in holes)
    contacts.update(hole.carrier for hole in holes if hole.why in NO_CONTACT_YET)
    return Proof(
        since=since,
        carriers=tuple(
            CarrierProof(carrier, contacts[carrier], missing[carrier])
            for carrier in Carrier
            if contacts[carrier] or missing[carrier]
        ),
        holes=tuple(holes),
        abandoned_calls=abandoned,
    )
