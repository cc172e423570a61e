"""Setting up who works here: each change shows first what it would do."""

import re

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.desk.labels_permissions import PERMISSIONS
from debiet.identity.models import User
from debiet.rules.access import Permission, Role
from debiet.staff import queries as people
from debiet.staff.models import Employee, RoleRequest, Team, TeamMembership
from debiet.staff.permissions import ROLES
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="Koen Lambrecht")


@pytest.fixture
def browser(admin, sign_in):
    return sign_in(admin)


def look(browser, path, **values):
    """Ask what would follow, and return the page."""
    return browser.post(path, values | {"step": "look"})


def seal_of(page):
    found = re.search(r'name="seal" value="(\w+)"', page.content.decode())
    assert found, text_of(page)
    return found[1]


def apply(browser, path, **values):
    """Look what would follow, then apply it, as a browser without scripts does."""
    seal = seal_of(look(browser, path, **values))
    return browser.post(path, values | {"step": "apply", "seal": seal}, follow=True)


def test_somebody_is_employed_after_its_effect_was_shown(utility, browser):
    values = {
        "full_name": "Nele Peeters",
        "email": "nele@water.example",
        "language": "fr",
        "organization": str(utility.organization.pk),
    }
    shown = text_of(look(browser, "/setup/employees/new/", **values))
    assert "nele@water.example becomes a sign-in" in shown
    assert not User.objects.filter(email="nele@water.example").exists()

    shown = text_of(apply(browser, "/setup/employees/new/", **values))
    assert "Give teams and roles now" in shown
    assert Employee.objects.get(name="Nele Peeters").user.language == "fr"
    again = text_of(apply(browser, "/setup/employees/new/", **values))
    assert "already a sign-in with this address" in again


def test_a_change_between_looking_and_applying_is_looked_at_again(utility, agent, browser):
    path = f"/setup/employees/{agent.employee_id}/edit/"
    values = {"full_name": "Tom Jacobs-Maes", "teams": [str(utility.team.pk)]}
    seal = seal_of(look(browser, path, **values))
    other = values | {"full_name": "Tom Anders"}
    shown = text_of(browser.post(path, other | {"step": "apply", "seal": seal}))
    assert "Read this again" in shown
    assert Employee.objects.get(pk=agent.employee_id).name == "Tom Jacobs"
    assert "It holds from now on." in text_of(apply(browser, path, **other))
    assert Employee.objects.get(pk=agent.employee_id).name == "Tom Anders"


def test_teams_are_left_joined_and_led(utility, agent, browser):
    path = f"/setup/employees/{agent.employee_id}/edit/"
    values = {"full_name": "Tom Jacobs", "leads": [str(utility.ombuds_team.pk)]}
    shown = text_of(look(browser, path, **values))
    assert f"Joins {utility.ombuds_team.name}." in shown
    assert f"Leaves {utility.team.name}" in shown
    assert "is told when its terms run out" in shown
    apply(browser, path, **values)
    found = TeamMembership.objects.filter(employee=agent.employee_id)
    assert list(found.values_list("team", "is_lead")) == [(utility.ombuds_team.pk, True)]


def test_a_role_shows_what_it_adds_and_is_given(agent, browser):
    path = f"/setup/employees/{agent.employee_id}/role/"
    shown = text_of(look(browser, path, role="team-lead"))
    assert "correct a clock" in shown
    assert "write notes" not in shown  # held already
    shown = text_of(apply(browser, path, role="team-lead"))
    assert "The role is given." in shown
    assert "Role given: Team lead, Koen Lambrecht" in shown
    assert Role.TEAM_LEAD in people.roles_of(agent.employee_id)


