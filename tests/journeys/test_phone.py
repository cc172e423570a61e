"""Calls: answered at once and confirmed by mail; promised, missed and made; by keyboard alone."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from debiet.cases import tasks
from debiet.cases.models import Callback, Case, Interaction
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Sign
from debiet.correspondence.models import Call
from debiet.rules.access import Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import CallbackState, CaseState
from tests import checker, live, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_KEYS = 12


class Hands:
    """Somebody who types, and never touches a mouse; keys beside the words are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; a chord is two."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += len(key.split("+"))

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)


@pytest.fixture
def ann(utility):
    """A customer whom one can ask for facts."""
    return make.customer(email="ann@example.be", phone="0470 12 34 56", born_on=date(1961, 3, 12))


def test_a_call_is_registered_by_keyboard_in_twelve_keys_beyond_the_words(
    utility, post, jobs, at_desk, ann
):
    desk = at_desk(make.employee(utility))
    hands = Hands(desk.page)
    hands.press("c")
    expect(desk.page.locator("#quick-who")).to_be_focused()
    hands.type("0470 12 34 56")
    expect(desk.page.locator(f"#who-{ann.pk}")).to_be_visible()
    hands.press("Tab", "Space")
    expect(desk.page.locator(".who .state.soon")).to_be_visible()
    expect(desk.page.locator(f"#who-{ann.pk}")).to_be_focused()
    hands.press("Tab", "Tab", "ArrowDown")
    expect(desk.page.locator("#quick-topic_code")).to_have_value("invoice")
    hands.press("Tab")
    hands.type("Wanneer komt mijn factuur?")
    hands.press("Tab")
    hands.type("Op 5 maart.")
    hands.press("Control+Enter")
    desk.page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))

    assert hands.keys <= MOST_KEYS
    case = Case.objects.get()
    assert (case.state, case.customer_id) == (CaseState.RESOLVED, ann.pk)
    assert Interaction.objects.filter(is_answered_at_once=True, text="Op 5 maart.").exists()
    jobs.run()
    (confirmation,) = post.messages
    assert "ann@example.be" in confirmation["To"]
    for words in (case.number, "Wanneer komt mijn factuur?", "Op 5 maart."):
        assert words in confirmation.get_content()
    assert checker.findings() == {}


def test_a_verified_caller_is_answered_at_once_and_gets_it_in_writing(
    utility, post, jobs, at_desk, ann
):
    desk = at_desk(make.employee(utility))
    page = desk.page
    desk.open("/contact/new/")
    page.fill("#quick-who", "Ann De Smet, ann@example.be")
    page.check(f"#who-{ann.pk}")
    assert "Kouterbaan" not in page.inner_text("main")
    page.click(".verify summary")
    page.fill("#said-born-on", "12/03/1961")
    page.fill("#said-street", "Kouterban")
    page.click("button[value=verify]")
    expect(page.locator(".who .state.ok")).to_be_visible()
    expect(page.locator(".who .facts")).to_contain_text("Kouterbaan 18")
    assert Axe().run(page).response["violations"] == []
    page.select_option("#quick-topic_code", "invoice")
    page.fill("#quick-text", "Wat is mijn adres bij jullie?")
    page.fill("#quick-answer", "Kouterbaan 18.")
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))
    jobs.run()

    (confirmation,) = post.messages
    assert "Kouterbaan 18." in confirmation.get_content()
    assert Case.objects.get().state == CaseState.RESOLVED
    assert checker.findings() == {}


def test_a_promised_call_is_missed_told_and_made_without_scripts(
    browser, live_sites, utility, post, jobs
):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    page = browser.new_context(java_script_enabled=False, locale="nl-BE").new_page()
    page.goto(f"{live_sites.desk}/")
    page.fill("input[name=login]", lead.email)
    page.fill("input[name=password]", make.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(f"{live_sites.desk}/contact/new/")
    page.fill("#quick-who", "Koen Maes, 0470 99 88 77, koen@example.be")
    page.select_option("#quick-topic_code", "invoice")
    page.fill("#quick-text", "Bel mij terug over mijn factuur.")
    page.click(".more summary")
    page.select_option("#quick-window", index=1)
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))
    promised = Callback.objects.get()
    assert promised.phone == "0470 99 88 77"

    past = timezone.now() - timedelta(minutes=5)
    Callback.objects.update(promised_from=past - timedelta(hours=1), promised_until=past)
    for _twice in range(2):
        tasks.tell_missed_callbacks()
    page.goto(f"{live_sites.desk}/notices/")
    expect(page.locator("main .told li")).to_have_count(1)
    expect(page.locator("main .told")).to_contain_text(promised.case.number)
    page.goto(f"{live_sites.desk}/callbacks/")
    expect(page.locator(".state.late")).to_be_visible()
    expect(page.locator("#nav-callbacks .count.late")).to_have_text("1")
    page.click("main [data-row]")
    page.check("input[value=no-answer]")
    page.click("[data-send]")
    page.click("main [data-row]")
    page.check("input[value=reached]")
    page.fill("#attempt-words", "Alles uitgelegd.")
    page.check("#attempt-resolves")
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))

    promised.refresh_from_db()
    assert promised.state == CallbackState.REACHED
    assert promised.case.state == CaseState.RESOLVED
    assert page.locator("aside .state.late").count() == 1  # a late try stays known as such
    page.context.close()
    assert checker.findings() == {}


@pytest.fixture(scope="module")
def sites_with_telephone(_sites, tmp_path_factory):
    """Portal and desk of a house whose exchange tells of calls."""
    log = tmp_path_factory.mktemp("telephone") / "sites.log"
    with live.running_sites(log=log, DEBIET_CALLS_TOKENS="exchange=" + "t" * 40) as sites:
        yield sites


def test_the_number_that_calls_opens_the_screen(
    browser, sites_with_telephone, transactional_db, utility, ann
):
    agent = make.employee(utility)
    context = browser.new_context(locale="nl-BE", base_url=sites_with_telephone.desk)
    page = context.new_page()
    page.goto("/")
    page.fill("input[name=login]", agent.email)
    page.fill("input[name=password]", make.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("#list-title")
    page.evaluate("document.querySelector('#list-title').textContent = 'same page'")
    now = timezone.now()
    correspondence.record_call(
        source="exchange",
        call_id="c-1",
        caller="+32470123456",
        signs=[Sign(CallEvent.RINGING, now, agent.email)],
        by=make.SYSTEM,
        at=now,
    )
    expect(page.locator("#ringing")).to_contain_text("+32470123456", timeout=15_000)
    assert page.inner_text("#list-title") == "same page"
    assert Axe().run(page).response["violations"] == []
    page.click("#ringing a")
    expect(page.locator("#quick-who")).to_have_value("+32470123456")
    expect(page.locator(f"#who-{ann.pk}")).to_be_visible()
    page.select_option("#quick-topic_code", "invoice")
    page.fill("#quick-text", "Is er een storing?")
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))
    assert Call.objects.get().about == f"case:{Case.objects.get().number}"
    expect(page.locator("#ringing .notice")).to_have_count(0)
    context.close()
