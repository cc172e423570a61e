"""Letters wait, go to the printer in a batch, and are sent when its return says so."""

import csv
import hashlib
import io
from datetime import date, datetime, timedelta

import pytest
from pypdf import PdfReader

from debiet.core.errors import NotFound
from debiet.correspondence import actions, queries
from debiet.correspondence.models import Dispatch, Message, PrintBatch
from debiet.files import contents
from debiet.files import queries as files
from debiet.rules.access import Compartment, Role
from debiet.rules.delivery import BatchState, DeliveryState, DispatchOutcome
from debiet.staff.models import Notification
from tests import make
from tests.correspondence.printing import SENDER, letter

pytestmark = pytest.mark.django_db
MONDAY = make.MONDAY
POSTED = date(2026, 3, 3)
LATER = MONDAY + timedelta(days=2)


def made(**changes):
    values = {"compartment": Compartment.ORDINARY, "by": make.SYSTEM, "at": MONDAY}
    batch_id = actions.make_print_batch(**(values | changes))
    return PrintBatch.objects.get(pk=batch_id)


def confirm(batch, **changes):
    values = {"batch_id": batch.pk, "posted_on": POSTED, "by": make.SYSTEM, "at": LATER}
    return actions.confirm_posted(**(values | changes))


def opened(file_id):
    found = files.opened(file_id, viewer=make.SYSTEM)
    assert found is not None
    return found.content


def test_a_letter_handed_over_is_kept_and_not_yet_sent():
    message = letter()

    assert message.state == DeliveryState.HANDED_OVER
    assert message.dispatched_at is None
    assert message.next_try_at is None
    assert message.page_count == 1
    assert message.letter.compartment == message.compartment
    assert opened(message.letter_id).startswith(b"%PDF")
    assert Dispatch.objects.get(message=message).outcome == DispatchOutcome.HANDED_OVER


def test_a_letter_that_cannot_be_printed_has_failed_at_once_and_keeps_the_reason():
    message = letter(place="x" * 300)

    assert (message.state, message.letter_id) == (DeliveryState.FAILED, None)
    assert Dispatch.objects.get(message=message).reply == "the address does not fit the window"


def test_a_letter_whose_enclosure_is_broken_is_tried_with_waits_and_then_has_failed():
    message = letter(carry=b"%PDF-1.7 and no more")
    assert (message.state, message.attempts) == (DeliveryState.QUEUED, 1)

    while message.next_try_at is not None:
        actions.deliver(message_id=message.pk, by=SENDER, at=message.next_try_at)
        message.refresh_from_db()

    assert message.state == DeliveryState.FAILED
    assert Dispatch.objects.filter(message=message).count() == message.attempts > 10


def test_a_batch_holds_the_waiting_letters_sorted_by_place_with_their_list():
    ghent, brussels, again = letter(place="9000 Gent"), letter(place="1000 Brussel"), letter()

    batch = made()

    assert (batch.number, batch.letter_count, batch.page_count) == ("B2026-000001", 3, 3)
    rows = list(csv.DictReader(io.StringIO(opened(batch.manifest_id).decode())))
    assert [int(row["message"]) for row in rows] == [brussels.pk, ghent.pk, again.pk]
    assert [row["postal_code"] for row in rows] == ["1000", "9000", "9230"]
    for row in rows:
        own = Message.objects.get(pk=row["message"])
        assert row["sha256"] == hashlib.sha256(opened(own.letter_id)).hexdigest()
        page = PdfReader(io.BytesIO(opened(batch.letters_id))).pages[int(row["first_page"]) - 1]
        assert f"message:{own.pk}" in page.extract_text()
    assert "Ann" not in opened(batch.manifest_id).decode()


def test_a_letter_is_in_one_batch_and_the_numbers_have_no_gap():
    numbers = []
    for day in range(3):
        letter(at=MONDAY + timedelta(days=day))
        numbers.append(made(at=MONDAY + timedelta(days=day)).number)
        with pytest.raises(actions.NothingToPrint):
            made(at=MONDAY + timedelta(days=day))
    letter(at=make.local("2026-12-31 23:30"))
    numbers.append(made(at=make.local("2027-01-01 00:10")).number)

    assert numbers == ["B2026-000001", "B2026-000002", "B2026-000003", "B2027-000001"]
    assert not Message.objects.filter(batch=None).exists()


def test_a_letter_whose_pages_are_lost_is_composed_again_and_keeps_no_other_waiting():
    lost, other = letter(text="Deze bladzijde is weg."), letter(text="Deze niet.")
    contents.delete(lost.letter.blob.sha256)

    batch = made()

    assert list(batch.messages.all()) == [other]
    lost.refresh_from_db()
    assert (lost.state, lost.next_try_at) == (DeliveryState.QUEUED, MONDAY)

    actions.deliver(message_id=lost.pk, by=SENDER, at=MONDAY)

    batch = made(at=LATER)
    assert list(batch.messages.all()) == [lost]
    assert opened(batch.letters_id).startswith(b"%PDF")


def test_a_batch_is_refused_where_all_letters_are_composed_again():
    lost = letter()
    contents.delete(lost.letter.blob.sha256)

    with pytest.raises(actions.NothingToPrint):
        made()

    assert Message.objects.get(pk=lost.pk).state == DeliveryState.QUEUED