def test_a_sensitive_role_is_agreed_to_by_a_second_person(utility, agent, browser, sign_in):
    dpo = sign_in(make.employee(utility, role=Role.DPO, name="Wim Claes"))
    path = f"/setup/employees/{agent.employee_id}/role/"
    assert "A second person must agree" in text_of(look(browser, path, role="ombuds"))
    assert "A second person sees it" in text_of(apply(browser, path, role="ombuds"))
    request = RoleRequest.objects.get()
    agree = f"/setup/roles/{request.pk}/agree/"

    page = browser.get("/setup/roles/")
    assert "Somebody else must agree" in text_of(page)
    assert agree not in page.content.decode()
    browser.post(agree)
    assert Role.OMBUDS not in people.roles_of(agent.employee_id)

    assert agree in dpo.get("/setup/roles/").content.decode()
    dpo.post(agree)
    assert Role.OMBUDS in people.roles_of(agent.employee_id)
    shown = text_of(browser.get(f"/setup/employees/{agent.employee_id}/"))
    assert "Koen Lambrecht, agreed by Wim Claes" in shown
    assert dpo.post(agree).status_code == 404


def test_nobody_gives_itself_a_role(admin, browser):
    page = browser.get(f"/setup/employees/{admin.employee_id}/")
    assert "Give a role" not in text_of(page)
    path = f"/setup/employees/{admin.employee_id}/role/"
    seal = seal_of(look(browser, path, role="agent"))
    shown = browser.post(path, {"role": "agent", "step": "apply", "seal": seal})
    assert "Nobody gives itself a role" in text_of(shown)


def test_a_role_is_taken_back_but_not_the_only_admins(utility, admin, agent, browser):
    path = f"/setup/employees/{agent.employee_id}/role/agent/back/"
    page = browser.get(path)
    assert "answer customers" in text_of(page)
    browser.post(path, {"step": "apply", "seal": seal_of(page)})
    assert people.roles_of(agent.employee_id) == ()
    assert browser.get(path).status_code == 404

    path = f"/setup/employees/{admin.employee_id}/role/admin/back/"
    page = browser.get(path)
    assert "this will be refused" in text_of(page)
    shown = browser.post(path, {"step": "apply", "seal": seal_of(page)})
    assert "Make somebody else an admin first" in text_of(shown)
    assert people.roles_of(admin.employee_id) == (Role.ADMIN,)


def test_who_leaves_hands_over_what_it_has_open(utility, agent, browser, jobs):
    other = make.employee(utility, name="Bram De Vos")
    opened = make.case()
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=agent.employee_id,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    path = f"/setup/employees/{agent.employee_id}/end/"
    shown = text_of(look(browser, path, to=""))
    assert "1 open case" in shown
    assert "to its team, for anybody" in shown
    assert opened.number not in shown  # whoever sets up sees numbers, no cases
    shown = text_of(look(browser, path, to=str(other.employee_id)))
    assert "goes to Bram De Vos" in shown
    assert "The employment is ended." in text_of(apply(browser, path, to=str(other.employee_id)))
    jobs.run()
    assert Case.objects.get(pk=opened.case_id).assignee_id == other.employee_id
    assert browser.get(path).status_code == 404
    assert "Tom Jacobs" in text_of(browser.get("/setup/employees/?left=1"))


def test_a_final_day_to_come_is_written_down_and_taken_back(utility, agent, browser):
    other = make.employee(utility, name="Bram De Vos")
    path = f"/setup/employees/{agent.employee_id}/end/"
    shown = text_of(look(browser, path, to="", final_on="2026-03-31"))
    assert "signs in until and including March 31, 2026" in shown or "31 March 2026" in shown
    over = text_of(look(browser, path, to="", final_on="2026-02-01"))
    assert "This day is over." in over
    named = text_of(look(browser, path, to=str(other.employee_id), final_on="2026-03-31"))
    assert "Leave the colleague empty" in named
    assert "The final day is" in text_of(apply(browser, path, to="", final_on="2026-03-31"))
    assert Employee.objects.get(pk=agent.employee_id).left_at is None
    shown = browser.post(f"/setup/employees/{agent.employee_id}/stay/", follow=True)
    assert "There is no final day any more." in text_of(shown)
    assert "The final day is" not in text_of(shown)


def test_the_only_admin_has_no_final_day(admin, browser):
    path = f"/setup/employees/{admin.employee_id}/end/"
    values = {"to": "", "final_on": "2026-03-31"}
    seal = seal_of(look(browser, path, **values))
    shown = browser.post(path, values | {"step": "apply", "seal": seal})
    assert "Make somebody else an admin first" in text_of(shown)


