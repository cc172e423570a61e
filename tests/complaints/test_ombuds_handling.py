"""Who has a file of the ombuds function, who hears of it, and who agrees to what is proposed."""

from datetime import date, timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.models import Case
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Task
from debiet.complaints.models import ComplaintDraft, OmbudsFile, OmbudsRemedy
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.complaint_remedies import RemedyKind, RemedyStep
from debiet.rules.sla import Milestone
from debiet.staff import actions as staff
from debiet.staff.models import Notification, TeamMembership
from debiet.terms import actions as terms
from debiet.terms import queries as clocks
from debiet.terms.models import LevelMark
from tests import make
from tests.complaints.conftest import kept, registered
from tests.complaints.test_ombuds_work import SOON, deputy_of, page, taken
from tests.complaints.test_taking_over import LATER, with_office

pytestmark = pytest.mark.django_db


def assignee(people, file):
    return case_queries.case_page(file.case_id, viewer=people.office.actor).assignee_id


def test_whoever_handles_a_file_has_its_case_and_hears_that_its_term_runs_out(people):
    deputy = deputy_of(people)
    file = taken(people, with_office(people), deputy)
    assert assignee(people, file) == deputy.employee_id
    about = f"complaint:{file.case.number}"

    due_at = clocks.due_by_milestone(reference=about)[Milestone.COMPLAINT_ANSWER]
    terms.mark_levels(by=Actor.system("terms.sweep"), at=due_at - timedelta(hours=1))
    mark = LevelMark.objects.get(
        clock__reference=about, clock__milestone=Milestone.COMPLAINT_ANSWER, level=75
    )
    cases.tell_leads(mark_id=mark.pk, by=Actor.system("cases.tell-leads"), at=due_at)

    told = Notification.objects.filter(kind="case.level", employee=deputy.employee_id)
    assert told.exists()
    actions.state_ties(file_id=file.pk, has_conflict=True, by=deputy.actor, at=LATER)
    assert assignee(people, file) is None


def test_a_file_whose_handler_works_here_no_more_has_nobody(people):
    deputy = deputy_of(people)
    file = taken(people, with_office(people), deputy)

    def shown():
        (row,) = complaints.ombuds_files(viewer=people.office.actor)
        return row.handler, page(file, people.office).handler

    assert shown() == (page(file, people.office).handler,) * 2 != ("", "")
    staff.end_employment(employee_id=deputy.employee_id, by=make.SYSTEM, at=LATER)
    assert shown() == ("", "")
    assert taken(people, file).handler_id == people.office.employee_id


def test_whoever_read_a_letter_or_handled_what_was_merged_into_it_had_to_do_with_a_case(people):
    complaint = registered(make.case(), by=people.agent.actor)
    reader, other = deputy_of(people), deputy_of(people)
    draft_id = kept(complaint, by=people.agent.actor, at=LATER)
    ComplaintDraft.objects.filter(pk=draft_id).update(read_by_id=reader.user_id)
    merged = make.case()
    cases.write_note(case_id=merged.case_id, text="Gezien.", by=other.actor, at=LATER)
    cases.merge_case(
        case_id=merged.case_id,
        leading_number=Case.objects.get(pk=complaint.case_id).number,
        seen_version=Case.objects.get(pk=merged.case_id).version,
        by=people.agent.actor,
        at=LATER,
    )
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Nee.", by=people.agent.actor, at=LATER
    )
    file = OmbudsFile.objects.get()

    for one in (reader, other):
        with pytest.raises(actions.HandledTheCase):
            taken(people, file, one)


def proposed(people, file):
    """Propose an apology in a file; return what takes it a step further."""
    remedy_id = actions.propose_remedy(
        file_id=file.pk,
        kind=RemedyKind.APOLOGY,
        task=Task("Een brief.", people.agent.employee_id, date(2026, 4, 1)),
        by=people.office.actor,
        at=LATER,
    )

    def step(end, somebody, *, reason=""):
        version = OmbudsRemedy.objects.get(pk=remedy_id).version
        actions.step_remedy(
            remedy_id=remedy_id,
            end=end,
            reason=reason,
            seen_version=version,
            by=somebody.actor,
            at=SOON,
        )

    return step


