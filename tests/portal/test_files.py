"""Files with a question: chosen in the form, kept with it, and saved on the status page."""

import json
import re
from dataclasses import asdict
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from debiet.cases import actions as cases
from debiet.cases.actions.form_files import form_content
from debiet.cases.models import Case, Interaction, InteractionFile
from debiet.core.actor import Actor
from debiet.core.models import AccessEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import RawMessage
from debiet.files import actions as files
from debiet.files import contents, queries
from debiet.files.accepting import SentFile
from debiet.files.models import StoredFile
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from tests import make
from tests.portal.conftest import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("utility")]

PDF = b"%PDF-1.7 de factuur"
ENGLISH = {"accept-language": "en"}


def photo():
    made = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (90, 60), "navy").save(made, "JPEG", exif=exif)
    return made.getvalue()


def chosen(content=PDF, name="factuur.pdf"):
    return SimpleUploadedFile(name, content)


def stored(content=PDF, name="factuur.pdf", compartment=Compartment.ORDINARY):
    return files.store_file(
        content=content, name=name, compartment=compartment, by=make.SYSTEM, at=make.MONDAY
    )


def saved(response):
    return b"".join(response.streaming_content)  # closes it


def browser_of(opened):
    client = Client(headers=ENGLISH)
    client.get(f"/status/{opened.number}/{opened.code}/")
    return client


def test_files_come_with_the_question_and_are_saved_again(client, fill_in):
    sent = fill_in(sent_files=[chosen(), chosen(photo(), "meter.jpg")])
    page = client.post("/question/", sent, headers=ENGLISH, follow=True)

    assert page.status_code == 200
    assert "factuur.pdf" in words(page)
    case = Case.objects.get()
    status = client.get(f"/status/{case.number}/", headers=ENGLISH)
    links = re.findall(rf'href="(/status/{case.number}/files/\d+/)"', status.content.decode())
    assert len(links) == 2
    assert saved(client.get(links[0])) == PDF


def test_a_photo_is_kept_without_where_it_was_taken(client, fill_in):
    client.post("/question/", fill_in(sent_files=[chosen(photo(), "meter.jpg")]))

    kept = queries.opened(StoredFile.objects.get().pk, viewer=make.SYSTEM)
    assert Image.open(BytesIO(photo())).getexif().get_ifd(0x8825)
    assert not Image.open(BytesIO(kept.content)).getexif()
    assert b"Exif" not in bytes(RawMessage.objects.get().content)


def test_a_question_without_files_is_kept_as_it_always_was(client, fill_in):
    client.post("/question/", fill_in())
    assert "files" not in json.loads(bytes(RawMessage.objects.get().content))


def test_nothing_is_lost_if_the_process_dies_between_keeping_and_taking(utility):
    """What is kept raw holds the files; the sweep of left-over messages stores them."""
    question = cases.Question(
        key="k" * 20,
        topic_code="invoice",
        text="Zie bijlage",
        name="Ann",
        email="ann@example.be",
        files=(SentFile("factuur.pdf", PDF),),
    )
    content = form_content(asdict(question) | {"files": question.files})
    taken = correspondence.take_in(
        carrier=Carrier.WEB_FORM,
        source="web-form",
        content=content,
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    assert not StoredFile.objects.exists()

    by = Actor.system("mail.import")
    cases.take_up(raw_message_id=taken.raw_message_id, by=by, at=make.MONDAY)
    cases.take_up(raw_message_id=taken.raw_message_id, by=by, at=make.MONDAY)

    (held,) = InteractionFile.objects.all()
    assert queries.opened(held.file_id, viewer=make.SYSTEM).content == PDF


def test_the_same_form_sent_twice_is_one_question_with_its_files_once(client, fill_in):
    for _time in range(2):
        client.post("/question/", fill_in(sent_files=[chosen(photo(), "meter.jpg")]))
    assert Case.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_released_form_brings_its_files(client, fill_in, utility):
    cases.save_topic(
        code="empty",
        labels={"nl": "Leeg", "fr": "Vide", "en": "Empty"},
        team_id=None,
        is_public=True,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    client.post("/question/", fill_in(topic="empty", sent_files=[chosen()]))
    raw = RawMessage.objects.get()
    assert raw.state == "quarantined"

    agent = make.employee(utility).actor
    cases.open_from_quarantine(
        raw_message_id=raw.pk, topic_code="invoice", by=agent, at=make.MONDAY
    )
    assert InteractionFile.objects.get().file.name == "factuur.pdf"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([("a.exe", b"MZ")], "a.exe: We cannot take this kind of file."),
        ([("a.svg", b"<svg/>")], "a.svg: We cannot take this kind of file."),
        ([("a.jpg", b"\xff\xd8\xff damaged")], "a.jpg: This picture is damaged."),
        ([("a.pdf", b"")], "a.pdf: There is nothing in this file."),
        ([("a.txt", b"a" * (10 * 1024 * 1024 + 1))], "a.txt is larger than 10 MB."),
        ([(f"{n}.pdf", PDF) for n in range(6)], "Choose at most 5 files."),
        (
            [(f"{n}.txt", b"a" * (9 * 1024 * 1024)) for n in range(3)],
            "Together these files are larger than 25 MB.",
        ),
        # Larger than what is read at all: the words are read, the files are not even kept.
        (
            [(f"{n}.txt", b"a" * (10 * 1024 * 1024)) for n in range(3)],
            "Together these files are larger than 25 MB.",
        ),
    ],
)
def test_what_is_not_taken_is_said_beside_the_field_and_the_words_stay(client, fill_in, sent, said):
    upload = [chosen(content, name) for name, content in sent]
    page = client.post("/question/", fill_in(sent_files=upload), headers=ENGLISH)

    assert said in words(page)
    # Where no name is said, it is said that none of them was kept.
    assert ("Choose your files again" in words(page)) is (len(sent) > 1)
    assert "Ik woon alleen." in page.content.decode()
    assert not RawMessage.objects.exists()