def test_a_team_is_made_renamed_and_let_go(utility, browser, jobs):
    new = {"code": "balie", "title": "Balie", "organization": str(utility.organization.pk)}
    assert "no people and no topics yet" in text_of(
        look(browser, "/setup/teams/new/", **new, part="ordinary")
    )
    apply(browser, "/setup/teams/new/", **new, part="ordinary")
    balie = Team.objects.get(code="balie")
    taken = apply(browser, "/setup/teams/new/", **new, part="ordinary")
    assert "This code is taken" in text_of(taken)
    apply(browser, f"/setup/teams/{balie.pk}/edit/", title="Onthaal")
    assert Team.objects.get(code="balie").name == "Onthaal"

    make.case()
    path = f"/setup/teams/{utility.team.pk}/retire/"
    shown = text_of(look(browser, path, to=str(balie.pk), people_too="on"))
    assert "1 open case goes to Onthaal" in shown
    assert "Factuur" in shown
    assert "Koen Lambrecht" in shown
    offered = browser.get(path).content.decode()
    assert f'value="{utility.ombuds_team.pk}"' not in offered  # behind another wall
    apply(browser, path, to=str(balie.pk), people_too="on")
    jobs.run()
    assert Case.objects.get().team_id == balie.pk
    assert "is no more" in text_of(browser.get("/setup/teams/"))
    assert browser.get(path).status_code == 404


def test_a_partner_is_made_and_an_organization_renamed(utility, browser):
    values = {"code": "belnet", "title": "BelNet"}
    assert "closed part of its own" in text_of(look(browser, "/setup/organizations/new/", **values))
    apply(browser, "/setup/organizations/new/", **values)
    path = f"/setup/organizations/{utility.partner.pk}/edit/"
    apply(browser, path, title="Nieuwe Lijn")
    shown = text_of(browser.get("/setup/organizations/"))
    assert "BelNet" in shown
    assert "Nieuwe Lijn" in shown
    assert "Saved: Name Bellijn → Nieuwe Lijn, Koen Lambrecht" in text_of(browser.get(path))


def test_the_table_says_what_the_code_asks(utility, browser):
    """Every permission that a role holds has its words."""
    held = {permission for permissions in ROLES.values() for permission in permissions}
    assert held == set(PERMISSIONS)
    page = browser.get("/setup/roles/").content.decode()
    row = page.split("set up topics</th>", 1)[1].split("</tr>", 1)[0]
    cells = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
    assert [bool(cell.strip()) for cell in cells] == [role is Role.ADMIN for role in Role]


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.AUDITOR])
def test_others_change_nothing_of_it(utility, agent, sign_in, role):
    browser = sign_in(make.employee(utility, role=role))
    for path in ("edit/", "end/", "role/", "role/agent/back/"):
        path = f"{agent.employee_id}/{path}"
        assert browser.post(f"/setup/employees/{path}", {"step": "apply"}).status_code == 403
    sees = Permission.SEE_ROLES in ROLES[role]
    assert browser.get("/setup/roles/").status_code == (200 if sees else 403)


def test_somebody_elses_ids_lead_nowhere(utility, agent, browser):
    paths = [f"employees/999999/{end}" for end in ("", "edit/", "end/", "role/")]
    paths += [f"teams/999999/{end}" for end in ("", "edit/", "retire/")]
    paths += [f"employees/{agent.employee_id}/role/god/back/", "organizations/999999/edit/"]
    for path in paths:
        assert browser.get(f"/setup/{path}").status_code == 404, path
    edit = f"/setup/employees/{agent.employee_id}/edit/"
    wrong = {"full_name": "Tom Jacobs", "teams": [str(utility.partner_team.pk)]}
    assert "seal" not in look(browser, edit, **wrong).content.decode()
    end = f"/setup/employees/{agent.employee_id}/end/"
    assert "seal" not in look(browser, end, to=str(agent.employee_id)).content.decode()


@pytest.mark.parametrize("path", ["employees/", "teams/", "organizations/", "roles/", "topics/"])
def test_lists_ask_no_more_for_many(utility, browser, path, django_assert_max_num_queries):
    for _number in range(6):
        make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    with django_assert_max_num_queries(12):
        assert browser.get(f"/setup/{path}").status_code == 200
