"""Reading a customer's whole file: everything but its cases, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers.models import (
    AccountAddress,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
    CustomerMerge,
    CustomerNote,
    CustomerRelation,
    DeliveryPreference,
)
from debiet.rules.cases import Segment
from debiet.rules.customer_file import INVERSE, HowVerified, RelationKind, holds
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class AddressSpan:
    """An address for a while."""

    line: str
    valid_from: date | None
    valid_until: date | None
    by: str
    holds: bool


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account with the address that holds, and all it ever had, newest first.

    :param owner_id: the customer that it was recorded for
    """

    account_id: int
    owner_id: int
    number: str
    line: str
    spans: tuple[AddressSpan, ...]

    @property
    def coming(self) -> list[AddressSpan]:
        """Return the addresses that hold later than today."""
        return [span for span in self.spans if not span.holds and span.valid_until is None]


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """An e-mail address or number, with how it was verified and for how long it holds."""

    point_id: int
    owner_id: int
    kind: ContactKind
    value: str
    is_preferred: bool
    is_current: bool
    verified_at: datetime | None
    verified_by: str
    verified_how: HowVerified | None
    valid_from: date | None
    valid_until: date | None
    by: str


@dataclass(frozen=True, slots=True)
class KnownNote:
    """A note that has not expired."""

    note_id: int
    text: str
    by: str
    written_at: datetime
    expires_on: date


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """What somebody else is to this customer, or was."""

    relation_id: int
    customer_id: int
    name: str
    kind: RelationKind
    valid_from: date
    valid_until: date | None
    holds: bool


@dataclass(frozen=True, slots=True)
class MergedCustomer:
    """Somebody who turned out to be this customer; it can be undone."""

    merge_id: int
    name: str
    merged_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """All that is known of a customer itself.

    :param member_ids: this customer's own id and those of the ones merged into it
    """

    customer_id: int
    member_ids: tuple[int, ...]
    name: str
    segment: Segment
    language: str
    born_on: date | None
    wants_large_print: bool
    created_at: datetime
    version: int
    accounts: tuple[KnownAccount, ...]
    points: tuple[KnownPoint, ...]
    ways: tuple[tuple[MessageKind, DeliveryMethod], ...]
    notes: tuple[KnownNote, ...]
    related: tuple[RelatedPerson, ...]
    merged: tuple[MergedCustomer, ...] = ()

    @property
    def current_points(self) -> list[KnownPoint]:
        """Return what reaches the customer today."""
        return [point for point in self.points if point.is_current]

    @property
    def other_points(self) -> list[KnownPoint]:
        """Return what reached it before, or will later."""
        return [point for point in self.points if not point.is_current]

    def point(self, point_id: int) -> KnownPoint | None:
        """Return one of its contact points, or None."""
        return next((point for point in self.points if point.point_id == point_id), None)

    def account(self, account_id: int) -> KnownAccount | None:
        """Return one of its accounts, or None."""
        return next((one for one in self.accounts if one.account_id == account_id), None)


@query(personal=False)
def kept_of(customer_id: int) -> Subquery:
    """Return whom a customer was merged into, or itself, as part of a statement."""
    named = Customer.objects.filter(pk=customer_id)
    return Subquery(named.values(kept=Coalesce("merged_into_id", "pk")))


@query(personal=False)
def family(customer_id: int) -> "QuerySet[Customer, Any]":
    """Return the ids of a customer and of all who are one with it, for a filter.

    The customer may itself be merged into another.
    """
    kept = kept_of(customer_id)
    own = Customer.objects.filter(pk=kept).values("pk")
    merged = Customer.objects.filter(merged_into=kept).values("pk")
    return own.union(merged, all=True)


@query(personal=True)
def customer_file(customer_id: int, *, viewer: Actor, on: date) -> CustomerFile | None:
    """Return what is known of a customer on a day; None where the viewer sees no customers."""
    row = (
        visible(Customer.objects.filter(pk=customer_id), viewer)
        .annotate(**_parts(customer_id, viewer, on))
        .first()
    )
    if row is None:
        return None
    known: Any = row
    return CustomerFile(
        customer_id=row.pk,
        member_ids=(row.pk, *(one["id"] for one in known.merged_rows)),
        name=row.name,
        segment=row.segment,
        language=row.language,
        born_on=row.born_on,
        wants_large_print=row.wants_large_print,
        created_at=row.created_at,
        version=row.version,
        accounts=_accounts(known.account_rows, known.address_rows, on),
        points=tuple(_point(one) for one in known.point_rows),
        ways=tuple((MessageKind(w["kind"]), DeliveryMethod(w["method"])) for w in known.way_rows),
        notes=tuple(_note(one) for one in known.note_rows),
        related=_related(known.relation_rows, known.relation_back_rows, on),
        merged=tuple(
            MergedCustomer(one["id"], one["name"], datetime.fromisoformat(one["merged_at"]))
            for one in known.merge_rows
        ),
    )


