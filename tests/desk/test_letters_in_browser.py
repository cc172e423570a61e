"""The pages of letters and of the proof in a real browser: wide and on a phone, light and dark."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as papers
from debiet.correspondence.models import Message, RawMessage
from debiet.rules.access import Role
from debiet.rules.scans import SplitBy
from tests import make, scans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SPLITTER = Actor.system("correspondence.split-scan")


def taken_apart(content: bytes, how: SplitBy) -> int:
    now = datetime.now(UTC)
    kept = correspondence.keep_scan(
        content=content,
        name="post van vandaag met een lange naam.pdf",
        received_on=now.date(),
        split_by=how,
        by=make.SYSTEM,
        at=now,
    )
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=SPLITTER, at=now)
    return kept.raw_message_id


def taken_together(*names: str) -> int:
    now = datetime.now(UTC)
    kept = correspondence.keep_pictures(
        pictures=[correspondence.Picture(name, scans.picture(name)) for name in names],
        received_on=now.date(),
        split_by=SplitBy.ONE,
        by=make.SYSTEM,
        at=now,
    )
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=SPLITTER, at=now)
    return kept.raw_message_id


@pytest.fixture
def paths(live_sites, utility):
    """The pages with something on each of them."""
    opened = make.case(at=datetime.now(UTC))
    make.customer(name="Ann De Smet", email="ann@example.be")
    ours = Message.objects.get()
    batch = taken_apart(
        scans.pdf(
            scans.page("Geachte\nIk heb drie vragen.", mark=f"message:{ours.pk}"),
            scans.separator(),
            scans.page("Nog een brief"),
        ),
        SplitBy.SEPARATORS,
    )
    by_hand = taken_apart(
        scans.pdf(scans.page("Een"), scans.page(), scans.page("Twee")), SplitBy.HAND
    )
    pictures = taken_together("IMG_1.jpg", "IMG_2.jpg")
    broken = taken_apart(b"%PDF-1.7 rubbish", SplitBy.ONE)
    RawMessage.objects.create(
        carrier="email",
        source="x",
        content_hash="x",
        content=b"x",
        received_at=datetime.now(UTC),
        state="taken",
        compartment="ordinary",
    )
    letter = papers.scan(batch, viewer=make.SYSTEM).letter_ids[0]
    return {
        "letters": "/letters/",
        "letter": f"/letters/{letter}/?q=smet",
        "batch": f"/letters/scans/{batch}/",
        "by-hand": f"/letters/scans/{by_hand}/",
        "pictures": f"/letters/scans/{pictures}/",
        "broken": f"/letters/scans/{broken}/",
        "proof": "/proof/",
        "way": f"/cases/{opened.number}/way/",
    }


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, live_sites, utility, paths, viewport, scheme
):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")
    context = browser.new_context(
        base_url=live_sites.desk, locale="nl-BE", viewport=viewport, color_scheme=scheme
    )
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda line: trouble.append(line.text))
    page.goto("/")
    page.fill("[name=login]", lead.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#list-title")
    for path in paths.values():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
        if path == "/letters/":
            cut = "box => box.scrollWidth > box.clientWidth + 1"
            assert not page.evaluate(f"[...document.querySelectorAll('.scroll')].some({cut})")
    context.close()
    assert trouble == []
