"""A system of the utility manages employees by SCIM; whom it ends is out at once."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from debiet.api import scim
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.identity import actions as identity
from debiet.identity import api_tokens
from debiet.identity.models import ApiToken, OpenSession, User
from debiet.rules.access import Realm, Role
from debiet.staff import actions as staff
from debiet.staff import provisioning
from debiet.staff import queries as people
from debiet.staff.models import Employee, Notification, RoleGrant, TeamMembership
from tests import make

pytestmark = pytest.mark.django_db
USERS = "/v1/scim/v2/Users"


@pytest.fixture(autouse=True)
def site(on_site, settings):
    settings.API_URL = "https://api.example"
    on_site("api")


@pytest.fixture
def utility(db):
    return make.utility()


@pytest.fixture
def token(db):
    return api_tokens.make_token(name="Entra", by=make.SYSTEM, at=make.MONDAY)


@pytest.fixture
def ask(client, token):
    """Send something as the other system does."""

    def send(method, path, body=None, secret=None):
        response = client.generic(
            method,
            path,
            body if isinstance(body, str) else json.dumps(body or {}),
            content_type="application/scim+json",
            headers={"authorization": f"Bearer {secret or token.secret}"},
        )
        if response.status_code != 401:
            assert response.headers["content-type"] == "application/scim+json"
        return response

    return send


def an(**changes):
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "an@staff.example",
        "name": {"givenName": "An", "familyName": "De Smet"},
        "externalId": "7",
        "active": True,
    } | changes


def replace(**values):
    return {"Operations": [{"op": "replace", "path": k, "value": v} for k, v in values.items()]}


def test_an_employee_is_made_without_role_team_or_password(utility, ask, token):
    response = ask("POST", USERS, an())
    assert response.status_code == 201
    made = response.json()
    assert response.headers["location"] == f"https://api.example{USERS}/{made['id']}"
    assert (made["userName"], made["displayName"]) == ("an@staff.example", "An De Smet")
    employee = Employee.objects.select_related("user").get(pk=made["id"])
    assert (employee.user.realm, employee.organization_id) == (
        Realm.STAFF,
        utility.organization.pk,
    )
    assert not employee.user.has_usable_password()
    assert not RoleGrant.objects.filter(employee=employee).exists()
    assert not TeamMembership.objects.filter(employee=employee).exists()
    actions = {
        (entry.action, entry.actor_name, entry.purpose)
        for entry in AuditEntry.objects.filter(reference=f"employee:{employee.pk}")
    }
    assert ("staff.hire_employee", "provisioning.scim", f"token:{token.token_id}") in actions


def test_one_made_twice_is_a_conflict_and_changes_nothing(utility, ask):
    ask("POST", USERS, an())
    response = ask("POST", USERS, an(userName="AN@staff.example", displayName="Bo"))
    assert response.status_code == 409
    assert response.json()["scimType"] == "uniqueness"
    assert Employee.objects.get(external_id="7").name == "An De Smet"
    assert Employee.objects.count() == 1


def test_people_are_found_by_name_or_by_the_others_number_and_in_pages(utility, ask):
    ids = [
        ask("POST", USERS, an(userName=f"{n}@x.be", externalId=str(n))).json()["id"]
        for n in range(3)
    ]
    for filter_ in ('userName eq "1@X.be"', 'externalId eq "1"'):
        found = ask("GET", f"{USERS}?filter={filter_}").json()
        assert [one["id"] for one in found["Resources"]] == [ids[1]]
        assert found["totalResults"] == 1
    assert ask("GET", f'{USERS}?filter=userName eq "9@x.be"').json()["totalResults"] == 0
    page = ask("GET", f"{USERS}?startIndex=2&count=1").json()
    assert (page["totalResults"], page["itemsPerPage"], page["startIndex"]) == (3, 1, 2)
    assert page["Resources"][0]["id"] == ids[1]
    assert ask("GET", f"{USERS}?count=0").json()["Resources"] == []
    assert ask("GET", f"{USERS}?startIndex=-3&count=x").json()["itemsPerPage"] == 3


@pytest.mark.parametrize("way", ["patch", "entra", "put"])
def test_whom_it_ends_is_out_at_the_next_request(way, utility, ask, on_site, settings):
    agent = make.employee(utility, name="Tom Jacobs")
    settings.SECOND_FACTOR_REQUIRED = False
    on_site("desk")
    browser = Client()
    browser.force_login(User.objects.get(pk=agent.user_id))
    assert browser.get("/sessions/").status_code == 200
    on_site("api")
    path = f"{USERS}/{agent.employee_id}"
    if way == "put":
        response = ask("PUT", path, an(userName=agent.email, active=False))
    else:
        response = ask("PATCH", path, replace(active=False if way == "patch" else "False"))
    assert response.status_code == 200
    assert response.json()["active"] is False
    on_site("desk")
    assert browser.get("/sessions/").headers["location"].startswith("/account/login/")
    assert SESSION_KEY not in browser.session
    assert not OpenSession.objects.exists()
    assert people.actor_for(agent.user_id) is None


def test_who_comes_back_has_no_roles_and_no_password(utility, ask):
    agent = make.employee(utility)
    path = f"{USERS}/{agent.employee_id}"
    for active in (False, True, True):
        assert ask("PATCH", path, replace(active=active)).json()["active"] is active
    actor = people.actor_for(agent.user_id)
    assert actor is not None
    assert not actor.permissions
    assert not User.objects.get(pk=agent.user_id).has_usable_password()


def test_a_sign_in_that_an_administrator_ended_does_not_come_back_with_its_roles(utility, ask):
    agent = make.employee(utility)
    identity.deactivate_user(user_id=agent.user_id, by=make.SYSTEM, at=make.MONDAY)
    path = f"{USERS}/{agent.employee_id}"
    assert ask("PATCH", path, replace(active=True)).json()["active"] is False
    assert people.actor_for(agent.user_id) is None


def test_replacing_without_a_word_on_active_leaves_it(utility, ask):
    made = ask("POST", USERS, an(active=False)).json()
    assert made["active"] is False
    replaced = an(userName="bo@x.be", displayName="Bo")
    del replaced["active"], replaced["externalId"]
    response = ask("PUT", f"{USERS}/{made['id']}", replaced).json()
    assert (response["userName"], response["displayName"]) == ("bo@x.be", "Bo")
    assert response["active"] is False
    assert "externalId" not in response


def test_an_address_of_somebody_else_is_not_taken(utility, ask):
    ask("POST", USERS, an())
    other = ask("POST", USERS, an(userName="bo@x.be", externalId="8")).json()
    response = ask("PATCH", f"{USERS}/{other['id']}", replace(userName="an@staff.example"))
    assert response.status_code == 409
    assert ask("GET", f"{USERS}/{other['id']}").json()["userName"] == "bo@x.be"


def test_a_partners_people_and_nobody_are_the_same_to_it(utility, ask):
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    for employee_id in (partner.employee_id, 999_999):
        path = f"{USERS}/{employee_id}"
        answers = [
            ask("GET", path),
            ask("PUT", path, an()),
            ask("PATCH", path, replace(active=False)),
        ]
        assert {one.status_code for one in answers} == {404}
    assert people.actor_for(partner.user_id) is not None
    assert ask("GET", f'{USERS}?filter=userName eq "{partner.email}"').json()["totalResults"] == 0


@pytest.mark.parametrize(
    ("method", "body", "kind"),
    [
        ("POST", "{", "invalidSyntax"),
        ("POST", "[]", "invalidSyntax"),
        ("POST", {}, "invalidValue"),
        ("POST", {"userName": "no address", "displayName": "An"}, "invalidValue"),
        ("POST", {"userName": "an@x.be", "displayName": "  "}, "invalidValue"),
        ("POST", " " * 100_001, "tooMany"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(method, body, kind, utility, ask):
    response = ask(method, USERS, body)
    assert response.status_code == 400
    assert response.json()["scimType"] == kind
    assert not Employee.objects.exists()


def test_another_filter_is_refused(utility, ask):
    assert ask("GET", f'{USERS}?filter=active eq "true"').json()["scimType"] == "invalidFilter"


def test_it_says_what_it_does(ask):
    said = ask("GET", "/v1/scim/v2/ServiceProviderConfig").json()
    assert said["patch"]["supported"] is True
    assert said["bulk"]["supported"] is False


def test_only_a_token_that_holds_gets_an_answer(utility, ask, token, client):
    assert ask("GET", USERS, secret="x" * 43).status_code == 401
    assert client.get(USERS).status_code == 401
    assert ask("GET", USERS).status_code == 200
    for _twice in range(2):
        api_tokens.revoke_token(token_id=token.token_id, by=make.SYSTEM, at=make.MONDAY)
    assert ask("GET", USERS).status_code == 401
    assert AuditEntry.objects.filter(action="identity.api_tokens.revoke_token").count() == 1


def test_of_a_token_only_the_hash_is_kept_and_when_it_was_used(utility, ask, token, monkeypatch):
    row = ApiToken.objects.get()
    assert token.secret not in str(vars(row))
    assert row.used_at is None
    begun = timezone.now()
    for minutes, used in ((0, 0), (4, 0), (6, 6)):
        at = begun + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        ask("GET", USERS)
        assert ApiToken.objects.get().used_at == begun + timedelta(minutes=used)


def test_too_many_requests_of_one_token_are_told_to_wait(utility, ask, monkeypatch):
    monkeypatch.setattr(scim, "A_MINUTE", 2)
    statuses = [ask("GET", USERS).status_code for _time in range(4)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    other = api_tokens.make_token(name="Other", by=make.SYSTEM, at=make.MONDAY)
    assert ask("GET", USERS, secret=other.secret).status_code == 200


def test_nobody_without_the_permission_manages_people_or_tokens(utility):
    agent = make.employee(utility)
    by, at = agent.actor, make.MONDAY
    facts = provisioning.PersonFacts(user_name="a@x.be", name="A")
    for act in (
        lambda: api_tokens.make_token(name="x", by=by, at=at),
        lambda: api_tokens.revoke_token(token_id=1, by=by, at=at),
        lambda: provisioning.provision(facts=facts, by=by, at=at),
        lambda: provisioning.change_provisioned(employee_id=1, facts=facts, by=by, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert api_tokens.tokens(viewer=by) == []
    with pytest.raises(NotFound):
        api_tokens.revoke_token(token_id=0, by=make.SYSTEM, at=at)
    with pytest.raises(api_tokens.TokenNameMissing):
        api_tokens.make_token(name=" ", by=make.SYSTEM, at=at)


def test_without_an_organization_nobody_is_made(ask):
    assert ask("POST", USERS, an()).status_code == 404


def test_a_name_that_is_forgotten_is_nobody_any_more(utility, ask):
    agent = make.employee(utility)
    staff.end_employment(employee_id=agent.employee_id, by=make.SYSTEM, at=make.MONDAY)
    Employee.objects.filter(pk=agent.employee_id).update(sort_key="", name="#1")
    assert ask("GET", f"{USERS}/{agent.employee_id}").status_code == 404


def test_the_only_admin_stays_and_that_is_told_once_however_often_it_is_asked(utility, ask, jobs):
    admin = make.employee(utility, role=Role.ADMIN)
    make.employee(utility, role=Role.DPO)
    path = f"{USERS}/{admin.employee_id}"
    for _time in range(3):
        response = ask("PATCH", path, replace(active=False, displayName="X"))
        assert response.status_code == 400
        assert "Maak eerst iemand anders beheerder" in response.json()["detail"]
        jobs.run(times=2)
    row = Employee.objects.get(pk=admin.employee_id)
    assert row.left_at is None
    assert row.name != "X"  # nothing of a request that is refused holds
    assert people.actor_for(admin.user_id) is not None
    told = Notification.objects.filter(kind="employee.last-admin")
    assert told.count() == 2  # the admin itself, who can still act, and the DPO
    assert AuditEntry.objects.filter(action="staff.leaving.note_refused").count() == 1

    ask("PATCH", path, replace(active=True))
    assert Employee.objects.get(pk=admin.employee_id).leaving_refused_at is None
    assert not told.filter(read_at=None).exists()


def test_the_only_admin_goes_once_there_is_another(utility, ask, jobs):
    admin = make.employee(utility, role=Role.ADMIN)
    path = f"{USERS}/{admin.employee_id}"
    ask("PATCH", path, replace(active=False))
    make.employee(utility, role=Role.ADMIN)
    assert ask("PATCH", path, replace(active=False)).status_code == 200
    row = Employee.objects.get(pk=admin.employee_id)
    assert row.left_at is not None
    assert row.leaving_refused_at is None
