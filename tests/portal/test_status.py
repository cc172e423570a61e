"""The status page: what it says of a question, and what its owner can do there."""

from datetime import date

import pytest

from debiet.cases import actions
from debiet.cases.models import Case, Interaction
from debiet.core.models import AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message
from debiet.portal.limits import ADDITIONS, VERDICTS
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.sla import EntryKind, PauseReason
from debiet.terms import queries as terms
from debiet.terms.models import ClockEntry
from tests import make
from tests.portal.conftest import words

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def shown(owner, opened):
    return words(owner.get(f"/status/{opened.number}/", headers=ENGLISH))


def answer(opened, employee, clock, text="Uw factuur klopt.", **options):
    version = Case.objects.get(pk=opened.case_id).version
    actions.answer_case(
        case_id=opened.case_id,
        text=text,
        seen_version=version,
        by=employee.actor,
        at=clock.now(),
        **options,
    )
    clock.forward(minutes=10)


def send(owner, opened, what, **facts):
    address = f"/status/{opened.number}/{what}/"
    return owner.post(address, facts, headers=ENGLISH, follow=True)


def test_a_new_question_shows_its_words_and_its_term(owner, opened):
    text = shown(owner, opened)
    assert "We are looking into it" in text
    assert "You have our answer no later than Monday 16 March 2026" in text
    assert "Waarom is mijn factuur zo hoog?" in text
    assert "We confirmed that we have your question" in text
    assert "Is this solved?" not in text
    assert "Factuur (en)" in text


def test_the_acknowledgement_with_its_link_is_not_repeated(owner, opened):
    body = owner.get(f"/status/{opened.number}/").content.decode()
    assert opened.code not in body


def test_a_term_that_passed_is_admitted(owner, opened, clock):
    clock.forward(days=20)
    owner.get(f"/status/{opened.number}/{opened.code}/")
    text = shown(owner, opened)
    assert "We are late with our answer" in text
    assert "We wanted to answer no later than Monday 16 March 2026" in text


def test_a_term_is_kept_until_its_final_moment(owner, opened, clock):
    clock.moment = make.local("2026-03-17 00:00")
    owner.get(f"/status/{opened.number}/{opened.code}/")
    assert "You have our answer no later than Monday 16 March 2026" in shown(owner, opened)
    clock.forward(seconds=1)
    assert "We are late" in shown(owner, opened)


def test_a_term_that_nobody_can_tell_is_not_guessed(utility, client, clock):
    clock.moment = make.local("2027-12-30 10:00")
    opened = make.case(at=clock.now())
    client.get(f"/status/{opened.number}/{opened.code}/")
    assert "We answer as soon as we can." in shown(client, opened)
    assert terms.promised(reference=f"case:{opened.number}", language="nl")[1] is None


def test_a_waiting_question_says_so_and_keeps_its_day(owner, opened, employee, clock):
    actions.pause_case(
        case_id=opened.case_id,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=1,
        by=employee.actor,
        at=clock.now(),
    )
    text = shown(owner, opened)
    assert "We are waiting for something" in text
    assert "You have our answer no later than Monday 16 March 2026" in text


def test_an_answer_is_read_and_judged_on_the_page(owner, opened, employee, clock):
    answer(opened, employee, clock)
    text = shown(owner, opened)
    assert "We answered your question" in text
    assert "Uw factuur klopt." in text
    assert "Is this solved?" in text


def test_a_holding_reply_is_no_answer(owner, opened, employee, clock):
    answer(opened, employee, clock, "We kijken het na.", is_substantive=False, resolves=False)
    text = shown(owner, opened)
    assert "We are looking into it" in text
    assert "We kijken het na." in text
    assert "You have our answer no later than Monday 16 March 2026" in text
    assert "Is this solved?" not in text


def test_a_call_of_ours_is_shown_with_its_way(owner, opened, employee, clock):
    actions.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.OUT,
        text="Uitgelegd hoe de factuur in elkaar zit.",
        happened_at=make.local("2026-03-02 09:30"),
        resolves=True,
        by=employee.actor,
        at=clock.now(),
    )
    text = shown(owner, opened)
    assert "by phone · Monday 2 March 2026 at 09:30 Uitgelegd hoe de factuur" in text
    assert "Is this solved?" in text


def test_a_question_closed_without_an_answer_is_called_closed(owner, opened, employee, clock):
    actions.resolve_case(
        case_id=opened.case_id, topic_code=None, seen_version=1, by=employee.actor, at=clock.now()
    )
    text = shown(owner, opened)
    assert "Your question is closed" in text
    assert "Is this solved?" not in text


def test_yes_closes_a_question_that_is_still_open(owner, opened, employee, clock):
    answer(opened, employee, clock, resolves=False)
    assert "Your question is still open" in shown(owner, opened)

    text = words(send(owner, opened, "solved", solved="yes"))

    assert Case.objects.get().state == CaseState.RESOLVED
    assert "You told us that this is solved." in text
    assert "Is this solved?" not in text


def test_yes_to_a_closed_question_is_kept_and_thanked_for(owner, opened, employee, clock):
    answer(opened, employee, clock)

    text = words(send(owner, opened, "solved", solved="yes"))

    case = Case.objects.get()
    assert case.confirmed_at is not None
    assert case.state == CaseState.RESOLVED
    assert "Thank you" in text


def test_no_opens_the_question_again_and_can_be_taken_back(owner, opened, employee, clock):
    answer(opened, employee, clock)

    text = words(send(owner, opened, "solved", solved="no"))
    assert Case.objects.get().state == CaseState.OPEN
    assert "We look at it again" in text
    assert ClockEntry.objects.filter(kind=EntryKind.REOPENED).count() == 1
    send(owner, opened, "solved", solved="no")
    assert ClockEntry.objects.filter(kind=EntryKind.REOPENED).count() == 1

    text = words(send(owner, opened, "solved", solved="yes"))
    assert Case.objects.get().state == CaseState.RESOLVED
    assert "Thank you" in text


