"""The pages about privacy and retention in a real browser: four looks, and without scripts."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from debiet.cases import actions as cases
from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.retention import actions
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.rules.rights import Proof, RightsKind
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(live_sites, utility) -> dict[str, make.Somebody]:
    return {
        "lead": make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters"),
        "dpo": make.employee(utility, role=Role.DPO, name="Dina De Cock"),
    }


@pytest.fixture
def numbers(people) -> dict[str, str]:
    """A request of each kind, one of them prepared; old cases, a hold, a count."""
    now = datetime.now(UTC)
    lead = replace(people["lead"].actor, purpose="case:2026-000001")
    dpo = people["dpo"].actor
    old = make.case(text="Waarom is mijn factuur van vorig jaar zo hoog?")
    cases.answer_case(case_id=old.case_id, text="Zo.", seen_version=1, by=lead, at=make.MONDAY)
    found = {}
    for kind in RightsKind:
        request = actions.open_request(
            kind=kind,
            topic_code="invoice",
            carrier=Carrier.POST,
            text="Ik wil weten wat u over mij bewaart.",
            contact=cases.Contact(name="Ann De Smet", email="ann@example.be"),
            received_at=now - timedelta(days=12),
            by=lead,
            at=now,
        )
        found[kind.value] = request.number
        if kind is not RightsKind.OBJECTION:
            actions.confirm_identity(
                request_id=request.request_id, proof=Proof.AT_COUNTER, by=lead, at=now
            )
        if kind is RightsKind.ACCESS:
            actions.prepare_export(request_id=request.request_id, by=lead, at=now)
    actions.place_hold(subject=f"case:{old.number}", reason="AR 2026/12", by=dpo, at=now)
    actions.preview_run(by=dpo, at=now)
    return found


@pytest.fixture
def desk(browser: Browser, live_sites, people) -> Callable[..., Page]:
    """Return a window in which somebody is signed in."""
    contexts = []

    def window(who: str, **options: object) -> Page:
        language = options.pop("locale", "en")
        context = browser.new_context(
            base_url=live_sites.desk, locale=language, timezone_id="Europe/Brussels", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.fill("[name=login]", people[who].email)
        page.fill("[name=password]", make.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#list-title")
        return page

    yield window
    for context in contexts:
        context.close()


def looked_at(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it: DEBIET_SHOTS names the folder."""
    if folder := os.environ.get("DEBIET_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(desk, numbers, viewport, scheme):
    look = f"{viewport['width']}-{scheme}"
    pages = {
        "lead": ["/rights/", *(f"/rights/{number}/" for number in numbers.values())],
        "dpo": ["/retention/", f"/rights/{numbers['access']}/"],
    }
    for who, addresses in pages.items():
        page = desk(who, viewport=viewport, color_scheme=scheme, locale="nl-BE")
        for address in addresses:
            page.goto(address)
            for details in page.locator("details.card, section details").all():
                details.locator("summary").click()
            assert Axe().run(page).response["violations"] == [], address
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], address
            looked_at(page, f"{who}{address.replace('/', '-')}{look}")


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_a_restored_copy_says_so_on_every_page_and_fits(desk, numbers, viewport, scheme):
    outgoing.switch_outgoing(
        is_on=False, reason="test", by=Actor.system("cli.setup"), at=datetime.now(UTC)
    )
    page = desk("lead", viewport=viewport, color_scheme=scheme, locale="nl-BE")
    for address in ("/work/open/", "/rights/"):
        page.goto(address)
        expect(page.locator(".copy")).to_be_visible()
        assert Axe().run(page).response["violations"] == [], address
        overflow = page.evaluate(
            "document.documentElement.scrollHeight - document.documentElement.clientHeight"
        )
        assert viewport is PHONE or overflow <= 0, address
        looked_at(page, f"copy{address.replace('/', '-')}{viewport['width']}-{scheme}")


def test_a_request_goes_its_way_without_scripts(desk, numbers):
    lead = desk("lead", viewport=PHONE, java_script_enabled=False)
    dpo = desk("dpo", viewport=PHONE, java_script_enabled=False)
    dpo.goto(f"/rights/{numbers['access']}/")
    dpo.click("text=I looked at it")
    expect(dpo.locator(".notices")).to_contain_text("Done.")
    lead.goto(f"/rights/{numbers['access']}/")
    lead.fill("#words-text", "Hier is alles wat we bewaren.")
    lead.click("text=Give it and close")
    expect(lead.locator(".notices")).to_contain_text("Done.")
    expect(lead.locator("main")).to_contain_text("answered")
