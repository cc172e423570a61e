"""The pages of the phone in a real browser: wide, on a phone, light and dark."""

from datetime import UTC, date, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.cases import actions as cases
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Sign
from debiet.rules.access import Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import AttemptOutcome
from tests import make
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)


@pytest.fixture
def lead(live_sites, utility) -> make.Somebody:
    """Somebody who sees all there is."""
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def now(lead) -> datetime:
    """The moment at which there are calls, promises and tries of every kind."""
    now = datetime.now(UTC)
    make.customer(name="Ann De Smet", phone="0470 12 34 56", born_on=date(1961, 3, 12))
    make.customer(name="An Desmedt", phone="0470 12 34 56")
    opened = make.case(at=now - 30 * HOUR)
    for hours, until in ((-20, -18), (-5, -3), (1, 3)):
        made = cases.promise_callback(
            case_id=opened.case_id,
            phone="0470 12 34 56",
            words="over de tussentijdse factuur na het lek",
            promised_from=now + hours * HOUR,
            promised_until=now + until * HOUR,
            by=lead.actor,
            at=now - 21 * HOUR,
        )
        if hours == -20:
            cases.record_attempt(
                callback_id=made,
                outcome=AttemptOutcome.VOICEMAIL,
                seen_attempts=0,
                by=lead.actor,
                at=now - 19 * HOUR,
            )
    for number in range(12):
        start = now - timedelta(days=number % 6, minutes=30 + number)
        signs = [Sign(CallEvent.RINGING, start, lead.email)]
        if number % 4:
            signs.append(Sign(CallEvent.ANSWERED, start + timedelta(seconds=9 * number)))
        signs.append(Sign(CallEvent.ENDED, start + timedelta(seconds=40 + 9 * number)))
        correspondence.record_call(
            source="exchange",
            call_id=f"c-{number}",
            caller="+32470123456",
            signs=signs,
            by=make.SYSTEM,
            at=now,
        )
    return now


@pytest.fixture
def window(browser: Browser, live_sites, lead):
    """Return a signed-in window; anything in its console fails the test."""
    with signed_in(browser, live_sites, lead, locale="nl-BE") as opened:
        yield opened


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(window, now, viewport, scheme):
    page = window(viewport=viewport, color_scheme=scheme)
    page.goto("/callbacks/")
    first = page.get_attribute("main [data-row]", "href")
    page.goto(first)
    case = page.get_attribute("main a.link", "href")
    addresses = ["/contact/new/", "/callbacks/", first, f"{case}callback/", "/calls/", case]
    for address in addresses:
        page.goto(address)
        if address == "/contact/new/":
            page.fill("#quick-who", "0470 12 34 56")
            page.check(".who input[type=radio] >> nth=0")
            page.click(".verify summary")
            page.click(".more summary")
        if address == "/calls/":
            page.click(".fold summary >> nth=0")
            page.click("section:last-of-type > details > summary")
        assert Axe().run(page).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
