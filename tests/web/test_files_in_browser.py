"""Files in a real browser: sent by a visitor without scripts, seen at the desk, sent along."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from debiet.cases.models import Case
from debiet.correspondence.models import MessageFile
from debiet.files import actions as files
from tests import make
from tests.live import Sites

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("DEBIET_SHOTS", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


@pytest.fixture(params=["light-1440", "dark-390"])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window, wide and light or narrow and dark."""
    scheme, width = request.param.split("-")
    context = browser.new_context(
        locale="nl-BE",
        timezone_id="Europe/Brussels",
        color_scheme=scheme,
        viewport={"width": int(width), "height": 900},
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.name = request.param
    yield page
    context.close()


def photo() -> bytes:
    drawn = Image.new("RGB", (1200, 800), "#8fb8d8")
    ImageDraw.Draw(drawn).ellipse((300, 150, 900, 750), fill="#f4f4f0", outline="#333333", width=9)
    made = BytesIO()
    drawn.save(made, "JPEG")
    return made.getvalue()


def looked_at(page: Page, name: str) -> None:
    assert Axe().run(page).response["violations"] == [], name
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.name}.png", full_page=True)


def test_files_go_from_a_visitor_to_the_desk_and_back(live_sites: Sites, window: Page) -> None:
    utility = make.utility()
    employee = make.employee(utility, name="Els Maes")
    page = window
    page.goto(f"{live_sites.portal}/question/")
    page.fill("[name=text]", "De meter lekt, zie de foto.")
    page.select_option("[name=topic]", "invoice")
    page.set_input_files(
        "[name=sent_files]", [upload("meter.jpg", photo()), upload("a.exe", b"MZ")]
    )
    page.click("main form button.first")
    expect(page.locator(".error-summary")).to_contain_text("a.exe")
    looked_at(page, "ask-refused")
    page.fill("[name=name]", "Ann De Smet")
    page.fill("[name=email]", "ann@example.be")
    # The photo was kept and is sent along without being chosen again.
    expect(page.get_by_role("checkbox", name="meter.jpg")).to_be_checked()
    page.set_input_files("[name=sent_files]", [upload("factuur.pdf", b"%PDF-1.7 x")])
    page.click("main form button.first")
    expect(page.locator(".files")).to_contain_text("meter.jpg")
    looked_at(page, "asked")
    case = Case.objects.get()
    page.goto(f"{live_sites.portal}/status/{case.number}/")
    looked_at(page, "status")
    with page.expect_download() as saved:
        page.get_by_role("link", name="factuur.pdf").click()
    assert Path(saved.value.path()).read_bytes() == b"%PDF-1.7 x"
    assert saved.value.suggested_filename == "factuur.pdf"

    page.goto(f"{live_sites.desk}/cases/{case.number}/")
    page.fill("[name=login]", employee.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    drawn = page.locator(".files img")
    expect(drawn).to_be_visible()
    drawn.scroll_into_view_if_needed()
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    looked_at(page, "desk")
    page.fill("[name=text] >> nth=0", "Zie het plan in bijlage.")
    page.set_input_files("#answer-sent_files", [upload("plan.pdf", b"%PDF-1.7 plan")])
    page.click("#preview")
    expect(page.locator(".paper")).to_be_visible()
    # The composer was shown anew, and what was chosen is still there.
    assert page.locator("#answer-sent_files").evaluate("input => input.files.length") == 1
    looked_at(page, "composer")
    page.click("#send")
    expect(page.locator(".timeline")).to_contain_text("plan.pdf")
    assert MessageFile.objects.count() == 1


def test_what_may_do_harm_stands_out(live_sites: Sites, window: Page) -> None:
    employee = make.employee(make.utility())
    at = timezone.now()
    file_ids = [
        files.store_file(content=content, name=name, compartment="ordinary", by=make.SYSTEM, at=at)
        for name, content in (
            ("factuur-van-een-wel-heel-lange-naam-die-niet-op-een-regel-past-2026.pdf", b"%PDF-"),
            ("factuur.pdf.exe", b"MZ\x90"),
            ("logboek.dat", b"\x00\x01"),
        )
    ]
    opened = make.case(
        at=at, file_ids=file_ids, attachments=["groot.zip (application/zip, 9 B): too-big"]
    )
    page = window
    page.goto(f"{live_sites.desk}/cases/{opened.number}/")
    page.fill("[name=login]", employee.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator(".files >> nth=0")).to_contain_text("factuur.pdf.exe")
    looked_at(page, "harm")


def upload(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
