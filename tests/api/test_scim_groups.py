"""Groups are teams and roles where the settings say so, and nothing else."""

import pytest

from debiet.core.errors import NotAllowed
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.staff import provisioned_groups
from debiet.staff import queries as people
from debiet.staff.models import TeamMembership
from tests import make
from tests.api.test_scim import ask, site, token, utility

__all__ = ["ask", "site", "token", "utility"]
pytestmark = pytest.mark.django_db
GROUPS = "/v1/scim/v2/Groups"
TEAM, ROLE = f"{GROUPS}/team:invoices", f"{GROUPS}/role:team-lead"


@pytest.fixture(autouse=True)
def mapping(settings):
    settings.SCIM_GROUPS = {
        "Klantendienst": "team:invoices",
        "Teamleiders": "role:team-lead",
        "Weg": "team:gone",
        "Onzin": "role:king",
    }


def members(kind, *somebody):
    value = [{"value": str(one.employee_id)} for one in somebody]
    return {"Operations": [{"op": kind, "path": "members", "value": value}]}


def test_the_groups_of_the_settings_are_listed_with_their_members(utility, ask):
    agent = make.employee(utility, name="Tom Jacobs")
    make.employee(utility, partner=True, team=utility.team)  # a partner's, in the same team
    found = ask("GET", GROUPS).json()
    assert [one["displayName"] for one in found["Resources"]] == ["Klantendienst", "Teamleiders"]
    team = found["Resources"][0]
    assert team["members"] == [{"value": str(agent.employee_id), "display": "Tom Jacobs"}]
    named = ask("GET", f'{GROUPS}?filter=displayName eq "teamleiders"').json()["Resources"]
    assert [one["id"] for one in named] == ["role:team-lead"]
    assert ask("GET", f'{GROUPS}?filter=displayName eq "x"').json()["totalResults"] == 0
    assert ask("GET", TEAM).json() == team


def test_people_join_and_leave_a_team_and_who_leads_it_goes_on(utility, ask):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    other = make.employee(utility, team=utility.ombuds_team)
    for _twice in range(2):
        ask("PATCH", TEAM, members("add", lead, other))
    rows = TeamMembership.objects.filter(team=utility.team).order_by("employee_id")
    assert list(rows.values_list("employee_id", "is_lead")) == [
        (lead.employee_id, True),
        (other.employee_id, False),
    ]
    answer = ask("PATCH", TEAM, members("remove", other)).json()
    assert [one["value"] for one in answer["members"]] == [str(lead.employee_id)]
    entry = AuditEntry.objects.get(facts__left_team="invoices")
    assert entry.reference == f"employee:{other.employee_id}"


def test_people_get_and_lose_a_role_with_the_next_request(utility, ask):
    agent, lead = make.employee(utility), make.employee(utility, role=Role.TEAM_LEAD)
    ask("PATCH", ROLE, members("replace", agent))
    assert people.roles_of(agent.employee_id) == (Role.AGENT, Role.TEAM_LEAD)
    assert people.roles_of(lead.employee_id) == ()


def test_what_the_settings_do_not_name_is_not_there(utility, ask):
    agent = make.employee(utility)
    for group in ("role:admin", "team:ombuds", "team:gone", "role:king", "x"):
        path = f"{GROUPS}/{group}"
        assert ask("GET", path).status_code == 404
        assert ask("PATCH", path, members("add", agent)).status_code == 404
    assert people.roles_of(agent.employee_id) == (Role.AGENT,)


def test_nobody_who_left_or_is_a_partners_is_put_in(utility, ask):
    left, partner = make.employee(utility), make.employee(utility, partner=True)
    staff.end_employment(employee_id=left.employee_id, by=make.SYSTEM, at=make.MONDAY)
    for somebody in (left, partner):
        assert ask("PATCH", ROLE, members("add", somebody)).status_code == 404
    assert ask("GET", ROLE).json()["members"] == []


def test_groups_are_not_renamed_or_made(utility, ask):
    rename = {"Operations": [{"op": "replace", "path": "displayName", "value": "x"}]}
    assert ask("PATCH", TEAM, rename).json()["scimType"] == "mutability"


def test_nobody_without_the_permission_changes_members(utility):
    agent = make.employee(utility)
    with pytest.raises(NotAllowed):
        provisioned_groups.change_members(
            target="role:admin",
            added=[agent.employee_id],
            removed=[],
            by=agent.actor,
            at=make.MONDAY,
        )
