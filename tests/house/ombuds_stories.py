"""Stories in which jobs of the ombuds function have something to do."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases.models import Interaction
from debiet.complaints import actions
from debiet.complaints.models import Complaint, OmbudsFile, SampledQuestion
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.sla import Milestone
from debiet.terms import actions as terms
from debiet.terms.models import LevelMark
from tests import make
from tests.complaints.conftest import registered


def a_year_without_its_return():
    """A complaint was received in a year that is over, and nothing was submitted of it."""
    utility = make.utility()
    make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    registered(make.case(), by=make.employee(utility).actor)
    Complaint.objects.update(expressed_at=make.local("2020-03-02 10:00"))
    return {}


def a_complaint_called_a_question():
    """Something was called a question; the quarter before is drawn once, whatever was in it."""
    agent = make.employee(make.utility(), is_lead=True)
    complaint = registered(make.case(), by=agent.actor)
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Uitleg.",
        seen_version=complaint.version,
        by=agent.actor,
        at=make.MONDAY,
    )
    return {}


def a_disputed_question():
    a_complaint_called_a_question()
    by = Actor.system("complaints.office")
    actions.draw_sample(by=by, at=make.local("2026-04-01 06:00"))
    one = SampledQuestion.objects.get()
    one.verdict, one.reason, one.judged_at = "disagreed", "Toch.", make.MONDAY
    one.save()
    return {"sampled_id": one.pk}


def a_complaint_past_its_first_line():
    agent = make.employee(make.utility())
    registered(make.case(), by=agent.actor)
    return {}


def a_mark_of_the_first_line():
    a_complaint_past_its_first_line()
    terms.mark_levels(by=Actor.system("terms.sweep"), at=timezone.now())
    marks = LevelMark.objects.filter(clock__milestone=Milestone.FIRST_LINE, level=100)
    return {"mark_id": marks.get().pk}


def a_new_file():
    utility = make.utility()
    make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    agent = make.employee(utility, is_lead=True)
    complaint = registered(make.case(), by=agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Nee.", by=agent.actor, at=make.MONDAY
    )
    return {"file_id": OmbudsFile.objects.get().pk}


def words_in_a_frozen_case():
    a_new_file()
    case_id = OmbudsFile.objects.get().about_case_id
    cases.add_words(case_id=case_id, text="Nog iets.", by=Actor.visitor(case_id), at=make.MONDAY)
    return {"contact_id": Interaction.objects.latest("id").pk}


def a_wish_for_the_office():
    utility = make.utility()
    make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    complaint = registered(make.case(), by=make.employee(utility).actor)
    visitor = Actor.visitor(complaint.case_id)
    actions.ask_for_ombuds(complaint_id=complaint.pk, by=visitor, at=make.MONDAY)
    return {"complaint_id": complaint.pk}


def an_asked_explanation():
    utility = make.utility()
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    by = {"by": office.actor, "at": make.MONDAY}
    file_id = a_new_file()["file_id"]
    actions.state_ties(file_id=file_id, has_conflict=False, **by)
    actions.take_file(file_id=file_id, seen_version=2, **by)
    question_id = actions.ask_explanation(
        file_id=file_id,
        team_id=utility.team.pk,
        words="Waarom?",
        due_at=make.MONDAY + timedelta(days=1),
        **by,
    )
    return {"question_id": question_id}


def an_overdue_explanation():
    an_asked_explanation()
    return {}


OF_THE_OFFICE: Mapping[str, Callable[[], object]] = {
    "debiet.complaints.tasks.acknowledge_file": a_new_file,
    "debiet.complaints.tasks.draw_sample": a_complaint_called_a_question,
    "debiet.complaints.tasks.pass_on_message": words_in_a_frozen_case,
    "debiet.complaints.tasks.remind_of_explanations": an_overdue_explanation,
    "debiet.complaints.tasks.take_over_late": a_complaint_past_its_first_line,
    "debiet.complaints.tasks.take_over_passed": a_mark_of_the_first_line,
    "debiet.complaints.tasks.tell_of_disputed": a_disputed_question,
    "debiet.complaints.tasks.tell_of_explanation": an_asked_explanation,
    "debiet.complaints.tasks.tell_of_returns": a_year_without_its_return,
    "debiet.complaints.tasks.tell_office": a_new_file,
    "debiet.complaints.tasks.tell_office_asked": a_wish_for_the_office,
}
"""What is there for each of these tasks to do, by its name."""
