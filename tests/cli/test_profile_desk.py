"""Loading a profile does not undo what was set at the desk, unless it is told to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from debiet.cli.profile_desk import ACTIONS
from debiet.cli.profile_files import read_profile
from debiet.cli.profile_load import load_profile
from debiet.core import operations
from debiet.rules.access import Role
from debiet.staff.models import Organization, Team
from debiet.terms import actions as terms
from debiet.terms import queries
from debiet.terms.models import CalendarVersion
from tests import make
from tests.cli.test_profile import AT, SETUP

LATER = AT + timedelta(days=1)
CODE = "office-hours"


@pytest.fixture
def shorter(db):
    """Office hours as an administrator set them at the desk, after the first loading."""
    load_profile(read_profile("demo"), by=SETUP, at=AT)
    own, team = Organization.objects.get(is_partner=False), Team.objects.get(code="ombuds")
    house = make.Utility(own, own, team, team, team)
    admin = make.employee(house, role=Role.ADMIN)
    definition = queries.newest_definition(CODE)
    week = {**definition["weekly"], "fri": [["09:00", "12:00"]]}
    terms.save_calendar_version(
        code=CODE,
        name="Kantooruren",
        definition={**definition, "weekly": week},
        valid_from=LATER,
        by=admin.actor,
        at=LATER,
    )
    return week


def test_what_was_set_at_the_desk_stays_and_is_named(shorter):
    loaded = load_profile(read_profile("demo"), by=SETUP, at=LATER)
    assert loaded.left_to_desk == (f"calendar {CODE}",)
    assert queries.newest_definition(CODE)["weekly"] == shorter


def test_the_files_win_where_they_are_told_to(shorter):
    loaded = load_profile(read_profile("demo"), takes_over=True, by=SETUP, at=LATER)
    assert loaded.left_to_desk == ()
    assert queries.newest_definition(CODE)["weekly"]["fri"] == [["09:00", "17:00"]]
    # From then on it is the profile's again.
    again = load_profile(read_profile("demo"), by=SETUP, at=LATER + timedelta(days=1))
    assert again.left_to_desk == ()


def test_what_nobody_touched_at_the_desk_follows_the_files(shorter):
    profile = read_profile("demo")
    calendars = [
        replace(one, open_weekdays=["mon"]) if one.code == "utility-days" else one
        for one in profile.calendars
    ]
    load_profile(replace(profile, calendars=calendars), by=SETUP, at=LATER)
    newest = CalendarVersion.objects.filter(calendar__code="utility-days").order_by("-number")[0]
    assert newest.definition["open_weekdays"] == ["mon"]


def test_every_action_that_is_looked_for_exists():
    assert {name for names in ACTIONS.values() for name in names} <= set(operations.ACTIONS)
