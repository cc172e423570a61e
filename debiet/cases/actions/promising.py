"""Putting a call to make on the list: shared by promises and by answers that are told by phone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from debiet.cases.actions.locking import about
from debiet.cases.models import Callback, Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.rules.callbacks import windows
from debiet.rules.cases import CallbackState
from debiet.staff import queries as people
from debiet.terms import queries as terms

TOLD_WITHIN = timedelta(days=1)
"""Where no opening hours are known, an answer is told by phone within this time."""


def promise(
    case: Case, *, phone: str, words: str, start: datetime, end: datetime, by: Actor, at: datetime
) -> Callback:
    """Return the promise to call within a window; the same promise twice is one.

    The same window about something else is another: whoever calls should know of both.
    """
    employee = people.employee_of(by.user_id) if by.user_id else None
    callback, created = Callback.objects.get_or_create(
        case=case,
        phone=phone,
        words=words,
        promised_from=start,
        promised_until=end,
        state=CallbackState.PROMISED,
        defaults={
            "compartment": case.compartment,
            "promised_at": at,
            "employee_id": employee.employee_id if employee else None,
        },
    )
    if created:
        audit.record(about(case), compartment=case.compartment, facts={"callback": callback.pk})
    return callback


def promise_to_tell(case: Case, phone: str, *, by: Actor, at: datetime) -> None:
    """Put the call on the list in which an answer is told; its words go in writing as well."""
    window = next(iter(windows(terms.open_spans(at=at), at=at, count=1)), None)
    start, end = window or (at, at + TOLD_WITHIN)
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Tell the answer: the customer wants to hear it by phone.")
    promise(case, phone=phone, words=words, start=start, end=end, by=by, at=at)
