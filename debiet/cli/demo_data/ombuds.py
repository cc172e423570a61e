"""What the ombuds function of the demo has: files in every state, with remedies and actions."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from debiet.cases.actions import Contact, NewContact
from debiet.cli.demo_data.complaint_words import DECISIONS, HOLDING
from debiet.cli.demo_data.complaints import (
    DAY,
    HOUR,
    MINUTE,
    RIGHT,
    RUN,
    Grievance,
    Way,
    answered,
    left,
)
from debiet.cli.demo_data.lives import Life
from debiet.complaints import actions as complaints
from debiet.complaints import queries
from debiet.complaints.actions import Decision, Direct, Judgment, Said, Task
from debiet.core.actor import Actor
from debiet.rules.cases import Carrier
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaints import Assessment, ComplaintStep, Outcome, Takeover

OFFICE = Actor.system("complaints.office")


def _office(one: Grievance) -> tuple[Actor, Actor]:
    """Return the ombudsperson and the deputy."""
    first, second = one.house.workers["ombuds"][:2]
    return first.actor, second.actor


def _file_id(one: Grievance) -> int:
    found = queries.file_id_of_case(one.case_id, viewer=one.house.system)
    if found is None:
        raise RuntimeError("The demo's complaint was not taken over.")
    return found


def _page(one: Grievance, at: datetime) -> queries.OmbudsPage:
    found = queries.ombuds_file(_file_id(one), viewer=one.house.system, at=at)
    if found is None:
        raise RuntimeError("The demo's file is not there.")
    return found


def _acknowledged(one: Grievance, at: datetime) -> Life:
    message_id = complaints.acknowledge_file(file_id=_file_id(one), by=OFFICE, at=at)
    at += MINUTE
    yield at
    if message_id is not None:
        left(message_id, at)


def _given(one: Grievance, at: datetime) -> Life:
    """Let the first line say that it cannot solve it."""
    at += 3 * DAY
    yield at
    complaints.say_cannot_solve(
        complaint_id=one.complaint_id,
        reason="De klant wil een beslissing die wij niet mogen nemen.",
        by=one.worker.actor,
        at=at,
    )
    yield from _acknowledged(one, at)


def _late(one: Grievance, at: datetime) -> Life:
    """Let the first line's term pass: the office has it by itself."""
    at += 14 * DAY
    yield at
    while not complaints.take_over_late(complaint_id=one.complaint_id, by=RUN, at=at):
        at += DAY
        yield at
    yield from _acknowledged(one, at)


def _conflict(one: Grievance, at: datetime) -> Life:
    at += DAY
    yield at
    complaints.put_conflict(
        case_id=one.case_id,
        reason="Facturatie en Netwerk zijn het niet eens wie de fout maakte.",
        by=one.worker.actor,
        at=at,
    )
    yield from _acknowledged(one, at)


def _escalated(one: Grievance, at: datetime) -> Life:
    yield from answered(one, at)
    at += 12 * DAY
    yield at
    complaints.ask_for_ombuds(complaint_id=one.complaint_id, by=one.visitor(), at=at)
    yield from _acknowledged(one, at)


def _handled(one: Grievance, at: datetime) -> Life:
    """Let the ombudsperson take the file on."""
    yield from _given(one, at)
    at += 5 * DAY
    yield at
    by: dict[str, Any] = {"by": _office(one)[0], "at": at}
    complaints.state_ties(file_id=_file_id(one), has_conflict=False, **by)
    complaints.take_file(file_id=_file_id(one), seen_version=_page(one, at).version, **by)
    complaints.add_finding(
        file_id=_file_id(one), text="De klant schreef drie keer over hetzelfde.", **by
    )


def _asked(one: Grievance, at: datetime) -> Life:
    """Let a department be asked to explain, and the customer read that it takes longer."""
    yield from _handled(one, at)
    at += 6 * DAY
    yield at
    page = _page(one, at)
    by: dict[str, Any] = {"by": _office(one)[0], "at": at}
    complaints.ask_explanation(
        file_id=page.file_id,
        team_id=one.house.team_ids["facturatie"],
        words="Waarom kreeg de klant drie aanmaningen na de betaling?",
        due_at=at + 7 * DAY,
        **by,
    )
    message_id = complaints.write_holding(
        file_id=page.file_id,
        text=HOLDING[one.matter.language],
        until=(at + 20 * DAY).date(),
        seen_version=_page(one, at).version,
        seen_case_version=one.case_version(page.case_id),
        **by,
    )
    at += MINUTE
    yield at
    left(message_id, at)


