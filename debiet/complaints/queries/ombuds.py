"""Reading the ombuds function's files: only ever through `visible`, in its own part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, QuerySet

from debiet.complaints.models import (
    Complaint,
    OmbudsDraft,
    OmbudsEntry,
    OmbudsFile,
    OmbudsQuestion,
)
from debiet.complaints.office import involved_in, is_handler, turn
from debiet.complaints.ombuds_lines import (
    ActionLine,
    FindingLine,
    QuestionLine,
    RemedyLine,
    action_line,
    finding_lines,
    question_line,
    remedy_line,
)
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_duties import StandIn
from debiet.rules.complaints import Assessment, ComplaintStep, Outcome, Takeover
from debiet.staff import queries as staff
from debiet.staff.visibility import visible

LISTED = 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in a list; what falls due first stands first, whoever has it.

    :param handler: who has it; "" where nobody has, also because whoever had it works here no more
    """

    file_id: int
    number: str
    subject: str
    who: str
    takeover: Takeover
    step: ComplaintStep
    opened_at: datetime
    answer_by: datetime | None
    handler: str
    is_confidential: bool


@query(personal=True)
def ombuds_files(*, is_open: bool = True, viewer: Actor, limit: int = LISTED) -> list[FileRow]:
    """Return the office's files: what is not concluded first, as it falls due."""
    rows = visible(OmbudsFile.objects.filter(closed_at__isnull=is_open), viewer)
    rows = rows.select_related("case__customer", "complaint", "handler")
    rows = rows.order_by(F("concluded_at").asc(nulls_first=True), "answer_by", "id")
    return [
        FileRow(
            file_id=one.pk,
            number=one.case.number,
            subject=one.case.subject,
            who=one.case.customer.name if one.case.customer else one.case.contact_name,
            takeover=one.takeover,
            step=one.complaint.step,
            opened_at=one.opened_at,
            answer_by=one.answer_by,
            handler=one.outside_name or _name_of_handler(one),
            is_confidential=one.is_confidential,
        )
        for one in rows[:limit]
    ]


