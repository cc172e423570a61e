"""Where a second step is required, the desk stays closed until somebody has one and uses it."""

import re
import time
from base64 import b64decode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from debiet.core.models import AuditEntry
from debiet.identity import actions
from debiet.rules.access import Realm
from tests.identity.conftest import NOW, PASSWORD, SYSTEM
from tests.identity.urls import greeting

pytestmark = pytest.mark.django_db


def code_of_now(secret: str) -> str:
    """Return what an authenticator app shows, with time left to type it."""
    left = 30 - time.time() % 30
    if left < 2:
        time.sleep(left)
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def wrong_code(secret: str) -> str:
    right = {totp.format_hotp_value(totp.hotp_value(secret, counter)) for counter in near()}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in right)


def near() -> range:
    counter = next(totp.yield_hotp_counters_from_time())
    return range(counter - 2, counter + 3)


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def employee_with_app(person):
    """Make an employee with an authenticator app; the secret comes along."""
    user = person()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return user, secret


def set_up(client: Client) -> str:
    """Go the way an employee goes on the first day; return the app's secret."""
    page = client.get("/account/second-step/totp/activate/")
    assert page.headers["location"].startswith("/account/reauthenticate/")
    client.post(page.headers["location"], {"password": PASSWORD})
    assert client.get("/account/second-step/totp/activate/").status_code == 200
    secret: str = client.session["mfa.totp.secret"]
    done = client.post("/account/second-step/totp/activate/", {"code": code_of_now(secret)})
    assert done.status_code == 302
    return secret


def test_without_a_second_step_only_the_pages_to_set_one_up_open(person, sign_in, client):
    person()
    sign_in()
    assert client.get("/").headers["location"] == "/account/second-step/"
    for closed in ("/account/password/change/", "/account/second-step/recovery-codes/"):
        assert client.get(closed).headers["location"] == "/account/second-step/"
    for open_page in ("/account/second-step/", "/account/logout/"):
        assert client.get(open_page).status_code == 200
    assert client.post("/").headers["location"] == "/account/second-step/"


def test_the_way_from_the_first_sign_in_to_work(
    person, sign_in, client, django_capture_on_commit_callbacks
):
    user = person()
    sign_in()
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert client.get("/").content.decode() == greeting(user.pk)
    codes = client.get("/account/second-step/recovery-codes/")
    assert len(re.findall(r"<code[^>]*>[0-9a-z -]+</code>", codes.content.decode())) == 10
    noted = AuditEntry.objects.filter(action="identity.note_second_factor")
    assert sorted(noted.values_list("facts__kind", "facts__change")) == [
        ("recovery_codes", "added"),
        ("totp", "added"),
    ]


def test_the_app_is_shown_as_a_picture_on_white_and_as_text(person, sign_in, client):
    person()
    sign_in()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/second-step/totp/activate/")
    text = page.content.decode()
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', text)
    assert picture
    assert 'fill="white"' in b64decode(picture[1]).decode()
    assert client.session["mfa.totp.secret"] in text


def test_the_password_alone_does_not_sign_in_whoever_has_an_app(employee_with_app, sign_in, client):
    user, secret = employee_with_app
    assert sign_in().headers["location"] == "/account/second-step/authenticate/"
    assert client.get("/").headers["location"].startswith("/account/login/")
    wrong = client.post("/account/second-step/authenticate/", {"code": wrong_code(secret)})
    assert wrong.status_code == 200
    assert client.get("/").status_code == 302
    client.post("/account/second-step/authenticate/", {"code": code_of_now(secret)})
    assert client.get("/").content.decode() == greeting(user.pk)


def test_a_code_signs_in_once(employee_with_app, sign_in, client):
    _user, secret = employee_with_app
    code = code_of_now(secret)
    sign_in()
    assert client.post("/account/second-step/authenticate/", {"code": code}).status_code == 302
    client.post("/account/logout/")
    sign_in()
    assert client.post("/account/second-step/authenticate/", {"code": code}).status_code == 200


def test_codes_cannot_be_guessed_at_leisure(employee_with_app, sign_in, client):
    _user, secret = employee_with_app
    sign_in()
    for _guess in range(5):
        client.post("/account/second-step/authenticate/", {"code": wrong_code(secret)})
    late = client.post("/account/second-step/authenticate/", {"code": code_of_now(secret)})
    assert late.status_code == 200
    assert client.get("/").status_code == 302


def test_removing_the_app_closes_the_desk_again(employee_with_app, sign_in, client):
    _user, secret = employee_with_app
    sign_in()
    client.post("/account/second-step/authenticate/", {"code": code_of_now(secret)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/second-step/totp/deactivate/").status_code == 200
    client.post("/account/second-step/totp/deactivate/")
    assert client.get("/").headers["location"] == "/account/second-step/"


def test_whoever_lost_the_app_sets_up_another(employee_with_app, sign_in, client):
    user, _secret = employee_with_app
    removed = actions.remove_second_factors(user_id=user.pk, by=SYSTEM, at=NOW)
    assert removed == 1
    sign_in()
    assert client.get("/").headers["location"] == "/account/second-step/"


def test_recovery_codes_alone_are_no_second_step(person, sign_in, client):
    user = person()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"migrated_codes": ["a1"]}
    )
    sign_in()
    assert client.get("/").headers["location"] == "/account/second-step/"


def test_the_demo_asks_for_no_second_step(settings, person, sign_in, client):
    settings.SECOND_FACTOR_REQUIRED = False
    person()
    sign_in()
    assert client.get("/").status_code == 200


def test_the_portal_asks_for_no_second_step(site, person, sign_in, client):
    site("portal")
    person(realm=Realm.PORTAL)
    sign_in()
    assert client.get("/").status_code == 200
