"""Somebody asks by e-mail what we keep about it, and gets that and nothing of others."""

import io
import json
import re
import zipfile

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.core.models import AccessEntry, AuditEntry
from debiet.rules.access import Role
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_access_request_is_answered(utility, post, jobs, at_desk):
    agent = make.employee(utility, name="Jan Vermeulen")
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")
    officer = make.employee(utility, role=Role.DPO, name="Dina De Cock")
    ann = make.customer(name="Ann De Smet", email="ann@example.be")
    earlier = make.case(
        text="Mijn buurman Bart Buurman (0471 99 88 77) sproeit mijn gevel nat.",
        contact=Contact(name="Ann De Smet", email="ann@example.be"),
        customer_id=ann.pk,
    )
    cases.write_note(
        case_id=earlier.case_id,
        text="Gebeld door Jan Vermeulen.",
        by=agent.actor,
        at=timezone.now(),
    )
    jobs.run()
    post.raw.clear()

    # It is written down with the day it came: the month counts from there.
    desk = at_desk(lead)
    page = desk.page
    desk.open("/rights/")
    page.click("text=Een binnengekomen verzoek noteren")
    page.select_option("#request-kind", "access")
    page.select_option("#request-carrier", "email")
    page.select_option("#request-topic_code", "invoice")
    page.fill("#request-name_of", "Ann De Smet")
    page.fill("#request-email", "ann@example.be")
    page.fill("#request-text", "Graag inzage in alles wat u over mij bewaart.")
    page.click("button:has-text('Verzoek openen') >> nth=0")
    page.wait_for_url(re.compile(r"/rights/\d{4}-\d+/"))
    case = Case.objects.get(kind="rights")
    jobs.run()
    assert case.number in post.messages[0].get_body().get_content()
    post.raw.clear()

    # Nothing before it is known who asks; then it is made, and what no rule sees is hidden.
    expect(page.locator("#prepare-hidden_words")).to_have_count(0)
    page.select_option("#identity-proof", "at-counter")
    page.click("text=Het is bekend wie het vraagt")
    page.fill("#prepare-hidden_words", "Bart Buurman")
    page.click("button:has-text('Maken')")
    expect(page.locator("main")).to_contain_text("Nog niemand anders bekeek het.")
    expect(page.locator("text=Geven en afsluiten")).to_have_count(0)

    # The data protection officer looks at just that.
    second = at_desk(officer)
    second.open(f"/rights/{case.number}/")
    with second.page.expect_download() as download:
        second.page.click("text=Alles (ZIP)")
    looked_at = download.value.path().read_bytes()
    second.page.click("text=Ik bekeek het")
    expect(second.page.locator("main")).to_contain_text("Bekeken door Dina De Cock")

    # It is given, by the asker's own way, to the byte.
    desk.open(f"/rights/{case.number}/")
    page.fill("#words-text", "Hierbij alles wat we over u bewaren.")
    page.click("text=Geven en afsluiten")
    expect(page.locator("main")).to_contain_text("beantwoord")
    jobs.run()
    (mail,) = post.messages
    (attached,) = mail.iter_attachments()
    given = attached.get_payload(decode=True)
    assert given == looked_at
    with zipfile.ZipFile(io.BytesIO(given)) as whole:
        told = json.loads(whole.read("data.json"))
        read = PdfReader(io.BytesIO(whole.read("overview.pdf")))
    words = json.dumps(told, ensure_ascii=False) + " ".join(
        one.extract_text() for one in read.pages
    )
    assert {one["number"] for one in told["cases"]} == {earlier.number, case.number}
    for expected in ("Ann De Smet", "Kouterbaan 18", "sproeit mijn gevel nat"):
        assert expected in words
    for hidden in ("Bart", "0471", "Vermeulen", "Peeters"):
        assert hidden not in words

    case.refresh_from_db()
    assert case.state == "resolved"
    assert AuditEntry.objects.filter(reference=f"case:{case.number}", facts__state="done").exists()
    assert AccessEntry.objects.filter(user_id=officer.user_id).exists()
    assert checker.findings() == {}
