"""How a file ends: by a letter that decides, or says what mediation came to, once it has left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.complaints.actions.answering import (
    AnswerUnderway,
    Judgment,
    NormsDoNotFit,
    OutcomeMissing,
)
from debiet.complaints.actions.ombuds_files import handled_file, save
from debiet.complaints.actions.refusals import REFUSALS, NoSuchStep, NotAssessed
from debiet.complaints.actions.walking import (
    about,
    facts_of,
    handled_in,
    has_wish,
    locked,
    note,
    walk,
)
from debiet.complaints.models import Complaint, OmbudsFile, OmbudsLetter
from debiet.complaints.queries.lengths import norms_on
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.correspondence import queries as messages
from debiet.rules.access import Permission
from debiet.rules.complaint_needs import StepFacts, StepTrouble
from debiet.rules.complaint_steps import take
from debiet.rules.complaint_themes import norm_trouble
from debiet.rules.complaints import RIGHT, ComplaintActor, ComplaintStep
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms

ENDS: Final = frozenset({ComplaintStep.MEDIATED, ComplaintStep.DECIDED, ComplaintStep.REFUSED})
"""How the office ends a file by a letter."""


class NotTheOffices(Refused):
    """The office mediates, decides or refuses."""

    code = "ombuds.not-the-offices"
    message = _("The office decides, says what mediation came to, or refuses.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a letter of the office says.

    :param wish_id: the contact in which the customer agrees, where mediation ended it
    """

    end: ComplaintStep
    judgment: Judgment
    wish_id: int | None = None


@action(permission=Permission.DECIDE_OMBUDS)
def write_decision(
    *,
    file_id: int,
    text: str,
    decision: Decision,
    seen_version: int,
    seen_case_version: int,
    by: Actor,
    at: datetime,
) -> int:
    """Write the letter that ends a file and return its message's id.

    It goes out from the office's case, with the office's letterhead and what every final word
    inside must say. What it says holds once it has left the house.

    :raises AnswerUnderway: if another one has not left yet
    :raises Refused: the refusal of the first need that is not met
    """
    file = handled_file(file_id, by=by, seen_version=seen_version)
    complaint = file.complaint
    _check(complaint, decision, by=by, at=at)
    if file.letters.filter(dispatched_at=None, failed_at=None).exists():
        raise AnswerUnderway
    facts = _facts(complaint, decision, dispatched_at=at, by=by, at=at)
    found = take(complaint.step, decision.end, by=ComplaintActor.OMBUDS, facts=facts)
    if isinstance(found, StepTrouble):
        raise REFUSALS[found]
    message_id = cases.answer_case(
        case_id=file.case_id,
        text=text,
        seen_version=seen_case_version,
        by=by,
        at=at,
    )
    judgment = decision.judgment
    OmbudsLetter.objects.create(
        file=file,
        message_id=message_id,
        end=decision.end,
        assessment=judgment.assessment or "",
        outcome=judgment.outcome or "",
        norms=list(judgment.norms),
        ground=judgment.ground or "",
        reason=judgment.reason.strip(),
        wish_id=decision.wish_id,
        written_by_id=by.user_id,
        written_at=at,
    )
    save(file, letter=decision.end, message=message_id)
    return message_id


def _check(complaint: Complaint, decision: Decision, *, by: Actor, at: datetime) -> None:
    if decision.end not in ENDS:
        raise NotTheOffices
    if complaint.step is not ComplaintStep.OMBUDS:
        raise NoSuchStep
    judgment = decision.judgment
    if decision.end is ComplaintStep.REFUSED:
        return
    if judgment.assessment is None:
        raise NotAssessed
    if (judgment.assessment in RIGHT) != (judgment.outcome is not None):
        raise OutcomeMissing
    if norm_trouble(judgment.norms, assessment=judgment.assessment, norms=norms_on(at=at)):
        raise NormsDoNotFit


def _facts(
    complaint: Complaint,
    decision: Decision,
    *,
    dispatched_at: datetime,
    by: Actor,
    at: datetime,
) -> StepFacts:
    return facts_of(
        complaint,
        at=at,
        reason=decision.judgment.reason,
        ground=decision.judgment.ground,
        assessment=decision.judgment.assessment,
        dispatched_at=dispatched_at,
        has_wish=decision.wish_id is not None and has_wish(complaint, decision.wish_id, by=by),
    )


