"""Employees sign in by the utility's own provider; nothing it did not sign for this try counts."""

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from debiet.core.models import AuditEntry
from debiet.identity import actions
from debiet.identity.models import User
from debiet.rules.access import Realm
from tests import identity_provider
from tests.identity.conftest import NOW, SYSTEM
from tests.identity.urls import greeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with identity_provider.running() as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID = identity_provider.CLIENT_ID
        settings.OIDC_CLIENT_SECRET = identity_provider.CLIENT_SECRET
        settings.OIDC_NAME = "Waterhuis"
        running.claims = {"sub": "p-1", "email": "an@example.org", "email_verified": True}
        yield running


def begin(client, **query) -> str:
    response = client.get("/account/provider/", query)
    assert response.status_code == 302, response.content
    return response.headers["location"]


def go(client, **query):
    """Walk to the provider and back, as a browser does."""
    back = httpx.get(begin(client, **query)).headers["location"]
    path = urlsplit(back)
    assert f"{path.scheme}://{path.netloc}" == "http://desk.example"
    return client.get(f"{path.path}?{path.query}", headers={"accept-language": "en"})


def is_refused(client, response) -> bool:
    assert response.headers["location"] == "/account/login/"
    words = client.get("/account/login/", headers={"accept-language": "en"}).content.decode()
    return "did not succeed" in words and client.get("/").status_code == 302


def test_an_employee_signs_in_and_is_known_by_its_subject_from_then_on(provider, person, client):
    user = person("An@Example.org")
    assert go(client, next="/?case=1").headers["location"] == "/?case=1"
    assert client.get("/").content.decode() == greeting(user.pk)
    provider.claims = {"sub": "p-1", "email": "an.married@example.org"}
    again = Client()
    go(again)
    assert again.get("/").content.decode() == greeting(user.pk)
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()
    assert not EmailAddress.objects.exists()
    entry = AuditEntry.objects.get(action="identity.link_subject")
    assert entry.reference == f"user:{user.pk}"
    assert User.objects.count() == 1


def test_each_try_carries_state_nonce_and_a_challenge_of_its_own(provider, client):
    tries = [parse_qs(urlsplit(begin(client, scope="admin", auth_params="nonce=mine")).query)]
    tries += [parse_qs(urlsplit(begin(client)).query)]
    for name in ("state", "nonce", "code_challenge"):
        values = [one[name][0] for one in tries]
        assert len(set(values)) == 2
        assert all(len(value) >= 16 for value in values)
    assert {one["code_challenge_method"][0] for one in tries} == {"S256"}
    assert {" ".join(sorted(one["scope"][0].split())) for one in tries} == {"email openid"}
    assert {one["redirect_uri"][0] for one in tries} == {
        "http://desk.example/account/provider/callback/"
    }


@pytest.mark.parametrize(
    ("claims", "without"),
    [
        pytest.param({"nonce": "another"}, set(), id="nonce of another"),
        pytest.param({}, {"nonce"}, id="no nonce"),
        pytest.param({"iss": "https://evil.example"}, set(), id="another provider's"),
        pytest.param({"aud": "another"}, set(), id="for another"),
        pytest.param({"aud": ["debiet", "another"], "azp": "another"}, set(), id="for several"),
        # The moment is in no name: two workers that collect in different seconds must agree.
        pytest.param({"exp": int(time.time()) - 3600}, set(), id="over"),
        pytest.param({}, {"exp"}, id="without an end"),
        pytest.param({"iat": int(time.time()) + 3600}, set(), id="of tomorrow"),
        pytest.param({}, {"sub"}, id="of nobody"),
    ],
)
def test_a_token_that_is_not_for_this_try_is_refused(claims, without, provider, person, client):
    person()
    provider.claims |= claims
    provider.without = without
    assert is_refused(client, go(client))
    assert not SocialAccount.objects.exists()


def test_a_token_signed_by_somebody_else_is_refused(provider, person, client):
    person()
    provider.key = identity_provider.made_key("of somebody else")
    assert is_refused(client, go(client))


def test_a_provider_that_says_to_be_another_is_not_gone_to(provider, client):
    provider.description = {"issuer": "https://evil.example"}
    response = client.get("/account/provider/")
    assert is_refused(client, response)


@pytest.mark.parametrize(
    "description", [{"token_endpoint": None}, {"jwks_uri": "http://127.0.0.1:9/"}]
)
def test_a_provider_that_answers_nonsense_lets_nobody_in(description, provider, person, client):
    person()
    address = begin(client)
    provider.description = description
    back = urlsplit(httpx.get(address).headers["location"])
    assert is_refused(client, client.get(f"{back.path}?{back.query}"))


def test_a_provider_that_is_away_is_said_to_be_so(provider, settings, client):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert is_refused(client, client.get("/account/provider/"))


