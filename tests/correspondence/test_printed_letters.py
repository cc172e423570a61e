"""Letters after they went to the printer: late, come back, found again."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages

from debiet.core.errors import NotFound
from debiet.correspondence import actions, queries
from debiet.correspondence.models import Message
from debiet.files import contents
from debiet.rules.access import Compartment
from debiet.rules.delivery import DeliveryState
from tests import make
from tests.correspondence.printing import letter
from tests.correspondence.test_printing import LATER, MONDAY, confirm, made, take

pytestmark = pytest.mark.django_db


def test_a_batch_that_nobody_told_posted_for_days_is_late_and_stands_on_top(settings):
    letter()
    late = made()
    letter()
    posted = made(at=MONDAY)
    confirm(posted)

    def shown(at):
        found = queries.print_batches(viewer=make.SYSTEM, at=at, limit=9)
        return [(batch.number, batch.is_late) for batch in found]

    assert shown(MONDAY + timedelta(days=3)) == [(late.number, False), (posted.number, False)]
    assert shown(MONDAY + timedelta(days=4)) == [(late.number, True), (posted.number, False)]
    settings.PRINT_RETURN_WORKING_DAYS = 9
    assert shown(MONDAY + timedelta(days=4))[0] == (late.number, False)


def test_what_comes_back_before_it_was_told_posted_stays_come_back():
    message = letter()
    batch = made()
    actions.note_bounced(message_id=message.pk, reason="returned:moved", by=make.SYSTEM, at=LATER)

    confirm(batch)

    message.refresh_from_db()
    assert (message.state, message.dispatched_at) == (DeliveryState.BOUNCED, None)


def test_a_letter_that_came_back_marks_its_address_once():
    message = letter()
    made()
    lines = "\n".join(message.postal_lines)
    values = {"message_id": message.pk, "reason": "returned:moved", "by": make.SYSTEM, "at": LATER}

    assert [actions.note_bounced(**values), actions.note_bounced(**values)] == [True, False]
    assert queries.unreachable(message.carrier, [lines]) == {lines}


def test_nobody_marks_a_message_of_a_part_that_he_does_not_see():
    agent = make.employee(make.utility()).actor
    closed = letter(compartment=Compartment.OMBUDS)
    with pytest.raises(NotFound):
        actions.note_bounced(message_id=closed.pk, reason="returned:moved", by=agent, at=LATER)


@pytest.mark.parametrize("words", ["message:{pk}", " {pk} ", "de smet", "2026-000001-1"])
def test_a_letter_is_found_by_its_code_a_name_or_a_number(words):
    message = letter()
    found = queries.letters_named(words.format(pk=message.pk), viewer=make.SYSTEM)
    assert [row.message_id for row in found] == [message.pk]


@pytest.mark.parametrize("words", ["", "an", "message:999999", "Peeters"])
def test_words_that_name_no_letter_find_none(words):
    letter()
    assert queries.letters_named(words, viewer=make.SYSTEM) == []


def test_lists_and_batches_ask_the_same_number_of_questions_for_any_number_of_letters(
    django_assert_max_num_queries,
):
    for _letter in range(12):
        letter()
    batch = made()
    with django_assert_max_num_queries(1):
        assert len(queries.letters_named("De Smet", viewer=make.SYSTEM)) == 12
    with django_assert_max_num_queries(10):  # lock, letters, batch, tries, messages, jobs, audit
        confirm(batch)
    assert Message.objects.filter(state=DeliveryState.DISPATCHED).count() == 12


def test_the_content_of_a_letter_lies_in_the_storage_once():
    message = letter()
    sha256 = message.letter.blob.sha256
    assert storages["files"].exists(contents.path_of(sha256))


def test_what_the_printer_did_not_post_is_not_lost_where_the_batch_was_confirmed_before():
    fine, torn = letter(), letter()
    batch = made()
    confirm(batch)  # somebody clicked, and the file comes after
    text = (
        "batch,message,posted_on,rejected\n"
        f"{batch.number},{fine.pk},2026-03-03,\n{batch.number},{torn.pk},,torn\n"
    )
    with pytest.raises(actions.NotAllPosted, match=f"message:{torn.pk}"):
        take(text)

    actions.note_bounced(
        message_id=torn.pk,
        reason="returned:not-posted",
        marks_address=False,
        by=make.SYSTEM,
        at=LATER,
    )

    assert [one.is_new for one in take(text)] == [False]


def test_a_letter_that_was_never_printed_cannot_come_back():
    message = letter()
    with pytest.raises(actions.NotPrinted):
        actions.note_bounced(
            message_id=message.pk, reason="returned:moved", by=make.SYSTEM, at=LATER
        )
    assert [one.message_id for one in queries.letters_to_print(viewer=make.SYSTEM, limit=9)] == [
        message.pk
    ]


def test_batches_of_a_file_are_locked_in_one_order_whatever_order_the_file_has():
    lines, numbers = [], []
    for _ in range(2):
        message, batch = letter(), made()
        numbers.append(batch.number)
        lines.insert(0, f"{batch.number},{message.pk},2026-03-03,\n")
    confirmed = take("batch,message,posted_on,rejected\n" + "".join(lines))
    assert [one.number for one in confirmed] == numbers