def test_each_part_of_the_house_has_batches_of_its_own_for_those_who_see_it():
    utility = make.utility()
    agent = make.employee(utility).actor
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team).actor
    ordinary, closed = letter(), letter(compartment=Compartment.OMBUDS)

    with pytest.raises(actions.NothingToPrint):
        made(compartment=Compartment.OMBUDS, by=agent)
    batch = made(compartment=Compartment.OMBUDS, by=ombuds)

    assert [message.pk for message in batch.messages.all()] == [closed.pk]
    assert files.opened(batch.letters_id, viewer=agent) is None
    assert queries.print_batch(batch.pk, viewer=agent, at=MONDAY) is None
    with pytest.raises(NotFound):
        confirm(batch, by=agent)
    assert [row.message_id for row in queries.letters_to_print(viewer=agent, limit=9)] == [
        ordinary.pk
    ]
    assert queries.letter(closed.pk, viewer=agent) is None


def test_letters_are_sent_on_the_day_the_printer_posted_them():
    message = letter()

    confirmed = confirm(made())

    assert (confirmed.is_new, confirmed.posted, confirmed.rejected) == (True, 1, 0)
    message.refresh_from_db()
    assert message.state == DeliveryState.DISPATCHED
    assert message.dispatched_at == make.local("2026-03-03 23:59:59")
    told = Dispatch.objects.filter(message=message).latest("attempt")
    assert (told.outcome, told.at) == (DispatchOutcome.ACCEPTED, LATER)


def test_posted_and_told_on_the_same_day_is_sent_no_later_than_now():
    message = letter()
    batch, noon = made(), datetime.fromisoformat("2026-03-02T12:00:00+01:00")

    confirm(batch, posted_on=date(2026, 3, 2), at=noon)

    message.refresh_from_db()
    assert message.dispatched_at == noon


def test_confirming_twice_does_no_harm_and_says_so_and_another_day_is_refused():
    message = letter()
    batch = made()
    confirm(batch)
    message.refresh_from_db()
    left, tries = message.dispatched_at, Dispatch.objects.count()

    again = confirm(batch, at=LATER + timedelta(days=1))

    assert (again.is_new, again.number) == (False, batch.number)
    with pytest.raises(actions.OtherDayPosted):
        confirm(batch, posted_on=date(2026, 3, 4))
    message.refresh_from_db()
    assert (message.dispatched_at, Dispatch.objects.count()) == (left, tries)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [("2026-03-05", actions.PostedInFuture), ("2026-03-01", actions.PostedBeforeMade)],
)
def test_a_day_that_cannot_be_is_refused(day, refusal):
    letter()
    batch = made()
    with pytest.raises(refusal):
        confirm(batch, posted_on=date.fromisoformat(day))
    batch.refresh_from_db()
    assert batch.state == BatchState.MADE


def test_a_rejected_letter_waits_again_with_the_reason_and_goes_with_the_next_batch(jobs):
    utility = make.utility()
    lead = make.employee(utility, is_lead=True)
    opened_case = make.case()
    about = f"case:{opened_case.number}"
    torn, fine = letter(about=about), letter(about=about)

    confirmed = confirm(made(), rejected={torn.pk: "torn in the machine"})

    assert (confirmed.posted, confirmed.rejected) == (1, 1)
    (waiting,) = queries.letters_to_print(viewer=make.SYSTEM, limit=9)
    assert (waiting.message_id, waiting.rejected) == (torn.pk, "torn in the machine")
    fine.refresh_from_db()
    assert fine.state == DeliveryState.DISPATCHED
    jobs.run(times=2)
    (told,) = Notification.objects.filter(kind="case.letter-rejected")
    assert told.employee_id == lead.employee_id
    second = made(at=LATER)
    assert [message.pk for message in second.messages.all()] == [torn.pk]
    confirm(second, posted_on=date(2026, 3, 4), at=LATER)
    torn.refresh_from_db()
    assert torn.state == DeliveryState.DISPATCHED
    assert [row.rejected for row in queries.letters_named(str(torn.pk), viewer=make.SYSTEM)] == [""]


def test_a_letter_of_another_batch_cannot_be_rejected():
    letter()
    with pytest.raises(actions.UnknownLetters):
        confirm(made(), rejected={999_999: "torn"})


def take(text, **changes):
    values = {"content": text.encode(), "by": make.SYSTEM, "at": LATER}
    return actions.take_print_return(**(values | changes))


def test_the_printers_file_confirms_its_batches_once():
    fine, torn = letter(), letter()
    batch = made()
    text = (
        "batch,message,posted_on,rejected\n"
        f"{batch.number},{fine.pk},2026-03-03,\n{batch.number},{torn.pk},,torn\n"
    )

    (first,), (second,) = take(text), take(text)

    assert (first.is_new, first.posted, first.rejected) == (True, 1, 1)
    assert second.is_new is False
    fine.refresh_from_db()
    assert fine.dispatched_at == make.local("2026-03-03 23:59:59")


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ("{n},{fine},2026-03-03,\n", actions.UnknownLetters),  # one letter is missing
        ("{n},{fine},2026-03-03,\n{n},{torn},,torn\n{n},999999,,torn\n", actions.UnknownLetters),
        ("B2026-000099,{fine},2026-03-03,\n", actions.UnknownLetters),
        ("{n},{fine},yesterday,\n", actions.UnreadableReturn),
        ("", actions.UnreadableReturn),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(lines, refusal):
    fine, torn = letter(), letter()
    batch = made()
    text = lines.format(n=batch.number, fine=fine.pk, torn=torn.pk)

    with pytest.raises(refusal):
        take("batch,message,posted_on,rejected\n" + text)

    batch.refresh_from_db()
    assert batch.state == BatchState.MADE


def test_one_batch_that_does_not_fit_keeps_all_of_the_file_out():
    one = letter()
    first = made()
    two, _three = letter(), letter()
    second = made()

    with pytest.raises(actions.UnknownLetters):
        take(
            "batch,message,posted_on\n"
            f"{first.number},{one.pk},2026-03-03\n{second.number},{two.pk},2026-03-03\n"
        )

    one.refresh_from_db()
    assert one.state == DeliveryState.HANDED_OVER
