"""Address and password count at one site only, and tell nothing about who exists."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import NoReverseMatch, reverse

from debiet.core.models import AuditEntry
from debiet.identity import actions
from debiet.rules.access import Realm
from tests.identity.conftest import NOW, OTHER_PASSWORD, PASSWORD, SYSTEM, WRONG
from tests.identity.urls import greeting

pytestmark = pytest.mark.django_db


def refusal(response) -> list[str]:
    assert response.status_code == 200
    return response.context["form"].non_field_errors()


@pytest.mark.parametrize(("site_name", "who"), [("desk", "employee"), ("portal", "customer")])
def test_the_same_address_is_somebody_else_at_each_site(
    site_name, who, site, person, sign_in, client
):
    people = {
        "employee": person(realm=Realm.STAFF, password=PASSWORD),
        "customer": person(realm=Realm.PORTAL, password=OTHER_PASSWORD),
    }
    site(site_name)
    sign_in(password=PASSWORD if who == "employee" else OTHER_PASSWORD)
    assert client.get("/").content.decode() == greeting(people[who].pk)


@pytest.mark.parametrize(
    ("site_name", "password"), [("desk", OTHER_PASSWORD), ("portal", PASSWORD)]
)
def test_the_password_of_the_other_realm_is_refused(site_name, password, site, person, sign_in):
    person(realm=Realm.STAFF, password=PASSWORD)
    person(realm=Realm.PORTAL, password=OTHER_PASSWORD)
    site(site_name)
    assert refusal(sign_in(password=password))


def test_capitals_in_an_address_do_not_matter(person, sign_in):
    person(email="An@Example.org")
    assert sign_in(email="AN@example.ORG").status_code == 302


def test_every_refusal_reads_the_same(person, sign_in):
    person("an@example.org")
    person("customer@example.org", realm=Realm.PORTAL)
    gone = person("gone@example.org")
    person("new@example.org", password=None)
    actions.deactivate_user(user_id=gone.pk, by=SYSTEM, at=NOW)
    tries = [
        ("an@example.org", WRONG),
        ("nobody@example.org", PASSWORD),
        ("customer@example.org", PASSWORD),
        ("gone@example.org", PASSWORD),
        ("new@example.org", PASSWORD),
    ]
    answers = {tuple(refusal(sign_in(email, password))) for email, password in tries}
    assert len(answers) == 1


@pytest.mark.parametrize(("own", "other"), [("desk", "portal"), ("portal", "desk")])
def test_a_session_of_one_site_is_worth_nothing_at_the_other(
    own, other, site, person, sign_in, client, settings
):
    person(realm=Realm.STAFF)
    person(realm=Realm.PORTAL)
    site(own)
    sign_in()
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    site(other)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/").headers["location"].startswith("/account/login/")
    assert not Session.objects.filter(session_key=key).exists()


def test_deactivating_ends_open_sessions_with_the_next_request(person, sign_in, client):
    user = person()
    sign_in()
    assert client.get("/").status_code == 200
    actions.deactivate_user(user_id=user.pk, by=SYSTEM, at=NOW)
    assert client.get("/").status_code == 302
    assert SESSION_KEY not in client.session


def test_a_new_password_ends_open_sessions(person, sign_in, client):
    user = person()
    sign_in()
    actions.set_password(user_id=user.pk, password=OTHER_PASSWORD, by=SYSTEM, at=NOW)
    assert client.get("/").status_code == 302


def test_signing_out_takes_a_click(person, sign_in, client):
    person()
    sign_in()
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/account/logout/").headers["location"] == "/account/login/"
    assert client.get("/").status_code == 302


def test_after_signing_in_the_page_that_was_asked_for_comes(person, sign_in):
    person()
    assert sign_in(query_params={"next": "/?case=1"}).headers["location"] == "/?case=1"


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_signing_in_never_leads_to_another_house(next_page, person, sign_in):
    person()
    assert sign_in(query_params={"next": next_page}).headers["location"] == "/"


@pytest.mark.parametrize("name", ["account_signup", "account_email", "mfa_signup_webauthn"])
def test_nobody_signs_up_or_changes_an_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_changing_the_own_password_keeps_an_audit_entry_and_signs_out(person, sign_in, client):
    user = person()
    sign_in()
    response = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
    )
    assert response.headers["location"] == "/account/login/"
    assert client.get("/").status_code == 302
    assert sign_in(password=OTHER_PASSWORD).status_code == 302
    entry = AuditEntry.objects.get(action="identity.set_password")
    assert (entry.reference, entry.actor_name) == (f"user:{user.pk}", "identity.sign-in")


def test_sign_in_pages_copy_no_address_into_other_tables(person, sign_in, client):
    person()
    sign_in()
    client.get("/")
    assert not EmailAddress.objects.exists()