@action(permission=Permission.RUN_COMPLAINTS)
def note_decision_left(
    *, message_id: int, dispatched_at: datetime, by: Actor, at: datetime
) -> None:
    """Take over what a letter of the office says, now that it has left; twice is once.

    :param dispatched_at: when a mail server took it over, or it was posted
    """
    known = _letter_of(message_id)
    if known is None:
        return
    complaint = locked(known.file.complaint_id, by=by)
    file = OmbudsFile.objects.select_for_update(of=("self",)).get(pk=known.file_id)
    letter = _letter_of(message_id)
    if letter is None or letter.dispatched_at is not None:
        return
    if letter.message_id != message_id:  # on paper, because its mail did not arrive
        letter.pk, letter.message_id, letter.failed_at = None, message_id, None
    letter.dispatched_at = dispatched_at
    letter.save()
    _conclude(file, complaint, letter, dispatched_at, by=by, at=at)


def _letter_of(message_id: int) -> OmbudsLetter | None:
    rows = OmbudsLetter.objects.select_related("file")
    letter = rows.filter(message_id=message_id).first()
    replaced = None if letter else messages.purpose(message_id).replaces_id
    if replaced is None:
        return letter
    failed = rows.filter(message_id=replaced).first()
    if failed is not None:
        failed.dispatched_at = None
    return failed


def _conclude(
    file: OmbudsFile,
    complaint: Complaint,
    letter: OmbudsLetter,
    moment: datetime,
    *,
    by: Actor,
    at: datetime,
) -> None:
    judgment = Judgment(
        assessment=letter.assessment or None,
        outcome=letter.outcome or None,
        norms=letter.norms,
        ground=letter.ground or None,
        reason=letter.reason,
    )
    decision = Decision(letter.end, judgment, letter.wish_id)
    facts = _facts(complaint, decision, dispatched_at=moment, by=by, at=at)
    noted: dict[str, object] = {"message": letter.message_id}
    found = take(complaint.step, letter.end, by=ComplaintActor.OMBUDS, facts=facts)
    if isinstance(found, StepTrouble):
        noted |= {"does_not_hold": found}
        note(
            complaint, start=complaint.step, actor=ComplaintActor.SYSTEM, noted=noted, by=by, at=at
        )
        return
    complaint.answered_at = moment
    complaint.silent_at = complaint.escalate_until = None
    complaint.assessment, complaint.outcome = letter.assessment, letter.outcome
    complaint.norms, complaint.ground = letter.norms, letter.ground
    walk(
        complaint,
        letter.end,
        actor=ComplaintActor.OMBUDS,
        facts=facts,
        happened_at=moment,
        noted=noted,
        by=by,
        at=at,
    )
    file.concluded_at = moment
    if letter.end is ComplaintStep.REFUSED:
        file.closed_at = at
    save(file, concluded=letter.end)
    _enter(complaint, EntryKind.REPLIED, letter.message_id, moment, by=by, at=at)


def _enter(
    complaint: Complaint,
    kind: EntryKind,
    message_id: int,
    moment: datetime,
    *,
    by: Actor,
    at: datetime,
) -> None:
    terms.enter(
        reference=about(complaint),
        kind=kind,
        occurred_at=moment,
        is_substantive=kind is EntryKind.REPLIED,
        source=f"message:{message_id}",
        by=by,
        at=at,
    )
    cases.take_over_deadlines(number=handled_in(complaint).number, by=by, at=at)


@action(permission=Permission.RUN_COMPLAINTS)
def note_decision_failed(*, message_id: int, by: Actor, at: datetime) -> None:
    """Take up that a letter of the office never arrived: nothing is decided, its term runs on."""
    letter = OmbudsLetter.objects.filter(message_id=message_id).select_related("file").first()
    if letter is None:
        return
    complaint = locked(letter.file.complaint_id, by=by)
    file = OmbudsFile.objects.select_for_update(of=("self",)).get(pk=letter.file_id)
    letter.refresh_from_db()
    if letter.failed_at is not None:
        return
    letter.failed_at = at
    letter.save(update_fields=["failed_at"])
    stands = complaint.step is letter.end and letter.dispatched_at is not None
    if not stands or letter.end is ComplaintStep.REFUSED:
        return
    complaint.answered_at = None
    complaint.assessment, complaint.outcome, complaint.norms = "", "", []
    walk(
        complaint,
        ComplaintStep.OMBUDS,
        actor=ComplaintActor.SYSTEM,
        facts=facts_of(complaint, at=at, came_back=True),
        noted={"message": message_id},
        by=by,
        at=at,
    )
    file.concluded_at = None
    save(file, came_back=message_id)
    _enter(complaint, EntryKind.BOUNCED, message_id, at, by=by, at=at)
