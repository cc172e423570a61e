"""Calendars and policies are versioned; a running clock keeps its version."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, transaction

from debiet.cases.models import Case
from debiet.rules.sla import ClockStatus, EntryKind, Milestone
from debiet.terms import actions, queries
from debiet.terms.models import CalendarVersion, Clock, ClockEntry, PolicyVersion
from tests import make

pytestmark = pytest.mark.django_db


def save_calendar(definition, at=make.MONDAY, code="office"):
    return actions.save_calendar_version(
        code=code, name=code, definition=definition, valid_from=at, by=make.SYSTEM, at=at
    )


def save_policy(code, match, targets=None, at=make.MONDAY):
    return actions.save_policy_version(
        code=code,
        title=code,
        match=match,
        targets=targets or make.TARGETS,
        promise={"nl": code},
        valid_from=at,
        by=make.SYSTEM,
        at=at,
    )


def test_a_new_policy_version_leaves_running_clocks_alone():
    make.utility()
    before = make.case(at=make.MONDAY)
    due = Case.objects.get(pk=before.case_id).due_at
    short = [{**make.TARGETS[0], "amount": "1"}]
    save_policy("questions", {}, short, at=make.MONDAY + timedelta(hours=1))

    after = make.case(at=make.MONDAY + timedelta(hours=2))

    assert Case.objects.get(pk=before.case_id).due_at == due
    assert Case.objects.get(pk=after.case_id).due_at == make.MONDAY + timedelta(hours=3)


def test_saying_the_same_again_is_no_new_version():
    make.utility()
    count = CalendarVersion.objects.count(), PolicyVersion.objects.count()

    newest = CalendarVersion.objects.get(calendar__code="office")
    assert save_calendar(dict(make.OFFICE)).pk == newest.pk

    assert (CalendarVersion.objects.count(), PolicyVersion.objects.count()) == count


def test_the_most_specific_policy_wins():
    make.utility()
    hour = [{**make.TARGETS[0], "amount": "1"}]
    save_policy("invoices", {"topic": "invoice"}, hour, at=make.MONDAY - timedelta(days=1))

    opened = make.case(at=make.MONDAY)

    assert Case.objects.get(pk=opened.case_id).due_at == make.MONDAY + timedelta(hours=1)


def test_two_policies_that_fit_equally_well_are_refused_when_saving():
    make.utility()
    save_policy("one", {"topic": "invoice"})

    with pytest.raises(actions.PolicyTied) as refusal:
        save_policy("two", {"topic": "invoice"})
    assert "one" in str(refusal.value)


@pytest.mark.parametrize(
    "targets",
    [
        [],
        [
            {
                "milestone": "first_reply",
                "amount": "x",
                "unit": "working_hours",
                "calendar": "office",
            }
        ],
        [{"milestone": "first_reply", "amount": "8", "unit": "weeks", "calendar": "office"}],
        [{"milestone": "first_reply", "amount": "8", "unit": "working_hours", "calendar": "moon"}],
        [make.TARGETS[0], make.TARGETS[0]],
        [{**make.TARGETS[0], "counts_dispatch": True}],
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(targets):
    make.utility()

    with pytest.raises(actions.PolicyUnreadable):
        actions.save_policy_version(
            code="bad",
            title="bad",
            match={},
            targets=targets,
            promise={},
            valid_from=make.MONDAY,
            by=make.SYSTEM,
            at=make.MONDAY,
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"weekly": {}},
        {"tz": "Europe/Atlantis"},
        {"weekly": {"mon": [["9", "late"]]}},
        {"holidays": ["30 February"]},
    ],
)
def test_a_calendar_that_is_never_open_or_unreadable_is_refused(changes):
    with pytest.raises(actions.CalendarUnreadable):
        save_calendar({**make.OFFICE, **changes})


def test_beyond_the_known_years_a_case_opens_with_an_undetermined_clock():
    make.utility()

    opened = make.case(at=make.local("2027-12-31 16:30"))

    case = Case.objects.get(pk=opened.case_id)
    assert case.is_undetermined
    first = Clock.objects.get(reference=f"case:{opened.number}", milestone="first_reply")
    assert (first.status, first.due_at) == (ClockStatus.UNDETERMINED, None)


def test_a_calendar_that_only_adds_years_is_adopted_by_all_open_clocks(jobs):
    make.utility()
    opened = make.case(at=make.local("2027-12-31 16:30"))
    early = make.case(at=make.MONDAY)
    due = Case.objects.get(pk=early.case_id).due_at
    longer = {
        **make.OFFICE,
        "holidays": [*make.OFFICE["holidays"], "2028-01-03"],
        "known_years": [2025, 2026, 2027, 2028],
    }

    save_calendar(longer, at=make.local("2027-12-31 16:45"))
    jobs.run()

    first = Clock.objects.get(reference=f"case:{opened.number}", milestone="first_reply")
    assert first.due_at == make.local("2028-01-04 16:30")
    assert Case.objects.get(pk=opened.case_id).due_at == first.due_at
    assert Case.objects.get(pk=early.case_id).due_at == due


def test_a_calendar_that_changes_a_known_day_is_not_adopted():
    make.utility()
    opened = make.case(at=make.MONDAY)
    version = Clock.objects.filter(reference=f"case:{opened.number}").first().calendar_version_id

    saved = save_calendar({**make.OFFICE, "holidays": ["2026-03-03"]})

    assert not saved.adds_years_only
    clock = Clock.objects.filter(reference=f"case:{opened.number}").first()
    assert clock.calendar_version_id == version


def test_a_move_in_the_ledger_counts_on_with_the_other_calendar_from_its_moment():
    make.utility()
    opened = make.case(at=make.local("2026-03-02 13:00"))
    days = ("mon", "tue", "wed", "thu", "fri")
    longer = {**make.OFFICE, "weekly": {day: [["08:00", "20:00"]] for day in days}}
    version = save_calendar(longer)
    reference = f"case:{opened.number}"
    ClockEntry.objects.create(
        reference=reference,
        kind=EntryKind.MOVED,
        occurred_at=make.local("2026-03-02 15:00"),
        recorded_at=make.local("2026-03-02 15:00"),
        facts={"calendar_version": version.pk, "milestone": Milestone.FIRST_REPLY},
        operation_id=uuid4(),
    )

    views = queries.clock_views(reference, viewer=make.SYSTEM, at=make.local("2026-03-02 16:00"))

    due = {view.milestone: view.due_at for view in views}
    assert due[Milestone.FIRST_REPLY] == make.local("2026-03-03 09:00")
    assert due[Milestone.RESOLUTION] == make.local("2026-03-09 13:00")


def test_the_holiday_horizon_is_that_of_the_calendar_that_ends_first():
    make.utility()

    days = queries.holiday_horizon_days(on=make.local("2027-12-01 12:00").date())

    assert days == 30


@pytest.mark.parametrize("model", [ClockEntry, CalendarVersion, PolicyVersion])
def test_ledger_and_versions_cannot_be_changed_or_deleted(model):
    make.utility()
    make.case()
    row = model.objects.first()

    with pytest.raises(Error), transaction.atomic():
        model.objects.filter(pk=row.pk).update(recorded_at=make.MONDAY)
    with pytest.raises(Error), transaction.atomic():
        row.delete()
    assert model.objects.filter(pk=row.pk).exists()


def test_the_service_promise_is_told_in_the_readers_language():
    make.utility()

    (promise,) = queries.promises(at=make.MONDAY, language="fr")

    assert promise.sentence == "Nous répondons dans les 10 jours ouvrables."
