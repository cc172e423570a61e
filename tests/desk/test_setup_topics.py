"""Setting up topics: what hangs on one shows before it is merged, retired or changed."""

import re

import pytest
from django.test import Client

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import TopicDraft
from debiet.cases.models import Case, Topic
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_people import apply, look, seal_of


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="Koen Lambrecht")


@pytest.fixture
def browser(admin, sign_in):
    return sign_in(admin)


@pytest.fixture
def advance(utility, admin):
    draft = TopicDraft({"nl": "Voorschot"}, team_id=utility.team.pk, position=9)
    cases.add_topic(code="advance", draft=draft, by=admin.actor, at=make.MONDAY)
    return "advance"


def values(utility, **changes):
    found = {
        "label_nl": "Voorschot",
        "label_fr": "",
        "label_en": "",
        "parent": "",
        "team": str(utility.team.pk),
        "is_public": "on",
        "position": "9",
    }
    return found | changes


def test_a_topic_is_made_and_the_form_offers_it(utility, browser, on_site):
    new = values(utility, code="boiler", label_nl="Boiler")
    shown = text_of(look(browser, "/setup/topics/new/", **new))
    assert "“-” becomes “Boiler”" in shown
    assert "Customers can choose it on the website." in shown
    assert not Topic.objects.filter(code="boiler").exists()
    assert "The topic is there." in text_of(apply(browser, "/setup/topics/new/", **new))
    taken = look(browser, "/setup/topics/new/", **new)
    assert "This code is taken" in text_of(taken)
    on_site("portal")
    assert "Boiler" in text_of(Client().get("/question/"))


def test_a_change_shows_what_differs_and_keeps_the_version_before(utility, browser, advance):
    make.case(topic_code=advance)
    path = f"/setup/topics/of/{advance}/edit/"
    changed = values(utility, label_nl="Tussentijdse factuur", label_fr="Acompte", team="")
    changed |= {"parent": "invoice"}
    shown = text_of(look(browser, path, **changed))
    assert "“Voorschot” becomes “Tussentijdse factuur”" in shown
    assert "“-” becomes “Acompte”" in shown
    assert "New questions go to: the team of the topic above" in shown
    assert "1 open case stays with the team that has it." in shown
    assert "Stands below: Factuur" in shown
    shown = text_of(apply(browser, path, **changed))
    assert "It holds from now on." in shown
    assert "Changed, Koen Lambrecht" in shown
    versions = queries.topic_page(advance).versions
    assert [one.labels["nl"] for one in versions] == ["Tussentijdse factuur", "Voorschot"]
    same = look(browser, path, **changed)
    assert "Nothing changes." in text_of(same)


def test_two_who_change_it_at_once_are_told(utility, browser, advance, admin):
    path = f"/setup/topics/of/{advance}/edit/"
    mine = values(utility, label_nl="Mijn")
    seal = seal_of(look(browser, path, **mine))
    apply(browser, path, **values(utility, label_nl="Hun"))
    shown = text_of(browser.post(path, mine | {"step": "apply", "seal": seal}))
    assert "Read this again" in shown
    assert "“Hun” becomes “Mijn”" in shown
    assert Topic.objects.get(code=advance).labels == {"nl": "Hun"}


def test_a_merge_shows_cases_form_and_mailboxes_then_is_done_and_undone(
    utility, browser, advance, on_site
):
    opened = make.case(topic_code=advance)
    make.mailbox(topic_code=advance)
    path = f"/setup/topics/of/{advance}/merge/"
    shown = text_of(look(browser, path, into="invoice"))
    assert "1 open case keeps this topic and its label." in shown
    assert "New questions are filed under “Factuur (en)”." in shown
    assert "The form on the website offers “Factuur (en)” in its place." in shown
    assert "klantendienst@water.example" in shown
    assert Topic.objects.get(code=advance).retired_at is None

    shown = text_of(apply(browser, path, into="invoice"))
    assert "Merged into “Factuur (en)” since" in shown
    assert "Merged into another, Koen Lambrecht" in shown
    on_site("portal")
    assert "Voorschot" not in text_of(Client().get("/question/"))
    on_site("desk")
    agent_page = queries.topic_label(advance)
    assert agent_page == "Voorschot"
    assert Case.objects.get(pk=opened.case_id).topic.code == advance

    back = browser.get(f"/setup/topics/of/{advance}/back/")
    assert "New questions can be filed under it again." in text_of(back)
    browser.post(f"/setup/topics/of/{advance}/back/", {"step": "apply", "seal": seal_of(back)})
    assert advance in {one.code for one in queries.topic_choices(public=True)}


def test_after_a_new_question_the_merge_stays(utility, browser, advance):
    apply(browser, f"/setup/topics/of/{advance}/merge/", into="invoice")
    make.case(topic_code=advance)
    shown = text_of(browser.get(f"/setup/topics/of/{advance}/back/"))
    assert "New questions came in since it was merged" in shown
    assert "Apply this" not in shown


def test_a_page_that_was_open_for_hours_is_still_sent(utility, browser, advance, on_site):
    on_site("portal")
    visitor = Client(headers={"accept-language": "nl"})
    page = visitor.get("/question/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    on_site("desk")
    apply(browser, f"/setup/topics/of/{advance}/merge/", into="invoice")
    on_site("portal")
    sent = {
        "key": key,
        "topic": advance,
        "text": "Waarom is mijn voorschot zo hoog?",
        "name": "Ann",
        "email": "ann@example.be",
    }
    assert visitor.post("/question/", sent).status_code == 302
    assert Case.objects.get().topic.code == "invoice"


def test_what_must_stay_says_why(utility, browser):
    page = browser.get("/setup/topics/of/mail/retire/")
    assert "It must stay." in text_of(page)
    assert "Apply this" not in text_of(page)


def test_a_retired_topic_stays_with_its_cases_on_their_page(
    utility, browser, advance, agent, sign_in
):
    opened = make.case(topic_code=advance)
    path = f"/setup/topics/of/{advance}/retire/"
    browser.post(path, {"step": "apply", "seal": seal_of(browser.get(path))})
    colleague = sign_in(agent)
    assert "Voorschot" in text_of(colleague.get(f"/cases/{opened.number}/"))
    offered = colleague.get(f"/cases/{opened.number}/details/").content.decode()
    assert '<option value="advance" selected' in offered
    other = make.case()
    offered = colleague.get(f"/cases/{other.number}/details/").content.decode()
    assert '"advance"' not in offered


@pytest.mark.parametrize("end", ["", "edit/", "merge/", "retire/", "back/"])
def test_a_topic_that_is_not_there_is_not_found(browser, end):
    assert browser.get(f"/setup/topics/of/nothing/{end}").status_code == 404
    assert browser.post(f"/setup/topics/of/nothing/{end}", {"step": "apply"}).status_code == 404


def test_others_change_no_topic(utility, sign_in, advance):
    browser = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    for end in ("", "edit/", "merge/", "retire/", "back/"):
        assert browser.get(f"/setup/topics/of/{advance}/{end}").status_code == 403


def test_another_parts_ids_in_the_form_lead_nowhere(utility, browser, advance):
    path = f"/setup/topics/of/{advance}/edit/"
    for wrong in ({"team": str(utility.ombuds_team.pk)}, {"team": "999999"}, {"parent": "nope"}):
        page = look(browser, path, **values(utility, **wrong))
        assert 'name="seal"' not in page.content.decode()
    page = look(browser, f"/setup/topics/of/{advance}/merge/", into="ombuds")
    assert "behind another wall" in text_of(page)
