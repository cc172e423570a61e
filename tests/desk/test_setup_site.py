"""The website's own texts are written at the desk in three languages and approved by a second."""

import re

import pytest
from django.test import Client

from debiet.clauses import actions, queries
from debiet.clauses.models import ClauseVersion
from debiet.rules.access import Role
from debiet.rules.site_texts import SiteText
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply
from tests.desk.test_statements import asked

HOURS = "/setup/site/site-hours/"
SAID = {
    "nl": "Elke werkdag van 9 tot 16 uur.\n\nBel {utility}.",
    "fr": "Chaque jour ouvrable de 9 à 16 heures.",
    "en": "",
}


@pytest.fixture
def admin(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


@pytest.fixture
def lead(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.TEAM_LEAD, name="Sarah Peeters"))


@pytest.fixture
def page_of(on_site):
    """Return what a visitor reads of a page of the website in a language."""

    def read(address="/", language="nl"):
        on_site("portal")
        page = Client(headers={"accept-language": language}).get(address)
        assert page.status_code == 200
        on_site("desk")
        return page

    return read


def agree(browser, code="site-hours"):
    page = browser.get(f"/setup/site/{code}/").content.decode()
    waiting = re.search(r'name="waiting" value="([\d,]*)"', page)
    fields = {"waiting": waiting[1] if waiting else ""}
    return browser.post(f"/setup/site/{code}/approve/", fields, follow=True)


def test_a_text_is_written_in_three_languages_seen_approved_and_read_by_visitors(
    admin, lead, page_of, settings
):
    settings.UTILITY_NAME = "Testwater"
    shown, done = apply(admin, f"{HOURS}edit/", SAID)
    told = text_of(shown)
    assert "It becomes version 1 in Dutch, and waits for a second person." in told
    assert "It becomes version 1 in French" in told
    assert "in English, and" not in told
    assert "<p>Bel Testwater.</p>" in shown.content.decode()
    assert done.status_code == 302
    assert "Elke werkdag" not in text_of(page_of())  # nobody approved it yet
    assert "/approve/" not in admin.get(HOURS).content.decode()
    assert "waits for a second person" in text_of(admin.get("/setup/site/"))
    assert admin.post(f"{HOURS}approve/").status_code == 403

    assert "Approved: it stands on the website" in text_of(agree(lead))
    dutch = page_of()
    assert "Elke werkdag van 9 tot 16 uur. Bel Testwater." in text_of(dutch)
    assert "Chaque jour ouvrable" in text_of(page_of(language="fr"))
    assert "Elke werkdag" in text_of(page_of(language="en"))  # Dutch for want of English
    assert "Elke werkdag" in text_of(page_of("/promise/"))
    history = text_of(admin.get(HOURS))
    assert "Approved, Sarah Peeters" in history
    assert "Written, An Beheer" in history


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (SiteText.WELCOME, "/"),
        (SiteText.URGENT, "/"),
        (SiteText.URGENT, "/question/"),
        (SiteText.CONTACT, "/accessibility/"),
        (SiteText.HOURS, "/"),
        (SiteText.PRIVACY, "/privacy/"),
    ],
)
def test_each_text_stands_where_the_desk_says(admin, lead, page_of, place, address):
    before = text_of(page_of(address))
    apply(admin, f"/setup/site/{place}/edit/", {"nl": "Bel 0800 12 <b>345</b>."})
    agree(lead, place)
    page = page_of(address)
    assert "Bel 0800 12 <b>345</b>." in text_of(page).replace("&lt;", "<").replace("&gt;", ">")
    assert "<b>345" not in page.content.decode()  # words, never marks
    assert "Bel 0800" not in before


def test_without_texts_of_its_own_the_website_is_as_it_was(page_of, utility):
    page = page_of().content.decode()
    assert 'class="reach"' not in page
    assert 'class="urgent' not in page


