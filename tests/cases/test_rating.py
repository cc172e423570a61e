"""How a question went: one click, and what becomes of a low score."""

from datetime import timedelta

import pytest

from debiet.cases import actions, queries
from debiet.cases.actions import AlreadyThere, EmptyText, NotClosed, RatingStands
from debiet.cases.models import Case, Note, Rating
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound
from debiet.rules.access import Role
from debiet.rules.cases import CaseState
from debiet.rules.rating import Settled
from debiet.staff.models import Notification
from tests import checker, make

pytestmark = pytest.mark.django_db

CLOSED = make.MONDAY + timedelta(hours=1)


@pytest.fixture
def house():
    return make.utility()


@pytest.fixture
def lead(house):
    return make.employee(house, role=Role.TEAM_LEAD, is_lead=True)


@pytest.fixture
def closed(house):
    agent, opened = make.employee(house), make.case()
    actions.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=CLOSED
    )
    return opened


def rate(opened, score, words="", *, at=CLOSED):
    visitor = Actor.visitor(opened.case_id)
    actions.rate_case(case_id=opened.case_id, score=score, words=words, by=visitor, at=at)


def settle(rating, lead, as_what, reason=""):
    actions.settle_rating(
        rating_id=rating.pk, as_what=as_what, reason=reason, by=lead.actor, at=CLOSED
    )


def test_a_score_is_kept_once_a_closing_and_can_be_changed_for_a_day(closed):
    rate(closed, 5)
    rate(closed, 2, "te laat", at=CLOSED + timedelta(hours=23))

    rating = Rating.objects.get()
    assert (rating.score, rating.words, rating.closed_at) == (2, "te laat", CLOSED)
    rate(closed, 2, "te laat", at=CLOSED + timedelta(days=2))  # the same again changes nothing
    with pytest.raises(RatingStands):
        rate(closed, 4, at=CLOSED + timedelta(days=2))


def test_an_open_question_is_not_rated_and_a_closing_of_its_own_is(house, closed):
    opened = make.case()
    with pytest.raises(NotClosed):
        rate(opened, 3)
    with pytest.raises(NotFound):
        rate(closed, 6)

    rate(closed, 1)
    visitor = Actor.visitor(closed.case_id)
    actions.add_words(
        case_id=closed.case_id, text="Nog iets.", by=visitor, at=CLOSED + timedelta(hours=2)
    )
    with pytest.raises(NotClosed):
        rate(closed, 5)
    agent = make.employee(house)
    version = Case.objects.get(pk=closed.case_id).version
    later = CLOSED + timedelta(hours=3)
    actions.answer_case(
        case_id=closed.case_id, text="Zo.", seen_version=version, by=agent.actor, at=later
    )
    rate(closed, 5, at=later)

    assert list(Rating.objects.order_by("id").values_list("score", flat=True)) == [1, 5]


@pytest.mark.parametrize(("score", "told"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_the_leads_are_told_of_a_low_score_once(jobs, lead, closed, score, told):
    rate(closed, score)
    rate(closed, score, "met woorden")
    jobs.run(times=2)

    found = Notification.objects.filter(kind="case.low-rating", employee_id=lead.employee_id)
    assert found.count() == told


def test_a_complaint_opens_the_case_again_and_leaves_the_list(lead, closed):
    rate(closed, 1, "Niemand luistert.")
    (low,) = queries.low_ratings(viewer=lead.actor)
    assert (low.case_number, low.words) == (closed.number, "Niemand luistert.")
    rating = Rating.objects.get()

    settle(rating, lead, Settled.COMPLAINT)

    rating.refresh_from_db()
    assert rating.settled_as == "complaint"
    assert Case.objects.get(pk=closed.case_id).state == CaseState.OPEN
    assert queries.low_ratings(viewer=lead.actor) == []
    with pytest.raises(AlreadyThere):
        settle(rating, lead, Settled.DISMISSED, "toch niet")
    assert checker.findings() == {}


def test_one_that_is_none_needs_a_reason_and_keeps_it_as_a_note(lead, closed):
    rate(closed, 2)
    rating = Rating.objects.get()
    with pytest.raises(EmptyText):
        settle(rating, lead, Settled.DISMISSED, "  ")

    settle(rating, lead, Settled.DISMISSED, "Ging over het weer.")

    assert Note.objects.get().text == "Ging over het weer."
    assert Case.objects.get(pk=closed.case_id).state == CaseState.RESOLVED
    with pytest.raises(RatingStands):
        rate(closed, 5)


def test_agents_do_not_settle_and_nobody_settles_behind_a_wall_or_a_good_score(house, lead, closed):
    rate(closed, 4)
    with pytest.raises(NotFound):
        settle(Rating.objects.get(), lead, Settled.COMPLAINT)
    Rating.objects.update(score=1)
    with pytest.raises(NotAllowed):
        settle(Rating.objects.get(), make.employee(house), Settled.COMPLAINT)
    Rating.objects.update(compartment="ombuds")
    with pytest.raises(NotFound):
        settle(Rating.objects.get(), lead, Settled.COMPLAINT)
    assert queries.low_ratings(viewer=lead.actor) == []
