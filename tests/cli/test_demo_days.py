"""The demo can be made on any day and in any size: a weekend, a holiday, the hour that is twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction

from debiet.cases import queries as cases
from debiet.cases.models import Callback, Case, Interaction
from debiet.cli import demo_data
from debiet.core.actor import Actor
from debiet.correspondence.models import Message
from debiet.customers.models import Customer
from debiet.terms.models import Clock, ClockEntry
from tests import checker

BRUSSELS = ZoneInfo("Europe/Brussels")


def at(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS, fold=fold)


DAYS = {
    "a Saturday, with all that waits at the desk": (at("2026-03-07 14:10"), 40),
    "Easter Monday": (at("2026-04-06 10:00"), 24),
    "New Year's Day, just after midnight": (at("2027-01-01 00:05"), 24),
    "the day of 23 hours": (at("2026-03-29 03:30"), 24),
    "the hour that is twice, the first time": (at("2026-10-25 02:30"), 24),
    "the hour that is twice, the second time": (at("2026-10-25 02:30", fold=1), 24),
    "nobody": (at("2026-03-04 11:20"), 0),
    "one customer": (at("2026-03-04 11:20"), 1),
    "ten customers": (at("2026-03-04 11:20"), 10),
}


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_the_demo_is_whole_whenever_it_is_made(day, monkeypatch):
    now, customers = DAYS[day]
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", hashers)
    said: list[str] = []
    with transaction.atomic():
        demo_data.load(customers=customers, report=said.append, now=now)

    assert Customer.objects.count() == customers
    assert Case.objects.count() >= customers // 3
    assert not Case.objects.filter(opened_at__gt=now).exists()
    assert not ClockEntry.objects.filter(recorded_at__gt=now).exists()
    assert not Interaction.objects.filter(recorded_at__gt=now).exists()
    assert not Message.objects.filter(written_at__gt=now).exists()
    assert not Clock.objects.filter(next_level_at__lte=now).exists()
    assert not Callback.objects.filter(promised_at__gt=now).exists()
    assert cases.unaccounted(viewer=Actor.system("contacts.check"), at=now) == []
    assert checker.findings_here() == {}