def _name_of_handler(file: OmbudsFile) -> str:
    return file.handler.name if file.handler and file.handler.left_at is None else ""


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A complaint at the first line whose customer asked for the office, which decides."""

    complaint_id: int
    number: str
    subject: str
    asked_at: datetime


@query(personal=True)
def wanted(*, viewer: Actor, limit: int = LISTED) -> list[WantedRow]:
    """Return complaints whose customers ask for the office before an answer, longest first."""
    rows = Complaint.objects.filter(
        asked_for_ombuds_at__isnull=False,
        step__in=(ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE),
    )
    found = visible(rows, viewer).select_related("case").order_by("asked_for_ombuds_at", "id")
    return [
        WantedRow(one.pk, one.case.number, one.case.subject, one.asked_for_ombuds_at)
        for one in found[:limit]
        if one.asked_for_ombuds_at is not None
    ]


@dataclass(frozen=True, slots=True)
class OmbudsPage:
    """A file as its page shows it.

    :param about_number: the first line's case
    :param is_mine: the viewer handles it
    :param tie: why the viewer cannot handle it, as far as it is computed: "" where nothing is
    :param turn: who is the first of the office whom nothing keeps from it
    :param underway: the letter that ends it is written and has not left
    :param drafts: which pages of it were put away half-written
    """

    file_id: int
    version: int
    complaint_id: int
    case_id: int
    number: str
    subject: str
    about_number: str
    step: ComplaintStep
    takeover: Takeover
    reason: str
    is_confidential: bool
    opened_at: datetime
    answer_by: datetime | None
    expressed_at: datetime
    concluded_at: datetime | None
    closed_at: datetime | None
    handler: str
    stand_in: StandIn | str
    outside_name: str
    outside_reason: str
    is_mine: bool
    tie: str
    turn: StandIn
    turn_name: str
    statements: tuple[tuple[str, bool, str, datetime], ...]
    involved: tuple[str, ...]
    assessment: Assessment | str
    outcome: Outcome | str
    norms: tuple[str, ...]
    underway: bool
    drafts: tuple[str, ...]
    questions: tuple[QuestionLine, ...]
    findings: tuple[FindingLine, ...]
    remedies: tuple[RemedyLine, ...]
    corrective_actions: tuple[ActionLine, ...]


@query(personal=True)
def ombuds_file(file_id: int, *, viewer: Actor, at: datetime) -> OmbudsPage | None:
    """Return a file with all that is in it, or None where the viewer may not see it."""
    rows = visible(OmbudsFile.objects.filter(pk=file_id), viewer)
    rows = rows.annotate(
        kept=ArraySubquery(
            OmbudsDraft.objects.filter(file=OuterRef("pk")).order_by("what").values("what")
        )
    )
    file = rows.select_related("case", "about_case", "complaint", "handler").first()
    return None if file is None else _page(file, viewer, at)


@query(personal=True)
def ombuds_draft(file_id: int, what: str, *, viewer: Actor) -> dict[str, list[str]]:
    """Return what stood in the fields of a page that was put away; empty if it was not.

    :param what: which page
    """
    rows = visible(OmbudsDraft.objects.filter(file=file_id, what=what), viewer)
    return dict(rows.values_list("typed", flat=True).first() or {})


@query(personal=True)
def file_id_of_case(case_id: int, *, viewer: Actor) -> int | None:
    """Return the office's file of a case, the first line's or its own, if there is one."""
    rows = visible(OmbudsFile.objects.all(), viewer)
    for one in (rows.filter(case_id=case_id), rows.filter(about_case_id=case_id)):
        found = one.values_list("id", flat=True).first()
        if found is not None:
            return found
    return None


def _page(file: OmbudsFile, viewer: Actor, at: datetime) -> OmbudsPage:
    involved = involved_in(file)
    employee = staff.employee_of(viewer.user_id) if viewer.user_id else None
    me = employee.employee_id if employee else 0
    first = turn(file, involved=involved, at=at)
    tied = sorted(involved.handled | involved.in_facts)
    names = staff.names([*tied, *([first.user] if first.user else [])])
    complaint = file.complaint
    return OmbudsPage(
        file_id=file.pk,
        version=file.version,
        complaint_id=complaint.pk,
        case_id=file.case_id,
        number=file.case.number,
        subject=file.case.subject,
        about_number=file.about_case.number if file.about_case else "",
        step=complaint.step,
        takeover=file.takeover,
        reason=file.reason,
        is_confidential=file.is_confidential,
        opened_at=file.opened_at,
        answer_by=file.answer_by,
        expressed_at=complaint.expressed_at,
        concluded_at=file.concluded_at,
        closed_at=file.closed_at,
        handler=_name_of_handler(file),
        stand_in=file.stand_in,
        outside_name=file.outside_name,
        outside_reason=file.outside_reason,
        is_mine=is_handler(file, viewer),
        tie="in-facts" if me in involved.in_facts else "handled" if me in involved.handled else "",
        turn=first.stand_in,
        turn_name=names.get(first.user or 0, ""),
        statements=_statements(file),
        involved=tuple(names[one] for one in tied if one in names),
        assessment=complaint.assessment,
        outcome=complaint.outcome,
        norms=tuple(complaint.norms),
        underway=file.letters.filter(dispatched_at=None, failed_at=None).exclude(end="").exists(),
        drafts=tuple(file.kept),  # type: ignore[attr-defined]  # annotated by who asks
        questions=tuple(question_line(one) for one in _questions(file)),
        findings=finding_lines(file),
        remedies=tuple(remedy_line(one) for one in _in_order(file.remedies)),
        corrective_actions=tuple(
            action_line(row, at) for row in _in_order(file.corrective_actions)
        ),
    )


def _in_order(related: Any) -> Any:
    steps = OmbudsEntry.objects.select_related("employee")
    found = related.select_related("owner").prefetch_related(Prefetch("entries", steps))
    return found.order_by("id")


def _statements(file: OmbudsFile) -> tuple[tuple[str, bool, str, datetime], ...]:
    rows = file.statements.select_related("employee").order_by("id")
    return tuple((one.employee.name, one.has_conflict, one.words, one.said_at) for one in rows)


def _questions(file: OmbudsFile) -> "QuerySet[OmbudsQuestion]":
    return file.questions.select_related("team", "answered_by").order_by("id")


@query(personal=True)
def explanations_asked(
    *, team_ids: tuple[int, ...], viewer: Actor, limit: int = LISTED
) -> list[QuestionLine]:
    """Return what the ombuds function asks of one's teams: the question, nothing of the file."""
    rows = visible(OmbudsQuestion.objects.filter(team_id__in=team_ids), viewer)
    found = rows.select_related("team", "answered_by").order_by("answered_at", "due_at", "id")
    return [question_line(one) for one in found.filter(answered_at__isnull=True)[:limit]]


@query(personal=False)
def overdue_question_ids(*, at: datetime, limit: int = LISTED) -> list[int]:
    """Return explanations that are overdue and of which nobody was reminded, for the sweep."""
    rows = OmbudsQuestion.objects.filter(
        due_at__lte=at, answered_at__isnull=True, reminded_at__isnull=True
    )
    return list(rows.order_by("due_at", "id").values_list("id", flat=True)[:limit])
