"""Loading a profile does not undo what was set at the desk of teams, topics and leads."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import TopicDraft
from debiet.cases.models import Topic, TopicVersion
from debiet.cli.profile_files import read_profile
from debiet.cli.profile_load import load_profile
from debiet.core.actor import Actor
from debiet.identity import actions as identity
from debiet.rules.access import Realm, Role
from debiet.rules.house_choices import HouseChoice
from debiet.staff import actions as staff
from debiet.staff import choices, employing, places
from debiet.staff import queries as people
from debiet.staff.models import Organization, Team, TeamMembership

AT = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
LATER = AT + timedelta(days=30)
SETUP = Actor.system("cli.setup")


def load(**changes):
    return load_profile(read_profile("demo"), by=SETUP, at=LATER, **changes)


def hired(name, role, address):
    user = identity.create_user(
        realm=Realm.STAFF, email=address, password=None, language="nl", by=SETUP, at=AT
    )
    own = Organization.objects.get(is_partner=False)
    row = staff.hire_employee(user_id=user.pk, organization_id=own.pk, name=name, by=SETUP, at=AT)
    staff.grant_role(employee_id=row.pk, role=role, by=SETUP, at=AT)
    return row


@pytest.fixture
def admin(db):
    load_profile(read_profile("demo"), by=SETUP, at=AT)
    row = hired("Koen", Role.ADMIN, "koen@demo.debiet.example")
    return people.actor_for(row.user_id)


def test_a_topic_a_team_and_a_partner_stay_as_they_were_set_and_are_named(admin):
    by = {"by": admin, "at": AT}
    leak = Topic.objects.get(code="leak")
    cases.change_topic(
        code="leak",
        draft=TopicDraft({"nl": "Waterlek"}, parent_code="supply", position=leak.position),
        seen_version=leak.version,
        **by,
    )
    pressure = Topic.objects.get(code="pressure")
    cases.merge_topic(code="pressure", into="no-water", seen_version=pressure.version, **by)
    places.rename_team(team_id=people.team_id("netwerk"), name="Net en leidingen", **by)
    partner = Organization.objects.get(is_partner=True)
    places.rename_organization(organization_id=partner.pk, name="Kanaalhuis bv", **by)

    left = load().left_to_desk

    assert left == ("organization kanaalhuis", "team netwerk", "topic leak", "topic pressure")
    assert Topic.objects.get(code="leak").labels == {"nl": "Waterlek"}
    assert Topic.objects.get(code="pressure").merged_into.code == "no-water"
    assert Team.objects.get(code="netwerk").name == "Net en leidingen"
    assert Organization.objects.get(pk=partner.pk).name == "Kanaalhuis bv"

    assert load(takes_over=True).left_to_desk == ()
    assert Topic.objects.get(code="leak").labels["nl"] == "Lek"
    assert Team.objects.get(code="netwerk").name != "Net en leidingen"
    assert load().left_to_desk == ()  # they are the profile's again


def test_the_topics_of_a_team_that_is_no_more_stay_with_the_other(admin):
    cases.retire_team(
        team_id=people.team_id("facturatie"),
        to_team_id=people.team_id("klantendienst"),
        people_too=False,
        by=admin,
        at=AT,
    )
    left = load().left_to_desk
    assert {"team facturatie", "topic bill", "topic reading"} <= set(left)
    assert Topic.objects.get(code="bill").team.code == "klantendienst"
    assert Team.objects.get(code="facturatie").retired_at == AT


def test_whoever_leads_no_longer_is_not_made_to_lead_again(admin):
    address = "lead.netwerk@demo.debiet.example"
    lead = hired("Noor", Role.TEAM_LEAD, address)
    load()
    netwerk = people.team_id("netwerk")
    assert people.lead_ids(netwerk) == [lead.pk]
    employing.change_employee(
        employee_id=lead.pk,
        person=employing.Person("Noor", frozenset({netwerk}), frozenset()),
        by=admin,
        at=AT,
    )
    assert f"teams of {address}" in load().left_to_desk
    assert not TeamMembership.objects.get(employee=lead).is_lead


def test_loading_the_same_again_writes_no_version(admin):
    before = TopicVersion.objects.count()
    assert load().left_to_desk == ()
    assert TopicVersion.objects.count() == before == Topic.objects.count()


def test_what_was_chosen_for_the_house_stays(admin):
    values = {HouseChoice.FORM_OF_ADDRESS: "je", HouseChoice.CASES_A_DAY: "20"}
    choices.choose_for_house(values=values, by=admin, at=AT)
    assert load().left_to_desk == ("setting form_of_address",)
    held = people.house_settings(at=LATER)
    assert (held["form_of_address"], held["cases_a_day"]) == ("je", "20")
    assert load(takes_over=True).left_to_desk == ()
    assert people.house_settings(at=LATER)["form_of_address"] == "u"
