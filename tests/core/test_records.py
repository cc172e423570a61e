"""What every action keeps, and what cannot be changed afterwards."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from debiet.core import access_log, audit
from debiet.core.actor import Actor
from debiet.core.models import AccessEntry, AuditEntry, RateCount
from debiet.core.rate_limit import forget, spent
from debiet.rules.access import Permission
from tests import make

pytestmark = pytest.mark.django_db


def looking(purpose="case:2026-000001", user_id=7):
    return Actor(user_id=user_id, purpose=purpose, permissions=frozenset({Permission.LOG_ACCESS}))


def look(by, at=make.MONDAY, subject="customer:1"):
    access_log.look(subject=subject, surface="desk:case", compartment="ordinary", by=by, at=at)


def test_nothing_is_recorded_outside_an_action():
    with pytest.raises(LookupError):
        audit.record("case:2026-000001")


def test_a_look_needs_a_purpose():
    with pytest.raises(access_log.PurposeMissing):
        look(looking(purpose=""))
    assert not AccessEntry.objects.exists()


def test_coming_back_within_ten_minutes_is_one_look():
    look(looking())
    look(looking(), at=make.MONDAY + timedelta(minutes=9))
    look(looking(), at=make.MONDAY + timedelta(minutes=11))
    look(looking(user_id=8), at=make.MONDAY + timedelta(minutes=11))

    assert AccessEntry.objects.count() == 3


@pytest.mark.parametrize("model", [AuditEntry, AccessEntry])
def test_audit_and_access_rows_cannot_be_changed_or_deleted(model):
    look(looking())
    make.utility()
    row = model.objects.first()

    with pytest.raises(Error), transaction.atomic():
        model.objects.filter(pk=row.pk).update(compartment="hr")
    with pytest.raises(Error), transaction.atomic():
        row.delete()
    assert model.objects.filter(pk=row.pk).exists()


def test_the_audit_holds_no_names_addresses_or_words():
    make.utility()
    make.case(text="Canary words of a customer")

    for row in AuditEntry.objects.all():
        text = f"{row.facts} {row.reference}"
        assert "Canary" not in text
        assert "ann@example.be" not in text
        assert "De Smet" not in text


def spend(minute):
    at = make.MONDAY + timedelta(minutes=minute)
    return spent(what="x", whose="10.0.0.1", limit=2, window=timedelta(minutes=10), at=at)


def test_a_limit_slides_over_the_turn_of_its_window():
    assert [spend(9), spend(9), spend(9)] == [False, False, True]
    assert [spend(10), spend(10), spend(14)] == [False, True, True]
    assert [spend(15), spend(15)] == [False, True]
    assert [spend(40), spend(40), spend(40)] == [False, False, True]


def test_who_goes_on_trying_is_let_through_again_as_far_as_the_limit_goes():
    through = [minute for minute in range(60) if not spend(minute)]
    assert len(through) == 12  # two in ten minutes


def test_old_counts_are_forgotten_and_nobody_is_kept_by_name():
    spend(0)
    spend(10)
    assert not RateCount.objects.filter(key__contains="10.0.0.1").exists()
    assert forget(before=make.MONDAY + timedelta(minutes=5)) == 1