def test_who_has_a_tie_to_a_file_agrees_to_nothing_in_it(people):
    file = taken(people, with_office(people))
    tied, named, free = deputy_of(people), deputy_of(people), deputy_of(people)
    actions.state_ties(file_id=file.pk, has_conflict=True, by=tied.actor, at=LATER)
    actions.name_involved(
        file_id=file.pk, employee=named.employee_id, by=people.office.actor, at=LATER
    )
    step = proposed(people, file)

    for somebody, refusal in ((tied, actions.SaysConflict), (named, actions.InTheFacts)):
        for end in (RemedyStep.APPROVED, RemedyStep.DECLINED):
            with pytest.raises(refusal):
                step(end, somebody, reason="Nee.")
    step(RemedyStep.DECLINED, free, reason="Te weinig.")

    (line,) = page(file, people.office).remedies
    assert [(one.end, one.reason) for one in line.entries] == [
        (RemedyStep.PROPOSED, ""),
        (RemedyStep.DECLINED, "Te weinig."),
    ]


def test_whoever_proposed_agrees_only_where_nobody_else_of_the_office_could(people):
    file = taken(people, with_office(people))
    tied = deputy_of(people)
    step = proposed(people, file)
    with pytest.raises(actions.OwnProposal):
        step(RemedyStep.APPROVED, people.office)

    actions.state_ties(file_id=file.pk, has_conflict=True, by=tied.actor, at=LATER)
    step(RemedyStep.APPROVED, people.office)


def test_where_somebody_outside_handles_it_another_of_the_office_agrees_for_it(people):
    file = with_office(people)
    deputy = deputy_of(people)
    for one in (people.office, deputy):
        actions.state_ties(file_id=file.pk, has_conflict=True, by=one.actor, at=LATER)
    file.refresh_from_db()
    actions.name_outside(
        file_id=file.pk,
        name="Mr. Peeters",
        reason="Beiden betrokken.",
        seen_version=file.version,
        by=people.office.actor,
        at=LATER,
    )
    step = proposed(people, file)
    with pytest.raises(actions.OwnProposal):
        step(RemedyStep.APPROVED, people.office)
    step(RemedyStep.APPROVED, deputy)


def test_a_question_to_a_team_that_nobody_leads_is_told_to_all_of_it(people):
    file = taken(people, with_office(people))
    TeamMembership.objects.filter(team=people.utility.team).update(is_lead=False)
    question_id = actions.ask_explanation(
        file_id=file.pk,
        team_id=people.utility.team.pk,
        words="Waarom?",
        due_at=SOON,
        by=people.office.actor,
        at=LATER,
    )
    by = Actor.system("complaints.office")
    actions.tell_of_explanation(question_id=question_id, by=by, at=LATER)
    told = Notification.objects.filter(kind="ombuds.asked").values_list("employee", flat=True)
    assert {people.agent.employee_id, people.lead.employee_id} <= set(told)


def test_the_finance_department_can_explain(people):
    somebody = make.employee(people.utility, role=Role.FINANCE)
    file = taken(people, with_office(people))
    question_id = actions.ask_explanation(
        file_id=file.pk,
        team_id=people.utility.team.pk,
        words="Waarom?",
        due_at=SOON,
        by=people.office.actor,
        at=LATER,
    )
    actions.explain(question_id=question_id, words="Zo.", by=somebody.actor, at=LATER)
    assert page(file, people.office).questions[0].answer == "Zo."


def test_what_is_decided_stands_after_what_still_falls_due(people):
    first = taken(people, with_office(people))
    other = registered(make.case(), by=people.agent.actor)
    actions.say_cannot_solve(complaint_id=other.pk, reason="Nee.", by=people.agent.actor, at=SOON)
    OmbudsFile.objects.filter(pk=first.pk).update(concluded_at=SOON)
    rows = complaints.ombuds_files(viewer=people.office.actor)
    assert [one.file_id for one in rows] == [OmbudsFile.objects.latest("id").pk, first.pk]
