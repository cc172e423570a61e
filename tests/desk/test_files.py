"""Files at the desk: beside the words they came with, saved but never shown, and sent along."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import Contact
from debiet.cases.models import Interaction
from debiet.core.actor import Actor
from debiet.core.models import AccessEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message, MessageFile
from debiet.files import actions as files
from debiet.files import contents
from debiet.files.models import Blob, StoredFile
from debiet.rules.access import Compartment, Role
from tests import clamd, make
from tests.desk.reading import answer, hidden, text_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 de factuur"


def photo():
    made = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (900, 600), "navy").save(made, "JPEG", exif=exif)
    return made.getvalue()


def stored(content=PDF, name="factuur.pdf", compartment=Compartment.ORDINARY):
    return files.store_file(
        content=content, name=name, compartment=compartment, by=make.SYSTEM, at=make.MONDAY
    )


@pytest.fixture
def with_file(utility):
    """A case that came with a PDF."""
    file_id = stored()
    return make.case(file_ids=[file_id]), file_id


def saved(response):
    """Return the content of a download, read as a server reads it."""
    return b"".join(response.streaming_content)  # closes it


def address(opened, file_id, tail=""):
    return f"/cases/{opened.number}/files/{file_id}/{tail}"


def test_the_timeline_names_a_file_with_its_kind_size_and_state(browser_of_agent, with_file):
    opened, file_id = with_file
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert "factuur.pdf PDF · 19 bytes · not checked for viruses" in text_of(page).replace(
        "\xa0", " "
    )
    assert f'href="{address(opened, file_id)}"' in page.content.decode()


def test_a_file_is_saved_and_nothing_of_it_is_shown_or_run(browser_of_agent, with_file):
    response = browser_of_agent.get(address(*with_file))

    assert saved(response) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="factuur.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Content-Length"] == str(len(PDF))


@pytest.mark.parametrize(
    ("content", "name", "media_type", "disposition"),
    [
        (b"<svg onload=x>", "a.svg", "application/octet-stream", 'attachment; filename="a.svg"'),
        (b"<html><script>", "a.pdf", "application/octet-stream", 'attachment; filename="a.pdf"'),
        (b"MZ\x90", "a.jpg", "application/octet-stream", 'attachment; filename="a.jpg"'),
        (b"%PDF-", "a.pdf.js", "application/octet-stream", 'attachment; filename="a.pdf.js"'),
        (
            b"%PDF-",
            'Vanhée"; x=1\r\nSet-Cookie: a.pdf',
            "application/pdf",
            "attachment; filename*=utf-8''Vanh%C3%A9e%3B%20x%3D1%20Set-Cookie%20a.pdf",
        ),
    ],
)
def test_a_file_that_is_not_what_it_says_is_saved_as_plain_bytes(
    browser_of_agent, utility, content, name, media_type, disposition
):
    file_id = stored(content, name)
    response = browser_of_agent.get(address(make.case(file_ids=[file_id]), file_id))
    assert saved(response) == content
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Content-Disposition"] == disposition


def test_saving_a_file_is_written_down(browser_of_agent, with_file):
    opened, file_id = with_file
    saved(browser_of_agent.get(address(opened, file_id)))
    entry = AccessEntry.objects.get(subject=f"file:{file_id}")
    assert (entry.surface, entry.purpose) == ("desk:file", f"case:{opened.number}")


def test_a_large_file_leaves_piece_by_piece(browser_of_agent, utility):
    file_id = stored(b"a" * 3_000_000, "groot.txt")
    response = browser_of_agent.get(address(make.case(file_ids=[file_id]), file_id))
    pieces = list(response.streaming_content)
    assert max(map(len, pieces)) <= 65_536
    assert sum(map(len, pieces)) == 3_000_000


@pytest.mark.parametrize("tail", ["", "small/"])
def test_no_other_file_is_reached_through_a_case(browser_of_agent, utility, tail):
    own = stored(photo(), "foto.jpg")
    opened = make.case(file_ids=[own])
    ombuds_file = stored(photo(), "geheim.jpg", Compartment.OMBUDS)
    ombuds = make.case(topic_code="ombuds", file_ids=[ombuds_file])
    other_file = stored(photo(), "anders.jpg")
    other = make.case(file_ids=[other_file])
    loose = stored(photo(), "los.jpg")

    shown = browser_of_agent.get(address(opened, own, tail))
    assert shown.status_code == 200
    assert saved(shown) if shown.streaming else shown.content
    hidden_answers = [
        browser_of_agent.get(where)
        for where in (
            address(opened, ombuds_file, tail),
            address(ombuds, ombuds_file, tail),
            address(ombuds, own, tail),
            address(opened, other_file, tail),
            address(other, own, tail),
            address(opened, loose, tail),
            address(opened, 999_999, tail),
        )
    ]
    assert {response.status_code for response in hidden_answers} == {404}
    told = {re.sub(r"\b[0-9a-f]{16}\b", "", text_of(response)) for response in hidden_answers}
    assert len(told) == 1


def test_who_has_no_purpose_or_is_nobody_gets_no_file(with_file, utility, sign_in):
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    assert sign_in(partner).get(address(*with_file)).status_code == 404
    assert Client().get(address(*with_file)).status_code == 302
    admin = make.employee(utility, role=Role.ADMIN)
    assert sign_in(admin).get(address(*with_file)).status_code == 404


def test_a_photo_is_shown_small_and_without_where_it_was_taken(browser_of_agent, utility):
    file_id = stored(photo(), "foto.jpg")
    opened = make.case(file_ids=[file_id])
    page = browser_of_agent.get(f"/cases/{opened.number}/").content.decode()
    assert f'src="{address(opened, file_id, "small/")}"' in page

    response = browser_of_agent.get(address(opened, file_id, "small/"))
    shown = Image.open(BytesIO(response.content))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert max(shown.size) == 640
    assert not shown.getexif()
    # The original is evidence: it keeps its bytes.
    whole = browser_of_agent.get(address(opened, file_id))
    assert saved(whole) == photo()


@pytest.mark.parametrize("content", [PDF, b"<svg/>", b"\xff\xd8\xff damaged"])
def test_what_cannot_be_drawn_has_no_small_picture(browser_of_agent, utility, content):
    file_id = stored(content, "iets")
    opened = make.case(file_ids=[file_id])
    assert browser_of_agent.get(address(opened, file_id, "small/")).status_code == 404


def test_a_file_that_the_storage_lost_is_said_and_the_page_stays(browser_of_agent, with_file):
    opened, file_id = with_file
    contents.delete(Blob.objects.get().sha256)
    response = browser_of_agent.get(address(opened, file_id), follow=True)
    assert response.status_code == 200
    assert "We cannot find this file any more." in text_of(response)


def test_with_a_scanner_a_file_waits_for_it_and_a_virus_stays_closed(
    browser_of_agent, utility, settings, jobs
):
    with clamd.running() as daemon:
        settings.CLAMD = daemon.address
        clean, infected = stored(), stored(clamd.EICAR, "virus.txt")
        opened = make.case(file_ids=[clean, infected])
        before = browser_of_agent.get(f"/cases/{opened.number}/")
        refused = browser_of_agent.get(address(opened, clean), follow=True)
        jobs.run()
    after = browser_of_agent.get(f"/cases/{opened.number}/")

    assert text_of(before).count("being checked for viruses") == 2
    assert f'href="{address(opened, clean)}"' not in before.content.decode()
    assert "still being checked for viruses" in text_of(refused)
    assert "no virus found" in text_of(after)
    assert "a virus was found: it stays closed" in text_of(after)
    assert f'href="{address(opened, infected)}"' not in after.content.decode()
    assert "There is a virus" in text_of(
        browser_of_agent.get(address(opened, infected), follow=True)
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.exe", "can run a program: do not open it"), ("a.xyz", "unknown kind: be careful with it")],
)
def test_what_may_do_harm_is_said_beside_it(browser_of_agent, utility, name, words):
    opened = make.case(file_ids=[stored(b"\x00\x01", name)])
    assert words in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))


def test_all_files_of_a_case_are_read_in_one_statement(utility, agent):
    def statements(count):
        opened = make.case(file_ids=[stored(b"%d" % number) for number in range(count)])
        cases.add_words(
            case_id=opened.case_id,
            text="nog iets",
            files=[],
            by=make.SYSTEM,
            at=make.MONDAY,
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = queries.case_page(opened.case_id, viewer=agent.actor)
        assert sum(len(entry.files) for entry in page.timeline) == count
        return len(captured)

    assert statements(0) == statements(1) == statements(12)


def upload(content=PDF, name="brief.pdf"):
    return SimpleUploadedFile(name, content)


def test_an_answer_leaves_with_its_files(browser_of_agent, utility, jobs, mailoutbox):
    opened = make.case()
    chosen = [upload(), upload(b"dag;stand\n1;2\n", "stand.csv")]
    answer(browser_of_agent, opened.number, "Zie bijlage.", sent_files=chosen)
    jobs.run()

    sent = mailoutbox[-1]
    attached = {
        part.get_filename(): part.get_payload(decode=True)
        for part in sent.message().walk()
        if part.get_filename()
    }
    assert attached == {"brief.pdf": PDF, "stand.csv": b"dag;stand\n1;2\n"}
    assert MessageFile.objects.filter(message__purpose="answer").count() == 2
    contact = Interaction.objects.get(message__purpose="answer")
    assert [row.file.name for row in contact.files.order_by("position")] == list(attached)
    assert "brief.pdf" in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))


def test_an_answer_waits_for_the_scanner_and_does_not_leave_with_a_virus(
    browser_of_agent, utility, settings, jobs, mailoutbox
):
    opened, other = make.case(), make.case(contact=Contact(email="b@example.be"))
    jobs.run()
    with clamd.running() as daemon:
        settings.CLAMD, daemon.behavior = daemon.address, "odd"
        answer(browser_of_agent, opened.number, "Zie bijlage.", sent_files=[upload()])
        answer(browser_of_agent, other.number, "Hier.", sent_files=[upload(clamd.EICAR, "a.txt")])
        message = Message.objects.get(purpose="answer", recipient_address="ann@example.be")
        by = Actor.system("correspondence.deliver")
        state = correspondence.deliver(message_id=message.pk, by=by, at=make.MONDAY)
        assert (state, len(mailoutbox)) == ("queued", 2)
        daemon.behavior = "clean"
        for file in StoredFile.objects.all():
            files.scan_file(file_id=file.pk, by=Actor.system("files.scan"), at=make.MONDAY)
        later = make.MONDAY + timedelta(hours=1)
        assert correspondence.deliver(message_id=message.pk, by=by, at=later) == "dispatched"
        infected = Message.objects.get(purpose="answer", recipient_address="b@example.be")
        assert correspondence.deliver(message_id=infected.pk, by=by, at=later) == "failed"
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([("a.exe", b"MZ")], "a.exe: We cannot take this kind of file."),
        ([("a.pdf", b"")], "a.pdf: There is nothing in this file."),
        ([(f"{n}.pdf", PDF) for n in range(6)], "Choose at most 5 files."),
        ([("a.txt", b"a" * (10 * 1024 * 1024 + 1))], "a.txt is larger than 10 MB."),
        (
            [(f"{n}.txt", b"a" * (8 * 1024 * 1024)) for n in range(2)],
            "Together these files are larger than 15 MB.",
        ),
    ],
)
def test_what_cannot_go_along_is_said_beside_the_field_and_the_words_stay(
    browser_of_agent, utility, chosen, words
):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    fields = hidden(page, "answer") | {"text": "Mijn antwoord", "is_substantive": "on"}
    fields["sent_files"] = [upload(content, name) for name, content in chosen]
    response = browser_of_agent.post(f"/cases/{opened.number}/answer/", fields)

    assert words in text_of(response)
    assert "Mijn antwoord" in response.content.decode()
    # Where no name is said, it is said that none of them was kept.
    assert ("Choose the files again" in text_of(response)) is (len(chosen) > 1)
    body = response.content.decode()
    assert re.search(r'<input[^>]*name="sent_files"[^>]*aria-invalid="true"', body)
    assert not Message.objects.filter(purpose="answer").exists()


KEPT = re.compile(r'name="sent_files-kept" value="([^"]+)" checked')


def composed(browser, opened, path="answer", *, htmx=False, **changes):
    """Send the composer as a browser has it, with what an earlier answer put into it."""
    page = browser.get(f"/cases/{opened.number}/")
    fields = hidden(page, "answer") | {"text": "Zie bijlage", "is_substantive": "on"} | changes
    headers = {"accept-language": "en"} | ({"HX-Request": "true"} if htmx else {})
    return browser.post(f"/cases/{opened.number}/{path}/", fields, headers=headers)


@pytest.mark.parametrize("path", ["answer", "answer/preview", "answer/template"])
def test_files_of_a_composer_that_is_shown_again_stay_without_javascript(
    browser_of_agent, utility, path
):
    opened = make.case()
    text = "" if path == "answer" else "Zie bijlage"
    page = composed(browser_of_agent, opened, path, text=text, sent_files=[upload()])
    tokens = KEPT.findall(page.content.decode())
    assert len(tokens) == 1
    assert "Choose the files again" not in text_of(page)

    composed(browser_of_agent, opened, **{"sent_files-kept": tokens})

    assert MessageFile.objects.get().file.name == "brief.pdf"


def test_with_htmx_the_browser_keeps_them_and_they_are_not_kept_twice(browser_of_agent, utility):
    opened = make.case()
    page = composed(browser_of_agent, opened, "answer/preview", htmx=True, sent_files=[upload()])
    assert KEPT.findall(page.content.decode()) == []
    assert "Choose the files again" not in text_of(page)


def test_what_came_in_meanwhile_loses_no_file(browser_of_agent, utility):
    opened = make.case()
    page = composed(browser_of_agent, opened, seen_version="0", sent_files=[upload()])
    assert page.status_code == 409
    assert len(KEPT.findall(page.content.decode())) == 1


def test_a_colleagues_kept_file_cannot_be_sent(browser_of_agent, sign_in, utility):
    opened = make.case()
    page = composed(browser_of_agent, opened, text="", sent_files=[upload(b"geheim", "g.txt")])
    other = sign_in(make.employee(utility))

    refused = composed(other, opened, **{"sent_files-kept": KEPT.findall(page.content.decode())})

    assert "one that you chose is gone. Choose it again." in text_of(refused)
    assert not MessageFile.objects.exists()
