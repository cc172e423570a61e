"""Files of a form that was not right yet: kept for two hours, then swept."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from debiet.core.actor import Actor
from debiet.files import actions, queries
from tests import make

SWEEP = Actor.system("files.sweep")


@pytest.fixture(params=["folder", "in_memory"], autouse=True)
def storage(request):
    request.getfixturevalue(request.param)


def keep(content=b"%PDF-", at=make.MONDAY):
    return actions.keep_waiting(content=content, by=make.SYSTEM, at=at)


def read(place, after):
    return queries.waiting_content(place, at=make.MONDAY + after)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "is_there"),
    [
        (timedelta(0), True),
        (timedelta(hours=2), True),
        (timedelta(hours=2, seconds=1), False),
    ],
)
def test_what_waits_is_there_for_two_hours(after, is_there):
    assert read(keep(), after) == (b"%PDF-" if is_there else None)


@pytest.mark.parametrize("place", ["", "../files/aa", "0-x", "9" * 12 + "-" + "0" * 32])
def test_a_place_that_is_none_of_ours_holds_nothing(place):
    assert read(place, timedelta(0)) is None


@pytest.mark.django_db
def test_the_sweep_takes_what_ended_and_nothing_else():
    old, fresh = keep(at=make.MONDAY - timedelta(hours=3)), keep()
    just_ended = keep(at=make.MONDAY - timedelta(hours=2, minutes=5))
    storages["files"].save("waiting/of-somebody-else", ContentFile(b"x"))

    assert actions.sweep_waiting(by=SWEEP, at=make.MONDAY) == 1
    assert actions.sweep_waiting(by=SWEEP, at=make.MONDAY) == 0

    assert set(storages["files"].listdir("waiting")[1]) == {fresh, just_ended, "of-somebody-else"}
    assert old not in storages["files"].listdir("waiting")[1]


@pytest.mark.django_db
def test_sweeping_where_nothing_ever_waited_is_no_trouble():
    assert actions.sweep_waiting(by=SWEEP, at=make.MONDAY) == 0
