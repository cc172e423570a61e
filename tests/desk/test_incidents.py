"""The desk's pages about incidents: opened, linked, written, approved, closed and taken back."""

import re

import pytest

from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.incidents.models import Incident, IncidentCase
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "main-burst",
    "title": "Breuk Kouterbaan",
    "topics": ["invoice"],
    "areas": "9230 Kouterbaan",
    "began_day": "2026-03-02",
    "began_clock": "09:00",
    "tells_later": "on",
}
TEXTS = {"words_nl": "Breuk!", "words_fr": "Rupture!", "words_en": "Burst!"}


@pytest.fixture
def lead(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.TEAM_LEAD, is_lead=True))


@pytest.fixture
def incident(utility, browser_of_agent):
    done = browser_of_agent.post("/incidents/new/", FORM | {"team_id": utility.team.pk})
    assert done.status_code == 302, text_of(done)
    return Incident.objects.get()


def test_an_incident_from_opening_to_taking_back_its_end(
    utility, incident, browser_of_agent, lead, jobs, clock
):
    at = f"/incidents/{incident.pk}/"
    first, second = make.case(), make.case(contact=Contact(name="Jan"))
    other = make.case(topic_code="invoice")
    chosen = browser_of_agent.get(f"{at}cases/")
    assert "its address is not known" in text_of(chosen)
    linked = browser_of_agent.post(
        f"{at}link/", {"number": [first.number, second.number], "way": "suggestion"}, follow=True
    )
    assert "2 cases were linked." in text_of(linked)
    assert other.number in text_of(browser_of_agent.get(f"{at}cases/?list=open"))
    assert first.number not in text_of(browser_of_agent.get(f"{at}cases/?list=open"))

    written = browser_of_agent.post(f"{at}message/", TEXTS, follow=True)
    assert "Nothing leaves before somebody else approves it." in text_of(written)
    assert "Approve it" not in text_of(written)
    approve = re.search(r'action="([^"]+/approve/)"', lead.get(at).content.decode())[1]
    assert "It is approved and on its way." in text_of(lead.post(approve, follow=True))
    assert "hx-trigger" in browser_of_agent.get(f"{at}progress/").content.decode()
    jobs.run()
    shown = text_of(browser_of_agent.get(at))
    assert "linked 2 told 1 nothing reaches them 1" in shown
    assert "nothing reaches them: call" in shown
    assert "hx-trigger" not in browser_of_agent.get(f"{at}progress/").content.decode()

    preview = browser_of_agent.get(f"{at}close/")
    assert "would close 1 stay open 1 closed already 0" in text_of(preview)
    token = re.search(r'name="token" value="([^"]+)"', preview.content.decode())[1]
    browser_of_agent.post(f"{at}close/", {"token": token, "cases": "yes"})
    jobs.run()
    assert Case.objects.get(number=first.number).state == "resolved"
    assert Case.objects.get(number=second.number).state == "open"
    browser_of_agent.post(f"{at}reopen/")
    jobs.run()
    assert Case.objects.get(number=first.number).state == "open"


def test_what_was_filled_in_wrong_is_said_beside_it(utility, browser_of_agent, incident):
    wrong = FORM | {"team_id": utility.team.pk, "areas": "Wetteren", "ends_day": "2026-03-02"}
    shown = text_of(browser_of_agent.post("/incidents/new/", wrong))
    assert "“Wetteren” does not begin with a postal code" in shown
    assert "Fill in both the day and the time, or neither." in shown
    ends = {"ends_day": "2026-03-01", "ends_clock": "10:00", "areas": ""}
    shown = text_of(browser_of_agent.post("/incidents/new/", wrong | ends))
    assert "The end lies before the beginning." in shown

    missing = browser_of_agent.post(f"/incidents/{incident.pk}/message/", {"words_nl": "Breuk!"})
    assert "Write the text in every language" in text_of(missing)


def test_an_incident_is_changed_by_whoever_saw_its_latest_version(
    utility, browser_of_agent, incident
):
    at = f"/incidents/{incident.pk}/edit/"
    assert "9230 Kouterbaan" in browser_of_agent.get(at).content.decode()
    changed = FORM | {"team_id": utility.team.pk, "title": "Breuk in Wetteren", "seen": "1"}
    assert browser_of_agent.post(at, changed).status_code == 302
    assert "Somebody else changed this" in text_of(browser_of_agent.post(at, changed))
    incident.refresh_from_db()
    assert incident.title == "Breuk in Wetteren"


def test_numbers_of_others_and_made_up_ones_are_no_cases(utility, browser_of_agent, incident):
    hidden, own = make.case(topic_code="ombuds"), make.case()
    at = f"/incidents/{incident.pk}/link/"
    for number in (hidden.number, "2026-999999", "onzin"):
        shown = browser_of_agent.post(at, {"numbers": f"{own.number} {number}"}, follow=True)
        assert f"{number} is no case, as far as you can see." in text_of(shown)
    assert not IncidentCase.objects.exists()
    browser_of_agent.post(at, {"numbers": own.number.replace("-", " ")}, follow=True)


def test_a_case_shows_its_incident_and_is_linked_there(browser_of_agent, incident):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert f'action="/incidents/{incident.pk}/link/"' in page.content.decode()

    browser_of_agent.post(f"/incidents/{incident.pk}/link/", {"number": opened.number})

    page = browser_of_agent.get(f"/cases/{opened.number}/").content.decode()
    assert f'<a href="/incidents/{incident.pk}/">Breuk Kouterbaan</a>' in page
    assert f'action="/incidents/{incident.pk}/link/"' not in page


def test_lists_and_figures_stand_with_and_without_the_incident(browser_of_agent, incident):
    inside, outside = make.case(), make.case()
    browser_of_agent.post(f"/incidents/{incident.pk}/link/", {"number": inside.number})

    def listed(query):
        return re.findall(r"/cases/([\d-]+)/", browser_of_agent.get(query).content.decode())

    assert listed("/work/open/") == [inside.number, outside.number]
    assert listed("/work/open/?incidents=without") == [outside.number]
    assert listed(f"/work/open/?incidents={incident.pk}") == [inside.number]
    assert listed("/work/open/?incidents=99999") == []
    figures = browser_of_agent.get(f"/incidents/{incident.pk}/figures/")
    assert "about the incident 1 all others 1 in the busiest hour 2" in text_of(figures)
    assert figures.content.decode().count('<rect class="marked"') == 1


def test_the_pages_take_as_many_statements_with_forty_cases_as_with_none(
    browser_of_agent, incident, django_assert_max_num_queries
):
    at = f"/incidents/{incident.pk}/"
    pages = ("/incidents/", at, f"{at}cases/", f"{at}close/", f"{at}figures/")
    for opened in (None, [make.case().number for _number in range(40)]):
        if opened:
            browser_of_agent.post(f"{at}link/", {"number": opened[:20]})
        for page in pages:
            with django_assert_max_num_queries(17):
                browser_of_agent.get(page)


def test_a_token_of_another_incident_closes_nothing(browser_of_agent, utility, incident):
    browser_of_agent.post("/incidents/new/", FORM | {"team_id": utility.team.pk})
    other = Incident.objects.latest("id")
    preview = browser_of_agent.get(f"/incidents/{other.pk}/close/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', preview)[1]

    for sent in (token, "made-up", ""):
        browser_of_agent.post(f"/incidents/{incident.pk}/close/", {"token": sent, "cases": "yes"})

    incident.refresh_from_db()
    assert incident.state == "open"
