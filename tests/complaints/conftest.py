"""A case that somebody complains in, with those who handle it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from debiet.cases import queries as cases
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Judgment, Said, Writing
from debiet.complaints.models import Complaint, ComplaintDraft
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaints import Assessment, LetterKind, Outcome
from debiet.terms import queries as terms
from tests import make

RUN = Actor.system("complaints.run")
FOUNDED = Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("law", "reasons"))


@dataclass
class People:
    """Who handles a complaint."""

    utility: make.Utility
    agent: make.Somebody
    lead: make.Somebody
    office: make.Somebody


@pytest.fixture
def people(db) -> People:
    """An agent and a team lead of the first line, and the ombudsperson."""
    utility = make.utility()
    return People(
        utility,
        make.employee(utility, name="Tom Jacobs"),
        make.employee(utility, role=Role.TEAM_LEAD, is_lead=True),
        make.employee(
            utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes", is_lead=True
        ),
    )


def registered(opened: Any, *, by: Actor, at: datetime = make.MONDAY, **said: Any) -> Complaint:
    """Make a complaint of a case, because an employee calls it one unless told otherwise."""
    said.setdefault("reason", "De klant is ontevreden.")
    complaint_id = actions.register_complaint(
        case_id=opened.case_id, said=Said(**said), by=by, at=at
    )
    return Complaint.objects.get(pk=complaint_id)


def kept(
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    kind: LetterKind = LetterKind.FINAL,
    judgment: Judgment = FOUNDED,
    text: str = "U had gelijk: we zetten het recht.",
    draft_id: int | None = None,
    seen_draft: int = 0,
    **written: Any,
) -> int:
    """Keep a letter that says all it must, and return its draft's id; nothing leaves."""
    written.setdefault("says", frozenset(to_tick(kind)))
    writing = Writing(kind=kind, text=text, judgment=judgment, **written)
    return actions.save_draft(
        complaint_id=complaint.pk,
        writing=writing,
        draft_id=draft_id,
        seen_draft=seen_draft,
        by=by,
        at=at,
    )


def sent(draft_id: int, *, by: Actor, at: datetime) -> int | None:
    """Send a draft as it stands; None where a second person reads it first."""
    draft = ComplaintDraft.objects.get(pk=draft_id)
    page = cases.case_page(draft.complaint.case_id, viewer=by)
    assert page is not None
    return actions.send_draft(
        draft_id=draft_id, seen_draft=draft.version, seen_case_version=page.version, by=by, at=at
    )


def answered(
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    kind: LetterKind = LetterKind.FINAL,
    judgment: Judgment = FOUNDED,
) -> int:
    """Write a letter in a complaint and return its message's id; it has not left yet."""
    complaint.refresh_from_db()
    with transaction.atomic():
        message_id = sent(kept(complaint, by=by, at=at, kind=kind, judgment=judgment), by=by, at=at)
    assert message_id is not None
    return message_id


def left(message_id: int, *, at: datetime) -> None:
    """Let a letter leave the house."""
    actions.note_dispatched(message_id=message_id, dispatched_at=at, by=RUN, at=at)


def clocks(complaint: Complaint, *, at: datetime) -> dict[str, Any]:
    """Return the clocks of a complaint by their milestones."""
    about = f"complaint:{complaint.case.number}"
    return {one.milestone: one for one in terms.clock_views(about, viewer=make.SYSTEM, at=at)}


def page_of(complaint: Complaint, *, viewer: Actor) -> complaints.ComplaintPage:
    """Return a complaint as the desk shows it."""
    found = complaints.complaint_of_case(complaint.case_id, viewer=viewer)
    assert found is not None
    return found
