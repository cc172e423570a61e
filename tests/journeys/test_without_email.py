"""Somebody without e-mail: asked by phone, answered by a letter that was posted."""

import re
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from debiet.cases.models import Case, Interaction
from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier, CaseState
from debiet.rules.delivery import DeliveryState
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def words_of(path) -> str:
    pages = PdfReader(BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_question_by_phone_is_answered_by_letter(utility, post, jobs, at_desk, tmp_path):
    maria = make.customer(name="Maria Claes", phone="0470 12 34 56")
    desk = at_desk(make.employee(utility))
    page = desk.page

    # The call: not answered at once, so it becomes a case and is confirmed on paper.
    desk.open("/contact/new/")
    page.fill("#quick-who", "0470 12 34 56")
    page.check(f"#who-{maria.pk}")
    page.select_option("#quick-topic_code", "invoice")
    page.fill("#quick-text", "Waarom is mijn factuur dubbel?")
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))
    case = Case.objects.get()
    jobs.run()
    assert post.messages == []
    acknowledged = Message.objects.get()
    assert (acknowledged.carrier, acknowledged.state) == (Carrier.POST, DeliveryState.HANDED_OVER)

    # The answer, at the desk: the composer says that it goes by letter.
    desk.open_case(case.number)
    expect(page.locator("#composer")).to_contain_text("Kouterbaan 18")
    page.fill("#answer-text", "De tweede factuur was een kopie. U hoeft ze niet te betalen.")
    page.click("#send")
    page.wait_for_selector(".timeline .ours")
    jobs.run()
    answer = Message.objects.get(purpose="answer")
    assert (answer.carrier, answer.state) == (Carrier.POST, DeliveryState.HANDED_OVER)
    assert answer.dispatched_at is None

    # Both letters go to the printer together; what it gets says what was written.
    desk.open("/print/")
    page.click("form button.first")
    page.wait_for_selector("[id^=batch-]")
    with page.expect_download() as download:
        page.click("section a[href$='/letters/']")
    download.value.save_as(tmp_path / "batch.pdf")
    printed = words_of(tmp_path / "batch.pdf")
    for expected in (case.number, "Maria Claes", "Kouterbaan 18", "een kopie"):
        assert expected in printed

    # The day it was posted is when it left.
    page.fill("input[name=posted_on]", timezone.localdate().isoformat())
    page.click("form[action$='/posted/'] button")
    page.wait_for_selector("#posted")
    answer.refresh_from_db()
    assert answer.state == DeliveryState.DISPATCHED
    assert timezone.localtime(answer.dispatched_at).date() == timezone.localdate()
    case.refresh_from_db()
    assert case.state == CaseState.RESOLVED
    written = Interaction.objects.filter(case=case, direction="out")
    assert set(written.values_list("carrier", flat=True)) == {Carrier.POST}
    assert checker.findings() == {}
