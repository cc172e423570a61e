"""A real browser with a made-up device: adding a passkey and signing in with it, policy and all."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.identity.conftest import PASSWORD
from tests.identity.urls import GREETING

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def window_with_fingerprints(browser: Browser) -> Page:
    """Open a window on a computer that reads fingerprints."""
    context = browser.new_context(locale="en")
    page = context.new_page()
    device: Any = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def give_password(page: Page) -> None:
    page.fill("[name=login]", "an@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button.first")


def sign_out(page: Page, desk: str) -> None:
    page.goto(f"{desk}/account/logout/")
    page.click("form.form button.first")


def test_a_passkey_is_added_and_then_signs_in_alone(browser, live_server, person, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = person()
    desk = live_server.url.replace("127.0.0.1", "localhost")
    page = window_with_fingerprints(browser)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Policy" in line.text else None)

    page.goto(f"{desk}/")
    give_password(page)
    page.click("a[href$='/webauthn/add/']")
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button.first")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")

    page.goto(f"{desk}/account/second-step/webauthn/")
    page.click("a[href$='/edit/']")
    page.fill("[name=name]", "my telephone")
    page.click("form.form button.first")
    assert page.inner_text("h2") == "my telephone"

    sign_out(page, desk)
    page.click("#passkey_login")
    page.wait_for_url(f"{desk}/")
    assert page.inner_text("body") == f"{GREETING}{user.pk}"

    sign_out(page, desk)
    give_password(page)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{desk}/")
    assert broken == []
    page.goto("about:blank")  # nothing may still be asked of the server when its database goes
    page.context.close()
