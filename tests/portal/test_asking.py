"""Asking a question on the website: what is taken in, what is refused, and what comes after."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.correspondence.models import Message, RawMessage
from debiet.portal.forms import WORDS_LIMIT, topic_groups
from debiet.portal.limits import QUESTIONS
from debiet.rules.cases import Carrier
from tests import make
from tests.portal.conftest import QUESTION, words

pytestmark = pytest.mark.django_db


def ask(client, language="en", **changes):
    return client.post(
        "/question/", {**QUESTION, **changes}, headers={"accept-language": language}, follow=True
    )


@pytest.mark.parametrize(
    ("language", "title", "term"),
    [
        ("nl", "We hebben je vraag", "uiterlijk op maandag 16 maart 2026"),
        ("fr", "Nous avons votre question", "au plus tard le lundi 16 mars 2026"),
        ("en", "We have your question", "no later than Monday 16 March 2026"),
    ],
)
def test_a_question_gets_number_code_term_and_copy(utility, client, language, title, term):
    response = ask(client, language)

    case = Case.objects.get()
    assert response.redirect_chain == [(f"/question/{case.number}/", 302)]
    text = words(response)
    assert title in text
    assert term in text
    assert case.number in text
    assert "Ik woon alleen." in text
    for told in ("Ann De Smet", "ann@example.be", "0470 12 34 56", "100200300"):
        assert told in text
    assert case.language == language
    assert case.carrier == Carrier.WEB_FORM
    assert Message.objects.get().recipient_address == "ann@example.be"


def test_the_code_on_the_confirmation_opens_the_question_elsewhere(utility, client):
    response = ask(client)
    number, code = response.context["case"].number, response.context["code"]
    assert code in words(response)

    elsewhere = Client().post("/status/", {"number": number, "code": code.lower()}, follow=True)

    assert elsewhere.redirect_chain == [(f"/status/{number}/", 302)]


def test_who_just_asked_sees_the_status_without_a_code(utility, client):
    number = ask(client).context["case"].number
    assert client.get(f"/status/{number}/").status_code == 200


def test_the_copy_with_address_and_phone_is_only_for_the_browser_that_asked(utility, client):
    response = ask(client)
    number, code = response.context["case"].number, response.context["code"]
    elsewhere = Client()
    elsewhere.post("/status/", {"number": number, "code": code})

    assert elsewhere.get(f"/question/{number}/").status_code == 404
    assert "0470 12 34 56" not in words(elsewhere.get(f"/status/{number}/"))


def test_the_form_says_within_which_term_we_answer(utility, client):
    text = words(client.get("/question/", headers={"accept-language": "fr"}))
    assert "Nous répondons dans les 10 jours ouvrables." in text


def test_the_form_works_for_a_browser_without_scripts_and_only_with_its_token(utility):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/question/", QUESTION).status_code == 403
    page = strict.get("/question/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    response = strict.post("/question/", {**QUESTION, "csrfmiddlewaretoken": token})

    assert response.status_code == 302
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words_of_error"),
    [
        ({"topic": ""}, "topic", "Choose what your question is about."),
        ({"topic": "mail"}, "topic", "Choose what your question is about from the list."),
        ({"text": " \r\n "}, "text", "Write your question."),
        ({"text": "a" * 10_001}, "text", "This is 10001 characters, and we can take 10000."),
        ({"name": ""}, "name", "Fill in your name."),
        ({"name": "a" * 161}, "name", "160"),
        ({"email": ""}, "email", "Fill in your e-mail address."),
        ({"email": "ann@example"}, "email", "Fill in a whole e-mail address"),
        ({"email": "ann@example.be\nBcc: b@example.be"}, "email", "Fill in a whole e-mail address"),
        ({"phone": "call me"}, "phone", "Fill in a whole phone number"),
        ({"phone": "123"}, "phone", "Fill in a whole phone number"),
        ({"phone": "+" + "1" * 16}, "phone", "Fill in a whole phone number"),
        ({"account_number": "1" * 41}, "account_number", "40"),
    ],
)
def test_a_mistake_is_said_on_top_and_beside_its_field(
    utility, client, changes, field, words_of_error
):
    response = ask(client, **changes)

    body = response.content.decode()
    assert response.context["form"].errors.keys() == {field}
    assert words_of_error in response.context["form"].errors[field][0]
    assert f'<a href="#id_{field}">' in body
    assert f'id="id_{field}_error"' in body
    assert "<title>Mistake:" in body
    assert Case.objects.count() == RawMessage.objects.count() == 0


def test_a_mistake_loses_nothing_that_was_typed(utility, client):
    response = ask(client, email="", text="Woorden <b>die</b> blijven")

    body = response.content.decode()
    assert "Woorden &lt;b&gt;die&lt;/b&gt; blijven" in body
    for typed in (QUESTION["key"], QUESTION["name"], QUESTION["phone"]):
        assert f'value="{typed}"' in body
    assert '<option value="invoice" selected>' in body


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_each_mistake_is_said_in_the_language_of_the_page(utility, client, language):
    english = ask(client, "en", topic="", text="", name="", email="", phone="x").context["form"]
    said = {name: list(errors) for name, errors in english.errors.items()}
    other = ask(client, language, topic="", text="", name="", email="", phone="x").context["form"]

    assert other.errors.keys() == said.keys()
    assert all(other.errors[name] != said[name] for name in said)


def test_the_limit_counts_a_line_end_as_one_character_and_the_browser_cuts_nothing(utility, client):
    lines = "\r\n".join(["a" * 99] * 100)
    assert len(lines.replace("\r\n", "\n")) == WORDS_LIMIT - 1

    ask(client, text=lines)

    assert Interaction.objects.filter(direction="in").get().text == lines.replace("\r\n", "\n")
    assert "maxlength" not in str(client.get("/question/").context["form"]["text"])


def test_a_key_that_is_not_ours_is_replaced(utility, client):
    ask(client, key="short")
    ask(client, key="short")
    assert Case.objects.count() == 2


def test_each_showing_of_the_form_has_a_key_of_its_own(utility, client):
    keys = {client.get("/question/").context["form"]["key"].value() for _ in range(2)}
    assert len(keys) == 2


def test_the_same_form_sent_again_later_leads_to_the_same_question(utility, client, clock):
    first = ask(client)
    clock.forward(minutes=5)
    second = ask(Client())

    assert first.redirect_chain == second.redirect_chain
    assert Case.objects.count() == Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_three_times_at_once_is_one_question(clock):
    make.utility()
    together = Barrier(3)

    def send(_):
        client = Client()
        client.get("/question/")
        together.wait(timeout=10)
        try:
            return client.post("/question/", QUESTION).headers["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        addresses = set(pool.map(send, range(3)))

    case = Case.objects.get()
    assert addresses == {f"/question/{case.number}/"}
    assert RawMessage.objects.count() == Message.objects.count() == 1


def test_too_many_questions_of_one_address_are_told_to_call_and_lose_nothing(
    utility, client, clock
):
    for serial in range(QUESTIONS):
        ask(client, key=f"a-key-of-one-form-{serial:04d}")
    response = ask(client, key="a-key-of-one-form-9999", text="Nog een vraag")

    assert response.status_code == 429
    assert "call us" in words(response)
    assert "Nog een vraag" in response.content.decode()
    assert Case.objects.count() == QUESTIONS
    assert ask(client, "en", email="").status_code == 200, "a mistake is no question"

    clock.forward(hours=1)
    again = ask(client, key="a-key-of-one-form-9999", text="Nog een vraag")
    assert again.status_code == 200
    assert Case.objects.count() == QUESTIONS + 1


def test_what_cannot_become_a_case_is_kept_and_said_so(utility, client):
    # No team handles this topic: a mistake in setting up, which no visitor should pay for.
    cases.save_topic(
        code="nobody", labels={"nl": "Niemand"}, position=9, by=make.SYSTEM, at=make.MONDAY
    )
    response = ask(client, "nl", topic="nobody")

    text = words(response)
    assert "We bewaren je vraag" in text
    assert "een medewerker bekijkt ze" in text
    assert "Ik woon alleen." in text
    assert response.headers["Cache-Control"].count("no-store") == 1
    assert RawMessage.objects.get().state == "quarantined"
    assert ask(client, "nl", topic="nobody").status_code == 200
    assert RawMessage.objects.count() == 1


def test_topics_under_others_come_in_groups_with_a_way_out_at_the_end(utility):
    def topic(code, label, parent=None, position=0):
        cases.save_topic(
            code=code,
            labels={"nl": label},
            parent_code=parent,
            team_id=utility.team.pk,
            position=position,
            by=make.SYSTEM,
            at=make.MONDAY,
        )

    topic("supply", "Water", position=5)
    topic("leak", "Lek", "supply", 1)
    topic("hidden-leak", "Verborgen", "leak", 1)
    topic("moving", "Verhuizen", position=6)

    groups = {str(name): of for name, of in topic_groups()}
    assert groups["invoice"] == "Factuur"
    assert groups["moving"] == "Verhuizen"
    assert [(code, str(label)) for code, label in groups["Water"]] == [
        ("leak", "Lek"),
        ("hidden-leak", "\N{EN DASH} Verborgen"),
        ("supply", "Water: iets anders"),
    ]
