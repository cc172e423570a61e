"""For each kind of record: what may go, a page at a time, and how it goes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.core import erasing as core
from debiet.core.actor import Actor
from debiet.core.references import reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as correspondence_queries
from debiet.customers import erasing as customers
from debiet.rules.retention import RecordKind
from debiet.staff import erasing as staff


@dataclass(frozen=True, slots=True)
class Held:
    """What holds keep: cases by number, customers by id."""

    numbers: frozenset[str] = frozenset()
    customer_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of what may go is wanted.

    :param before: the first day whose records are still kept
    :param without: parts of the house that are left out, of which no number may be told
    """

    before: date
    held: Held
    after: int
    limit: int
    without: frozenset[str] = frozenset()

    @property
    def moment(self) -> datetime:
        """Return the first moment of that day, here."""
        return timezone.make_aware(datetime.combine(self.before, time()))


@dataclass(frozen=True, slots=True)
class Handler:
    """How a kind is found and let go; erasing again what went does nothing."""

    find: Callable[[Page], list[int]]
    erase: Callable[[Sequence[int], Actor, datetime], Counter[str]]


def _cases(page: Page) -> list[int]:
    return case_queries.cases_closed(
        before=page.moment,
        held_numbers=page.held.numbers,
        held_customer_ids=page.held.customer_ids,
        after=page.after,
        limit=page.limit,
        without=page.without,
    )


def _customers(page: Page) -> list[int]:
    """Return customers with nothing left; pages that are full of others are passed over.

    Who are one have what any of them has.
    """
    after, found = page.after, list[int]()
    while len(found) < page.limit:
        some = customers.customers_without_account(
            before=page.moment,
            held_ids=page.held.customer_ids,
            after=after,
            limit=page.limit,
        )
        if not some:
            break
        families = customers.one_with_each(some)
        everybody = {one for family in families.values() for one in family}
        busy = case_queries.customers_with_cases(everybody)
        busy |= customers.with_account(everybody) | (everybody & page.held.customer_ids)
        busy |= customers.recorded_since(everybody, page.moment)
        found += [one for one in some if not families[one] & busy]
        after = some[-1]
    return found[: page.limit]


def _dated(query: Callable[..., list[int]]) -> Callable[[Page], list[int]]:
    return lambda page: query(
        before=page.moment, after=page.after, limit=page.limit, without=page.without
    )


def _of_employees(query: Callable[..., list[int]]) -> Callable[[Page], list[int]]:
    """Employees, and when they are away, are no secret of any part."""
    return lambda page: query(before=page.moment, after=page.after, limit=page.limit)


def _erase_looks(ids: Sequence[int], by: Actor, at: datetime) -> Counter[str]:
    """Let looks go, and what was opened in an emergency with them."""
    purposes = core.purposes_of_looks(ids)
    return core.erase_looks(ids) + cases.erase_emergencies(references=purposes, by=by)


SETTLED_AFTER = timedelta(days=7)
"""A digest of these days still says that there was one on its day, whatever it told of."""


def _erase_notifications(ids: Sequence[int], by: Actor, at: datetime) -> Counter[str]:
    """Let what employees were told go, and the mails that told of nothing else."""
    gone = staff.erase_notifications(notification_ids=ids, by=by)
    mails = staff.mails_of_nothing(before=at - SETTLED_AFTER)
    gone += staff.erase_notice_mails(notice_mail_ids=mails, by=by)
    references = [reference("notice-mail", mail_id) for mail_id in mails]
    return gone + correspondence.erase_about(references=references, by=by)


def _forget_employees(ids: Sequence[int], by: Actor, at: datetime) -> Counter[str]:
    """Let who an employee was go, and of which customer it was said to be the same."""
    return staff.forget_employees(employee_ids=ids, by=by) + customers.erase_ties(
        employee_ids=ids, by=by
    )


HANDLERS: Mapping[RecordKind, Handler] = {
    RecordKind.CASE: Handler(
        _cases, lambda ids, by, at: cases.erase_cases(case_ids=ids, by=by, at=at)
    ),
    RecordKind.SET_ASIDE: Handler(
        _dated(correspondence_queries.raw_messages_set_aside),
        lambda ids, by, at: correspondence.erase_raw_messages(raw_message_ids=ids, by=by),
    ),
    RecordKind.PRINT_BATCH: Handler(
        lambda page: correspondence_queries.batches_posted(
            before=page.before, after=page.after, limit=page.limit, without=page.without
        ),
        lambda ids, by, at: correspondence.erase_print_batches(batch_ids=ids, by=by),
    ),
    RecordKind.CALL: Handler(
        _dated(correspondence_queries.calls_in_no_case),
        lambda ids, by, at: correspondence.erase_calls(call_ids=ids, by=by),
    ),
    RecordKind.VERIFICATION: Handler(
        lambda page: customers.verifications_before(
            before=page.moment,
            held_ids=page.held.customer_ids,
            after=page.after,
            limit=page.limit,
        ),
        lambda ids, by, at: customers.erase_verifications(verification_ids=ids, by=by),
    ),
    RecordKind.CUSTOMER: Handler(
        _customers, lambda ids, by, at: customers.erase_customers(customer_ids=ids, by=by)
    ),
    RecordKind.NOTIFICATION: Handler(
        _dated(staff.notifications_told),
        _erase_notifications,
    ),
    RecordKind.ABSENCE: Handler(
        _of_employees(staff.absences_over),
        lambda ids, by, at: staff.erase_absences(absence_ids=ids, by=by),
    ),
    RecordKind.EMPLOYEE: Handler(_of_employees(staff.employees_who_left), _forget_employees),
    RecordKind.ACCESS_LOG: Handler(
        lambda page: core.looks_before(
            page.moment, after=page.after, limit=page.limit, without=page.without
        ),
        _erase_looks,
    ),
}
"""The handlers, in the order in which a run takes them."""
