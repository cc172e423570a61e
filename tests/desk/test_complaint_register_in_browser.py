"""The complaint register and its figures in a real browser, in four looks."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.rules.access import Role
from tests import make
from tests.complaints.conftest import registered
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    (WIDE, "light", "wide-light"),
    (WIDE, "dark", "wide-dark"),
    (PHONE, "light", "phone-light"),
    (PHONE, "dark", "phone-dark"),
]
PAGES = {
    "register": "/complaints/?list=owed&theme=bill",
    "figures": "/complaints/figures/",
    "files": "/complaints/figures/files/?year={year}&measure=total&key=",
}


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS, ids=[look[2] for look in LOOKS])
def test_the_register_is_fit_for_everybody_in_every_look(
    size, scheme, name, browser: Browser, live_sites, utility
):
    at = datetime.now(UTC) - timedelta(days=1)
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    for place in ("Gent", "Aalter", ""):
        case = make.case(at=at, text="Ik wacht al maanden op een antwoord over mijn factuur!")
        registered(case, by=lead.actor, at=at, theme="bill", municipality=place)
    with signed_in(browser, live_sites, lead, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        for told, address in PAGES.items():
            page.goto(address.format(year=at.year))
            assert Axe().run(page).response["violations"] == [], address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, address
            if folder := os.environ.get("DEBIET_SHOTS"):
                page.screenshot(path=Path(folder) / f"{told}-{name}.png", full_page=True)
