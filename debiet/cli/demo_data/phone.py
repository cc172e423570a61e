"""The demo's telephone: calls of the latest weeks, some nobody took, and promised calls."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.queries import Scope, Worklist, WorklistRow
from debiet.cli.demo_data.colleagues import WITH_SIGN_IN
from debiet.cli.demo_data.lives import House
from debiet.cli.demo_data.moments import some_office_time
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Sign
from debiet.rules.calls import CallEvent, CallReason
from debiet.rules.cases import AttemptOutcome

CALLS = 40
TEAM = "klantendienst"
PROMISED = "0400 00 00 {number:02}"
"""Nobody has a number like these (see `people`)."""


@transaction.atomic
def ring_and_promise(house: House, *, now: datetime) -> None:
    """Let the telephone ring in the latest days, and promise calls: one broken, one tried."""
    chance = Random("telephone")  # noqa: S311 (invented data, nothing secret)
    worker = house.workers[TEAM][0]
    scope = Scope(worker.employee_id, ())
    page = queries.worklist(Worklist.OPEN, scope=scope, viewer=worker.actor, at=now, size=2 * CALLS)
    _keep_promises(house, now=now)
    for number in range(CALLS):
        _ring(house, chance, number, now=now)
    _promise(house, [row for row in page.rows if row.opened_at < now - timedelta(hours=5)], now)


def _keep_promises(house: House, *, now: datetime) -> None:
    """Let the answers of the past year that were to be told by phone have been told."""
    for row in queries.callbacks(viewer=house.system, at=now):
        if row.promised_until < now:
            cases.record_attempt(
                callback_id=row.callback_id,
                outcome=AttemptOutcome.REACHED,
                words="Het antwoord is telefonisch verteld.",
                seen_attempts=0,
                by=house.system,
                at=row.promised_from + timedelta(minutes=10),
            )


def _ring(house: House, chance: Random, number: int, *, now: datetime) -> None:
    start = some_office_time(house.hours, now - timedelta(days=23), now, chance)
    start = min(start, now - timedelta(minutes=10))
    waited = timedelta(seconds=round(chance.expovariate(1 / 35)) + 3)
    employee = WITH_SIGN_IN[0].address
    signs = [Sign(CallEvent.RINGING, start, employee)]
    if number % 7:
        signs.append(Sign(CallEvent.ANSWERED, start + waited, employee))
        signs.append(Sign(CallEvent.ENDED, start + waited + timedelta(seconds=150)))
    else:
        signs.append(Sign(CallEvent.ABANDONED, start + 2 * waited))
    call_id = correspondence.record_call(
        source="demo",
        call_id=str(number),
        caller=f"+3240000{number:04}",
        signs=signs,
        by=house.system,
        at=now,
    )
    if number % 7:  # who hung up before anybody answered may be called back
        reason = chance.choice(list(CallReason))
        correspondence.put_call_away(call_id=call_id, reason=reason, by=house.system, at=now)


def _promise(house: House, rows: list[WorklistRow], now: datetime) -> None:
    # Past and kept open: broken, tried in time, and two still to come.
    hour = timedelta(hours=1)
    windows = [(-3, -1), (-4, -2), (1, 3), (20, 22)]
    worker = house.workers[TEAM][0]
    for number, (row, (start, end)) in enumerate(zip(rows, windows, strict=False)):
        made = cases.promise_callback(
            case_id=row.case_id,
            phone=PROMISED.format(number=number),
            promised_from=now + start * hour,
            promised_until=now + end * hour,
            by=worker.actor,
            at=now - 5 * hour,
        )
        if number == 1:
            cases.record_attempt(
                callback_id=made,
                outcome=AttemptOutcome.VOICEMAIL,
                seen_attempts=0,
                by=worker.actor,
                at=now - 3 * hour,
            )
