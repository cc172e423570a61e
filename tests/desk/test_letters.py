"""Letters at the desk: batches for the printer, and mail that came back."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.models import AccessEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message, PrintBatch, UnreachableAddress
from debiet.rules.access import Compartment, Role
from debiet.rules.delivery import BatchState, DeliveryState
from tests import make
from tests.correspondence.printing import letter
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(utility):
    return make.case()


@pytest.fixture
def waiting(case):
    return letter(about=f"case:{case.number}")


@pytest.fixture
def batch(browser_of_agent, waiting):
    browser_of_agent.post("/print/", {"compartment": "ordinary"})
    return PrintBatch.objects.get()


def test_a_batch_is_made_of_the_letters_that_wait(browser_of_agent, waiting, case):
    shown = text_of(browser_of_agent.get("/print/"))
    assert "Customer service : 1 letter, 1 page" in shown
    assert case.number in shown

    response = browser_of_agent.post("/print/", {"compartment": "ordinary"}, follow=True)

    shown = text_of(response)
    assert "The batch is ready" in shown
    assert "No letter waits" in shown
    assert "Batch B2026-000001 at the printer" in shown


def test_a_second_click_makes_no_second_batch(browser_of_agent, batch):
    response = browser_of_agent.post("/print/", {"compartment": "ordinary"}, follow=True)
    assert "No letter waits for the printer" in text_of(response)
    assert PrintBatch.objects.count() == 1


@pytest.mark.parametrize(("kind", "starts"), [("letters", b"%PDF"), ("list", b"batch,position")])
def test_its_files_come_as_attachments_and_the_look_is_kept(browser_of_agent, batch, kind, starts):
    response = browser_of_agent.get(f"/print/{batch.pk}/{kind}/")

    assert response.content.startswith(starts)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="B2026-000001')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert AccessEntry.objects.get(subject="batch:B2026-000001").purpose == "print"


def test_one_letter_can_be_read_before_it_is_printed(browser_of_agent, waiting):
    response = browser_of_agent.get(f"/print/letters/{waiting.pk}/")
    assert response.content.startswith(b"%PDF")
    assert AccessEntry.objects.filter(subject=f"message:{waiting.pk}").exists()


def test_the_day_it_was_posted_makes_its_letters_sent(browser_of_agent, batch, clock):
    clock.at(make.MONDAY + timedelta(days=2))

    response = browser_of_agent.post(
        f"/print/{batch.pk}/posted/",
        {f"posted-{batch.pk}": "", "posted_on": "2026-03-03"},
        follow=True,
    )

    assert "Batch B2026-000001 is posted" in text_of(response)
    assert Message.objects.get(batch=batch).state == DeliveryState.DISPATCHED
    again = browser_of_agent.post(
        f"/print/{batch.pk}/posted/", {"posted_on": "2026-03-03"}, follow=True
    )
    assert "was confirmed before. Nothing changed" in text_of(again)


def test_the_timeline_says_where_a_letter_stands(utility, browser_of_agent, clock):
    agent = make.employee(utility)
    address = "Kouterbaan 18\n9230 Wetteren"
    contact = Contact(name="Ann De Smet", email="ann@example.be", address=address)
    opened = make.case(contact=contact)
    answer_id = cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    values = {"by": make.SYSTEM, "at": make.MONDAY}
    correspondence.note_bounced(message_id=answer_id, reason="5.1.1", **values)
    cases.note_failed_message(message_id=answer_id, **values)
    message_id = Message.objects.get(replaces=answer_id).pk
    correspondence.deliver(message_id=message_id, **values)

    def timeline():
        return text_of(browser_of_agent.get(f"/cases/{opened.number}/"))

    assert "waits for the printer" in timeline()
    batch_id = correspondence.make_print_batch(compartment="ordinary", **values)
    assert "in print, batch B2026-000001" in timeline()
    later = clock.at(make.MONDAY + timedelta(days=2))
    correspondence.confirm_posted(
        batch_id=batch_id, posted_on=date(2026, 3, 3), by=make.SYSTEM, at=later
    )
    assert "posted on" in timeline()
    correspondence.note_bounced(
        message_id=message_id, reason="returned:moved", by=make.SYSTEM, at=later
    )
    assert "came back: moved away" in timeline()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-03-09", "This day has not come yet"),
        ("2026-03-01", "This is before the batch was made"),
        ("", "This field is required"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(browser_of_agent, batch, day, words):
    response = browser_of_agent.post(f"/print/{batch.pk}/posted/", {"posted_on": day})
    assert words in text_of(response)
    assert response.content.decode().count(f'id="posted-{batch.pk}-posted_on"') == 1
    batch.refresh_from_db()
    assert batch.state == BatchState.MADE


def upload(browser, text):
    file = SimpleUploadedFile("retour.csv", text.encode(), content_type="text/csv")
    return browser.post("/print/return/", {"file": file}, follow=True)


def test_the_printers_file_confirms_and_brings_back_what_was_not_posted(
    browser_of_agent, batch, waiting, clock
):
    clock.at(make.MONDAY + timedelta(days=2))
    text = f"batch,message,posted_on,rejected\n{batch.number},{waiting.pk},,torn\n"

    shown = text_of(upload(browser_of_agent, text))

    assert "1 letter of batch B2026-000001 was not posted and waits again" in shown
    assert "not posted: torn" in shown


def test_a_file_that_is_none_is_refused_beside_its_field(browser_of_agent, batch):
    assert "Line 1 of the file cannot be read" in text_of(upload(browser_of_agent, "hello"))


def test_a_batch_that_nobody_confirmed_is_shown_as_late(browser_of_agent, batch, clock):
    clock.at(make.MONDAY + timedelta(days=7))
    assert "not confirmed yet" in text_of(browser_of_agent.get("/print/"))


def test_a_partners_letters_wait_under_its_name(browser_of_agent):
    letter(compartment="partner:line")
    page = text_of(browser_of_agent.get("/print/"))
    assert "Bellijn" in page
    assert "partner:line" not in page
    browser_of_agent.post("/print/", {"compartment": "partner:line"})
    assert "partner:line" not in text_of(browser_of_agent.get("/print/"))


def test_whose_letters_were_found_by_a_name_is_written_down(browser_of_agent, waiting):
    browser_of_agent.get("/returned/", {"q": "De Smet"})
    assert AccessEntry.objects.filter(
        subject=f"message:{waiting.pk}", surface="desk:returned"
    ).exists()


def test_a_letter_that_was_never_printed_is_not_taken_as_returned(browser_of_agent, waiting):
    found = text_of(browser_of_agent.get("/returned/", {"q": str(waiting.pk)}))
    assert "It came back" not in found
    said = browser_of_agent.post("/returned/", {"message_id": waiting.pk, "reason": "moved"})
    assert "not printed yet" in text_of(said)
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.HANDED_OVER


@pytest.mark.parametrize("words", ["message:{pk}", "{pk}", "De Smet"])
def test_returned_mail_is_found_and_its_address_marked(browser_of_agent, batch, waiting, words):
    asked = words.format(pk=waiting.pk)
    assert f"message:{waiting.pk}" in text_of(browser_of_agent.get("/returned/", {"q": asked}))

    values = {"message_id": waiting.pk, "reason": "moved"}
    first = text_of(browser_of_agent.post("/returned/", values, follow=True))
    second = text_of(browser_of_agent.post("/returned/", values, follow=True))

    assert "No more letters go to this address of Ann De Smet" in first
    assert f"written down before that letter {waiting.pk} came back" in second
    assert UnreachableAddress.objects.get().reason == "returned:moved"
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.BOUNCED


def test_a_letter_that_was_refused_does_not_mark_the_address(browser_of_agent, batch, waiting):
    browser_of_agent.post("/returned/", {"message_id": waiting.pk, "reason": "refused"})
    assert not UnreachableAddress.objects.exists()
    waiting.refresh_from_db()
    assert waiting.bounce_reason == "returned:refused"


def test_what_no_letter_fits_says_so(browser_of_agent, waiting):
    response = browser_of_agent.get("/returned/", {"q": "999999"})
    assert "No letter of ours fits this" in text_of(response)
    posted = browser_of_agent.post("/returned/", {"message_id": 999_999, "reason": "moved"})
    assert "We did not find this" in text_of(posted)


def test_signs_that_no_column_takes_are_no_error(browser_of_agent, waiting):
    assert browser_of_agent.get("/returned/", {"q": "De\x00 Smet"}).status_code == 200
    assert browser_of_agent.post("/print/", {"compartment": "ordi\x00"}).status_code == 302
    response = browser_of_agent.post("/returned/", {"message_id": "1\x00", "reason": "moved"})
    assert response.status_code == 200


def test_letters_of_a_closed_part_are_for_its_own_people(
    utility, browser_of_agent, sign_in, settings
):
    closed = letter(compartment=Compartment.OMBUDS, subject="Kanariepiet")
    ombuds = sign_in(make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team))
    ombuds.post("/print/", {"compartment": "ombuds"})
    batch = PrintBatch.objects.get()

    for address in (
        f"/print/letters/{closed.pk}/",
        f"/print/{batch.pk}/letters/",
        f"/print/{batch.pk}/list/",
        f"/print/{batch.pk}/posted/",
    ):
        assert browser_of_agent.get(address).status_code == 404, address
        assert browser_of_agent.post(address).status_code == 404, address
    assert "B2026" not in text_of(browser_of_agent.get("/print/"))
    assert "Kanariepiet" not in text_of(browser_of_agent.get("/returned/", {"q": str(closed.pk)}))
    refused = browser_of_agent.post("/returned/", {"message_id": closed.pk, "reason": "moved"})
    assert "We did not find this" in text_of(refused)
    assert ombuds.get(f"/print/{batch.pk}/letters/").status_code == 200


def test_the_page_asks_as_much_for_one_letter_as_for_many(
    browser_of_agent, waiting, django_assert_num_queries
):
    browser_of_agent.get("/print/")
    with CaptureQueriesContext(connection) as one:
        browser_of_agent.get("/print/")
    for _letter in range(5):
        letter()
    with django_assert_num_queries(len(one)):
        browser_of_agent.get("/print/")
