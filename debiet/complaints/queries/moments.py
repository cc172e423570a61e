"""When a complaint was answered and until when that was in time, as the database works it out.

`debiet.rules.complaint_facts` says the same of one complaint; the tests hold both together.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateTimeField, F, Func, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from debiet.complaints.models import Complaint, ComplaintLetter
from debiet.rules.complaint_facts import Answered
from debiet.rules.complaints import ANSWERS, OWED, ComplaintStep
from debiet.rules.local_time import start_of_day


class _EndOfDay(Func):
    """24:00 of the local day that lies some days after a moment's."""

    template = (
        "((%(expressions)s AT TIME ZONE '%(zone)s')::date + %(days)s + 1)::timestamp"
        " AT TIME ZONE '%(zone)s'"
    )
    output_field = DateTimeField()


def with_moments(rows: "QuerySet[Complaint]", *, handled_days: int) -> "QuerySet[Complaint]":
    """Return complaints with `first_answer_at` and `answer_due_at`.

    The first answer is the first letter that answers and did not come back.
    """
    letters = ComplaintLetter.objects.filter(
        complaint=OuterRef("pk"),
        kind__in=ANSWERS,
        dispatched_at__isnull=False,
        failed_at__isnull=True,
    )
    first = letters.order_by().values("complaint").values(first=Min("dispatched_at"))
    due: Any = _EndOfDay(F("expressed_at"), zone=settings.TIME_ZONE, days=int(handled_days))
    return rows.annotate(
        first_answer_at=Coalesce(Subquery(first), F("answered_at")), answer_due_at=due
    )


def punctuality(wanted: Answered, *, at: datetime) -> Q:
    """Return what holds for complaints that were answered in time, or late, or wait for it."""
    owed = Q(first_answer_at__isnull=True, step__in=OWED)
    return (
        ~Q(step=ComplaintStep.NOT_A_COMPLAINT)
        & {
            Answered.IN_TIME: Q(first_answer_at__lte=F("answer_due_at")),
            Answered.LATE: Q(first_answer_at__gt=F("answer_due_at")),
            Answered.OWED: owed & Q(answer_due_at__gte=at),
            Answered.OWED_LATE: owed & Q(answer_due_at__lt=at),
            Answered.NONE: Q(first_answer_at__isnull=True) & ~Q(step__in=OWED),
        }[wanted]
    )


def received_in(year: int) -> Q:
    """Return what holds for complaints of a year of receipt, by the local day."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start, end = (start_of_day(date(one, 1, 1), zone) for one in (year, year + 1))
    return Q(expressed_at__gte=start, expressed_at__lt=end)