def test_an_earlier_version_is_taken_back_and_all_can_be_left_empty(admin, lead, page_of):
    apply(admin, f"{HOURS}edit/", {"nl": "Van 9 tot 16."})
    agree(lead)
    apply(admin, f"{HOURS}edit/", {"nl": "Van 10 tot 12."})
    page = admin.get(HOURS).content.decode()
    assert "<del>9</del>" in page
    assert "<ins>10</ins>" in page
    agree(lead)
    assert "Van 10 tot 12." in text_of(page_of())

    first = ClauseVersion.objects.filter(clause__code="site-hours").earliest("number")
    again = f"{HOURS}edit/?again={first.pk}"
    assert again.replace("&", "&amp;") in admin.get(HOURS).content.decode()
    assert "Van 9 tot 16." in text_of(admin.get(again))
    apply(admin, again, {"nl": "Van 9 tot 16."})
    agree(lead)
    assert "Van 9 tot 16." in text_of(page_of())

    apply(admin, f"{HOURS}edit/", {"nl": ""})
    agree(lead)
    assert 'class="reach"' not in page_of().content.decode()


def test_nobody_approves_the_own_text(lead, page_of):
    apply(lead, f"{HOURS}edit/", {"nl": "Van 9 tot 16."})
    assert "/approve/" not in lead.get(HOURS).content.decode()
    waiting = ClauseVersion.objects.latest("pk").pk
    answer = lead.post(f"{HOURS}approve/", {"waiting": str(waiting)}, follow=True)
    assert "Somebody else than the writer must approve this text." in text_of(answer)
    assert "Van 9 tot 16." not in text_of(page_of())


def test_what_was_changed_since_it_was_read_is_read_again(admin, lead, page_of):
    apply(admin, f"{HOURS}edit/", {"nl": "Van 9 tot 16."})
    read = ClauseVersion.objects.latest("pk").pk
    apply(admin, f"{HOURS}edit/", {"nl": "Van 0 tot 24."})
    answer = lead.post(f"{HOURS}approve/", {"waiting": str(read)}, follow=True)
    assert "It was changed since you read it." in text_of(answer)
    assert "Van" not in text_of(page_of()).split("Toegankelijkheid")[-1]


def test_a_version_of_another_text_is_not_approved_by_this_address(admin, lead):
    version = actions.write_clause(
        code="hello", title="x", language="nl", text="Dag!", by=make.SYSTEM, at=make.MONDAY
    )
    lead.post(f"{HOURS}approve/", {"waiting": str(version.pk)})
    assert queries.clauses_set_up(code="hello")[0].waiting


def test_dutch_is_needed_and_the_same_is_no_change(admin):
    page = admin.post(f"{HOURS}edit/", {"fr": "Toujours.", "step": "look"})
    assert "Write it in Dutch too" in text_of(page)
    assert "Nothing changes." in text_of(admin.post(f"{HOURS}edit/", {"nl": "", "step": "look"}))
    long = admin.post(f"{HOURS}edit/", {"nl": "x" * 2001, "step": "look"})
    assert "at most 2000 characters" in text_of(long)


@pytest.mark.parametrize("address", ["hello/", "hello/edit/", "nothing/", "hello/approve/"])
def test_only_places_of_the_website_are_there(lead, address):
    assert lead.get(f"/setup/site/{address}").status_code == 404


def test_they_are_not_offered_for_messages(admin):
    apply(admin, f"{HOURS}edit/", {"nl": "Van 9 tot 16."})
    page = admin.get("/setup/templates/greeting/edit/").content.decode()
    assert 'value="site-hours"' not in page


@pytest.mark.parametrize("role", [Role.AGENT, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_them(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    for address in ("", "site-hours/", "site-hours/edit/", "site-hours/approve/"):
        assert browser.get(f"/setup/site/{address}").status_code == 403


def test_the_pages_ask_the_database_little(admin, lead, page_of, django_assert_max_num_queries):
    for number in range(4):
        apply(admin, f"{HOURS}edit/", {"nl": f"Van {number} tot 16.", "fr": f"De {number} à 16."})
        agree(lead)
    for address in ("/setup/site/", HOURS, f"{HOURS}edit/"):
        _words, statements = asked(admin, address)
        assert len(statements) <= 12, (address, statements)
    with django_assert_max_num_queries(4):
        page_of("/privacy/")
