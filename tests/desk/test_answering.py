"""Answering: templates, preview, sending, and what came in while somebody was writing."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.clauses import actions as clauses
from debiet.core.actor import Actor
from debiet.correspondence.models import Message
from debiet.rules.cases import CaseState
from tests import make
from tests.desk.reading import answer, hidden, part, text_of

HOUR = timedelta(hours=1)


def answers_to(opened) -> list[str]:
    """Return the texts of the answers a case has."""
    rows = Interaction.objects.filter(case_id=opened.case_id, direction="out", is_automatic=False)
    return list(rows.order_by("id").values_list("text", flat=True))


def write_back(opened, text: str, clock) -> None:
    """Let the customer add something on the status page."""
    cases.add_words(
        case_id=opened.case_id, text=text, by=Actor.visitor(opened.case_id), at=clock.moment
    )


def test_an_answer_leaves_and_closes_the_case(browser_of_agent):
    opened = make.case()
    sent = answer(browser_of_agent, opened.number, "Het bedrag is aangepast.")
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/cases/{opened.number}/?list=mine"
    assert answers_to(opened) == ["Het bedrag is aangepast."]
    assert Case.objects.get(pk=opened.case_id).state == CaseState.RESOLVED
    page = browser_of_agent.get(sent.headers["Location"])
    assert "The answer is on its way and the case is closed." in text_of(page)


def test_a_holding_reply_closes_nothing_and_keeps_the_guarantee_running(browser_of_agent):
    opened = make.case()
    answer(browser_of_agent, opened.number, "We zoeken het uit.", is_substantive="", resolves="")
    assert Case.objects.get(pk=opened.case_id).state == CaseState.OPEN
    contact = Interaction.objects.get(case_id=opened.case_id, is_automatic=False, direction="out")
    assert not contact.is_substantive


def test_the_topic_at_the_close_is_kept_as_a_row_of_its_own(browser_of_agent):
    opened = make.case()
    answer(browser_of_agent, opened.number, "Klaar.", topic_code="mail")
    shown = part(browser_of_agent.get(f"/cases/{opened.number}/"), "<h2>This case</h2>", "</dl>")
    assert "E-mail (en)" in shown.split("when it was closed")[1]


def test_an_empty_answer_is_shown_beside_its_field_and_nothing_leaves(browser_of_agent):
    opened = make.case()
    page = answer(browser_of_agent, opened.number, "  ")
    assert page.status_code == 200
    assert "One thing is not right yet" in text_of(page)
    assert 'href="#answer-text"' in page.content.decode()
    assert answers_to(opened) == []


def test_a_template_begins_the_answer_in_the_customers_language(browser_of_agent):
    opened = make.case(language="fr")
    page = browser_of_agent.get(f"/cases/{opened.number}/", {"template": "greeting"})
    assert part(page, 'id="answer-text"', "</textarea>").endswith("[fr] Beste Ann De Smet,")
    sent = hidden(page, "answer") | {"text": "[fr] Beste Ann De Smet,\n\nVoilà.", "resolves": "on"}
    browser_of_agent.post(f"/cases/{opened.number}/answer/", sent)
    contact = Interaction.objects.get(case_id=opened.case_id, is_automatic=False, direction="out")
    assert len(contact.clauses) == 3  # the greeting, the closing and how we did


def test_a_template_follows_on_what_was_typed(browser_of_agent):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Eerst dit.", "template": "greeting"}
    page = browser_of_agent.post(f"/cases/{opened.number}/answer/template/", typed)
    assert "Eerst dit.\n\n[nl] Beste Ann De Smet," in page.content.decode()
    assert answers_to(opened) == []


def test_a_template_says_how_its_answer_counts(browser_of_agent):
    opened = make.case()
    clauses.save_template(
        code="holding",
        title="Holding",
        clause_codes=["hello"],
        is_for_answers=True,
        is_substantive=False,
        resolves=False,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    page = browser_of_agent.get(f"/cases/{opened.number}/", {"template": "holding"})
    form = part(page, 'id="composer"', "</form>")
    assert "checked" not in form


def test_a_template_without_a_text_in_that_language_says_so(browser_of_agent):
    opened = make.case(language="fr")
    version = clauses.write_clause(
        code="only-dutch",
        title="Dutch",
        language="nl",
        text="Alleen Nederlands",
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    clauses.approve_clause(
        version_id=version.pk, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
    )
    clauses.save_template(
        code="dutch",
        title="Dutch",
        clause_codes=["only-dutch"],
        is_for_answers=True,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    page = browser_of_agent.get(f"/cases/{opened.number}/", {"template": "dutch"})
    assert "Not complete in French: only-dutch." in text_of(page)


def test_the_preview_is_the_letter_in_the_customers_language_and_sends_nothing(browser_of_agent):
    opened = make.case(language="fr")
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Nous avons corrigé la facture.", "resolves": "on"}
    page = browser_of_agent.post(f"/cases/{opened.number}/answer/preview/", typed)
    paper = part(page, '<section class="paper" lang="fr"', "</section>")
    assert opened.number in paper
    assert "Nous avons corrigé la facture." in paper
    assert "[fr] Niet tevreden?" in paper
    assert 'id="answer-text"' in page.content.decode()
    assert answers_to(opened) == []
    assert not Message.objects.filter(purpose="answer").exists()


def test_what_is_previewed_is_what_leaves(browser_of_agent):
    opened = make.case(language="fr")
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "C'est corrigé.", "resolves": "on"}
    page = browser_of_agent.post(f"/cases/{opened.number}/answer/preview/", typed)
    paper = text_of_piece(part(page, '<section class="paper"', "</section>"))
    browser_of_agent.post(f"/cases/{opened.number}/answer/", typed)
    message = Message.objects.get(purpose="answer")
    assert " ".join(message.text.split()) in paper
    assert message.subject in paper


def text_of_piece(source: str) -> str:
    """Return the words of a piece of a page."""

    class Piece:
        content = f"<section {source}".encode()

    return text_of(Piece)


def test_a_preview_for_a_script_is_the_composer_alone(browser_of_agent):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Klaar."}
    piece = browser_of_agent.post(
        f"/cases/{opened.number}/answer/preview/", typed, headers={"hx-request": "true"}
    ).content.decode()
    assert piece.startswith('<div id="composer">')
    assert "<html" not in piece


def test_what_came_in_meanwhile_is_shown_and_the_typed_answer_kept(browser_of_agent, clock):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Mijn antwoord", "resolves": "on"}
    clock.at(make.MONDAY + HOUR)
    write_back(opened, "Wacht, er is nog iets.", clock)

    page = browser_of_agent.post(f"/cases/{opened.number}/answer/", typed)
    assert page.status_code == 409
    fresh = part(page, "What came in while you were writing", "</section>")
    assert "Wacht, er is nog iets." in fresh
    assert "Waarom is mijn factuur" not in fresh
    assert part(page, 'id="answer-text"', "</textarea>").endswith("Mijn antwoord")
    assert 'class="message new"' in page.content.decode()
    assert answers_to(opened) == []

    anyway = hidden(page, "answer") | {"text": "Mijn antwoord", "resolves": "on"}
    assert "Send anyway" in text_of(page)
    sent = browser_of_agent.post(f"/cases/{opened.number}/answer/", anyway)
    assert sent.status_code == 302
    assert answers_to(opened) == ["Mijn antwoord"]


def test_the_same_answer_sent_twice_leaves_once(browser_of_agent):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Eén keer", "resolves": "on"}
    browser_of_agent.post(f"/cases/{opened.number}/answer/", typed)
    second = browser_of_agent.post(f"/cases/{opened.number}/answer/", typed)
    assert second.status_code == 409
    assert answers_to(opened) == ["Eén keer"]


def test_a_preview_does_not_hide_what_came_in_meanwhile(browser_of_agent, clock):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Mijn antwoord", "resolves": "on"}
    write_back(opened, "Nog iets.", clock)
    page = browser_of_agent.post(
        f"/cases/{opened.number}/answer/preview/", typed, headers={"hx-request": "true"}
    )
    assert "Nog iets." in part(page, "What came in while you were writing", "</section>")


def test_a_note_that_came_meanwhile_stops_no_answer(browser_of_agent, agent):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    typed = hidden(page, "answer") | {"text": "Mijn antwoord", "resolves": "on"}
    cases.write_note(case_id=opened.case_id, text="Let op", by=agent.actor, at=make.MONDAY)
    assert browser_of_agent.post(f"/cases/{opened.number}/answer/", typed).status_code == 302


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "99999999999999999999"])
def test_an_answer_that_does_not_say_what_it_saw_is_not_sent(browser_of_agent, version):
    opened = make.case()
    page = answer(browser_of_agent, opened.number, "Mijn antwoord", seen_version=version)
    assert page.status_code == 409
    assert answers_to(opened) == []


def test_clauses_cannot_be_named_by_hand(browser_of_agent):
    opened = make.case()
    answer(browser_of_agent, opened.number, "Mijn antwoord", clauses="[1,2,3]:x")
    contact = Interaction.objects.get(case_id=opened.case_id, is_automatic=False, direction="out")
    assert len(contact.clauses) == 2  # the closing and how we did, which are always there


def test_an_answer_to_a_case_behind_a_wall_is_not_found_and_changes_nothing(browser_of_agent):
    opened = make.case(topic_code="ombuds")
    before = Case.objects.values().get(pk=opened.case_id)
    for step in ("answer", "answer/preview", "answer/template", "note", "take", "close", "wait"):
        found = browser_of_agent.post(
            f"/cases/{opened.number}/{step}/",
            {
                "seen_version": "1",
                "text": "x",
                "topic_code": "invoice",
                "reason": "waiting_for_customer",
            },
        )
        assert found.status_code == 404, step
    assert Case.objects.values().get(pk=opened.case_id) == before


def test_the_address_of_a_step_leads_back_to_the_case(browser_of_agent):
    opened = make.case()
    for step in ("answer", "answer/preview", "answer/template", "note", "take", "give", "close"):
        found = browser_of_agent.get(f"/cases/{opened.number}/{step}/")
        assert found.headers["Location"] == f"/cases/{opened.number}/"
