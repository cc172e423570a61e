"""A customer's file in a real browser: wide and on a phone, light and dark, without scripts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.customers import actions as customers
from debiet.customers.models import SuspectedDuplicate
from debiet.rules.access import Role
from debiet.rules.customer_file import Purpose, RelationKind
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]


@pytest.fixture
def lead(live_sites, utility) -> make.Somebody:
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def ann(lead):
    """A customer with something of everything, whose file is open to the lead."""
    now = datetime.now(UTC)
    made = make.customer(email="ann.de.smet@example.be", phone="0470 12 34 56", number="100284771")
    koen = make.customer(name="Koen Maes")
    subjects = (
        "Tussentijdse factuur te hoog na een lek in de tuinleiding",
        "Verhuis",
        "Meterstand",
    )
    for days, subject in zip((1, 20, 40), subjects, strict=True):
        opened = make.case(
            at=now - timedelta(days=days),
            subject=subject,
            contact=Contact(name="Ann De Smet", email=f"ann{days}@example.be"),
            text="Het lek is hersteld. Kan het bedrag omlaag?",
        )
        cases.link_customer(
            case_id=opened.case_id, customer_id=made.pk, seen_version=1, by=lead.actor, at=now
        )
    cases.answer_case(case_id=opened.case_id, text="Zo.", seen_version=2, by=lead.actor, at=now)
    customers.write_customer_note(
        customer_id=made.pk,
        text="Belt liefst na 18 uur. De bel aan de voordeur werkt niet.",
        expires_on=timezone.localdate(now) + timedelta(days=60),
        by=lead.actor,
        at=now,
    )
    customers.relate_customers(
        customer_id=made.pk,
        other_id=koen.pk,
        kind=RelationKind.LANDLORD,
        valid_from=timezone.localdate(now) - timedelta(days=500),
        by=lead.actor,
        at=now,
    )
    customers.open_file(
        customer_id=made.pk, purpose=Purpose.CONTACT, words="belt", by=lead.actor, at=now
    )
    return made


@pytest.fixture
def desk(browser: Browser, live_sites, lead) -> Callable[..., Page]:
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
        page.fill("[name=login]", lead.email)
        page.fill("[name=password]", make.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#list-title")
        return page

    yield window
    for context in contexts:
        context.close()
    assert [line for line in trouble if "409 (Conflict)" not in line] == []


@pytest.mark.parametrize(("viewport", "scheme"), SIZES)
def test_axe_finds_nothing_and_nothing_overflows(desk, ann, viewport, scheme):
    page = desk(viewport=viewport, color_scheme=scheme)
    other = make.customer(name="Els Claes")
    make.customer(name="De Smet, An", email="ann.de.smet@example.be", phone="0470 12 34 56")
    cases.find_duplicate_customers(by=make.SYSTEM, at=timezone.now())
    file, point = f"/customers/{ann.pk}/", ann.contact_points.first().pk
    addresses = [file, f"/customers/{other.pk}/", f"{file}points/{point}/replace/"]
    addresses += [f"{file}points/{point}/verify/", f"{file}addresses/{ann.accounts.get().pk}/"]
    addresses += ["/duplicates/", f"/duplicates/{SuspectedDuplicate.objects.get().pk}/"]
    addresses += ["/close-looks/"]
    for address in addresses:
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address


def test_a_reason_and_a_note_work_without_scripts(desk, ann):
    page = desk(viewport=PHONE, java_script_enabled=False)
    other = make.customer(name="Els Claes")
    page.goto(f"/customers/{other.pk}/")
    page.click("text=To check or correct data")
    page.fill("[name=words]", "verhuisd")
    page.click("button.first")
    expect(page.locator("h1")).to_have_text("Els Claes")
    page.click("text=Write a note")
    page.fill("[name=text]", "Belt liefst na 18 uur.")
    page.click("text=Save the note")
    expect(page.locator(".remark")).to_contain_text("Belt liefst na 18 uur.")
