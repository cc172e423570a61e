"""Pages by key: the next starts after the final row of this one, and any page costs the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

Row = TypeVar("Row")

FORWARD, BACK = "forward", "back"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the cursors of the pages beside them (empty where there is none)."""

    rows: list[Row]
    next: str = ""
    previous: str = ""


def page(
    queryset: QuerySet[Any, Row], *, order: Sequence[str], cursor: str = "", size: int = 40
) -> Page[Row]:
    """Return the page that a cursor names, in the order of the given fields.

    :param order: field names, `-` for descending; together they must be unique, so end with the id.
        Rows without a value come after all others, also when descending.
    :param cursor: as an earlier page gave it; one that is unknown or leads nowhere gives page one
    """
    fields = [_Field(queryset, name) for name in order]
    way, values = _read(cursor, order)
    rows, more = _rows(queryset, fields, way, values, size)
    if values and not rows:
        way, values = FORWARD, []
        rows, more = _rows(queryset, fields, way, values, size)
    ahead = more if way == FORWARD else True
    behind = more if way == BACK else bool(values)
    return Page(
        rows,
        next=_write(FORWARD, order, fields, rows[-1]) if rows and ahead else "",
        previous=_write(BACK, order, fields, rows[0]) if rows and behind else "",
    )


class _Field:
    """One field of an order: how to sort by it and how to ask for what lies beyond a value."""

    def __init__(self, queryset: QuerySet[Any, Any], name: str) -> None:
        self.name = name.removeprefix("-")
        self.descending = name.startswith("-")
        try:
            self.nullable = bool(queryset.model._meta.get_field(self.name).null)
        except FieldDoesNotExist:  # an annotation, or a field of a joined row
            self.nullable = True

    def ordering(self, way: str) -> OrderBy:
        descending = self.descending is (way == FORWARD)
        if not self.nullable:
            return OrderBy(F(self.name), descending=descending)
        if way == FORWARD:
            return OrderBy(F(self.name), descending=descending, nulls_last=True)
        return OrderBy(F(self.name), descending=descending, nulls_first=True)

    def beyond(self, value: Any, way: str) -> Q | None:
        """Return what lies further on than a value, None where nothing can."""
        if value is None:
            return None if way == FORWARD else Q(**{f"{self.name}__isnull": False})
        sign = "lt" if self.descending is (way == FORWARD) else "gt"
        further = Q(**{f"{self.name}__{sign}": value})
        if self.nullable and way == FORWARD:
            further |= Q(**{f"{self.name}__isnull": True})
        return further

    def same(self, value: Any) -> Q:
        if value is None:
            return Q(**{f"{self.name}__isnull": True})
        return Q(**{self.name: value})

    def of(self, row: Any) -> Any:
        if isinstance(row, dict):
            return row[self.name]
        for part in self.name.split("__"):
            row = getattr(row, part)
        return row


def _rows(
    queryset: QuerySet[Any, Row],
    fields: list[_Field],
    way: str,
    values: list[Any],
    size: int,
) -> tuple[list[Row], bool]:
    if values:
        queryset = queryset.filter(_after(fields, values, way))
    found = list(queryset.order_by(*(field.ordering(way) for field in fields))[: size + 1])
    rows = found[:size]
    return (rows if way == FORWARD else rows[::-1]), len(found) > size


def _after(fields: list[_Field], values: list[Any], way: str) -> Q:
    condition: Q | None = None
    for field, value in reversed(list(zip(fields, values, strict=True))):
        further = field.beyond(value, way)
        tied = None if condition is None else field.same(value) & condition
        options = [option for option in (further, tied) if option is not None]
        condition = None
        for option in options:
            condition = option if condition is None else condition | option
    condition = condition or Q(pk__in=[])
    leading, value = fields[0], values[0]
    if value is not None and not leading.nullable:
        # Says nothing new, but lets the database start in the middle of the index.
        sign = "lte" if leading.descending is (way == FORWARD) else "gte"
        condition &= Q(**{f"{leading.name}__{sign}": value})
    return condition


def _salt(order: Sequence[str]) -> str:
    # A cursor of another list, or of another order of this one, is no cursor here.
    return "debiet.web.paging:" + ",".join(order)


def _write(way: str, order: Sequence[str], fields: list[_Field], row: Any) -> str:
    values = [_packed(field.of(row)) for field in fields]
    return signing.Signer(salt=_salt(order)).sign_object([way, *values])


def _read(cursor: str, order: Sequence[str]) -> tuple[str, list[Any]]:
    if not cursor:
        return FORWARD, []
    try:
        way, *packed = signing.Signer(salt=_salt(order)).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        return FORWARD, []
    return way, [_unpacked(value) for value in packed]


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value


def _unpacked(value: Any) -> Any:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"decimal": str(text)}:
            return Decimal(text)
    return value
