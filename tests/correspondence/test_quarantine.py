"""A held message goes on once an employee says what it is about."""

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import NotHeld
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.models import AccessEntry
from debiet.correspondence import actions
from debiet.correspondence.models import Message, RawMessage
from debiet.identity.models import User
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from tests import make

IMPORT = Actor.system("mail.import")
LATER = make.local("2026-03-05 10:00")


def hold(content, *, carrier=Carrier.EMAIL, compartment=Compartment.ORDINARY):
    taken = actions.take_in(
        carrier=carrier,
        source="import-mail",
        content=content,
        received_at=make.MONDAY,
        compartment=compartment,
        by=IMPORT,
        at=make.MONDAY,
    )
    outcome = cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=make.MONDAY)
    assert outcome.outcome == "quarantined"
    return taken.raw_message_id


def release(raw_message_id, by):
    return cases.open_from_quarantine(
        raw_message_id=raw_message_id, topic_code="invoice", by=by, at=LATER
    )


@pytest.mark.django_db
def test_a_message_without_a_sender_becomes_a_case_as_of_when_it_came():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: Lek\n\nEr is een lek in de straat.\n")

    outcome = release(raw_message_id, agent.actor)

    case = Case.objects.get(pk=outcome.case_id)
    assert (case.opened_at, case.subject) == (make.MONDAY, "Lek")
    assert Interaction.objects.get(case=case).text == "Er is een lek in de straat."
    assert not Message.objects.exists()
    raw = RawMessage.objects.get(pk=raw_message_id)
    assert (raw.state, raw.about) == ("taken", f"case:{case.number}")
    assert raw.reason == "released:no-sender"


@pytest.mark.django_db
def test_a_form_whose_topic_was_gone_keeps_its_sender_and_is_acknowledged():
    agent = make.employee(make.utility())
    question = cases.Question(
        key="k", topic_code="gone", text="Waarom?", name="Ann", email="ann@example.be"
    )
    cases.ask_question(question=question, by=Actor.visitor(), at=make.MONDAY)
    raw = RawMessage.objects.get()

    outcome = release(raw.pk, agent.actor)

    case = Case.objects.get(pk=outcome.case_id)
    assert (case.contact_name, case.contact_email) == ("Ann", "ann@example.be")
    assert Message.objects.get().recipient_address == "ann@example.be"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00\xfe", b"[1, 2]", b'{"text": 5}', b'{"text": "x"', b"null"]
)
def test_a_form_that_is_no_form_can_be_read_and_released_all_the_same(content):
    agent = make.employee(make.utility())
    raw_message_id = hold(content, carrier=Carrier.WEB_FORM)
    assert queries.held_message(raw_message_id, viewer=agent.actor).size == len(content)

    assert release(raw_message_id, agent.actor).outcome == "opened"


@pytest.mark.django_db
def test_a_newsletter_that_is_released_is_not_answered_by_itself():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"From: news@example.be\nList-Id: <x.example.be>\n\nNieuws.\n")

    release(raw_message_id, agent.actor)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_second_colleague_is_told_that_it_was_taken_up():
    utility = make.utility()
    first, second = make.employee(utility), make.employee(utility)
    raw_message_id = hold(b"Subject: Lek\n\nLek\n")
    release(raw_message_id, first.actor)

    with pytest.raises(NotHeld):
        release(raw_message_id, second.actor)
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_what_stands_behind_a_wall_is_neither_read_nor_released_from_outside():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: x\n\nGeheim\n", compartment=Compartment.OMBUDS)

    assert queries.held_message(raw_message_id, viewer=agent.actor) is None
    with pytest.raises(NotFound):
        release(raw_message_id, agent.actor)


@pytest.mark.django_db
def test_the_desk_shows_its_words_writes_the_look_down_and_opens_the_case(
    client, on_site, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    agent = make.employee(make.utility(), role=Role.AGENT)
    raw_message_id = hold(b"Subject: Lek\n\nEr is een <b>lek</b>.\n")
    on_site("desk")
    client.force_login(User.objects.get(pk=agent.user_id))

    page = client.get(f"/quarantine/{raw_message_id}/").content.decode()
    assert "Er is een &lt;b&gt;lek&lt;/b&gt;." in page
    look = AccessEntry.objects.get()
    assert (look.subject, look.purpose) == (f"raw:{raw_message_id}", "quarantine")
    assert "topic_code" in page

    response = client.post(f"/quarantine/{raw_message_id}/", {"topic_code": "invoice"})

    assert response.headers["Location"] == f"/cases/{Case.objects.get().number}/"
    assert client.get(f"/quarantine/{raw_message_id}/").status_code == 404
