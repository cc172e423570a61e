"""The pages for setting up in a real browser: four looks, and without scripts."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from debiet.cases import actions as cases
from debiet.cases.actions import TopicDraft
from debiet.rules.access import Role
from debiet.staff import granting, places
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(live_sites, utility) -> dict[str, make.Somebody]:
    return {
        "admin": make.employee(utility, role=Role.ADMIN, name="Koen Lambrecht"),
        "dpo": make.employee(utility, role=Role.DPO, name="Dina De Cock"),
        "lead": make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters"),
    }


@pytest.fixture
def house(utility, people) -> dict[str, int]:
    """A house in which somebody has work, a role waits and a topic was merged."""
    now, admin, lead = datetime.now(UTC), people["admin"].actor, people["lead"]
    by = {"by": admin, "at": now}
    make.employee(utility, name="Bram De Vos")
    for _number in range(3):
        opened = make.case(at=now - timedelta(days=1))
        cases.assign_case(
            case_id=opened.case_id,
            employee_id=lead.employee_id,
            seen_version=1,
            by=lead.actor,
            at=now,
        )
    balie = places.add_team(
        code="balie",
        name="Balie en onthaal",
        organization_id=utility.organization.pk,
        compartment="ordinary",
        **by,
    )
    draft = TopicDraft(
        {"nl": "Voorschotfactuur", "fr": "Acompte", "en": "Advance invoice"},
        parent_code="invoice",
        position=2,
    )
    cases.add_topic(code="advance", draft=draft, **by)
    cases.add_topic(code="old-advance", draft=draft, **by)
    cases.merge_topic(code="old-advance", into="advance", seen_version=1, **by)
    granting.give_role(employee_id=lead.employee_id, role=Role.OMBUDS, **by)
    return {"lead": lead.employee_id, "balie": balie, "team": utility.team.pk}


@pytest.fixture
def desk(browser: Browser, live_sites, people) -> Callable[..., Page]:
    """Return a window in which somebody is signed in."""
    contexts = []

    def window(who: str, **options: object) -> Page:
        context = browser.new_context(
            base_url=live_sites.desk, locale="nl-BE", timezone_id="Europe/Brussels", **options
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
def test_axe_finds_nothing_and_nothing_overflows(desk, house, viewport, scheme):
    page = desk("admin", viewport=viewport, color_scheme=scheme)
    addresses = [
        "",
        "employees/",
        "employees/new/",
        f"employees/{house['lead']}/",
        f"employees/{house['lead']}/edit/",
        f"employees/{house['lead']}/end/",
        f"employees/{house['lead']}/role/",
        "roles/",
        "teams/",
        f"teams/{house['team']}/",
        f"teams/{house['team']}/retire/",
        "organizations/",
        "topics/",
        "topics/of/advance/",
        "topics/of/old-advance/back/",
        "topics/of/advance/edit/",
        "topics/of/invoice/merge/",
    ]
    for address in addresses:
        page.goto(f"/setup/{address}")
        look = page.locator("button[value=look]").first
        if look.count():
            for day in page.locator("input[type=date]").all():
                day.fill("")
            for select in page.locator("select[id$=-to], select[id$=-into]").all():
                select.select_option(index=1)
            for text in page.locator("main input[type=text], main input[type=email]").all():
                if not text.input_value():
                    text.fill("nele.peeters@water.example")
            with page.expect_navigation():
                look.click()
        assert Axe().run(page).response["violations"] == [], address
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], address
        looked_at(page, f"setup-{address.replace('/', '-')}{viewport['width']}-{scheme}")


def test_a_role_goes_its_way_without_scripts(desk, house):
    admin = desk("admin", viewport=PHONE, java_script_enabled=False)
    dpo = desk("dpo", viewport=PHONE, java_script_enabled=False)
    admin.goto(f"/setup/employees/{house['lead']}/role/")
    admin.select_option("#role-role", "finance")
    admin.click("button[value=look]")
    expect(admin.locator("#effect")).to_be_visible()
    admin.click("button[value=apply]")
    expect(admin.locator("main")).to_contain_text("Financiën")
    dpo.goto("/setup/roles/")
    dpo.click("button:has-text('Instemmen')")
    admin.reload()
    expect(admin.locator("main")).to_contain_text("met instemming van Dina De Cock")
