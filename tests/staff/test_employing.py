"""Taking people on, changing where they work, and what becomes of teams and organizations."""

import pytest

from debiet.core.errors import NotFound
from debiet.identity.actions import AddressTaken, AddressUnusable
from debiet.identity.models import User
from debiet.rules.access import Role
from debiet.staff import actions, employing, places
from debiet.staff import queries as people
from debiet.staff.employing import Person
from debiet.staff.models import Employee, Organization, Team
from tests import make

pytestmark = pytest.mark.django_db
AT = make.MONDAY


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="Koen")


def person(name="Nele Peeters", teams=(), leads=()):
    return Person(name, frozenset(teams), frozenset(leads))


def employ(utility, admin, email="nele@water.example", **changes):
    values = {"person": person(), "organization_id": utility.organization.pk}
    return employing.employ(email=email, language="nl", by=admin.actor, at=AT, **(values | changes))


def test_somebody_taken_on_has_a_sign_in_without_a_password_and_its_teams(utility, admin):
    new = employ(utility, admin, person=person(teams=[utility.team.pk], leads=[utility.team.pk]))
    found = employing.employee(new)
    assert (found.name, found.email, found.roles) == ("Nele Peeters", "nele@water.example", ())
    assert found.lead_ids == (utility.team.pk,)
    assert not User.objects.get(pk=found.user_id).has_usable_password()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "nele"}, AddressUnusable),
        ({"person": person(name="  ")}, employing.NobodyThere),
        ({"organization_id": 999_999}, NotFound),
    ],
)
def test_somebody_who_cannot_be_taken_on_leaves_no_sign_in(utility, admin, changes, refusal):
    before = User.objects.count()
    with pytest.raises(refusal):
        employ(utility, admin, **changes)
    assert User.objects.count() == before


def test_an_address_is_one_sign_in(utility, admin):
    employ(utility, admin)
    with pytest.raises(AddressTaken):
        employ(utility, admin, email="NELE@water.example")


def test_teams_are_changed_to_exactly_those_and_nothing_else_is_touched(utility, admin):
    new = employ(utility, admin, person=person(teams=[utility.team.pk]))
    wanted = person("Nele Peeters-Maes", [utility.ombuds_team.pk], [utility.ombuds_team.pk])
    for _twice in range(2):
        employing.change_employee(employee_id=new, person=wanted, by=admin.actor, at=AT)
        found = employing.employee(new)
        assert found.name == "Nele Peeters-Maes"
        assert found.team_ids == found.lead_ids == (utility.ombuds_team.pk,)


def test_nobody_works_in_a_team_of_another_organization(utility, admin):
    with pytest.raises(employing.OtherOrganization):
        employ(utility, admin, person=person(teams=[utility.partner_team.pk]))
    assert not Employee.objects.filter(name="Nele Peeters").exists()


def test_a_partner_is_made_once_and_its_teams_work_in_its_own_part(utility, admin):
    made = places.add_partner(code="belnet", name="BelNet", by=admin.actor, at=AT)
    with pytest.raises(places.CodeTaken):
        places.add_partner(code="belnet", name="X", by=admin.actor, at=AT)
    team_id = places.add_team(
        code="belnet-lijn",
        name="Lijn",
        organization_id=made,
        compartment="ordinary",
        by=admin.actor,
        at=AT,
    )
    assert people.team_compartment(team_id) == "partner:belnet"


@pytest.mark.parametrize("code", ["", "Met Hoofdletter", "é", "-a", "a" * 41])
def test_a_code_can_stand_in_an_address(utility, admin, code):
    with pytest.raises(places.UnusableCode):
        places.add_partner(code=code, name="X", by=admin.actor, at=AT)


def test_a_name_changes_and_the_rest_stays(utility, admin):
    by = {"by": admin.actor, "at": AT}
    places.rename_organization(organization_id=utility.partner.pk, name="Nieuw", **by)
    places.rename_team(team_id=utility.team.pk, name="Balie", **by)
    team = Team.objects.get(pk=utility.team.pk)
    assert (team.name, team.code, team.compartment) == ("Balie", utility.team.code, "ordinary")
    assert Organization.objects.get(pk=utility.partner.pk).is_partner
    for wrong in (999_999, 0):
        with pytest.raises(NotFound):
            places.rename_team(team_id=wrong, name="X", **by)
        with pytest.raises(NotFound):
            places.rename_organization(organization_id=wrong, name="X", **by)


def test_the_people_of_a_team_that_is_no_more_join_the_other_as_they_were(utility, admin):
    other = places.add_team(
        code="balie",
        name="Balie",
        organization_id=utility.organization.pk,
        compartment="ordinary",
        by=admin.actor,
        at=AT,
    )
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Lena")
    both = make.employee(utility, name="Bo")
    actions.join_team(employee_id=both.employee_id, team_id=other, by=admin.actor, at=AT)
    places.close_team(
        team_id=utility.team.pk, to_team_id=other, people_too=True, by=admin.actor, at=AT
    )
    found = {name: is_lead for _pk, name, is_lead in places.members(other)}
    assert found == {"Bo": False, "Lena": True, "Koen": False}
    assert utility.team.pk not in dict(people.teams(viewer=lead.actor))
    with pytest.raises(employing.OtherOrganization):  # nobody joins what is no more
        employ(utility, admin, person=person(teams=[utility.team.pk]))


def test_a_team_goes_to_one_behind_the_same_wall_only(utility, admin):
    for wrong in (utility.ombuds_team.pk, utility.partner_team.pk, utility.team.pk, 999_999):
        with pytest.raises(places.OtherPart):
            places.close_team(
                team_id=utility.team.pk,
                to_team_id=wrong,
                people_too=False,
                by=admin.actor,
                at=AT,
            )
    assert Team.objects.get(pk=utility.team.pk).retired_at is None
