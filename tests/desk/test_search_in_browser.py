"""The search in a real browser: by keyboard, while typing, and as it looks."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from debiet.cases.actions import Contact
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def somebody(live_sites, utility) -> make.Somebody:
    return make.employee(utility, name="Sarah Peeters")


@pytest.fixture
def number(somebody) -> str:
    """The number of the newest of some cases about meters."""
    now = datetime.now(UTC)
    made = make.customer(name="Bo Janssens", email="bo@example.be", phone="0470 12 34 56")
    make.customer(name="Jan Janssens-Verstraeten")
    for hours, subject in ((40, "Watermeter lekt"), (2, "Meterstand doorgeven")):
        opened = make.case(
            subject=subject,
            text="Goedendag, sinds gisteren lekt de watermeter in de kelder.",
            contact=Contact(name="Bo Janssens", email="bo@example.be"),
            customer_id=made.pk,
            at=now - timedelta(hours=hours),
        )
    return opened.number


@pytest.fixture
def window(browser: Browser, live_sites, somebody):
    """Return a signed-in window; anything in its console fails the test."""
    contexts, trouble = [], []

    def opened(**options: object):
        context = browser.new_context(
            base_url=live_sites.desk, locale="nl-BE", timezone_id="Europe/Brussels", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text))
        page.goto("/")
        page.fill("[name=login]", somebody.email)
        page.fill("[name=password]", make.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#list-title")
        page.wait_for_load_state()  # its script listens to keys only then
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def test_by_keyboard_from_any_page_to_the_first_hit(window, number):
    page = window(viewport=WIDE)
    page.press("body", "/")
    page.keyboard.type("meterstand")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=meterstand")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/cases/{number}/")
    expect(page.locator("main")).to_contain_text(number)


def test_suggestions_come_while_typing_and_the_arrows_reach_them(window, number):
    page = window(viewport=WIDE)
    page.press("body", "/")
    page.keyboard.type("meterst")
    expect(page.locator("#suggestions")).to_contain_text(number)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/cases/{number}/")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(window, number, viewport, scheme):
    page = window(viewport=viewport, color_scheme=scheme)
    for typed in ("janssens", "watermeter kelder", "zzqqxx", ""):
        page.goto(f"/find/?q={typed}")
        assert Axe().run(page).response["violations"] == [], typed
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], typed
    page.goto("/work/mine/")
    page.locator("#finder").press_sequentially("jans")
    expect(page.locator("#suggestions")).to_contain_text("Janssens")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
