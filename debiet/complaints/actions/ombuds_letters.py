"""Letters of the office that end nothing: that it has the complaint, and that it needs longer."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.complaints import letters
from debiet.complaints.actions.letters_left import enter
from debiet.complaints.actions.ombuds_drafting import HOLDING
from debiet.complaints.actions.ombuds_files import finish, handled_file, locked_file, record, save
from debiet.complaints.actions.refusals import NoSuchStep
from debiet.complaints.models import Complaint, ComplaintLetter, OmbudsFile, OmbudsLetter
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaints import ComplaintStep, LetterKind
from debiet.rules.sla import EntryKind


class ExpectedDayPast(Refused):
    """A day that is over helps nobody."""

    code = "ombuds.expected-day-past"
    message = _("Choose a day that has not come yet.")


@action(permission=Permission.RUN_COMPLAINTS)
def acknowledge_file(*, file_id: int, by: Actor, at: datetime) -> int | None:
    """Write to the customer that the office has the complaint; return the message's id.

    None where it is written already, nothing in writing arrives, or the office has it no more. A
    complaint that came straight to the office is acknowledged as such, once.
    """
    file = locked_file(file_id, by=by, closed_too=True)
    complaint = file.complaint
    came_straight = complaint.case_id == file.case_id
    if complaint.step is not ComplaintStep.OMBUDS or came_straight or is_acknowledged(complaint):
        return None
    message_id = cases.write_letter(
        case_id=file.case_id, composing=letters.acknowledgement(complaint, at=at), by=by, at=at
    )
    if message_id is None:
        return None
    OmbudsLetter.objects.create(
        file=file, message_id=message_id, kind=LetterKind.ACKNOWLEDGEMENT, written_at=at
    )
    record(file, letter=LetterKind.ACKNOWLEDGEMENT, message=message_id)
    return message_id


def is_acknowledged(complaint: Complaint) -> bool:
    """Return whether the office wrote that it has a complaint, by either of its letters."""
    asked = {"kind": LetterKind.ACKNOWLEDGEMENT, "failed_at": None}
    office = OmbudsLetter.objects.filter(file__complaint=complaint, **asked)
    first = ComplaintLetter.objects.filter(
        complaint=complaint, message__compartment=complaint.compartment, **asked
    )
    return office.exists() or (complaint.office_case_id is not None and first.exists())


@action(permission=Permission.HANDLE_OMBUDS)
def write_holding(
    *,
    file_id: int,
    text: str,
    until: date,
    seen_version: int,
    seen_case_version: int,
    by: Actor,
    at: datetime,
) -> int:
    """Write to the customer why it takes longer, and until when; return the message's id.

    No term moves by it.

    :raises ExpectedDayPast: if the day is over
    :raises NoSuchStep: if the file is decided
    :raises AnswerWithoutReferral: if it cannot say where the customer can go next
    """
    file = handled_file(file_id, by=by, seen_version=seen_version)
    if file.complaint.step is not ComplaintStep.OMBUDS:
        raise NoSuchStep
    if until < timezone.localtime(at).date():
        raise ExpectedDayPast
    message_id = cases.answer_case(
        case_id=file.case_id,
        text=letters.holding(file.complaint, words=text, until=until),
        seen_version=seen_case_version,
        is_substantive=False,
        resolves=False,
        by=by,
        at=at,
    )
    OmbudsLetter.objects.create(
        file=file,
        message_id=message_id,
        kind=LetterKind.HOLDING,
        written_by_id=by.user_id,
        written_at=at,
    )
    finish(file, HOLDING)
    save(file, letter=LetterKind.HOLDING, message=message_id)
    return message_id


def hold(
    file: OmbudsFile, complaint: Complaint, letter: OmbudsLetter, *, by: Actor, at: datetime
) -> None:
    """Stop the clock of the acknowledgement, if it still runs: a letter that holds does it too."""
    assert letter.dispatched_at is not None  # noqa: S101 (set by whoever calls)
    enter(
        complaint,
        EntryKind.ACKNOWLEDGED,
        message_id=letter.message_id,
        occurred_at=letter.dispatched_at,
        by=by,
        at=at,
    )
    if complaint.acknowledged_at is None:
        complaint.acknowledged_at = letter.dispatched_at
        complaint.save(update_fields=["acknowledged_at"])
    record(file, left=letter.kind)