def _explained(one: Grievance, at: datetime) -> Life:
    yield from _asked(one, at)
    at += 14 * DAY
    yield at
    question = _page(one, at).questions[0]
    complaints.explain(
        question_id=question.question_id,
        words="De betaling kwam zonder mededeling binnen.",
        by=one.house.workers["facturatie"][-1].actor,
        at=at,
    )


def _decided(one: Grievance, at: datetime, *, end: ComplaintStep = ComplaintStep.DECIDED) -> Life:
    """Let the office end it by a letter."""
    yield from _handled(one, at)
    at += 12 * DAY
    yield at
    page = _page(one, at)
    judgment = Judgment(
        Assessment.PARTLY_FOUNDED if one.serial % 2 else Assessment.FOUNDED,
        Outcome.SOLVED,
        RIGHT.norms,
        reason="De klant werd te laat ingelicht.",
    )
    wish_id = one.said() if end is ComplaintStep.MEDIATED else None
    message_id = complaints.write_decision(
        file_id=page.file_id,
        text=DECISIONS[one.matter.language],
        decision=Decision(end, judgment, wish_id),
        seen_version=page.version,
        seen_case_version=one.case_version(page.case_id),
        by=_office(one)[0],
        at=at,
    )
    at += MINUTE
    yield at
    left(message_id, at)


def _mediated(one: Grievance, at: datetime) -> Life:
    yield from _decided(one, at, end=ComplaintStep.MEDIATED)


def _promised(one: Grievance, at: datetime) -> Life:
    """Let something be promised to the customer, and something so that it happens no more."""
    yield from _decided(one, at)
    at += 14 * DAY
    yield at
    by: dict[str, Any] = {"by": _office(one)[0], "at": at}
    owner = one.house.workers["facturatie"][0].employee_id
    until = (at + 30 * DAY).date()
    page = _page(one, at)
    complaints.propose_remedy(
        file_id=page.file_id,
        kind=RemedyKind.COMPENSATION,
        task=Task("Een tegemoetkoming voor de onkosten.", owner, until),
        amount=Decimal("45.00"),
        **by,
    )
    complaints.plan_action(
        file_id=page.file_id,
        root_cause=("process", "data", "knowledge")[one.serial % 3],
        task=Task("Betalingen zonder mededeling dezelfde dag nakijken.", owner, until),
        **by,
    )


def _kept(one: Grievance, at: datetime) -> Life:
    """Let what was promised be kept, so that the file closes."""
    yield from _promised(one, at)
    at += 20 * DAY
    yield at
    first, second = _office(one)
    remedy = _page(one, at).remedies[0].remedy_id
    steps = (
        (RemedyStep.APPROVED, second, 0),
        (RemedyStep.EXECUTED, first, 1),
        (RemedyStep.DONE, first, 2),
    )
    for end, who, earlier in steps:
        day = at.date() if end is RemedyStep.EXECUTED else None
        complaints.step_remedy(
            remedy_id=remedy, end=end, day=day, seen_version=1 + earlier, by=who, at=at
        )
        at += HOUR
        yield at
    planned = _page(one, at).corrective_actions[0].action_id
    complaints.step_action(
        action_id=planned,
        end=ActionStep.CARRIED_OUT,
        day=at.date(),
        seen_version=1,
        by=first,
        at=at,
    )
    at += 30 * DAY
    yield at
    complaints.step_action(
        action_id=planned, end=ActionStep.EFFECTIVE, seen_version=2, by=first, at=at
    )


def _in_confidence(one: Grievance, at: datetime) -> Life:
    """Let somebody tell the office something that nobody else may know of."""
    at += DAY
    yield at
    new = NewContact(
        key=f"demo-{one.serial}",
        carrier=Carrier.PHONE,
        topic_code="",
        text="Ik wil anoniem melden dat een medewerker dossiers van buren bekijkt.",
        contact=Contact(name=one.person.name, email=one.person.email),
        language=one.matter.language,
        happened_at=at,
    )
    direct = Direct(Takeover.CUSTOMER_ASKS, "Vertrouwelijk.", is_confidential=True)
    said = Said(reason="Vertrouwelijk.", theme="privacy", municipality=one.municipality)
    complaints.take_in(new=new, said=said, direct=direct, by=_office(one)[0], at=at)


OFFICE_WAYS: Sequence[tuple[float, Way]] = (
    (8, _given),
    (24, _late),
    (5, _conflict),
    (30, _escalated),
    (14, _handled),
    (20, _asked),
    (36, _explained),
    (32, _decided),
    (60, _mediated),
    (50, _promised),
    (140, _kept),
    (6, _in_confidence),
)
"""How many days ago each begins, and how it goes."""
