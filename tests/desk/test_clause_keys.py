"""Texts that an employee puts into an answer by typing a key, or picking from the list."""

import pytest

from debiet.cases.models import Interaction
from debiet.clauses import actions as clauses
from debiet.clauses.actions import KeyTaken
from debiet.clauses.models import ClauseVersion
from debiet.core.errors import NotFound
from tests import make
from tests.desk.reading import answer, hidden, part, text_of

pytestmark = pytest.mark.django_db


def write(code, language, text, *, key=None, approve=True):
    version = clauses.write_clause(
        code=code, title=code.title(), language=language, text=text, by=make.SYSTEM, at=make.MONDAY
    )
    if approve:
        clauses.approve_clause(
            version_id=version.pk, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
        )
    if key is not None:
        clauses.set_clause_key(code=code, key=key, by=make.SYSTEM, at=make.MONDAY)
    return version


@pytest.fixture
def opened(utility):
    write("our-term", "nl", "Voor {number}: binnen 10 dagen.", key="term")
    write("our-term", "fr", "Pour {number} : dans les 10 jours.")
    write("draft", "nl", "Nog niet goedgekeurd.", key="draft", approve=False)
    return make.case()


def composed(browser, opened, step, **fields):
    page = browser.get(f"/cases/{opened.number}/")
    sent = hidden(page, "answer") | {"text": ""} | fields
    response = browser.post(f"/cases/{opened.number}/answer/{step}/", sent)
    return part(response, '<textarea name="text"', "</textarea>").split(">", 1)[1].strip(), response


@pytest.mark.parametrize("step", ["template", "preview"])
def test_a_typed_key_becomes_its_text_in_the_customers_language(browser_of_agent, opened, step):
    text, _page = composed(browser_of_agent, opened, step, text="Beste,\n\n/term\n\nen/of")
    assert text == f"Beste,\n\nVoor {opened.number}: binnen 10 dagen.\n\nen/of"

    french = make.case(language="fr", is_language_chosen=True)
    text, _page = composed(browser_of_agent, french, step, text="/term")
    assert text == f"Pour {french.number} : dans les 10 jours."


def test_a_text_picked_from_the_list_follows_on_what_was_typed(browser_of_agent, opened):
    page = browser_of_agent.get(f"/cases/{opened.number}/").content.decode()
    assert '<option value="term">/term Our-Term</option>' in page
    assert "/draft" not in page

    text, shown = composed(browser_of_agent, opened, "template", text="Beste,", key="term")

    assert text == f"Beste,\n\nVoor {opened.number}: binnen 10 dagen."
    assert "Put in: Our-Term. Read it before you send it." in text_of(shown)


def test_a_text_that_nobody_approved_is_not_put_in(browser_of_agent, opened):
    text, _page = composed(browser_of_agent, opened, "preview", text="/draft")
    assert text == "/draft"


def test_what_is_missing_in_a_language_is_taken_in_dutch_and_said(browser_of_agent, opened):
    english = make.case(language="en", is_language_chosen=True)
    text, shown = composed(browser_of_agent, english, "preview", text="/term")
    assert text.startswith("Voor ")
    assert "Not complete in English: Our-Term" in text_of(shown)


def test_nobody_sends_a_text_that_it_has_not_read(browser_of_agent, opened):
    shown = answer(browser_of_agent, opened.number, "/term")

    assert shown.status_code == 200
    assert f"Voor {opened.number}: binnen 10 dagen." in text_of(shown)
    assert not Interaction.objects.filter(direction="out", is_automatic=False).exists()
    fields = hidden(shown, "answer") | {
        "text": f"Voor {opened.number}: binnen 10 dagen.",
        "is_substantive": "on",
    }
    browser_of_agent.post(f"/cases/{opened.number}/answer/", fields)

    said = Interaction.objects.get(direction="out", is_automatic=False)
    version = ClauseVersion.objects.get(clause__code="our-term", language="nl")
    assert version.pk in said.clauses


def test_what_is_no_key_is_sent_as_it_is(browser_of_agent, opened):
    answer(browser_of_agent, opened.number, "Zie /nothing of https://water.example/term")

    assert Interaction.objects.get(direction="out", is_automatic=False).text.startswith("Zie /no")


def test_a_key_is_of_one_text(utility, opened):
    with pytest.raises(KeyTaken):
        clauses.set_clause_key(code="draft", key="term", by=make.SYSTEM, at=make.MONDAY)
    with pytest.raises(NotFound):
        clauses.set_clause_key(code="nothing", key="x", by=make.SYSTEM, at=make.MONDAY)
    clauses.set_clause_key(code="draft", key="", by=make.SYSTEM, at=make.MONDAY)
    write("other", "nl", "x", key="draft")
