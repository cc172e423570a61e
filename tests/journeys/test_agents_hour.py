"""An agent's hour: ten contacts over four channels, each handled, none lost, none twice."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page
from typer.testing import CliRunner

from debiet.cases.models import Case, Interaction
from debiet.cli import make_app
from debiet.correspondence.models import RawMessage
from debiet.rules.cases import Carrier, CaseState
from tests import checker, make, scans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED_BY_WEB = ("Waarom is mijn factuur zo hoog?", "Mag ik gespreid betalen?")
ASKED_BY_MAIL = ("Onze teller staat stil", "Wie betaalt het lek?", "Rekeningnummer gewijzigd")
ASKED_BY_PHONE = ("Wanneer komt mijn factuur?", "Is het water hard?", "Bel mij over mijn schuld")


@pytest.fixture
def ann(utility):
    """A customer who calls."""
    return make.customer(email="ann@example.be", phone="0470 12 34 56", born_on=date(1961, 3, 12))


def test_ten_contacts_over_four_channels(
    page, utility, post, jobs, at_desk, ask, ann, tmp_path_factory
):
    agent = make.employee(utility, name="Sarah Peeters")
    asked_on_the_website(page, ask)
    asked_by_mail(tmp_path_factory.mktemp("mails"))
    desk = at_desk(agent)
    two_letters(desk, jobs, tmp_path_factory.mktemp("scans"))
    answered_by_phone(desk, "0470 12 34 56", ASKED_BY_PHONE[0], "Op 5 maart.", ann.pk)
    answered_by_phone(desk, "Bart Claes, bart@example.be", ASKED_BY_PHONE[1], "Vijftien graden.")
    promised_by_phone(desk, "Koen Maes, 0470 99 88 77, koen@example.be", ASKED_BY_PHONE[2])
    jobs.run()
    assert Case.objects.count() == 10
    carriers = set(Case.objects.values_list("carrier", flat=True))
    assert carriers == {Carrier.WEB_FORM, Carrier.EMAIL, Carrier.PHONE, Carrier.POST}

    answered = work_through_what_is_nobodys(desk)

    # Five by web and mail, two letters; the calls were answered at once, or wait for a call.
    assert answered == 7
    jobs.run()
    nobodys = Case.objects.filter(assignee=None, state=CaseState.OPEN)
    assert set(nobodys.values_list("carrier", flat=True)) <= {Carrier.PHONE}
    said = Interaction.objects.filter(direction="out", is_automatic=False)
    assert said.count() == 7 + 2  # two were told by phone
    assert not RawMessage.objects.filter(state__in=("received", "quarantined")).exists()
    desk.open("/work/unassigned/")
    assert desk.page.locator("a.item").count() <= 1
    assert checker.findings() == {}


def asked_on_the_website(page: Page, ask) -> None:
    """Fill in the public form twice, by two people."""
    for number, words in enumerate(ASKED_BY_WEB):
        ask(page, words, email=f"web{number}@example.be")


def asked_by_mail(folder) -> None:
    """Let three mails come."""
    for number, subject in enumerate(ASKED_BY_MAIL):
        (folder / f"{number}.eml").write_text(
            f"From: Klant {number} <mail{number}@example.be>\nSubject: {subject}\n"
            f"Message-ID: <{number}@example.be>\nTo: klantendienst@example.be\n\n{subject}, kunt u "
            "dat nakijken?\n"
        )
    done = CliRunner().invoke(make_app(), ["import-mail", str(folder)])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["outcome"] for line in lines] == ["opened"] * 3


def two_letters(desk, jobs, folder) -> None:
    """Scan two letters and register each."""
    for number in range(2):
        desk.open("/letters/")
        (folder / f"{number}.pdf").write_bytes(
            scans.pdf(scans.page(f"Geachte\nbrief {number} van een klant"))
        )
        desk.page.set_input_files("[name=scan]", str(folder / f"{number}.pdf"))
        desk.page.check("[name=split_by][value=one]")
        desk.page.click("form[enctype] button.first")
        desk.page.wait_for_url(re.compile(r"/letters/scans/\d+/"))
        jobs.run()
        desk.open("/letters/")
        desk.page.click("#letters-title + .card tbody a")
        desk.page.fill("[name=contact_name]", f"Schrijver {number}")
        desk.page.fill("[name=email]", f"brief{number}@example.be")
        desk.page.select_option("[name=topic_1]", "invoice")
        desk.page.fill("[name=text_1]", f"Vraag van brief {number}?")
        desk.page.click(".letter form[method=post] button.first")
        desk.page.wait_for_url(re.compile(r"/letters/$"))


def answered_by_phone(desk, who: str, words: str, answer: str, customer_id: int = 0) -> None:
    """Write a call down that is answered while it lasts."""
    page = desk.page
    _call(desk, who, words, customer_id)
    page.fill("#quick-answer", answer)
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))


def promised_by_phone(desk, who: str, words: str) -> None:
    """Write a call down that is called back."""
    page = desk.page
    _call(desk, who, words)
    page.click(".more summary")
    page.select_option("#quick-window", index=1)
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/"))


def _call(desk, who: str, words: str, customer_id: int = 0) -> None:
    desk.open("/contact/new/")
    desk.page.fill("#quick-who", who)
    if customer_id:
        desk.page.check(f"#who-{customer_id}")
    desk.page.select_option("#quick-topic_code", "invoice")
    desk.page.fill("#quick-text", words)


def work_through_what_is_nobodys(desk) -> int:
    """Take each case that is nobody's and answer it; return how many, but for promised calls."""
    page, answered = desk.page, 0
    for number in (
        Case.objects.filter(state=CaseState.OPEN)
        .exclude(carrier=Carrier.PHONE)
        .values_list("number", flat=True)
    ):
        desk.open("/work/unassigned/")
        page.click(f"a.item[href*='{number}']")
        page.click("button[data-key=t]")
        page.fill("#answer-text", f"Dit is het antwoord op {number}.")
        page.click("#send")
        page.wait_for_url(re.compile(r"/(work|cases)/"))
        answered += 1
    return answered
