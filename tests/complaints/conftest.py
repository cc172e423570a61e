"""A case that somebody complains in, with those who handle it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from debiet.cases import queries as cases
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Judgment, Said
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.rules.access import Role
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
    page = cases.case_page(complaint.case_id, viewer=by)
    assert page is not None
    return actions.answer_complaint(
        complaint_id=complaint.pk,
        kind=kind,
        text="U had gelijk: we zetten het recht.",
        judgment=judgment,
        seen_version=complaint.version,
        seen_case_version=page.version,
        by=by,
        at=at,
    )


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
