"""One team asks another: a term of its own, the customer's clocks untouched, conflicts offered."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import NotYourTask, OtherCompartment, WrongTaskStep
from debiet.cases.models import Case, ConflictOffer, InternalTask, TaskEntry
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.rules.access import Role
from debiet.rules.internal_tasks import ConflictReason, TaskState
from debiet.rules.putting_aside import WakeEvent
from debiet.staff import actions as staff
from debiet.staff.models import Notification
from debiet.terms import actions as terms
from debiet.terms.models import Clock, ClockEntry, LevelMark
from tests import make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def utility(db):
    made = make.utility()
    make.internal_task_policy(make.MONDAY - timedelta(days=365))
    return made


@pytest.fixture
def meters(utility):
    return staff.save_team(
        code="meters",
        name="Meters",
        organization_id=utility.organization.pk,
        by=make.SYSTEM,
        at=make.MONDAY,
    )


@pytest.fixture
def asker(utility):
    return make.employee(utility, name="Tom Jacobs")


@pytest.fixture
def fitter(utility, meters):
    return make.employee(utility, team=meters, is_lead=True, name="Bea Claes")


@pytest.fixture
def opened(utility):
    return make.case()


@pytest.fixture
def task(opened, meters, asker, fitter):
    task_id = cases.ask_task(
        case_id=opened.case_id,
        team_id=meters.pk,
        words="Hoe hoog stond de meter?",
        by=asker.actor,
        at=make.MONDAY,
    )
    return InternalTask.objects.get(pk=task_id)


def step(task, state, by, *, at=make.MONDAY, seen=None):
    task.refresh_from_db()
    cases.step_task(
        task_id=task.pk,
        state=state,
        words="Zo.",
        seen_version=task.version if seen is None else seen,
        by=by.actor,
        at=at,
    )
    task.refresh_from_db()


def clocks(opened):
    return list(Clock.objects.filter(reference=f"case:{opened.number}").order_by("id").values())


def told(somebody):
    rows = Notification.objects.filter(employee_id=somebody.employee_id).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_it_has_a_term_of_its_own_and_the_customers_clocks_know_nothing(
    opened, task, asker, fitter
):
    before = clocks(opened), ClockEntry.objects.filter(reference=f"case:{opened.number}").count()
    assert task.due_at == make.MONDAY + 4 * HOUR

    step(task, TaskState.ANSWERED, fitter, at=make.MONDAY + HOUR)
    step(task, TaskState.DISPUTED, asker, at=make.MONDAY + 2 * HOUR)
    step(task, TaskState.REFUSED, fitter, at=make.MONDAY + 3 * HOUR)
    step(task, TaskState.WITHDRAWN, asker, at=make.MONDAY + 4 * HOUR)

    after = clocks(opened), ClockEntry.objects.filter(reference=f"case:{opened.number}").count()
    assert after == before
    assert Case.objects.get(pk=opened.case_id).version == 1
    said = [row.state for row in queries.internal_task(task.pk, viewer=asker.actor)[1]]
    assert said == ["asked", "answered", "disputed", "refused", "withdrawn"]


def test_time_between_an_answer_and_its_dispute_does_not_count(task, asker, fitter):
    step(task, TaskState.ANSWERED, fitter, at=make.MONDAY + HOUR)
    assert Clock.objects.get(reference=f"task:{task.pk}").status == "met"

    step(task, TaskState.DISPUTED, asker, at=make.MONDAY + 3 * HOUR)

    assert task.due_at == make.MONDAY + 6 * HOUR


@pytest.mark.parametrize(
    ("steps", "reasons"),
    [
        ([TaskState.ANSWERED], []),
        ([TaskState.REFUSED], [ConflictReason.REFUSED]),
        ([TaskState.ANSWERED, TaskState.DISPUTED], [ConflictReason.DISPUTED]),
        (
            [TaskState.REFUSED, TaskState.ASKED, TaskState.REFUSED],
            [ConflictReason.REFUSED],
        ),
    ],
)
def test_what_is_refused_or_disputed_is_offered_once(task, asker, fitter, steps, reasons):
    for state in steps:
        step(task, state, fitter if state in ("answered", "refused") else asker)

    offers = queries.conflict_offers(task.case_id, viewer=asker.actor)
    assert [one.reason for one in offers] == reasons


def test_what_is_overdue_is_offered_by_the_sweep_and_both_are_told(task, asker, fitter):
    at = make.MONDAY + 5 * HOUR
    terms.mark_levels(by=Actor.system("terms.sweep"), at=at)
    marks = LevelMark.objects.filter(clock__reference=f"task:{task.pk}").order_by("level")
    assert [mark.level for mark in marks] == [50, 75, 100]

    for mark in [*marks, *marks]:
        cases.tell_leads(mark_id=mark.pk, by=Actor.system("cases.tell-leads"), at=at)

    offer = ConflictOffer.objects.get()
    assert (offer.reason, offer.offered_at) == (ConflictReason.OVERDUE, task.due_at)
    assert told(fitter) == ["task.level", "task.level"]
    assert told(asker) == ["task.level"]
    cases.settle_offer(offer_id=offer.pk, case_id=task.case_id, by=asker.actor, at=at)
    assert queries.conflict_offers(task.case_id, viewer=asker.actor) == []


def test_each_side_is_told_what_the_other_said_once(task, asker, fitter):
    step(task, TaskState.ANSWERED, fitter)
    for entry in [*TaskEntry.objects.order_by("id"), *TaskEntry.objects.order_by("id")]:
        cases.tell_task_step(entry_id=entry.pk, by=Actor.system("cases.tasks"), at=make.MONDAY)

    assert told(fitter) == ["task.asked"]
    assert told(asker) == ["task.answered"]


def test_an_answer_brings_a_case_back_that_waits_for_it(opened, task, asker, fitter):
    cases.snooze_case(
        case_id=opened.case_id,
        until=None,
        event=WakeEvent.TASK,
        seen_version=1,
        by=asker.actor,
        at=make.MONDAY,
    )
    step(task, TaskState.ANSWERED, fitter)
    entry = TaskEntry.objects.latest("id")

    cases.tell_task_step(entry_id=entry.pk, by=Actor.system("cases.tasks"), at=make.MONDAY)

    assert Case.objects.get(pk=opened.case_id).snoozed_until is None


def test_only_the_team_that_was_asked_answers_takes_and_refuses(task, asker, fitter):
    for state in (TaskState.ANSWERED, TaskState.REFUSED):
        with pytest.raises(NotYourTask):
            step(task, state, asker)
    with pytest.raises(NotYourTask):
        cases.take_task(task_id=task.pk, seen_version=1, by=asker.actor, at=make.MONDAY)

    cases.take_task(task_id=task.pk, seen_version=1, by=fitter.actor, at=make.MONDAY)

    team = queries.tasks_of_team(team_ids=(task.team_id,), viewer=fitter.actor)
    assert [(one.who, one.is_owed) for one in team] == [("Bea Claes", True)]
    assert [one.task_id for one in queries.tasks_asked_by(asker.employee_id, viewer=asker.actor)]


def test_steps_that_are_not_in_the_table_or_not_seen_are_refused(task, asker, fitter):
    with pytest.raises(WrongTaskStep):
        step(task, TaskState.DISPUTED, asker)
    step(task, TaskState.ANSWERED, fitter)
    with pytest.raises(ChangedMeanwhile):
        step(task, TaskState.DISPUTED, asker, seen=1)


def test_a_team_behind_a_wall_is_not_asked_and_sees_nothing(utility, asker, task, opened):
    hidden = make.case(topic_code="ombuds")
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    with pytest.raises(OtherCompartment):
        cases.ask_task(
            case_id=hidden.case_id,
            team_id=utility.team.pk,
            words="x",
            by=ombuds.actor,
            at=make.MONDAY,
        )
    with pytest.raises(NotFound):
        cases.ask_task(
            case_id=opened.case_id,
            team_id=utility.ombuds_team.pk,
            words="x",
            by=asker.actor,
            at=make.MONDAY,
        )
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    assert queries.internal_task(task.pk, viewer=partner.actor) is None


def test_asking_the_same_twice_is_once(opened, task, asker, meters):
    again = cases.ask_task(
        case_id=opened.case_id,
        team_id=meters.pk,
        words=" Hoe hoog stond de meter? ",
        by=asker.actor,
        at=make.MONDAY,
    )
    assert again == task.pk
