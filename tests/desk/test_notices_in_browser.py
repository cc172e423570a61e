"""What somebody is told and how it chooses that, in a real browser: four looks, without scripts."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.staff.models import Employee, NoticeChoice
from tests import make
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(live_sites, utility) -> make.Somebody:
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")
    for hours, kind in enumerate(("case.callback-missed", "case.woken", "task.asked")):
        staff.notify_employee(
            employee_id=lead.employee_id,
            kind=kind,
            about=f"case:{make.case().number}",
            compartment="ordinary",
            cause=kind,
            by=make.SYSTEM,
            at=datetime.now(UTC) - timedelta(hours=hours),
        )
    return lead


def looked_at(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it: DEBIET_SHOTS names the folder."""
    if folder := os.environ.get("DEBIET_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, live_sites, lead):
    with signed_in(browser, live_sites, lead, locale="nl-BE") as window:
        for viewport in (WIDE, PHONE):
            for scheme in ("light", "dark"):
                page = window(viewport=viewport, color_scheme=scheme)
                for address in ("/notices/", "/notices/choices/"):
                    page.goto(address)
                    look = f"{viewport['width']}-{scheme}"
                    looked_at(page, f"{address.strip('/').replace('/', '-')}-{look}")
                    assert Axe().run(page).response["violations"] == [], address
                    width = page.evaluate("document.documentElement.scrollWidth")
                    assert width <= viewport["width"], address


def test_choices_are_kept_without_scripts_and_by_keyboard(browser: Browser, live_sites, lead):
    with signed_in(browser, live_sites, lead, locale="en") as window:
        page = window(viewport=WIDE, java_script_enabled=False)
        page.goto("/notices/")
        page.get_by_role("link", name="Choose what you are told").click()
        woken = page.get_by_label("A case that was put aside is back \u2013 in the desk")
        woken.focus()
        page.keyboard.press("Space")
        page.get_by_label("A case that was put aside is back: by mail").select_option("daily")
        page.get_by_label("When the digest leaves").select_option("07:30")
        page.get_by_role("button", name="Keep these choices").press("Enter")
        expect(page.locator("#notices")).to_contain_text("From now on you are told as you chose.")
        expect(woken).not_to_be_checked()
    (row,) = NoticeChoice.objects.all()
    assert (row.kind, row.in_desk, row.mail) == ("case.woken", False, "daily")
    assert f"{Employee.objects.get(pk=lead.employee_id).digest_at:%H:%M}" == "07:30"
