"""Drafts of letters in a complaint: saved, sent, read by a second person where the house asks."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.letters_left import Judgment, Writing
from debiet.complaints.actions.letters_writing import check_writing, leave
from debiet.complaints.actions.walking import handled_in, locked
from debiet.complaints.events import DraftSentBack, DraftWaits
from debiet.complaints.models import Complaint, ComplaintDraft
from debiet.complaints.queries.lengths import letter_choices
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.complaint_letters import UNFINISHED, DraftState, needs_review
from debiet.rules.complaints import LetterPart
from debiet.rules.notices import NoticeKind
from debiet.staff.house_notices import put_away
from debiet.staff.visibility import visible


class DraftChanged(Refused):
    """Somebody else saved the draft of this letter meanwhile."""

    code = "complaints.draft-changed"
    message = _("Somebody saved this letter while you wrote. Both texts are below.")


class DraftFinished(Refused):
    """The letter left already, or was thrown away."""

    code = "complaints.draft-finished"
    message = _("This letter has left already, or was thrown away.")


class NotWaiting(Refused):
    """The draft does not wait for a second person."""

    code = "complaints.draft-not-waiting"
    message = _("This letter does not wait for a second person any more.")


class ReadByItsWriter(Refused):
    """Whoever wrote a letter is not its second person."""

    code = "complaints.read-by-writer"
    message = _("You wrote in this letter. Somebody else has to read it.")


class RemarkMissing(Refused):
    """A letter is sent back with a remark only."""

    code = "complaints.remark-missing"
    message = _("Say what has to change.")


@action(permission=Permission.HANDLE_COMPLAINT)
def save_draft(
    *,
    complaint_id: int,
    writing: Writing,
    draft_id: int | None = None,
    seen_draft: int = 0,
    by: Actor,
    at: datetime,
) -> int:
    """Keep a letter as far as it is written, and return its draft's id; nothing leaves.

    There is one draft of each kind of letter. A saved one no longer waits for a second person.

    :param seen_draft: the version of the draft that its writer had before it
    :raises DraftChanged: if somebody saved it since, or began another one of its kind
    :raises DraftFinished: if it left, or was thrown away
    """
    complaint = locked(complaint_id, by=by)
    others = complaint.drafts.filter(kind=writing.kind, state__in=UNFINISHED)
    others = others.exclude(pk=draft_id or 0)
    if others.exists():
        raise DraftChanged
    if draft_id is None:
        draft = ComplaintDraft(complaint=complaint, compartment=complaint.compartment, version=0)
    else:
        draft = _draft(complaint, draft_id, seen_draft, by=by)
    if draft.saved_by_id not in (None, by.user_id) and draft.text != writing.text:
        draft.earlier = [*draft.earlier, draft.text]
    _fill(draft, writing)
    draft.state = DraftState.OPEN
    if by.user_id is not None and by.user_id not in draft.writers:
        draft.writers = [*draft.writers, by.user_id]
    draft.saved_by_id, draft.saved_at = by.user_id, at
    _save(draft)
    return draft.pk


@action(permission=Permission.HANDLE_COMPLAINT)
def send_draft(
    *, draft_id: int, seen_draft: int, seen_case_version: int, by: Actor, at: datetime
) -> int | None:
    """Let a letter leave and return its message's id; None where a second person reads it first.

    :raises DraftChanged: if somebody saved it since
    :raises Refused: what `check_writing` refuses
    """
    complaint = _complaint_of(draft_id, by=by)
    draft = _draft(complaint, draft_id, seen_draft, by=by)
    writing = _writing(draft)
    check_writing(complaint, writing, at=at)
    if not needs_review(
        writing.kind,
        assessment=writing.judgment.assessment,
        pays=writing.pays,
        chosen=letter_choices(at=at).reviewed,
    ):
        return _leave(complaint, draft, seen_case_version, by=by, at=at)
    draft.state, draft.asked_at = DraftState.WAITING, at
    _save(draft)
    publish(DraftWaits(draft_id=draft.pk))
    return None


@action(permission=Permission.APPROVE_COMPLAINT_LETTER)
def approve_draft(
    *, draft_id: int, seen_draft: int, seen_case_version: int, by: Actor, at: datetime
) -> int:
    """Find a letter good that somebody else wrote; it leaves, and its message's id is returned.

    :raises NotWaiting: if it does not wait
    :raises ReadByItsWriter: if the actor ever saved it
    """
    complaint = _complaint_of(draft_id, by=by)
    draft = _waiting(complaint, draft_id, seen_draft, by=by)
    if by.user_id is None or by.user_id in draft.writers:
        raise ReadByItsWriter
    check_writing(complaint, _writing(draft), at=at)
    draft.read_by_id, draft.read_at = by.user_id, at
    return _leave(complaint, draft, seen_case_version, by=by, at=at)


@action(permission=Permission.APPROVE_COMPLAINT_LETTER)
def send_draft_back(
    *, draft_id: int, remark: str, seen_draft: int, by: Actor, at: datetime
) -> None:
    """Give a letter back to its writer with what has to change.

    :raises NotWaiting: if it does not wait
    :raises RemarkMissing: without a word of why
    """
    complaint = _complaint_of(draft_id, by=by)
    draft = _waiting(complaint, draft_id, seen_draft, by=by)
    if not remark.strip():
        raise RemarkMissing
    draft.state, draft.remark = DraftState.SENT_BACK, remark.strip()
    draft.read_by_id, draft.read_at = by.user_id, at
    _save(draft)
    _waits_no_more(complaint, at=at)
    publish(DraftSentBack(draft_id=draft.pk))


@action(permission=Permission.HANDLE_COMPLAINT)
def drop_draft(*, draft_id: int, seen_draft: int, by: Actor, at: datetime) -> None:
    """Throw a letter away that will not leave; its words stay with the complaint."""
    complaint = _complaint_of(draft_id, by=by)
    draft = _draft(complaint, draft_id, seen_draft, by=by)
    draft.state = DraftState.DROPPED
    _save(draft)
    _waits_no_more(complaint, at=at)


def _complaint_of(draft_id: int, *, by: Actor) -> Complaint:
    """Return the complaint of a draft, locked before it."""
    rows = visible(ComplaintDraft.objects.filter(pk=draft_id), by)
    complaint_id = rows.values_list("complaint_id", flat=True).first()
    if complaint_id is None:
        raise NotFound
    return locked(complaint_id, by=by)


def _draft(complaint: Complaint, draft_id: int, seen_draft: int, *, by: Actor) -> ComplaintDraft:
    """Return an unfinished draft as the actor has seen it."""
    draft = visible(complaint.drafts.filter(pk=draft_id), by).select_for_update().first()
    if draft is None:
        raise NotFound
    if draft.state not in UNFINISHED:
        raise DraftFinished
    if draft.version != seen_draft:
        raise DraftChanged
    return draft


def _waiting(complaint: Complaint, draft_id: int, seen_draft: int, *, by: Actor) -> ComplaintDraft:
    draft = _draft(complaint, draft_id, seen_draft, by=by)
    if draft.state is not DraftState.WAITING:
        raise NotWaiting
    return draft


def _leave(
    complaint: Complaint, draft: ComplaintDraft, seen_case_version: int, *, by: Actor, at: datetime
) -> int:
    message_id = leave(
        complaint,
        _writing(draft),
        seen_case_version=seen_case_version,
        written_by_id=draft.saved_by_id,
        by=by,
        at=at,
    )
    draft.state, draft.message_id = DraftState.LEFT, message_id
    _save(draft)
    _waits_no_more(complaint, at=at)
    return message_id


def _fill(draft: ComplaintDraft, writing: Writing) -> None:
    judgment = writing.judgment
    draft.kind, draft.text = writing.kind, writing.text
    draft.says = [part for part in LetterPart if part in writing.says]
    draft.assessment, draft.outcome = judgment.assessment or "", judgment.outcome or ""
    draft.norms, draft.ground = list(judgment.norms), judgment.ground or ""
    draft.reason, draft.root_cause = judgment.reason.strip(), writing.root_cause
    draft.pays, draft.is_confirmation = writing.pays, writing.is_confirmation


def _writing(draft: ComplaintDraft) -> Writing:
    return Writing(
        kind=draft.kind,
        text=draft.text,
        judgment=Judgment(
            assessment=draft.assessment or None,
            outcome=draft.outcome or None,
            norms=tuple(draft.norms),
            ground=draft.ground or None,
            reason=draft.reason,
        ),
        says=frozenset(LetterPart(one) for one in draft.says),
        root_cause=draft.root_cause,
        pays=draft.pays,
        is_confirmation=draft.is_confirmation,
    )


def _save(draft: ComplaintDraft) -> None:
    draft.version += 1
    draft.save()
    audit.record(
        reference("case", handled_in(draft.complaint).number),
        compartment=draft.compartment,
        facts={"draft": draft.pk, "letter": draft.kind, "state": draft.state},
    )


def _waits_no_more(complaint: Complaint, *, at: datetime) -> None:
    put_away(NoticeKind.LETTER_WAITS, reference("case", complaint.case.number), at=at)