def test_an_answer_that_nobody_asked_for_is_refused(provider, person, client):
    person()
    back = urlsplit(httpx.get(begin(Client())).headers["location"])  # another browser asked
    assert is_refused(client, client.get(f"{back.path}?{back.query}"))


def test_an_answer_counts_once(provider, person, client):
    person()
    back = urlsplit(httpx.get(begin(client)).headers["location"])
    assert client.get(f"{back.path}?{back.query}").headers["location"] == "/"
    assert client.get(f"{back.path}?{back.query}").headers["location"] == "/account/login/"


def test_whoever_gives_up_at_the_provider_comes_back_to_the_sign_in(provider, client):
    asked = parse_qs(urlsplit(begin(client)).query)
    query = {"error": "access_denied", "state": asked["state"][0]}
    assert is_refused(client, client.get("/account/provider/callback/", query))


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org"},
        {"email": "customer@example.org"},
        {"email": "an@example.org", "email_verified": False},
        {"email": "an@example.org", "email_verified": "true"},
        {"email": "an@example.org", "email_verified": None},
        {"email": ""},
    ],
    ids=str,
)
def test_nobody_is_made_or_tied_without_an_address_that_is_verified_and_an_employees(
    claims, provider, person, client
):
    person("an@example.org")
    person("customer@example.org", realm=Realm.PORTAL)
    provider.claims |= claims
    assert is_refused(client, go(client))
    assert User.objects.count() == 2
    assert not SocialAccount.objects.exists()


def test_a_leaver_is_refused_known_or_not(provider, person, client):
    user = person()
    go(client)
    actions.deactivate_user(user_id=user.pk, by=SYSTEM, at=NOW)
    assert client.get("/").status_code == 302
    assert is_refused(client, go(client))
    new = person("new@example.org")
    actions.deactivate_user(user_id=new.pk, by=SYSTEM, at=NOW)
    provider.claims |= {"sub": "p-2", "email": "new@example.org"}
    assert is_refused(client, go(client))


def test_an_address_that_went_to_somebody_else_at_the_provider_opens_nothing(
    provider, person, client
):
    person()
    go(client)
    provider.claims |= {"sub": "p-2"}
    other = Client()
    assert is_refused(other, go(other))
    assert SocialAccount.objects.count() == 1


def test_untied_the_next_verified_sign_in_ties_anew(provider, person, client):
    user = person()
    go(client)
    actions.unlink_subject(user_id=user.pk, by=SYSTEM, at=NOW)
    provider.claims |= {"sub": "p-2"}
    other = Client()
    go(other)
    assert other.get("/").status_code == 200


def test_the_second_factor_is_asked_here_unless_the_provider_is_believed(
    provider, person, client, settings
):
    user = person()
    TOTP.activate(user, "A" * 32)
    provider.claims |= {"amr": ["pwd", "mfa"], "acr": "gold"}
    assert "second-step" in go(client).headers["location"]
    assert client.get("/").status_code == 302
    for believed in (["mfa"], ["gold"]):
        settings.OIDC_SECOND_FACTOR = believed
        other = Client()
        assert go(other).headers["location"] == "/"
        assert other.get("/").status_code == 200
    provider.claims |= {"amr": ["pwd"], "acr": "0"}
    assert "second-step" in go(Client()).headers["location"]


def test_where_one_is_required_a_believed_provider_takes_its_place(
    provider, person, client, settings
):
    person()
    settings.SECOND_FACTOR_REQUIRED = True
    go(client)
    assert client.get("/").headers["location"].startswith("/account/second-step/")
    provider.claims |= {"amr": ["mfa"]}
    settings.OIDC_SECOND_FACTOR = ["mfa"]
    other = Client()
    go(other)
    assert other.get("/").status_code == 200


def test_a_password_after_a_try_at_the_provider_gains_nothing_from_it(
    provider, person, sign_in, client, settings
):
    settings.OIDC_SECOND_FACTOR = ["mfa"]
    provider.claims |= {"amr": ["mfa"], "email": "stranger@example.org"}
    TOTP.activate(person(), "A" * 32)
    assert is_refused(client, go(client))
    assert "second-step" in sign_in().headers["location"]


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_coming_back_never_leads_to_another_house(next_page, provider, person, client):
    person()
    assert go(client, next=next_page).headers["location"] == "/"


def test_it_is_offered_where_it_is_set_up_and_at_the_desk_only(provider, client, site, settings):
    assert "Waterhuis" in client.get("/account/login/").content.decode()
    site("portal")
    for path in ("/account/provider/", "/account/provider/callback/"):
        assert client.get(path).status_code == 404
    site("desk")
    settings.OIDC_ISSUER = ""
    assert client.get("/account/provider/").status_code == 404
    assert "account/provider" not in client.get("/account/login/").content.decode()
