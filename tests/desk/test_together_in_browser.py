"""Colleagues in one case, the sheet of keys and who gets new cases, in a real browser."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from debiet.cases import actions as cases
from debiet.rules.access import Role
from debiet.rules.assignment import Skill, Way
from tests import make
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(live_sites, utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def desk_of(browser, live_sites):
    """Return a function that opens a window of somebody."""
    with ExitStack() as stack:

        def window(somebody, **options):
            opens = stack.enter_context(signed_in(browser, live_sites, somebody, locale="en"))
            return opens(**{"viewport": WIDE, **options})

        yield window


@pytest.fixture
def opened(lead):
    now = datetime.now(UTC)
    make.case(at=now - timedelta(days=20), subject="Oude vraag")
    return make.case(at=now - timedelta(hours=3), subject="Factuur te hoog")


def test_colleagues_in_one_case_see_each_other_come_and_write(desk_of, opened, lead, utility):
    ann = desk_of(make.employee(utility, name="Ann De Wit"))
    bob = desk_of(lead)
    for page in (ann, bob):
        page.clock.install()
        page.goto(f"/cases/{opened.number}/")
    expect(bob.locator("#presence")).to_contain_text("Ann De Wit is looking")
    expect(ann.locator("#presence")).to_be_hidden()
    assert Axe().run(bob).response["violations"] == []

    def later(page):
        with page.expect_response("**/presence/**"):
            page.clock.fast_forward(21_000)

    ann.fill("#answer-text", "Beste,")
    later(ann)
    expect(ann.locator("#presence")).to_contain_text("Sarah Peeters is looking")
    later(bob)
    expect(bob.locator("#presence")).to_contain_text("Ann De Wit is writing an answer")
    expect(bob.locator("#presence")).not_to_contain_text("Beste")


def test_the_sheet_of_keys_opens_by_its_key_and_by_its_link(desk_of, opened, lead):
    page = desk_of(lead)
    page.goto(f"/cases/{opened.number}/?list=open")
    page.locator("#answer-text").focus()
    page.keyboard.type("?")  # while typing it is a character like any other
    expect(page.locator("#answer-text")).to_have_value("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    page.locator("[data-keys-open]").click()
    expect(page.locator("#keys")).to_be_visible()
    page.goto("/keys/")
    assert Axe().run(page).response["violations"] == []
    page.locator("main [data-keys-switch]").uncheck()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_key_goes_on_to_the_next_case_of_the_list(desk_of, opened, lead):
    page = desk_of(lead)
    page.goto("/work/open/")
    page.locator("[data-row]").first.click()
    expect(page.locator("#case-title")).to_contain_text("Oude vraag")
    page.keyboard.press("g")
    expect(page.locator("#case-title")).to_contain_text("Factuur te hoog")


def test_without_scripts_the_keys_are_a_page(desk_of, lead):
    page = desk_of(lead, java_script_enabled=False)
    page.locator("[data-keys-open]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keys")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_gets_new_cases_reads_well_everywhere(
    desk_of, opened, lead, utility, size, scheme, tmp_path
):
    ann = make.employee(utility, name="Ann De Wit")
    cases.set_assignment(
        team_id=utility.team.pk,
        way=Way.ROUND_ROBIN,
        skills={ann.employee_id: Skill(topics=frozenset({"mail"}))},
        seen_version=0,
        by=lead.actor,
        at=datetime.now(UTC),
    )
    page = desk_of(lead, color_scheme=scheme)
    page.set_viewport_size(size)
    for address in ("/assignment/", f"/assignment/{utility.team.pk}/", "/keys/"):
        page.goto(address)
        for fold in page.locator("main details > summary").all():
            fold.click()
        assert Axe().run(page).response["violations"] == [], address
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
