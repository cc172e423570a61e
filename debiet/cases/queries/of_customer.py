"""Reading the cases and the latest messages of a customer, for its file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Left

from debiet.cases.models import Case, Interaction
from debiet.cases.queries.topics import label_of
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers import queries as customers
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.staff.visibility import CLOSED, visible

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no term", so that such cases come after those that have one."""


@dataclass(frozen=True, slots=True)
class FilePosition:
    """Where a page of a customer's cases ended."""

    is_closed: bool
    due_at: datetime
    case_id: int


@dataclass(frozen=True, slots=True)
class FileCase:
    """A case on a customer's file."""

    case_id: int
    number: str
    subject: str
    topic: str
    state: CaseState
    carrier: Carrier
    opened_at: datetime
    resolved_at: datetime | None
    due_at: datetime | None
    at_risk_at: datetime | None
    assignee: str
    team: str

    @property
    def is_closed(self) -> bool:
        """Return whether nothing is owed any more."""
        return self.state is CaseState.RESOLVED


@dataclass(frozen=True, slots=True)
class FileCases:
    """A page of a customer's cases, and where the next begins if there is one."""

    rows: list[FileCase]
    next: FilePosition | None


@query(personal=True)
def cases_of_customer(
    customer_ids: Iterable[int],
    *,
    viewer: Actor,
    after: FilePosition | None = None,
    size: int = 20,
) -> FileCases:
    """Return a customer's cases: open ones first as they fall due, then closed ones, newest first.

    :param customer_ids: its own id and those of the ones merged into it
    """
    closed = Q(state=CaseState.RESOLVED)
    none = Value(NEVER, DateTimeField())
    found = visible(Case.objects.filter(customer__in=list(customer_ids)), viewer).annotate(
        rank=Choice(When(closed, then=1), default=0, output_field=IntegerField()),
        falls_due=Choice(When(closed, then=none), default=Coalesce("due_at", none)),
        topic_labels=F("topic__labels"),
        assignee_name=F("assignee__name"),
        team_name=F("team__name"),
    )
    if after is not None:
        rank = int(after.is_closed)
        found = found.filter(
            Q(rank__gt=rank)
            | Q(rank=rank, falls_due__gt=after.due_at)
            | Q(rank=rank, falls_due=after.due_at, pk__lt=after.case_id)
        )
    rows = [
        FileCase(
            case_id=row["id"],
            number=row["number"],
            subject=row["subject"],
            topic=label_of(row["topic_labels"]),
            state=CaseState(row["state"]),
            carrier=Carrier(row["carrier"]),
            opened_at=row["opened_at"],
            resolved_at=row["resolved_at"],
            due_at=row["due_at"],
            at_risk_at=row["at_risk_at"],
            assignee=row["assignee_name"] or "",
            team=row["team_name"],
        )
        for row in found.order_by("rank", "falls_due", "-pk").values(
            "id", "number", "subject", "topic_labels", "state", "carrier", "opened_at",
            "resolved_at", "due_at", "at_risk_at", "assignee_name", "team_name",
        )[: size + 1]
    ]  # fmt: skip
    shown = rows[:size]
    return FileCases(shown, _position(shown[-1]) if len(rows) > size else None)


def _position(row: FileCase) -> FilePosition:
    due_at = NEVER if row.is_closed else row.due_at or NEVER
    return FilePosition(row.is_closed, due_at, row.case_id)


@dataclass(frozen=True, slots=True)
class FileContact:
    """A message of or to a customer, in one line."""

    case_number: str
    direction: Direction
    carrier: Carrier
    happened_at: datetime
    words: str
    is_automatic: bool


@query(personal=True)
def latest_contacts(
    customer_ids: Iterable[int], *, viewer: Actor, limit: int = 10
) -> list[FileContact]:
    """Return the latest messages of a customer and to it, over all its cases, newest first."""
    found = visible(Interaction.objects.filter(case__customer__in=list(customer_ids)), viewer)
    rows = (
        found.filter(is_public=True)
        .order_by("-happened_at", "-id")
        .annotate(words=Left("text", 160), number=F("case__number"))
        .values_list("number", "direction", "carrier", "happened_at", "words", "is_automatic")
    )
    return [
        FileContact(
            number, Direction(direction), Carrier(carrier), at, " ".join(words.split()), automatic
        )
        for number, direction, carrier, at, words, automatic in rows[:limit]
    ]


@query(personal=False)
def compartments_of_customers(customer_ids: Iterable[int]) -> set[str]:
    """Return the parts in which customers, or those merged into them, have cases.

    Not those of which nobody outside may learn that something is there: a refusal would tell.
    """
    members = customers.one_with(customer_ids)
    rows = Case.objects.filter(customer__in=members).exclude(compartment__in=CLOSED)
    return set(rows.values_list("compartment", flat=True).distinct())


@query(personal=False)
def account_numbers_given() -> dict[int, set[str]]:
    """Return the customer numbers that were told in customers' cases, by the customer's id.

    What was told in a closed part makes nobody outside suspect anything.
    """
    found: dict[int, set[str]] = {}
    rows = Case.objects.filter(customer__isnull=False).exclude(account_number="")
    rows = rows.exclude(compartment__in=CLOSED)
    for customer_id, number in rows.values_list("customer_id", "account_number").distinct():
        found.setdefault(customer_id, set()).add(customers.account_form(number))
    return found
