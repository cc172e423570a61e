"""Passkeys: the pages carry no script of their own, so the strict policy lets them work."""

import re

import pytest
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.context import request_context
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles import finders

from debiet.rules.access import Realm
from tests.identity.conftest import PASSWORD

pytestmark = pytest.mark.django_db

PAGES = [
    "/account/second-step/",
    "/account/second-step/webauthn/",
    "/account/second-step/webauthn/add/",
]


@pytest.fixture
def at_work(person, sign_in, client, settings):
    """Sign somebody in on `localhost`, which is what passkeys accept, and confirm the password."""
    settings.ALLOWED_HOSTS = ["localhost"]
    client.defaults["HTTP_HOST"] = "localhost"
    user = person()
    sign_in()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return user


@pytest.mark.parametrize("address", ["/account/login/", *PAGES])
def test_pages_load_scripts_from_this_site_only(address, at_work, client):
    if address == "/account/login/":
        client.post("/account/logout/")
    page = client.get(address)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for attributes in re.findall(r"<script([^>]*)>", page.content.decode()):
        source = re.search(r'src="/static/([^"]+)"', attributes)
        if source:
            assert finders.find(source[1].split("?")[0]), source[1]
        else:
            assert 'type="application/json"' in attributes
    assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:", page.content.decode())


def test_adding_a_passkey_offers_the_site_and_the_person_by_name(at_work, client):
    options = client.get("/account/second-step/webauthn/add/").context["js_data"]
    asked = options["creation_options"]["publicKey"]
    assert asked["rp"] == {"id": "localhost", "name": "Debiet"}
    assert asked["user"]["name"] == asked["user"]["displayName"] == "an@example.org"


def test_the_sign_in_page_gets_a_challenge_without_saying_who(client, db):
    answer = client.get(
        "/account/second-step/webauthn/login/", headers={"accept": "application/json"}
    )
    asked = answer.json()["request_options"]["publicKey"]
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")


@pytest.mark.parametrize(
    "credential",
    ["", "no json", "{}", "[]", '"text"', '{"id": "x", "response": {}}', '{"response": "x"}'],
)
def test_a_made_up_passkey_signs_nobody_in(credential, person, client):
    person()
    client.get("/account/second-step/webauthn/login/", headers={"accept": "application/json"})
    answer = client.post("/account/second-step/webauthn/login/", {"credential": credential})
    assert answer.headers["location"] == "/account/login/"
    assert client.get("/").status_code == 302


def test_a_passkey_of_the_other_realm_is_turned_away(person, client, rf):
    customer = person(realm=Realm.PORTAL)
    client.get("/account/login/")
    request = rf.post("/account/second-step/webauthn/login/")
    request.session = client.session
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)
    with request_context(request):
        answer = perform_login(request, Login(user=customer))
    assert answer.headers["location"] == "/account/login/"
    assert SESSION_KEY not in request.session
