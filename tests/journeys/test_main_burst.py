"""A main burst with 140 contacts: linked, told once each by its own way, closed, taken back."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.correspondence.models import Message
from debiet.incidents.models import Incident, IncidentDelivery
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTACTS = 140
STREET = "Kouterbaan 3\n9230 Wetteren"
WORDS = {"nl": "Breuk: om 14 uur is er weer water.", "fr": "Rupture.", "en": "Burst."}
NOTICE = {"nl": "Breuk in de Kouterbaan.", "fr": "Rupture, Kouterbaan.", "en": "A burst."}


def contacts():
    """Open the cases: by mail and form with an address of mail, on paper, and by phone alone."""
    at = timezone.now() - timedelta(hours=1)
    for number in range(CONTACTS):
        by_post = number % 7 == 0
        by_phone = number % 20 == 1
        make.case(
            at=at,
            subject="Geen water",
            carrier=Carrier.POST if by_post else Carrier.PHONE if by_phone else Carrier.WEB_FORM,
            language="fr" if number % 10 == 2 else "nl",
            contact=Contact(
                name=f"Klant {number}",
                email="" if by_post or by_phone else f"klant{number}@example.be",
                address="" if by_phone else STREET,
            ),
            text="Geen water in de Kouterbaan!",
        )


def open_incident(desk):
    desk.open("/incidents/new/")
    page = desk.page
    page.select_option("[name=kind]", "main-burst")
    page.fill("[name=title]", "Breuk in de Kouterbaan")
    page.select_option("[name=team_id]", label="Facturen")
    page.check("[name=topics][value=invoice]")
    page.fill("[name=areas]", "9230 Kouterbaan")
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/incidents/\d+/$"))


def write(desk, incident):
    desk.open(f"/incidents/{incident.pk}/message/")
    desk.page.select_option("[name=template]", "greeting")  # it says that this answers
    for code in WORDS:
        desk.page.fill(f"[name=words_{code}]", WORDS[code])
        desk.page.fill(f"[name=notice_{code}]", NOTICE[code])
    desk.page.click("[data-send]")
    desk.page.wait_for_url(re.compile(r"/incidents/\d+/$"))


def told():
    return Message.objects.filter(purpose="answer")


def test_a_main_burst_with_a_hundred_and_forty_contacts(utility, post, jobs, at_desk, ask, browser):
    agent, lead = make.employee(utility), make.employee(utility, role=Role.TEAM_LEAD)
    contacts()
    desk = at_desk(agent)
    open_incident(desk)
    incident = Incident.objects.get()
    desk.open(f"/incidents/{incident.pk}/cases/")
    assert desk.page.locator("[name=number]:checked").count() == CONTACTS
    desk.page.click("[data-send]")
    desk.page.wait_for_selector("#cases-title")
    write(desk, incident)
    assert desk.page.locator("form[action$='/approve/']").count() == 0

    other = at_desk(lead)
    other.open(f"/incidents/{incident.pk}/")
    other.page.click("form[action$='/approve/'] button")
    other.page.wait_for_selector("#progress")
    assert not told().exists()
    jobs.run(times=2)

    assert IncidentDelivery.objects.count() == CONTACTS
    ways = Counter(told().values_list("carrier", flat=True))
    assert told().values("about").distinct().count() == told().count() == sum(ways.values())
    assert ways == {"email": 114, "post": 19}
    sent = [mail for mail in post.messages if "Breuk: om" in mail.get_content()]
    assert len(sent) + told().filter(language="fr", carrier="email").count() == 114
    other.page.reload()
    assert other.page.inner_text("#progress dl").split()[1::2][:2] == ["140", "133"]
    assert other.page.locator(".state.late").count() == 7  # nothing reaches them: call

    later = browser.new_context(locale="nl-BE").new_page()
    number = ask(later, "Wanneer is er weer water in de Kouterbaan?")
    assert NOTICE["nl"] in later.inner_text("main")
    jobs.run()
    assert any(NOTICE["nl"] in mail.get_content() for mail in post.messages[-2:])
    desk.open_case(number)
    desk.page.click("details:has([action$='/link/']) > summary")
    desk.page.click(f"form[action='/incidents/{incident.pk}/link/'] button")
    desk.page.wait_for_selector("#cases-title")
    jobs.run()
    assert told().filter(about=f"case:{number}").count() == 1

    desk.open(f"/incidents/{incident.pk}/figures/")
    assert desk.page.locator("rect.marked").count() >= 1
    close_and_take_back(desk, incident, jobs)
    assert checker.findings() == {}


def close_and_take_back(desk, incident, jobs):
    """Close the incident with its cases, then take that back: all are as open as before."""
    before = Counter(Case.objects.values_list("state", flat=True))
    desk.open(f"/incidents/{incident.pk}/close/")
    desk.page.click("[data-send]")
    desk.page.wait_for_selector("#progress")
    jobs.run(times=2)
    assert Counter(Case.objects.values_list("state", flat=True)) == {"resolved": 134, "open": 7}
    desk.open(f"/incidents/{incident.pk}/")
    desk.page.click("form[action$='/reopen/'] button")
    desk.page.wait_for_selector("#progress")
    jobs.run(times=2)
    assert Counter(Case.objects.values_list("state", flat=True)) == before == {"open": 141}
