"""Mails at the desk in a real browser: beside their case, held, and as they were sent."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from debiet.cases import actions as cases
from debiet.cases.models import Interaction
from debiet.correspondence.models import Message, RawMessage
from tests import mails, make
from tests.desk.test_in_browser import desk, lead  # noqa: F401 (fixtures)
from tests.desk.test_mail_as_sent import HARMFUL, drawing, mail_with
from tests.desk.windows import PHONE, WIDE
from tests.rules.test_mail_bounce import fields, report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("DEBIET_SHOTS", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


@pytest.fixture
def told(lead):  # noqa: F811
    """A case from a mail that names another, whose answer came back; and a held mail."""
    now = datetime.now(UTC)
    other = make.case(at=now - timedelta(hours=9), subject="Tussentijdse factuur te hoog")
    outcome = mails.take(
        mails.written(HARMFUL, content_type="text/html", subject=f"Over {other.number}"),
        at=now - timedelta(hours=3),
    )
    cases.answer_case(
        case_id=outcome.case_id,
        text="Wij zoeken het uit.",
        seen_version=1,
        resolves=False,
        by=lead.actor,
        at=now - timedelta(hours=2),
    )
    ours = Message.objects.get(purpose="answer")
    mails.take(
        report(fields("failed", "5.2.2"), returned=f"Message-ID: {ours.message_id}\n\nx"),
        at=now - timedelta(hours=1),
    )
    mails.take(mails.written("Win!", sender="eve@example.be", list_id="<x>"), at=now)
    return outcome.number


def addresses(number):
    held = RawMessage.objects.get(state="quarantined").pk
    return [f"/cases/{number}/", "/quarantine/", f"/quarantine/{held}/"]


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(desk, told, viewport, scheme):  # noqa: F811
    page = desk(viewport=viewport, color_scheme=scheme)
    for address in addresses(told):
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address


def test_a_mail_as_it_was_sent_loads_nothing_and_runs_nothing(desk, told):  # noqa: F811
    page = desk(viewport=WIDE)
    contact = Interaction.objects.filter(case__number=told, raw_message__isnull=False).first()
    page.goto(f"/cases/{told}/")
    with page.context.expect_page() as opening:
        page.click("text=As it was sent >> nth=0")
    shown = opening.value
    shown.wait_for_load_state()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.reload()

    assert shown.url.endswith(f"/contacts/{contact.pk}/as-sent/")
    assert [url for url in asked if not url.endswith(("/as-sent/", "/favicon.ico"))] == []
    assert "image not loaded: pixel.example" in shown.inner_text("article")


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_a_picture_that_the_mail_brought_is_seen_in_its_page(desk, lead, viewport, scheme):  # noqa: F811
    words = '<p>Dag, zie <b>de meter</b>:</p><img src="cid:m" alt="De meter"><p>Groeten, Ann</p>'
    picture = ("m", "image/png", drawing("steelblue", size=(1200, 800)))
    outcome = mails.take(mail_with(words, picture), at=datetime.now(UTC))
    contact = Interaction.objects.get(case_id=outcome.case_id, raw_message__isnull=False)
    page = desk(viewport=viewport, color_scheme=scheme)

    page.goto(f"/cases/{outcome.number}/contacts/{contact.pk}/as-sent/")

    image = page.get_by_role("img", name="De meter")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/as-sent-{viewport['width']}.png", full_page=True)
