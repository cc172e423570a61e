"""Reading drafts of letters in complaints: whoever sees the complaint sees them, nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from debiet.complaints.models import Complaint, ComplaintDraft
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_letters import DraftState
from debiet.rules.complaints import Assessment, Ground, LetterKind, LetterPart, Outcome
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A letter as far as it is written.

    :param writers: everybody who saved it, by sign-in
    :param who: who saved it last
    :param read_by: who read it last as the second person
    :param earlier: what others had written before it was replaced
    """

    draft_id: int
    version: int
    number: str
    kind: LetterKind
    state: DraftState
    text: str
    says: tuple[LetterPart, ...]
    assessment: Assessment | str
    outcome: Outcome | str
    norms: tuple[str, ...]
    ground: Ground | str
    reason: str
    root_cause: str
    pays: bool
    is_confirmation: bool
    writers: tuple[int, ...]
    who: str
    saved_at: datetime
    asked_at: datetime | None
    read_by: str
    remark: str
    earlier: tuple[str, ...]


@query(personal=True)
def draft_of_letter(
    case_id: int,
    *,
    draft_id: int | None = None,
    kind: LetterKind | None = None,
    viewer: Actor,
) -> DraftPage | None:
    """Return a draft of a case's complaint, by its id or as the unfinished one of a kind."""
    rows = _seen(viewer).filter(complaint__case=case_id)
    if draft_id is not None:
        row = rows.filter(pk=draft_id).first()
    else:
        row = rows.filter(kind=kind, state__in=_UNFINISHED).first()
    return None if row is None else _page(row, _names([row]))


@query(personal=True)
def waiting_drafts(*, viewer: Actor) -> list[DraftPage]:
    """Return the letters that wait for a second person, but for the viewer's own; oldest first."""
    rows = list(
        _seen(viewer)
        .filter(state=DraftState.WAITING)
        .exclude(writers__contains=[viewer.user_id or 0])
        .order_by("asked_at", "id")
    )
    names = _names(rows)
    return [_page(row, names) for row in rows]


_UNFINISHED = (DraftState.OPEN, DraftState.WAITING, DraftState.SENT_BACK)


def _seen(viewer: Actor) -> "QuerySet[ComplaintDraft]":
    """Return the drafts of complaints that the viewer may see: one that moved took them along."""
    mine = visible(Complaint.objects.all(), viewer)
    rows = visible(ComplaintDraft.objects.filter(complaint__in=mine), viewer)
    return rows.select_related("complaint__case")


def _names(rows: list[ComplaintDraft]) -> Mapping[int, str]:
    named = {one for row in rows for one in (row.saved_by_id, row.read_by_id) if one}
    return staff.names_by_user(named) if named else {}


def _page(row: ComplaintDraft, names: Mapping[int, str]) -> DraftPage:
    return DraftPage(
        draft_id=row.pk,
        version=row.version,
        number=row.complaint.case.number,
        kind=row.kind,
        state=row.state,
        text=row.text,
        says=tuple(LetterPart(one) for one in row.says),
        assessment=row.assessment,
        outcome=row.outcome,
        norms=tuple(row.norms),
        ground=row.ground,
        reason=row.reason,
        root_cause=row.root_cause,
        pays=row.pays,
        is_confirmation=row.is_confirmation,
        writers=tuple(row.writers),
        who=names.get(row.saved_by_id or 0, ""),
        saved_at=row.saved_at,
        asked_at=row.asked_at,
        read_by=names.get(row.read_by_id or 0, ""),
        remark=row.remark,
        earlier=tuple(row.earlier),
    )
