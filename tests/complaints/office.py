"""What the tests of the ombuds function do again and again: take a file, decide, send."""

from datetime import date, timedelta

from debiet.cases import queries as case_queries
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Decision, Judgment, Task
from debiet.rules.access import Role
from debiet.rules.complaints import Assessment, ComplaintStep, Outcome
from tests import make
from tests.complaints.conftest import RUN
from tests.complaints.test_taking_over import LATER

SOON = LATER + timedelta(days=7)
OWNED = date(2026, 4, 1)


def page(file, somebody, *, at=LATER):
    found = complaints.ombuds_file(file.pk, viewer=somebody.actor, at=at)
    assert found is not None
    return found


def taken(people, file, somebody=None):
    """Let somebody of the office take a file on, who says that it has no tie."""
    somebody = somebody or people.office
    by = {"by": somebody.actor, "at": LATER}
    actions.state_ties(file_id=file.pk, has_conflict=False, **by)
    file.refresh_from_db()
    actions.take_file(file_id=file.pk, seen_version=file.version, **by)
    file.refresh_from_db()
    return file


def decided(people, file, *, end=ComplaintStep.DECIDED, judgment=None, wish_id=None, at=LATER):
    """Write the letter that ends a file and return its message's id; it has not left."""
    file.refresh_from_db()
    case = case_queries.case_page(file.case_id, viewer=people.office.actor)
    reasoned = Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("law",), reason="Het recht.")
    return actions.write_decision(
        file_id=file.pk,
        text="Wij geven u gelijk.",
        decision=Decision(end, judgment or reasoned, wish_id),
        seen_version=file.version,
        seen_case_version=case.version,
        by=people.office.actor,
        at=at,
    )


def gone_out(message_id, *, at):
    actions.note_decision_left(message_id=message_id, dispatched_at=at, by=RUN, at=at)


def task(people, words="De factuur rechtzetten."):
    return Task(words, people.agent.employee_id, OWNED)


def deputy_of(people):
    return make.employee(people.utility, role=Role.OMBUDS, team=people.utility.ombuds_team)
