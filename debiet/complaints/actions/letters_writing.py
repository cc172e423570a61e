"""Writing a letter of the first line: what it must say and decide, before it leaves."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.complaints import letters
from debiet.complaints.actions.coding import check_coding
from debiet.complaints.actions.judging import take_up
from debiet.complaints.actions.letters_left import Judgment, Writing
from debiet.complaints.actions.refusals import REFUSALS, NoGround, NoReason, NotAssessed
from debiet.complaints.actions.walking import facts_of, locked, note
from debiet.complaints.models import Complaint, ComplaintLetter
from debiet.complaints.queries.lengths import letter_choices, norms_on
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.rules.complaint_coding import is_cause_missing
from debiet.rules.complaint_letters import unsaid
from debiet.rules.complaint_needs import StepFacts, StepTrouble
from debiet.rules.complaint_steps import take
from debiet.rules.complaint_themes import norm_trouble
from debiet.rules.complaints import ANSWERS, RIGHT, ComplaintActor, ComplaintStep, LetterKind


class OutcomeMissing(Refused):
    """Where the customer was right, it is said what came of it."""

    code = "complaints.outcome-missing"
    message = _("The complaint is founded. Say whether it is solved.")


class NormsDoNotFit(Refused):
    """Norms are named where the customer was right, from the list that holds."""

    code = "complaints.norms-do-not-fit"
    message = _("Norms are named for founded complaints only, from the list in force.")


class AnswerUnderway(Refused):
    """A letter that answers is on its way out already."""

    code = "complaints.answer-underway"
    message = _("A letter that answers this complaint is about to leave. Wait until it has.")


class PartsMissing(Refused):
    """A letter does not say all that one of its kind says."""

    code = "complaints.parts-missing"
    message = _("A part that this letter must have is not ticked. Say it in the letter first.")


class RootCauseMissing(Refused):
    """The house wants to know what lay behind a complaint before the answer leaves."""

    code = "complaints.root-cause-missing"
    message = _("Say what lay behind the complaint before the answer leaves.")


END_OF: dict[LetterKind, ComplaintStep] = {
    LetterKind.FINAL: ComplaintStep.ANSWERED,
    LetterKind.REFUSAL: ComplaintStep.REFUSED,
    LetterKind.REFERRAL: ComplaintStep.REFUSED,
}
"""Which step a letter takes when it has left."""


def leave(
    complaint: Complaint,
    writing: Writing,
    *,
    seen_case_version: int,
    written_by_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Let a letter leave that its writer finished, and return its message's id.

    A holding letter only holds it. What a final one, a refusal or a referral decides is taken over
    when it has left; the case closes with it.

    :raises AnswerUnderway: if another one that answers has not left yet
    """
    answers = writing.kind in ANSWERS
    if answers:
        complaint = _ready(complaint, writing.kind, writing.judgment, by=by, at=at)
    message_id = cases.answer_case(
        case_id=complaint.case_id,
        text=letters.with_own_parts(complaint, writing.kind, writing.text, at=at),
        seen_version=seen_case_version,
        is_substantive=answers,
        resolves=answers,
        by=by,
        at=at,
    )
    judgment = writing.judgment if answers else Judgment()  # what only holds decides nothing
    ComplaintLetter.objects.create(
        complaint=complaint,
        compartment=complaint.compartment,
        message_id=message_id,
        kind=writing.kind,
        is_confirmation=writing.is_confirmation,
        assessment=judgment.assessment or "",
        outcome=judgment.outcome or "",
        norms=list(judgment.norms),
        ground=judgment.ground or "",
        reason=judgment.reason.strip(),
        written_by_id=written_by_id,
        written_at=at,
    )
    noted: dict[str, object] = {"letter": writing.kind, "message": message_id}
    if writing.root_cause and writing.root_cause != complaint.root_cause:
        noted["coded"] = {"root_cause": [complaint.root_cause, writing.root_cause]}
        complaint.root_cause = writing.root_cause
    note(
        complaint, start=complaint.step, actor=ComplaintActor.FIRST_LINE, noted=noted, by=by, at=at
    )
    return message_id


def check_writing(complaint: Complaint, writing: Writing, *, at: datetime) -> None:
    """Refuse a letter that does not say all that one of its kind says.

    :raises PartsMissing: if its writer did not tick all that it must say
    :raises NotAssessed: if a final one does not say whether the customer was right
    :raises OutcomeMissing: if the customer was right and nothing says what came of it
    :raises NormsDoNotFit: if a norm is not in force, or the customer was wrong
    :raises RootCauseMissing: if the house asks for the root cause, and nobody said it
    """
    if writing.kind in ANSWERS:
        _check(writing.kind, writing.judgment, at=at)
    if unsaid(writing.kind, writing.says):
        raise PartsMissing
    check_coding("", writing.root_cause, None, at=at)
    if is_cause_missing(
        letter_choices(at=at).cause,
        kind=writing.kind,
        assessment=writing.judgment.assessment,
        root_cause=writing.root_cause or complaint.root_cause,
    ):
        raise RootCauseMissing


def _ready(
    complaint: Complaint, kind: LetterKind, judgment: Judgment, *, by: Actor, at: datetime
) -> Complaint:
    """Check what an answer decides, before it leaves: afterwards nobody could change it."""
    _check(kind, judgment, at=at)
    underway = ComplaintLetter.objects.filter(
        complaint=complaint, dispatched_at=None, failed_at=None
    )
    if underway.filter(kind__in=ANSWERS).exists():
        raise AnswerUnderway
    if kind is LetterKind.FINAL and complaint.step is ComplaintStep.RECEIVED:
        take_up(complaint_id=complaint.pk, seen_version=complaint.version, by=by, at=at)
        complaint = locked(complaint.pk, by=by)
    facts = facts_of_letter(complaint, judgment, dispatched_at=at, at=at)
    end = take(complaint.step, END_OF[kind], by=ComplaintActor.FIRST_LINE, facts=facts)
    if isinstance(end, StepTrouble):
        raise REFUSALS[end]
    return complaint


def facts_of_letter(
    complaint: Complaint, judgment: Judgment, *, dispatched_at: datetime, at: datetime
) -> StepFacts:
    """Return what is known of a complaint when a letter takes its step."""
    return facts_of(
        complaint,
        at=at,
        reason=judgment.reason,
        ground=judgment.ground,
        assessment=judgment.assessment,
        dispatched_at=dispatched_at,
    )


def _check(kind: LetterKind, judgment: Judgment, *, at: datetime) -> None:
    if kind is not LetterKind.FINAL:
        if judgment.ground is None:
            raise NoGround
        if not judgment.reason.strip():
            raise NoReason
        return
    check_final(judgment, at=at)


def check_final(judgment: Judgment, *, at: datetime) -> None:
    """Refuse a final letter that does not say all that it decides.

    :raises NotAssessed: if it does not say whether the customer was right
    :raises OutcomeMissing: if the customer was right and nothing says what came of it
    :raises NormsDoNotFit: if a norm is not in force, or the customer was wrong
    """
    if judgment.assessment is None:
        raise NotAssessed
    if (judgment.assessment in RIGHT) != (judgment.outcome is not None):
        raise OutcomeMissing
    if norm_trouble(judgment.norms, assessment=judgment.assessment, norms=norms_on(at=at)):
        raise NormsDoNotFit