def test_a_new_answer_is_asked_about_anew(owner, opened, employee, clock):
    answer(opened, employee, clock)
    send(owner, opened, "solved", solved="no")
    answer(opened, employee, clock, "Nog eens nagekeken.")
    assert "Is this solved?" in shown(owner, opened)


def test_a_link_judges_nothing(owner, opened, employee, clock):
    answer(opened, employee, clock)
    before = (Case.objects.get().version, AuditEntry.objects.count())

    response = owner.get(f"/status/{opened.number}/solved/?solved=no")
    owner.get(f"/status/{opened.number}/add/?text=Woorden")

    assert response.headers["Location"] == f"/status/{opened.number}/"
    assert (Case.objects.get().version, AuditEntry.objects.count()) == before


def test_what_is_neither_yes_nor_no_changes_nothing(owner, opened, employee, clock):
    answer(opened, employee, clock)
    version = Case.objects.get().version
    send(owner, opened, "solved", solved="maybe")
    send(owner, opened, "solved")
    assert Case.objects.get().version == version


def test_nobody_judges_an_answer_that_is_not_there(owner, opened):
    response = send(owner, opened, "solved", solved="yes")
    assert Case.objects.get().state == CaseState.OPEN
    assert "We did not find this." in words(response)


def test_changing_ones_mind_comes_to_an_end(owner, opened, employee, clock):
    answer(opened, employee, clock)
    for serial in range(VERDICTS):
        send(owner, opened, "solved", solved="yes" if serial % 2 else "no")
    version = Case.objects.get().version

    response = send(owner, opened, "solved", solved="no")

    assert "call us" in words(response)
    assert Case.objects.get().version == version


def test_words_can_be_added_and_are_shown(owner, opened, clock):
    clock.forward(minutes=1)
    text = words(send(owner, opened, "add", text="Mijn meter staat op 482."))
    assert "We have what you added." in text
    assert "Mijn meter staat op 482." in text
    assert Interaction.objects.filter(direction=Direction.IN).count() == 2


def test_words_open_a_closed_question_again_with_a_term(owner, opened, employee, clock):
    answer(opened, employee, clock)
    assert "Your question then opens again." in shown(owner, opened)

    text = words(send(owner, opened, "add", text="Maar ik betaalde al."))

    assert Case.objects.get().state == CaseState.OPEN
    assert "Your question is still open" in text
    assert "You have our answer no later than Tuesday 3 March 2026" in text
    assert "Is this solved?" not in text


def test_words_sent_twice_are_added_once(owner, opened):
    send(owner, opened, "add", text="Dubbel")
    send(owner, opened, "add", text="Dubbel")
    assert Interaction.objects.filter(text="Dubbel").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [(" \r\n", "Write what you want to add."), ("a" * 10_001, "we can take 10000")],
)
def test_a_mistake_in_what_is_added_is_said_and_loses_nothing(owner, opened, typed, said):
    response = send(owner, opened, "add", text=typed)
    body = response.content.decode()
    assert said in words(response)
    assert '<a href="#id_text">' in body
    assert typed.strip() in body
    assert "Waarom is mijn factuur zo hoog?" in body
    assert Interaction.objects.filter(direction=Direction.IN).count() == 1


def test_adding_comes_to_an_end_and_loses_nothing(owner, opened, clock):
    for serial in range(ADDITIONS):
        send(owner, opened, "add", text=f"Nummer {serial}")
    response = send(owner, opened, "add", text="Nog eentje")

    assert response.status_code == 429
    assert "call us" in words(response)
    assert "Nog eentje" in response.content.decode()
    assert not Interaction.objects.filter(text="Nog eentje").exists()


def test_words_are_shown_as_text_never_as_markup(owner, opened):
    body = send(owner, opened, "add", text="<script>alert(1)</script>").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script>alert" not in body


def test_a_letter_is_followed_from_the_printer_to_the_post_and_back(owner, opened, employee, clock):
    Case.objects.filter(pk=opened.case_id).update(contact_address="Kouterbaan 18\n9230 Wetteren")
    answer(opened, employee, clock)
    for purpose in ("acknowledgement", "answer"):
        correspondence.note_bounced(
            message_id=Message.objects.get(purpose=purpose).pk,
            reason="5.1.1",
            by=make.SYSTEM,
            at=clock.now(),
        )
        failed = Message.objects.get(purpose=purpose).pk
        actions.note_failed_message(message_id=failed, by=make.SYSTEM, at=clock.now())
    letters = list(Message.objects.filter(carrier=Carrier.POST))
    for letter in letters:
        correspondence.deliver(message_id=letter.pk, by=make.SYSTEM, at=clock.now())

    text = shown(owner, opened)
    assert text.count("· did not reach you") == 2
    assert text.count("· is being printed") == 2
    assert "We confirmed that we have your question" in text

    batch_id = correspondence.make_print_batch(
        compartment="ordinary", by=make.SYSTEM, at=clock.now()
    )
    clock.forward(days=2)
    owner.get(f"/status/{opened.number}/{opened.code}/")
    correspondence.confirm_posted(
        batch_id=batch_id, posted_on=date(2026, 3, 3), by=make.SYSTEM, at=clock.now()
    )
    assert shown(owner, opened).count("posted on Tuesday 3 March 2026") == 2

    correspondence.note_bounced(
        message_id=letters[-1].pk, reason="returned:moved", by=make.SYSTEM, at=clock.now()
    )
    assert "posted on" in shown(owner, opened)
    assert shown(owner, opened).count("did not reach you") == 3