_SPAN = ("valid_from", "valid_until")


def _rows(found: "QuerySet[Any]", *names: str, **others: str) -> ArraySubquery:
    """Return rows as part of another statement, each as the names of its values say."""
    values = {name: name for name in ("id", *names)} | others
    return ArraySubquery(found.values(row=JSONObject(**values)))


def _parts(customer_id: int, viewer: Actor, on: date) -> dict[str, ArraySubquery]:
    members = family(customer_id)

    def rows(found: "QuerySet[Any]", *names: str, **others: str) -> ArraySubquery:
        return _rows(visible(found, viewer), *names, **others)

    address, span = ("street", "house_number", "postal_code", "municipality"), _SPAN
    relation = ("kind", *span)
    accounts = CustomerAccount.objects.filter(customer__in=members)
    addresses = AccountAddress.objects.filter(account__customer__in=members)
    points = ContactPoint.objects.filter(customer__in=members)
    notes = CustomerNote.objects.filter(customer__in=members, expires_on__gt=on)
    relations = CustomerRelation.objects
    ways = DeliveryPreference.objects.filter(customer=customer_id)
    return {
        "merged_rows": rows(Customer.objects.filter(merged_into=customer_id).order_by("id")),
        "merge_rows": rows(
            CustomerMerge.objects.filter(kept=customer_id, undone_at__isnull=True).order_by("id"),
            "merged_at",
            name="other__name",
        ),
        "account_rows": rows(accounts.order_by("number"), "number", "customer_id", *address),
        "address_rows": rows(
            addresses.order_by("id"), "account_id", *address, *span, by="employee__name"
        ),
        "point_rows": rows(
            points.order_by("-is_current", "-is_preferred", "-id"),
            *("customer_id", "kind", "value", "is_preferred", "is_current", "verified_at"),
            "verified_how",
            *span,
            verified_by="verified_by__name",
            by="employee__name",
        ),
        "way_rows": rows(ways.order_by("kind"), "kind", "method"),
        "note_rows": rows(
            notes.order_by("-id"), "text", "written_at", "expires_on", by="employee__name"
        ),
        "relation_rows": rows(
            relations.filter(customer__in=members).order_by("-id"),
            *relation,
            person="other_id",
            name="other__name",
        ),
        "relation_back_rows": rows(
            relations.filter(other__in=members).order_by("-id"),
            *relation,
            person="customer_id",
            name="customer__name",
        ),
    }


Row = Mapping[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _line(row: Row) -> str:
    return f"{row['street']} {row['house_number']}, {row['postal_code']} {row['municipality']}"


def _accounts(rows: list[Row], spans: list[Row], on: date) -> tuple[KnownAccount, ...]:
    found: dict[int, list[AddressSpan]] = {}
    for row in spans:
        first, end = _day(row["valid_from"]), _day(row["valid_until"])
        span = AddressSpan(_line(row), first, end, row["by"] or "", holds(first, end, on=on))
        found.setdefault(row["account_id"], []).append(span)
    return tuple(
        KnownAccount(
            account_id=row["id"],
            owner_id=row["customer_id"],
            number=row["number"],
            line=_line(row),
            spans=tuple(
                sorted(found.get(row["id"], ()), key=lambda s: s.valid_from or date.min)[::-1]
            ),
        )
        for row in rows
    )


def _point(row: Row) -> KnownPoint:
    return KnownPoint(
        point_id=row["id"],
        owner_id=row["customer_id"],
        kind=ContactKind(row["kind"]),
        value=row["value"],
        is_preferred=row["is_preferred"],
        is_current=row["is_current"],
        verified_at=datetime.fromisoformat(row["verified_at"]) if row["verified_at"] else None,
        verified_by=row["verified_by"] or "",
        verified_how=HowVerified(row["verified_how"]) if row["verified_how"] else None,
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        by=row["by"] or "",
    )


def _note(row: Row) -> KnownNote:
    return KnownNote(
        note_id=row["id"],
        text=row["text"],
        by=row["by"] or "",
        written_at=datetime.fromisoformat(row["written_at"]),
        expires_on=date.fromisoformat(row["expires_on"]),
    )


def _related(forward: list[Row], back: list[Row], on: date) -> tuple[RelatedPerson, ...]:
    found = [_relation(row, RelationKind(row["kind"]), on) for row in forward]
    found += [_relation(row, INVERSE[RelationKind(row["kind"])], on) for row in back]
    return tuple(sorted(found, key=lambda one: (not one.holds, one.name, one.relation_id)))


def _relation(row: Row, kind: RelationKind, on: date) -> RelatedPerson:
    first, end = date.fromisoformat(row["valid_from"]), _day(row["valid_until"])
    return RelatedPerson(
        relation_id=row["id"],
        customer_id=row["person"],
        name=row["name"],
        kind=kind,
        valid_from=first,
        valid_until=end,
        holds=holds(first, end, on=on),
    )
