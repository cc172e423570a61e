"""How a file ends: by a letter that decides, or says what mediation came to, once it has left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.complaints.actions.letters_left import (
    Judgment,
    enter,
    forget,
    judgment_of,
    let_hold,
    letter_of,
)
from debiet.complaints.actions.letters_writing import (
    AnswerUnderway,
    check_final,
)
from debiet.complaints.actions.ombuds_drafting import DECISION
from debiet.complaints.actions.ombuds_files import finish, handled_file, save
from debiet.complaints.actions.ombuds_letters import hold
from debiet.complaints.actions.refusals import REFUSALS, NoSuchStep
from debiet.complaints.actions.walking import (
    facts_of,
    has_wish,
    locked,
    note,
    walk,
)
from debiet.complaints.models import Complaint, OmbudsFile, OmbudsLetter
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaint_needs import StepFacts, StepTrouble
from debiet.rules.complaint_steps import take
from debiet.rules.complaints import ComplaintActor, ComplaintStep, LetterKind
from debiet.rules.sla import EntryKind

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
    :raises AnswerWithoutReferral: if it cannot say that it is final, and where to go next
    :raises Refused: the refusal of the first need that is not met
    """
    file = handled_file(file_id, by=by, seen_version=seen_version)
    complaint = file.complaint
    _check(complaint, decision, by=by, at=at)
    if file.letters.filter(dispatched_at=None, failed_at=None).exclude(end="").exists():
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
        kind=LetterKind.REFUSAL if decision.end is ComplaintStep.REFUSED else LetterKind.FINAL,
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
    finish(file, DECISION)
    save(file, letter=decision.end, message=message_id)
    return message_id


def _check(complaint: Complaint, decision: Decision, *, by: Actor, at: datetime) -> None:
    if decision.end not in ENDS:
        raise NotTheOffices
    if complaint.step is not ComplaintStep.OMBUDS:
        raise NoSuchStep
    if decision.end is not ComplaintStep.REFUSED:
        check_final(decision.judgment, at=at)


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
    letters = OmbudsLetter.objects.select_related("file")
    known = letter_of(letters, message_id)
    if known is None:
        return
    complaint = locked(known.file.complaint_id, by=by)
    file = OmbudsFile.objects.select_for_update(of=("self",)).get(pk=known.file_id)
    letter = letter_of(letters, message_id)
    if letter is None or letter.dispatched_at is not None:
        return
    letter.dispatched_at = dispatched_at
    letter.save()
    if not letter.end:
        hold(file, complaint, letter, by=by, at=at)
        return
    _conclude(file, complaint, letter, dispatched_at, by=by, at=at)


def _conclude(
    file: OmbudsFile,
    complaint: Complaint,
    letter: OmbudsLetter,
    moment: datetime,
    *,
    by: Actor,
    at: datetime,
) -> None:
    decision = Decision(letter.end, judgment_of(letter), letter.wish_id)
    facts = _facts(complaint, decision, dispatched_at=moment, by=by, at=at)
    noted: dict[str, object] = {"message": letter.message_id}
    found = take(complaint.step, letter.end, by=ComplaintActor.OMBUDS, facts=facts)
    if isinstance(found, StepTrouble):
        noted |= {"does_not_hold": found}
        note(
            complaint, start=complaint.step, actor=ComplaintActor.SYSTEM, noted=noted, by=by, at=at
        )
        return
    let_hold(complaint, letter, answered_at=moment)
    complaint.silent_at = complaint.escalate_until = None
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
    enter(
        complaint,
        EntryKind.REPLIED,
        message_id=letter.message_id,
        occurred_at=moment,
        is_substantive=True,
        by=by,
        at=at,
    )


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
    forget(complaint)
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
    enter(complaint, EntryKind.BOUNCED, message_id=message_id, occurred_at=at, by=by, at=at)
