"""The website in a real browser: a whole journey without scripts, and what axe finds on the way."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from debiet.cases import actions
from debiet.cases.models import Case
from debiet.rules.cases import CaseState
from tests import make
from tests.live import Sites

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(params=["light-1440", "dark-390"])
def axe_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window, wide and light or narrow and dark."""
    scheme, width = request.param.split("-")
    context = browser.new_context(
        locale="nl-BE", color_scheme=scheme, viewport={"width": int(width), "height": 900}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A window in which no script runs."""
    context = browser.new_context(locale="nl-BE", java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def fill_in(page: Page) -> None:
    page.get_by_label("Waarover gaat je vraag?").select_option("invoice")
    page.get_by_label("Wat wil je vragen of melden?").fill("Waarom is mijn factuur zo hoog?")
    page.get_by_label("Je naam").fill("Ann De Smet")
    page.get_by_label("Je e-mailadres").fill("ann@example.be")


def test_a_question_is_asked_looked_up_answered_and_solved_without_scripts(
    live_sites: Sites, plain_page: Page
) -> None:
    employee = make.employee(make.utility(), name="Els Verborgen")
    page = plain_page
    page.goto(live_sites.portal)
    page.get_by_role("link", name="Stel je vraag").click()
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.get_by_role("alert")).to_contain_text("4 dingen kloppen nog niet")
    fill_in(page)
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We hebben je vraag")
    number, code = page.locator(".amount").all_text_contents()

    case = Case.objects.get(number=number)
    actions.answer_case(
        case_id=case.pk,
        text="Het is een afrekening over 14 maanden.",
        seen_version=case.version,
        by=employee.actor,
        at=case.opened_at,
    )
    page.context.clear_cookies()
    page.goto(f"{live_sites.portal}/status/")
    page.get_by_label("Nummer van je vraag").fill(number)
    page.get_by_label("Code", exact=True).fill(code.lower())
    page.get_by_role("button", name="Zoek je vraag op").click()
    expect(page.get_by_text("afrekening over 14 maanden")).to_be_visible()
    page.get_by_role("button", name="Nee, nog niet").click()
    expect(page.get_by_role("heading", name="We bekijken het opnieuw")).to_be_visible()
    assert Case.objects.get(number=number).state == CaseState.OPEN
    page.get_by_role("button", name="Het is toch opgelost").click()
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()
    assert Case.objects.get(number=number).state == CaseState.RESOLVED
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(f"/status/{number}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Your question {number}")


def test_axe_finds_nothing_and_no_page_scrolls_sideways(live_sites: Sites, axe_page: Page) -> None:
    employee = make.employee(make.utility())
    page = axe_page
    found = {}

    def look(name: str) -> None:
        violations = Axe().run(page, options=RULES).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name] = [violation["id"] for violation in violations] + ["sideways"] * wide

    for name in ("", "status/", "promise/", "privacy/", "accessibility/", "question/"):
        page.goto(f"{live_sites.portal}/{name}")
        look(name)
    page.get_by_role("button", name="Verstuur je vraag").click()
    look("mistakes")
    fill_in(page)
    page.get_by_role("button", name="Verstuur je vraag").click()
    look("confirmation")
    case = Case.objects.get()
    actions.answer_case(
        case_id=case.pk,
        text="Zo zit het.",
        seen_version=case.version,
        by=employee.actor,
        at=case.opened_at,
    )
    page.goto(f"{live_sites.portal}/status/{case.number}/")
    look("answered")
    page.get_by_role("link", name="Zeg het met één klik").click()
    look("rate")
    page.goto(f"{live_sites.portal}/status/{case.number}/rate/?score=2")
    look("rate chosen")
    page.get_by_role("button", name="Ja: Slecht").click()
    look("rated")
    page.goto(f"{live_sites.portal}/status/lost-code/")
    look("lost code")
    page.get_by_label("Nummer van je vraag").fill(case.number)
    page.get_by_role("button", name="Stuur me een nieuwe code").click()
    look("code asked")
    page.goto(f"{live_sites.portal}/status/{case.number}/")
    page.get_by_role("button", name="Nee, nog niet").click()
    look("not solved")
    assert found == {name: [] for name in found}
    assert len(found) == 15
