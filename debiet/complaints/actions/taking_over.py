"""The ombuds function takes a complaint over: a file of its own, and the first line's case frozen.

Always inside an action that has the complaint locked. What the first line may not see is done by
the office's own actor, whoever asked for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.complaints.actions.subjects import tell_subject
from debiet.complaints.actions.walking import about, facts_of, take_along, walk
from debiet.complaints.events import OmbudsFileOpened
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.references import reference
from debiet.rules.access import Compartment
from debiet.rules.cases import CaseKind, CaseState, Direction
from debiet.rules.complaint_terms import office_due
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Regime, Takeover
from debiet.rules.notices import NoticeKind
from debiet.rules.sla import CaseFacts, EntryKind
from debiet.staff import queries as staff
from debiet.staff.house_notices import put_away
from debiet.terms import actions as terms

OFFICE_TOPIC = "ombuds"
"""The topic of the office's own cases, unless the utility's settings name another."""
COMPLAINT = "complaint"
ANSWERED = frozenset(
    {
        ComplaintStep.ANSWERED,
        ComplaintStep.ACCEPTED,
        ComplaintStep.SILENT,
        ComplaintStep.CLOSED,
        ComplaintStep.REFUSED,
    }
)
"""Where the first line answered: the office's file is about that answer, with terms of its own."""


def office() -> Actor:
    """Return who does what only the office sees."""
    return Actor.system("complaints.office")


@dataclass(frozen=True, slots=True)
class Why:
    """Why the ombuds function takes a complaint over, and whose step that is."""

    takeover: Takeover
    actor: ComplaintActor
    reason: str = ""
    has_wish: bool = False


def take_over(complaint: Complaint, why: Why, *, by: Actor, at: datetime) -> OmbudsFile:
    """Give a locked complaint to the ombuds function and return its file.

    The complaint goes into the office's part of the house with all that happens from now on; its
    45 days run on from the same moment, unless the first line had answered.

    :raises Refused: the refusal of the first need of the step that is not met
    """
    was_answered = complaint.step in ANSWERED
    facts = facts_of(
        complaint, at=at, reason=why.reason, takeover=why.takeover, has_wish=why.has_wish
    )
    page = case_queries.case_page(complaint.case_id, viewer=office())
    assert page is not None  # noqa: S101 (the office's actor sees every case)
    complaint.compartment = Compartment.OMBUDS
    complaint.takeover, complaint.asked_for_ombuds_at = why.takeover, None
    noted = {"takeover": why.takeover}
    walk(
        complaint,
        ComplaintStep.OMBUDS,
        actor=why.actor,
        facts=facts,
        noted=noted,
        by=by,
        at=at,
    )
    if not was_answered:
        _give_away(complaint, at=at)
    file = _file_of(complaint, page, at=at)
    file.takeover, file.reason = why.takeover, why.reason.strip()
    complaint.office_case_id = file.case_id
    complaint.save(update_fields=["office_case"])
    take_along(complaint)
    put_away(NoticeKind.LETTER_WAITS, reference("case", complaint.case.number), at=at)
    begin(file, complaint, page, was_answered=was_answered, at=at)
    tell_subject(complaint, at=at)
    cases.freeze_case(case_id=complaint.case_id, until=file.answer_by, by=office(), at=at)
    return file


def _give_away(complaint: Complaint, *, at: datetime) -> None:
    """End the first line's clocks of a complaint: they run on as the office's."""
    for kind in (EntryKind.HANDED_OVER, EntryKind.RESOLVED):
        terms.enter(reference=about(complaint), kind=kind, occurred_at=at, by=office(), at=at)


def _file_of(complaint: Complaint, page: CasePage, *, at: datetime) -> OmbudsFile:
    """Return the file, new or of before: a complaint that was called a question may come again."""
    known = OmbudsFile.objects.filter(complaint=complaint).first()
    if known is None:
        opened = _open_case(page, at=at)
        return OmbudsFile(
            complaint=complaint,
            case_id=opened.case_id,
            about_case_id=complaint.case_id,
            opened_at=at,
        )
    known.closed_at = None
    known.version += 1
    case = case_queries.case_page(known.case_id, viewer=office())
    if case is not None and case.state is CaseState.RESOLVED:
        cases.reopen_case(case_id=case.case_id, seen_version=case.version, by=office(), at=at)
    return known


def _open_case(page: CasePage, *, at: datetime) -> Any:
    asked = [one for one in page.timeline if one.direction is Direction.IN]
    first = asked[0] if asked else None
    return cases.open_case(
        kind=CaseKind.QUESTION,
        topic_code=office_topic(at=at),
        carrier=page.carrier,
        text=first.text if first else page.subject,
        subject=page.subject,
        contact=cases.Contact(
            name=page.contact_name,
            email=page.contact_email,
            phone=page.contact_phone,
            account_number=page.account_number,
            address=case_queries.told_address(page.case_id),
        ),
        language=page.language,
        is_language_chosen=True,
        received_at=at,
        acknowledge=False,
        customer_id=page.customer_id,
        recognizes=False,
        by=office(),
        at=at,
    )


def office_topic(*, at: datetime) -> str:
    """Return the topic under which the office's own cases are opened."""
    return staff.house_settings(at=at).get("ombuds_topic", OFFICE_TOPIC)


def begin(
    file: OmbudsFile, complaint: Complaint, page: CasePage, *, was_answered: bool, at: datetime
) -> None:
    """Start the office's clocks, and write its file down."""
    by, case = office(), case_queries.case_page(file.case_id, viewer=office())
    assert case is not None  # noqa: S101 (it was opened a moment ago)
    lengths = periods_on(at=at if was_answered else complaint.expressed_at)
    due = office_due(
        expressed_at=complaint.expressed_at,
        # What was refused without a letter, because nobody was known, was answered by nothing.
        answered_at=(complaint.answered_at or at) if was_answered else None,
        escalated_at=at,
        lengths=lengths,
        days=days_of_law(),
    )
    start = at if was_answered else complaint.expressed_at
    about_it = reference(COMPLAINT, case.number)
    if file.pk:
        terms.enter(reference=about_it, kind=EntryKind.REOPENED, occurred_at=at, by=by, at=at)
    else:
        _start(about_it, case, page, occurred_at=start, at=at)
    if complaint.acknowledged_at is not None and not was_answered and not file.pk:
        terms.enter(
            reference=about_it,
            kind=EntryKind.ACKNOWLEDGED,
            occurred_at=complaint.acknowledged_at,
            by=by,
            at=at,
        )
    terms.enter(reference=about_it, kind=EntryKind.HANDED_OVER, occurred_at=at, by=by, at=at)
    cases.set_regime(case_id=file.case_id, regime=Regime.OMBUDS, by=by, at=at)
    file.answer_by = due.answer_by
    file.save()
    publish(OmbudsFileOpened(file_id=file.pk))


def _start(
    about_it: str, case: CasePage, page: CasePage, *, occurred_at: datetime, at: datetime
) -> None:
    terms.start_clocks(
        reference=about_it,
        compartment=Compartment.OMBUDS,
        facts=CaseFacts(
            kind=COMPLAINT,
            topic_path=tuple(case_queries.topic_path(case.topic_code)),
            carrier=page.carrier,
            segment=page.segment,
            priority=page.priority,
        ),
        occurred_at=occurred_at,
        by=office(),
        at=at,
    )
