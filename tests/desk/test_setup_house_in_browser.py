"""What is set up of the house in a real browser: wide, on a phone, light, dark, no scripts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from debiet.files import logos
from debiet.rules.access import Role
from tests import make
from tests.desk.test_setup_logo import drawing
from tests.desk.windows import cut_at_the_edge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]


@pytest.fixture
def admin(live_sites, utility) -> make.Somebody:
    """Who sets the house up, while cases are open."""
    for hours in (1, 3, 30, 70):
        make.case(at=datetime.now(UTC) - timedelta(hours=hours))
    make.mailbox(protocol="imap", server={"host": "mail.water.example", "username": "mail"})
    admin = make.employee(utility, role=Role.ADMIN, name="An Beheer")
    logo_id = logos.give_logo(content=drawing(), by=admin.actor, at=make.MONDAY)
    logos.use_logo(logo_id=logo_id, has_name=False, by=admin.actor, at=make.MONDAY)
    return admin


@pytest.fixture
def desk(browser: Browser, live_sites, admin) -> Callable[..., Page]:
    """Return a signed-in window; anything in its console fails the test."""
    contexts, trouble = [], []

    def window(**options: object) -> Page:
        context = browser.new_context(
            base_url=live_sites.desk, timezone_id="Europe/Brussels", **({"locale": "en"} | options)
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text))
        page.goto("/")
        page.fill("[name=login]", admin.email)
        page.fill("[name=password]", make.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#list-title")
        return page

    yield window
    for context in contexts:
        context.close()
    assert trouble == []


YEAR = timezone.localdate().year
ADDRESSES = [
    "/setup/",
    "/setup/calendars/",
    "/setup/calendars/new/",
    "/setup/calendars/office/",
    "/setup/calendars/office/week/",
    f"/setup/calendars/office/years/{YEAR}/",
    "/setup/calendars/days/week/",
    "/setup/policies/",
    "/setup/policies/new/",
    "/setup/policies/questions/",
    "/setup/policies/questions/edit/",
    "/setup/texts/",
    "/setup/texts/hello/",
    "/setup/texts/hello/write/nl/",
    "/setup/texts/hello/retire/",
    "/setup/templates/",
    "/setup/templates/greeting/",
    "/setup/templates/greeting/edit/",
    "/setup/site/",
    "/setup/site/site-hours/",
    "/setup/site/site-hours/edit/",
    "/setup/mailboxes/",
    "/setup/mailboxes/new/",
    "/setup/mailboxes/klantendienst/",
    "/setup/delivery/",
    "/setup/colors/",
    "/setup/choices/",
    "/retention/kinds/call/",
    "/setup/logo/",
    "/setup/logo/none/",
]


@pytest.mark.parametrize(("viewport", "scheme"), SIZES)
def test_axe_finds_nothing_and_nothing_overflows(desk, viewport, scheme):
    page = desk(viewport=viewport, color_scheme=scheme)
    for address in ADDRESSES:
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        assert cut_at_the_edge(page) == [], address


def test_hours_are_changed_without_scripts(desk):
    page = desk(viewport=PHONE, java_script_enabled=False)
    page.goto("/setup/calendars/office/week/")
    page.fill("[name=fri]", "9-12")
    page.click("text=Show the effect")
    expect(page.locator("#effect")).to_contain_text("It becomes version 2")
    page.click("text=Apply this")
    expect(page.locator("h1")).to_contain_text("Kantooruren")
    expect(page.locator("#main, main").first).to_contain_text("09:00-12:00")