def test_files_are_added_to_a_question_once(opened):
    browser = browser_of(opened)
    for _time in range(2):
        browser.post(
            f"/status/{opened.number}/add/", {"text": "Zie foto", "sent_files": [chosen()]}
        )
    assert InteractionFile.objects.count() == 1
    browser.post(
        f"/status/{opened.number}/add/",
        {"text": "Zie foto", "sent_files": [chosen(b"dag", "a.txt")]},
    )
    assert InteractionFile.objects.count() == 2
    page = browser.get(f"/status/{opened.number}/")
    assert words(page).count("factuur.pdf") == 1


def test_no_file_but_those_of_the_own_question_is_handed_out(opened, employee, utility):
    browser = browser_of(opened)
    browser.post(f"/status/{opened.number}/add/", {"text": "Zie", "sent_files": [chosen()]})
    own = InteractionFile.objects.get().file_id
    other_file, ombuds_file, loose = stored(), stored(compartment=Compartment.OMBUDS), stored()
    other = make.case(file_ids=[other_file])
    make.case(topic_code="ombuds", file_ids=[ombuds_file])
    inside = Interaction.objects.create(
        case_id=opened.case_id,
        compartment=Compartment.ORDINARY,
        direction="in",
        carrier="email",
        happened_at=make.MONDAY,
        recorded_at=make.MONDAY,
        text="x",
        topic_code="invoice",
        is_public=False,
    )
    inside_file = stored()
    InteractionFile.objects.create(
        interaction=inside, file_id=inside_file, compartment=Compartment.ORDINARY
    )

    assert saved(browser.get(f"/status/{opened.number}/files/{own}/")) == PDF
    for file_id in (other_file, ombuds_file, loose, inside_file, 999_999):
        assert browser.get(f"/status/{opened.number}/files/{file_id}/").status_code == 404
    assert browser.get(f"/status/{other.number}/files/{other_file}/").status_code == 404
    assert browser.get(f"/status/{other.number}/files/{own}/").status_code == 404
    assert Client().get(f"/status/{opened.number}/files/{own}/").status_code == 404


def test_a_customer_saves_what_came_with_our_answer(opened, employee):
    cases.answer_case(
        case_id=opened.case_id,
        text="Zie bijlage.",
        seen_version=1,
        files=[SentFile("plan.pdf", PDF)],
        by=employee.actor,
        at=make.MONDAY,
    )
    browser = browser_of(opened)
    assert "plan.pdf" in words(browser.get(f"/status/{opened.number}/"))
    file_id = InteractionFile.objects.get().file_id

    response = browser.get(f"/status/{opened.number}/files/{file_id}/")

    assert saved(response) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert AccessEntry.objects.filter(subject=f"file:{file_id}", surface="portal:file").exists()


def test_a_file_that_was_lost_is_said_on_the_status_page(opened):
    browser = browser_of(opened)
    browser.post(f"/status/{opened.number}/add/", {"text": "Zie", "sent_files": [chosen()]})
    file = StoredFile.objects.get()
    contents.delete(file.blob.sha256)
    page = browser.get(f"/status/{opened.number}/files/{file.pk}/", follow=True)
    assert page.status_code == 200
    assert "We cannot find this file any more." in page.content.decode()
