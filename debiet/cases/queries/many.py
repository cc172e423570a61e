"""Reading many cases at once, for what ties them together: an incident."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.db.models.functions import Left, TruncHour

from debiet.cases.models import Case, Interaction
from debiet.cases.queries.topics import label_of, topic_tree
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers import queries as customers
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.complaints import Regime
from debiet.staff.visibility import visible

LONGEST = 2000
"""So many signs of what was asked are read for places that it names."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list of many shows it.

    :param latest_in_at: when its asker said something last
    """

    case_id: int
    number: str
    subject: str
    who: str
    carrier: Carrier
    state: CaseState
    topic: str
    opened_at: datetime
    version: int
    latest_in_at: datetime | None
    waiting_reason: str
    regime: Regime

    @property
    def is_open(self) -> bool:
        """Return whether it is not closed."""
        return self.state != CaseState.RESOLVED

    @property
    def is_complaint(self) -> bool:
        """Return whether it is more than a question."""
        return self.regime is not Regime.ORDINARY


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may belong to something, with all that says so."""

    line: CaseLine
    topic_path: tuple[str, ...]
    addresses: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class HourCount:
    """How many contacts came in an hour by one carrier, among marked cases or all others."""

    hour: datetime
    carrier: Carrier
    is_marked: bool
    count: int


@query(personal=True)
def case_lines(case_ids: Collection[int], *, viewer: Actor) -> list[CaseLine]:
    """Return many cases, the oldest first, in one statement; those out of sight are left out."""
    cases = visible(Case.objects.filter(pk__in=list(case_ids)), viewer)
    return [_line(row) for row in _rows(cases).order_by("id")]


@query(personal=True)
def case_ids_of(numbers: Iterable[str], *, viewer: Actor) -> dict[str, tuple[int, str]]:
    """Return id and closed part of cases by their numbers; those out of sight are left out."""
    cases = visible(Case.objects.filter(number__in=set(numbers)), viewer)
    return {
        number: (pk, part) for number, pk, part in cases.values_list("number", "pk", "compartment")
    }


@query(personal=True)
def candidates(
    *, since: datetime, until: datetime, besides: "QuerySet[Any]", viewer: Actor, limit: int = 300
) -> list[Candidate]:
    """Return the open cases of a time, the newest first, with what they may be judged by.

    :param besides: ids of cases that are not asked for
    """
    asked = Interaction.objects.filter(case=OuterRef("pk"), direction=Direction.IN).order_by("id")
    handled = Case.objects.filter(frozen_at__isnull=True)
    found = visible(handled.exclude(state=CaseState.RESOLVED), viewer).filter(
        opened_at__gte=since, opened_at__lte=until
    )
    rows = list(
        _rows(found.exclude(pk__in=besides))
        .annotate(
            words=Subquery(asked.annotate(line=Left("text", LONGEST)).values("line")[:1]),
            topic_code=F("topic__code"),
        )
        .values(*_COLUMNS, "words", "topic_code", "contact_address", "customer_id")
        .order_by("-opened_at", "-id")[:limit]
    )
    paths = topic_tree()
    ids = [row["customer_id"] for row in rows if row["customer_id"]]
    cards = {card.customer_id: card for card in customers.cards(ids, viewer=viewer)} if ids else {}
    return [
        Candidate(
            line=_line(row),
            topic_path=paths[row["topic_code"]],
            addresses=_addresses(row, cards),
            words=f"{row['subject']} {row['words'] or ''}",
        )
        for row in rows
    ]


@query(personal=True)
def contacts_per_hour(
    *, since: datetime, until: datetime, marked: "QuerySet[Any]", viewer: Actor
) -> list[HourCount]:
    """Return how many contacts came each hour, by carrier, those of marked cases apart.

    :param marked: ids of the marked cases
    """
    contacts = visible(Interaction.objects.all(), viewer).filter(
        direction=Direction.IN, is_automatic=False, happened_at__gte=since, happened_at__lt=until
    )
    counted = (
        contacts.annotate(
            hour=TruncHour("happened_at", tzinfo=UTC),
            is_marked=Choice(
                When(case__in=marked, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
        .values("hour", "carrier", "is_marked")
        .annotate(count=Count("pk"))
        .order_by("hour", "carrier", "is_marked")
    )
    return [
        HourCount(row["hour"], Carrier(row["carrier"]), row["is_marked"], row["count"])
        for row in counted
    ]


_COLUMNS = (
    "id", "number", "subject", "carrier", "state", "opened_at", "version", "contact_name",
    "contact_email", "customer_name", "topic_labels", "latest_in_at",
    "waiting_reason", "regime",
)  # fmt: skip


def _rows(cases: "QuerySet[Case]") -> "QuerySet[Any, dict[str, Any]]":
    said = Q(interactions__direction=Direction.IN, interactions__is_automatic=False)
    rows: QuerySet[Any, dict[str, Any]] = cases.annotate(
        customer_name=F("customer__name"),
        topic_labels=F("topic__labels"),
        latest_in_at=Max("interactions__recorded_at", filter=said),
    ).values(*_COLUMNS)
    return rows


def _line(row: Mapping[str, Any]) -> CaseLine:
    return CaseLine(
        case_id=row["id"],
        number=row["number"],
        subject=row["subject"],
        who=row["customer_name"] or row["contact_name"] or row["contact_email"] or "",
        carrier=row["carrier"],
        state=row["state"],
        topic=label_of(row["topic_labels"]),
        opened_at=row["opened_at"],
        version=row["version"],
        latest_in_at=row["latest_in_at"],
        waiting_reason=row["waiting_reason"],
        regime=row["regime"],
    )


def _addresses(
    row: Mapping[str, Any], cards: Mapping[int, customers.CustomerCard]
) -> tuple[str, ...]:
    told = [row["contact_address"]] if row["contact_address"].strip() else []
    card = cards.get(row["customer_id"] or 0)
    return (*told, *(line for _number, line in card.accounts)) if card else tuple(told)
