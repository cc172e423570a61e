"""What VMM or the Vlaamse Ombudsdienst raises about a case, beside the steps of its complaint."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.complaints import actions, tasks
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Conclusion, Raised
from debiet.complaints.models import ExternalReview, ReviewEntry
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.core.models import AuditEntry
from debiet.files.accepting import SentFile
from debiet.files.models import StoredFile
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import CaseState
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import Agreement, ReviewStep
from debiet.staff.models import Notification
from tests import make
from tests.complaints.conftest import answered, left, registered
from tests.complaints.test_taking_over import with_office

LATER = make.MONDAY + timedelta(days=1)
TERM = make.local("2026-03-20 00:00")

pytestmark = pytest.mark.django_db


def raised(case_id, *, by, at=LATER, **said: Any) -> ExternalReview:
    """Register what a body raises, with a question unless told otherwise."""
    facts = {
        "body": ReviewBody.VMM,
        "raised_at": at,
        "their_reference": "VMM/2026/17",
        "asked": "Waarom werd de meter niet geijkt?",
        "due_at": TERM,
    } | said
    review_id = actions.register_review(case_id=case_id, raised=Raised(**facts), by=by, at=at)
    return ExternalReview.objects.get(pk=review_id)


def said_to_us(review, viewer):
    page = complaints.review_page(review.pk, viewer=viewer)
    return [(one.end, one.words) for one in page.entries]


def test_a_review_is_raised_asked_answered_and_concluded_and_all_of_it_stays(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    left(answered(complaint, by=by, at=make.MONDAY), at=make.MONDAY)
    review = raised(complaint.case_id, by=by, letter=SentFile("brief.pdf", b"%PDF-1.4 van VMM"))
    assert (review.step, review.due_at, review.is_early) == (ReviewStep.ASKED, TERM, False)

    actions.answer_review(
        review_id=review.pk, words="De ijking volgt.", answered_at=LATER, by=by, at=LATER
    )
    actions.ask_in_review(
        review_id=review.pk, words="Wanneer?", asked_at=LATER, due_at=None, by=by, at=LATER
    )
    with pytest.raises(ChangedMeanwhile):
        actions.answer_review(
            review_id=review.pk,
            words="Morgen.",
            answered_at=LATER,
            seen_version=2,
            by=by,
            at=LATER,
        )
    conclusion = Conclusion(Agreement.PARTLY, LATER, "Deels gelijk.", "Ijk sneller.")
    actions.conclude_review(review_id=review.pk, conclusion=conclusion, by=by, at=LATER)

    page = complaints.review_page(review.pk, viewer=by)
    assert said_to_us(review, by) == [
        (ReviewStep.RAISED, ""),
        (ReviewStep.ASKED, "Waarom werd de meter niet geijkt?"),
        (ReviewStep.REPLIED, "De ijking volgt."),
        (ReviewStep.ASKED, "Wanneer?"),
        (ReviewStep.CONCLUDED, "Deels gelijk."),
    ]
    assert page.entries[0].file.name == "brief.pdf"
    assert (page.agreement, page.recommendation, page.due_at) == (
        Agreement.PARTLY,
        "Ijk sneller.",
        None,
    )
    with pytest.raises(actions.NoReviewStep):
        actions.answer_review(
            review_id=review.pk, words="Nog iets.", answered_at=LATER, by=by, at=LATER
        )
    actions.ask_in_review(review_id=review.pk, words="Toch nog?", asked_at=LATER, by=by, at=LATER)
    steps = AuditEntry.objects.filter(action__startswith="complaints.reviewing.")
    assert steps.filter(facts__review=review.pk).count() == 6
    assert not steps.filter(facts__icontains="ijking").exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewEntry.objects.update(words="")


def test_a_body_may_raise_something_at_any_moment_and_of_any_case(people):
    by = people.agent.actor
    plain = raised(make.case().case_id, by=by, asked="", due_at=None)
    assert (plain.step, plain.is_early) == (ReviewStep.RAISED, True)

    complaint = registered(make.case(), by=by)
    early = raised(complaint.case_id, by=by)
    late = raised(
        complaint.case_id,
        by=by,
        at=make.MONDAY + timedelta(days=60),
        body=ReviewBody.VLAAMSE_OMBUDSDIENST,
    )
    assert (early.is_early, late.is_early) == (True, False)
    assert len(complaints.reviews_of_complaint(complaint.pk, viewer=by)) == 2
    version = complaint.version
    complaint.refresh_from_db()
    assert complaint.version == version  # a review is no step of ours


def test_a_review_is_refused_that_cannot_be_so(people):
    by, case_id = people.agent.actor, make.case().case_id
    first = raised(case_id, by=by)
    with pytest.raises(actions.ReviewKnown):
        raised(case_id, by=by)
    with pytest.raises(actions.InFuture):
        raised(case_id, by=by, their_reference="B", raised_at=LATER + timedelta(hours=1))
    with pytest.raises(actions.NothingAsked):
        raised(case_id, by=by, their_reference="B", asked=" ")
    with pytest.raises(actions.NothingAsked):
        actions.ask_in_review(review_id=first.pk, words=" ", asked_at=LATER, by=by, at=LATER)
    with pytest.raises(actions.NothingAnswered):
        actions.answer_review(review_id=first.pk, words="", answered_at=LATER, by=by, at=LATER)
    with pytest.raises(actions.NoBundle):
        actions.answer_review(
            review_id=first.pk, words="Ja", answered_at=LATER, bundle_id=7, by=by, at=LATER
        )
    nameless = raised(case_id, by=by, their_reference="")
    assert raised(case_id, by=by, their_reference="").pk == nameless.pk  # sent twice


def test_a_review_stands_where_its_complaint_does(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    before = raised(complaint.case_id, by=by)
    actions.say_cannot_solve(complaint_id=complaint.pk, reason="Neen.", by=by, at=LATER)

    assert complaints.review_page(before.pk, viewer=by) is None
    assert complaints.reviews_listed(viewer=by) == []
    with pytest.raises(NotFound):
        actions.answer_review(review_id=before.pk, words="x", answered_at=LATER, by=by, at=LATER)
    with pytest.raises(cases.CaseIsWithOmbuds):
        raised(complaint.case_id, by=by, their_reference="B")

    office = people.office.actor
    since = raised(
        complaint.case_id,
        by=office,
        body=ReviewBody.VLAAMSE_OMBUDSDIENST,
        asked="Wat vond u?",
    )
    assert since.compartment == Compartment.OMBUDS
    assert len(complaints.reviews_listed(viewer=office)) == 2
    actions.withdraw_complaint(
        complaint_id=complaint.pk, by=Actor.visitor(complaint.case_id), at=LATER
    )

    assert [one.review_id for one in complaints.reviews_listed(viewer=by)] == [before.pk]
    asked_of = complaints.RegisterChoice(second_line=ReviewBody.VLAAMSE_OMBUDSDIENST)
    for viewer, number in ((by, 0), (office, 1)):
        found = complaints.register_page(asked_of, viewer=viewer, at=LATER)
        assert found.counts.number == number  # no filter tells the first line of it
    assert len(complaints.reviews_listed(viewer=office)) == 2


def test_the_team_is_told_of_a_question_and_of_its_term_once_each(people):
    by = people.agent.actor
    review = raised(make.case().case_id, by=by)
    entry = review.entries.latest("id")
    told = Notification.objects.filter(kind__startswith="review.")
    for _twice in range(2):
        tasks.tell_of_review(entry_id=entry.pk)
    assert list(told.values_list("employee_id", "kind")) == [
        (people.lead.employee_id, "review.asked")
    ]

    sweeper = Actor.system("complaints.office")
    for moment in (LATER, TERM - timedelta(days=4), TERM - timedelta(days=3), TERM, TERM):
        assert complaints.review_ids_to_tell(at=moment) in ([], [review.pk])
        actions.tell_of_review_term(review_id=review.pk, by=sweeper, at=moment)
    over = TERM + timedelta(seconds=1)
    assert complaints.review_ids_to_tell(at=over) == [review.pk]
    for _twice in range(2):
        actions.tell_of_review_term(review_id=review.pk, by=sweeper, at=over)
    assert [one.kind for one in told.order_by("id")] == [
        "review.asked",
        "review.near",
        "review.late",
    ]
    assert complaints.review_ids_to_tell(at=over) == []
    actions.answer_review(review_id=review.pk, words="Zo.", answered_at=over, by=by, at=over)
    assert actions.tell_of_review_term(review_id=review.pk, by=sweeper, at=over) == 0


def test_of_the_offices_reviews_only_the_office_is_told(people):
    file = with_office(people)
    review = raised(file.about_case_id, by=people.office.actor)
    tasks.tell_of_review(entry_id=review.entries.latest("id").pk)
    told = Notification.objects.get(kind="review.asked")
    assert (told.employee_id, told.compartment, told.facts["number"]) == (
        people.office.employee_id,
        Compartment.OMBUDS,
        file.case.number,
    )


def test_a_review_and_its_letters_go_with_their_case(people):
    opened = make.case()
    raised(opened.case_id, by=people.agent.actor, letter=SentFile("a.pdf", b"%PDF-1.4 a"))
    assert StoredFile.objects.filter(name="a.pdf").exists()
    Case.objects.filter(pk=opened.case_id).update(state=CaseState.RESOLVED, resolved_at=make.MONDAY)
    eraser = Actor.system("rights.erase")
    cases.erase_cases(case_ids=[opened.case_id], by=eraser, at=LATER)
    assert not ExternalReview.objects.exists()
    assert not StoredFile.objects.filter(name="a.pdf").exists()


def test_a_partner_and_other_roles_see_no_review_of_ours(people):
    review = raised(make.case().case_id, by=people.agent.actor)
    partner = make.employee(people.utility, role=Role.PARTNER_AGENT, partner=True)
    assert complaints.review_page(review.pk, viewer=partner.actor) is None
    with pytest.raises(NotFound):
        raised(review.case_id, by=partner.actor, their_reference="C")
