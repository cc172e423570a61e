"""Sessions, tokens and emergencies in a real browser: four looks, and a second step on the way."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.cases import actions as cases
from debiet.identity import api_tokens
from debiet.identity.models import User
from debiet.rules.access import Role
from debiet.rules.break_glass import Outcome
from debiet.staff import actions as staff
from debiet.staff import queries as people
from tests import checker, make
from tests.desk.windows import PHONE, WIDE, signed_in
from tests.identity.test_second_step import code_of_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    (WIDE, "light", "wide-light"),
    (WIDE, "dark", "wide-dark"),
    (PHONE, "light", "phone-light"),
    (PHONE, "dark", "phone-dark"),
]
REASON = "Waterschade bij de buren, niemand anders bereikbaar"


@pytest.fixture
def everything(live_sites, utility):
    """An administrator that is DPO too, so that one person sees all of the pages."""
    now = datetime.now(UTC)
    admin = make.employee(utility, role=Role.ADMIN, name="An Beheer")
    for role in (Role.DPO, Role.TEAM_LEAD):
        staff.grant_role(employee_id=admin.employee_id, role=role, by=make.SYSTEM, at=now)
    api_tokens.make_token(name="Entra ID", by=admin.actor, at=now - timedelta(days=3))
    old = api_tokens.make_token(name="Proef", by=admin.actor, at=now - timedelta(days=9))
    api_tokens.revoke_token(token_id=old.token_id, by=admin.actor, at=now)
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True, name="Noor Aydin")
    opened = make.case(text="Mijn kelder loopt onder!")
    moments = (now - timedelta(days=9), now - timedelta(days=8), now)
    ids = [
        cases.open_emergency(
            case_number=opened.number, reason=REASON, confirmed_at=at, by=partner.actor, at=at
        )
        for at in moments
    ]
    by = people.actor_for(admin.user_id)
    cases.review_emergency(
        emergency_id=ids[0], outcome=Outcome.JUSTIFIED, words="Er was echt nood.", by=by, at=now
    )
    return admin, partner, opened


def shoot(page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("DEBIET_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS, ids=[look[2] for look in LOOKS])
def test_every_page_is_fit_for_everybody_in_every_look(
    size, scheme, name, browser: Browser, live_sites, everything
):
    admin, partner, _opened = everything
    with signed_in(browser, live_sites, admin, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        window()
        for address in (
            "/sessions/",
            "/sessions/employees/",
            f"/sessions/employees/{admin.employee_id}/",
            "/tokens/",
            "/emergencies/",
            "/emergency/",
        ):
            page.goto(address)
            assert Axe().run(page).response["violations"] == [], address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, address
            shoot(page, f"{address.strip('/').replace('/', '-')}-{name}")
    with signed_in(browser, live_sites, partner, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        page.goto("/emergency/")
        page.click("section.card a")
        assert Axe().run(page).response["violations"] == []
        shoot(page, f"emergency-open-{name}")


def test_an_emergency_from_the_second_step_to_its_end_without_scripts(
    browser: Browser, live_sites, everything, jobs
):
    _admin, partner, opened = everything
    other = make.case(text="Ik ruik gas in de meterkast!")
    with signed_in(browser, live_sites, partner, locale="en") as window:
        page = window(java_script_enabled=False)
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(User.objects.get(pk=partner.user_id), secret)
        page.goto("/emergency/")
        page.click("main a.first")
        page.fill("[name=code]", code_of_now(secret))
        page.click("main button.first")
        page.wait_for_url("**/emergency/")
        page.fill("[name=number]", other.number)
        page.fill("[name=reason]", REASON)
        shoot(page, "emergency-form-wide-light")
        page.click("main button.first")
        assert "Ik ruik gas" in page.inner_text("main")
        page.click(".notice.emergency button")
        assert "It is closed again" in page.inner_text("main")
        assert page.request.get(f"/cases/{opened.number}/").status == 404
    assert checker.findings() == {}
