"""An administrator makes a token for the system that manages employees; it is shown once."""

import re

from debiet.identity import actions as identity
from debiet.identity import api_tokens
from debiet.identity.models import ApiToken
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of


def test_a_token_is_shown_once_listed_and_revoked(utility, sign_in, clock):
    desk = sign_in(make.employee(utility, role=Role.ADMIN))
    made = desk.post("/tokens/", {"system": "Entra ID"})
    secret = re.search(r'<p class="figure token">([^<]+)</p>', made.text)[1]
    assert "no-store" in made.headers["cache-control"]
    assert api_tokens.token_of(secret, at=clock.moment) == ApiToken.objects.get().pk
    page = desk.get("/tokens/")
    assert "Entra ID" in text_of(page)
    assert secret not in page.text
    desk.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert api_tokens.token_of(secret, at=clock.moment) is None
    assert "revoked" in text_of(desk.get("/tokens/"))


def test_a_token_needs_the_name_of_its_system(utility, sign_in):
    desk = sign_in(make.employee(utility, role=Role.ADMIN))
    for named in ("", "  "):
        assert "Mistake" in text_of(desk.post("/tokens/", {"system": named}))
    assert not ApiToken.objects.exists()


def test_a_token_whose_maker_left_is_shown_to_be_so(utility, sign_in):
    admin = make.employee(utility, role=Role.ADMIN)
    sign_in(admin).post("/tokens/", {"system": "Entra ID"})
    identity.deactivate_user(user_id=admin.user_id, by=make.SYSTEM, at=make.MONDAY)
    other = sign_in(make.employee(utility, role=Role.ADMIN))
    assert "who made it left: make another" in text_of(other.get("/tokens/"))
