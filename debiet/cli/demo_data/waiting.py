"""What waits at the desk of the demo: asked of other teams, put aside, of an absent colleague.

It comes after the past: whatever still lives there would find its case changed by somebody else.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.queries import Scope, Worklist, WorklistRow
from debiet.cli.demo_data.colleagues import Worker
from debiet.cli.demo_data.lives import House
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as letters
from debiet.customers import actions as customers
from debiet.customers import queries as customer_queries
from debiet.rules.absence import AbsenceKind
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.complaints import Regime
from debiet.rules.customer_file import Purpose
from debiet.rules.internal_tasks import TaskState
from debiet.rules.print_batches import PrintFault
from debiet.staff import actions as staff

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
AWAY_DAYS = 6


@transaction.atomic
def wait_at_the_desk(house: House, *, colleague_number: str, now: datetime) -> None:
    """Let something wait on each list of the desk.

    :param colleague_number: of the customer that a colleague is
    """
    rows = iter(_rows(house, now))
    _is_away(house, rows, now)
    _asked_of_other_teams(house, rows, now)
    _put_aside(house, rows, now)
    _damaged(house, now)
    cases.find_duplicate_customers(by=house.system, at=now)
    _close_look(house, colleague_number, now)


def _rows(house: House, now: datetime) -> list[WorklistRow]:
    """Return open questions that were there some hours ago, what is late first."""
    agent = house.by_sign_in["agent"]
    scope = Scope(agent.employee_id, tuple(house.team_ids.values()))
    page = queries.worklist(Worklist.OPEN, scope=scope, viewer=agent.actor, at=now, size=60)
    return [
        row
        for row in page.rows
        if row.opened_at < now - 4 * HOUR
        and row.state == CaseState.OPEN
        and row.regime is Regime.ORDINARY
    ]


def _is_away(house: House, rows: Iterator[WorklistRow], now: datetime) -> None:
    """Let a colleague be away since yesterday, and customers of that colleague write."""
    away, lead = house.by_sign_in["agent.klantendienst"], house.by_sign_in["team-lead"]
    today = timezone.localdate(now)
    for number in range(2):
        row = next(rows, None)
        if row is None:
            break
        cases.assign_case(
            case_id=row.case_id,
            employee_id=away.employee_id,
            seen_version=_version(row, lead),
            by=lead.actor,
            at=now - 3 * HOUR,
        )
        if number == 0:
            cases.record_contact(
                case_id=row.case_id,
                carrier=Carrier.PHONE,
                direction=Direction.IN,
                text="Belt opnieuw: hoelang duurt het nog? Zou graag vandaag iets horen.",
                happened_at=now - 35 * MINUTE,
                by=lead.actor,
                at=now - 35 * MINUTE,
            )
    staff.record_absence(
        employee_id=away.employee_id,
        first_on=today - timedelta(days=1),
        final_on=today + timedelta(days=AWAY_DAYS),
        kind=AbsenceKind.LEAVE,
        deputy_id=house.by_sign_in["agent"].employee_id,
        by=lead.actor,
        at=now - timedelta(days=1),
    )


def _asked_of_other_teams(house: House, rows: Iterator[WorklistRow], now: datetime) -> None:
    agent, network = house.by_sign_in["agent"], house.by_sign_in["agent.netwerk"]
    asked = (
        (agent, "netwerk", "Kan iemand ter plaatse kijken of de meter lekt?", False),
        (agent, "netwerk", "Wanneer zijn de werken in deze straat gedaan?", True),
        (network, "klantendienst", "Wil je de klant vragen of de meter bereikbaar is?", False),
    )
    for (who, team, words, is_refused), row in zip(asked, rows, strict=False):
        task_id = cases.ask_task(
            case_id=row.case_id,
            team_id=house.team_ids[team],
            words=words,
            by=who.actor,
            at=now - 2 * HOUR,
        )
        if is_refused:
            cases.step_task(
                task_id=task_id,
                state=TaskState.REFUSED,
                words="Dat weet alleen de aannemer; vraag het daar.",
                seen_version=1,
                by=network.actor,
                at=now - HOUR,
            )


def _put_aside(house: House, rows: Iterator[WorklistRow], now: datetime) -> None:
    """Let one question be looked at again now, and another one sleep until tomorrow."""
    agent = house.by_sign_in["agent"]
    if (row := next(rows, None)) is not None:
        cases.plan_follow_up(
            case_id=row.case_id,
            words="Nakijken of de nieuwe meterstand er is.",
            due_at=now - HOUR,
            is_for_team=False,
            by=agent.actor,
            at=now - 3 * HOUR,
        )
    if (row := next(rows, None)) is not None:
        cases.snooze_case(
            case_id=row.case_id,
            until=now + timedelta(hours=20),
            knows_risk=True,
            seen_version=_version(row, agent),
            by=agent.actor,
            at=now - HOUR,
        )


def _version(row: WorklistRow, worker: Worker) -> int:
    (line,) = queries.case_lines([row.case_id], viewer=worker.actor)
    return line.version


def _damaged(house: House, now: datetime) -> None:
    """Let one of the letters that wait for the printer turn out to be damaged."""
    lead = house.by_sign_in["team-lead"].actor
    waiting = letters.letters_to_print(viewer=lead, limit=2)
    if waiting:
        faults = {waiting[-1].message_id: PrintFault.UNREADABLE}
        correspondence.set_aside_damaged(faults=faults, by=lead, at=now - HOUR)


def _close_look(house: House, number: str, now: datetime) -> None:
    """Let a colleague be a customer too, and another colleague open that file with a reason."""
    found = customer_queries.candidate_ids(account=number)
    if len(found) != 1:
        return
    tied = house.by_sign_in["agent.facturatie"]
    customers.tie_employee(
        employee_id=tied.employee_id, customer_id=found[0], by=house.system, at=now - 2 * HOUR
    )
    opening = customers.open_file(
        customer_id=found[0],
        purpose=Purpose.BILLING,
        words="Yasmine vroeg mij haar eigen afrekening na te kijken; zelf mag ze dat niet.",
        by=house.by_sign_in["agent"].actor,
        at=now - HOUR,
    )
    customers.tell_suspect_opening(opening_id=opening.pk, by=house.system, at=now - HOUR)
