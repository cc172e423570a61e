"""A complaint at the desk in a real browser: its mark, its terms and the preview, in four looks."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.rules.access import Role
from debiet.rules.complaints import Regime
from tests import make
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    (WIDE, "light", "wide-light"),
    (WIDE, "dark", "wide-dark"),
    (PHONE, "light", "phone-light"),
    (PHONE, "dark", "phone-dark"),
]


@pytest.fixture
def office(live_sites, utility):
    """Somebody of the ombuds office, who sees a question, a complaint and a file of its own."""
    at = datetime.now(UTC) - timedelta(days=3)
    make.case(at=at, text="Mijn meterstand is vorige week opgenomen, klopt dat?")
    complaint = make.case(at=at, text="Ik wacht al maanden op een antwoord over mijn factuur!")
    make.complaint(complaint, at=at)
    hidden = make.case(at=at, topic_code="ombuds", text="Niemand luistert naar mij.")
    make.complaint(hidden, at=at, regime=Regime.OMBUDS)
    return make.employee(utility, role=Role.OMBUDS, name="Olga Peeters"), complaint


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS, ids=[look[2] for look in LOOKS])
def test_a_complaint_is_fit_for_everybody_in_every_look(
    size, scheme, name, browser: Browser, live_sites, office
):
    somebody, complaint = office
    with signed_in(browser, live_sites, somebody, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        for address, told in (("/work/open/", "list"), (f"/cases/{complaint.number}/", "case")):
            page.goto(address)
            if told == "case":
                page.fill("[name=text]", "Zo zit het.")
                page.click("#preview")
                page.wait_for_selector(".paper")
            assert Axe().run(page).response["violations"] == [], address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, address
            if folder := os.environ.get("DEBIET_SHOTS"):
                page.screenshot(path=Path(folder) / f"regime-{told}-{name}.png", full_page=True)
