"""Letters at the desk: scans taken in, parted by hand, registered; every look written down."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debiet.cases.models import Case, ContactWay, Interaction
from debiet.core.actor import Actor
from debiet.core.models import AccessEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as papers
from debiet.correspondence import scanning
from debiet.correspondence.models import Message, RawMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier, Route
from debiet.rules.scans import LARGEST_BYTES, SplitBy, separator_mark
from tests import checker, make, scans
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db
SPLITTER = Actor.system("correspondence.split-scan")


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def upload(browser, content, **changes):
    values = {
        "scan": SimpleUploadedFile("brieven.pdf", content),
        "received_on": "2026-03-02",
        "split_by": "separators",
        "carrier": "post",
        "compartment": "ordinary",
    }
    return browser.post(reverse("desk:letters"), values | changes)


def a_letter(content=None, *, compartment=Compartment.ORDINARY, split_by=SplitBy.ONE):
    kept = correspondence.keep_scan(
        content=content or scans.pdf(scans.page("Geachte\nik heb een vraag")),
        name="brief.pdf",
        received_on=date(2026, 3, 2),
        split_by=split_by,
        compartment=compartment,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=SPLITTER, at=make.MONDAY)
    letters = papers.scan(kept.raw_message_id, viewer=make.SYSTEM).letter_ids
    return letters[0] if letters else kept.raw_message_id


FILLED_IN = {
    "contact_name": "Ann De Smet",
    "address": "Kouterbaan 18\n9230 Wetteren",
    "email": "ann@example.be",
    "language": "nl",
    "route": "direct",
    "topic_1": "invoice",
    "text_1": "Waarom is mijn factuur zo hoog?",
}


def register(browser, letter_id, **changes):
    return browser.post(reverse("desk:letter", args=[letter_id]), FILLED_IN | changes)


def test_a_batch_is_taken_in_shows_how_far_it_is_and_gives_its_letters(browser_of_agent, jobs):
    answer = upload(browser_of_agent, scans.five_letters())
    page = browser_of_agent.get(answer.url)
    assert "is being read" in text_of(page)

    jobs.run()

    assert "Letters: 5. Separator sheets: 5. Blank sides left out: 2." in text_of(
        browser_of_agent.get(answer.url)
    )
    listed = text_of(browser_of_agent.get(reverse("desk:letters")))
    assert "Letters to register 5" in listed
    assert "through the minister" in listed


def test_the_progress_is_shown_while_it_is_read(browser_of_agent, monkeypatch):
    answer = upload(browser_of_agent, scans.pdf(scans.page("Dag"), scans.page("Dag")))
    batch = RawMessage.objects.get()
    correspondence.scans.note_reading(
        raw_message_id=batch.pk, read=1, of=2, by=SPLITTER, at=make.MONDAY
    )
    assert "1 of 2 pages are read." in text_of(browser_of_agent.get(answer.url))
    fragment = browser_of_agent.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scan": SimpleUploadedFile("x.docx", b"PK\x03\x04")}, "This is no scan"),
        ({"scan": ""}, "This field is required"),
        ({"scan": SimpleUploadedFile("leeg.pdf", b"")}, "leeg.pdf is empty"),
        (
            {
                "scan": [
                    SimpleUploadedFile("a.jpg", b"\xff\xd8\xff"),
                    SimpleUploadedFile("b.pdf", b"%PDF-"),
                ]
            },
            "b.pdf is no TIFF",
        ),
        ({"received_on": "2026-03-03"}, "check the day of receipt"),
        ({"split_by": "every"}, "how many pages each letter has"),
        ({"compartment": "ombuds"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_an_upload_is_said(browser_of_agent, changes, said):
    assert said in text_of(upload(browser_of_agent, scans.pdf(scans.page("Dag")), **changes))
    assert not RawMessage.objects.exists()


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(browser_of_agent, monkeypatch):
    large = SimpleUploadedFile("groot.pdf", b"%PDF-1.7")
    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.file_complete",
        lambda _self, _size: setattr(large, "size", LARGEST_BYTES + 1) or large,
    )
    assert "larger than 60 MB" in text_of(upload(browser_of_agent, b"%PDF-1.7"))
    assert not RawMessage.objects.exists()


def test_a_form_too_large_to_be_read_says_so(browser_of_agent, settings):
    settings.UPLOAD_LIMIT_BYTES = 10_000
    said = text_of(upload(browser_of_agent, scans.pdf(scans.page("Dag"))))
    assert "All together it is larger than 60 MB" in said
    assert "This field is required" not in said


def photos(*names):
    return [SimpleUploadedFile(name, scans.picture(name)) for name in names]


def test_several_pictures_are_taken_in_at_once_and_their_order_is_put_right(browser_of_agent, jobs):
    answer = upload(
        browser_of_agent, b"", scan=photos("blad10.jpg", "blad2.jpg", "blad1.jpg"), split_by="one"
    )
    jobs.run()
    shown = browser_of_agent.get(answer.url).content.decode()
    places = [shown.index(name + "</span>") for name in ("blad1.jpg", "blad2.jpg", "blad10.jpg")]
    assert places == sorted(places)

    typed = {"first": ["2"], "place-0": "1", "place-1": "2", "place-2": "1"}
    looked = browser_of_agent.post(answer.url, typed | {"look": "1"}).content.decode()
    assert looked.index("blad10.jpg</span>") < looked.index("blad1.jpg</span>")
    assert 'name="first" value="2" checked' in looked
    assert papers.letters_to_register(viewer=make.SYSTEM) == []

    browser_of_agent.post(answer.url, typed)

    assert [row.pages for row in papers.letters_to_register(viewer=make.SYSTEM)] == [3]


def test_one_picture_that_cannot_be_read_is_named(browser_of_agent, jobs):
    rubbish = SimpleUploadedFile("blad2.jpg", b"\xff\xd8\xff rubbish")
    answer = upload(browser_of_agent, b"", scan=[*photos("blad1.jpg"), rubbish])
    jobs.run()
    assert "picture blad2.jpg that cannot be read" in text_of(browser_of_agent.get(answer.url))


def test_a_scan_is_saved_under_what_it_is(browser_of_agent, jobs):
    answer = upload(browser_of_agent, b"", scan=photos("1.jpg", "2.jpg"))
    jobs.run()
    batch_id = RawMessage.objects.get().pk
    saved = browser_of_agent.get(reverse("desk:letter-file", args=[batch_id]))
    assert saved.headers["Content-Disposition"] == f'attachment; filename="scan-{batch_id}.zip"'
    assert answer.url.endswith(f"/{batch_id}/")


def test_the_same_scan_again_leads_to_the_first(browser_of_agent):
    content = scans.pdf(scans.page("Dag"))
    first, second = (upload(browser_of_agent, content) for _ in range(2))
    assert first.url == second.url
    assert "taken in before" in text_of(browser_of_agent.get(second.url))


def test_somebody_chooses_the_first_pages_with_plain_boxes(browser_of_agent):
    content = scans.pdf(*(scans.page(f"Blad {number}") for number in range(3)))
    batch_id = a_letter(content, split_by=SplitBy.HAND)
    address = reverse("desk:scan", args=[batch_id])
    shown = browser_of_agent.get(address).content.decode()
    assert shown.count('type="checkbox" name="first"') == 3

    browser_of_agent.post(address, {"first": ["0", "2"]})

    assert [row.pages for row in papers.letters_to_register(viewer=make.SYSTEM)] == [2, 1]
    browser_of_agent.post(address, {"first": ["0", "1"]})
    assert RawMessage.objects.count() == 3


def test_a_scan_we_cannot_read_says_why_and_can_be_set_aside(browser_of_agent):
    batch_id = a_letter(b"%PDF-1.7 rubbish")
    shown = browser_of_agent.get(reverse("desk:scan", args=[batch_id]))
    assert "damaged" in text_of(shown)

    browser_of_agent.post(reverse("desk:letter-away", args=[batch_id]), {"reason": "scan-again"})

    assert RawMessage.objects.get().reason == "scan-again"


def test_a_letter_with_three_questions_becomes_three_cases(browser_of_agent):
    letter_id = a_letter()
    answer = register(
        browser_of_agent,
        letter_id,
        topic_2="invoice",
        text_2="Mag ik in delen betalen?",
        topic_3="invoice",
        text_3="Klopt mijn adres?",
        route="municipality",
        way_carrier="email",
    )
    numbers = list(Case.objects.order_by("id").values_list("number", flat=True))
    assert len(numbers) == 3
    said = text_of(browser_of_agent.get(answer.url))
    assert all(number in said for number in numbers)
    assert Message.objects.count() == 1
    assert set(Interaction.objects.filter(direction="in").values_list("via", flat=True)) == {
        "municipality"
    }
    case = text_of(browser_of_agent.get(reverse("desk:case", args=[numbers[0]])))
    assert "through the municipality" in case
    assert "also by e-mail" in case
    assert checker.findings_here() == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text_1": ""}, "This field is required"),
        ({"text_2": "Nog iets"}, "Please choose a topic"),
        ({"topic_2": "invoice"}, "Please write down what it asks"),
        ({"continues": "12"}, "This is no case number"),
        ({"continues": "2026-999999"}, "There is no case with this number"),
    ],
)
def test_what_is_missing_is_said_and_the_words_are_kept(browser_of_agent, changes, said):
    letter_id = a_letter()
    page = register(browser_of_agent, letter_id, **changes)
    assert said in text_of(page)
    assert "Kouterbaan 18" in page.content.decode()
    assert not Case.objects.exists()


def test_who_wrote_is_searched_and_filled_in_and_the_search_is_written_down(
    browser_of_agent, agent
):
    known = make.customer(name="Jan Peeters", email="jan@example.be")
    letter_id = a_letter()
    address = reverse("desk:letter", args=[letter_id])
    assert "Jan Peeters" in text_of(browser_of_agent.get(address, {"q": "peeters"}))
    assert AccessEntry.objects.filter(
        subject=f"customer:{known.pk}", purpose=f"raw:{letter_id}", user_id=agent.user_id
    ).exists()

    chosen = browser_of_agent.get(address, {"customer": known.pk}).content.decode()
    assert 'value="jan@example.be"' in chosen
    assert "9230 Wetteren" in chosen
    register(browser_of_agent, letter_id, customer_id=known.pk)
    assert Case.objects.get().customer_id == known.pk


def test_a_letter_of_ours_that_lies_with_it_is_a_suggestion_only(browser_of_agent):
    opened = make.case()
    ours = Message.objects.get()
    letter_id = a_letter(scans.pdf(scans.page("Antwoord"), scans.page(mark=f"message:{ours.pk}")))
    address = reverse("desk:letter", args=[letter_id])
    page = browser_of_agent.get(address).content.decode()
    assert opened.number in page
    assert f'name="continues" value="{opened.number}"' not in page

    page = browser_of_agent.get(address, {"case": opened.number}).content.decode()
    assert f'name="continues" value="{opened.number}"' in page
    register(browser_of_agent, letter_id)  # nobody said so: a case of its own
    assert Case.objects.count() == 2


def test_pages_are_images_made_anew_and_the_file_is_only_saved(browser_of_agent, agent):
    letter_id = a_letter()
    image = browser_of_agent.get(reverse("desk:letter-page", args=[letter_id, 0]))
    assert image.headers["Content-Type"] == "image/png"
    assert image.content.startswith(b"\x89PNG")
    file = browser_of_agent.get(reverse("desk:letter-file", args=[letter_id]))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    looks = AccessEntry.objects.filter(subject=f"raw:{letter_id}", user_id=agent.user_id)
    assert set(looks.values_list("surface", flat=True)) == {"desk:letter-page", "desk:letter-file"}
    assert browser_of_agent.get(reverse("desk:letter-page", args=[letter_id, 1])).status_code == (
        404
    )


def test_a_letter_that_was_dealt_with_is_shown_no_more(browser_of_agent):
    letter_id = a_letter()
    register(browser_of_agent, letter_id)
    answer = browser_of_agent.get(reverse("desk:letter", args=[letter_id]), follow=True)
    assert "A colleague dealt with this already." in text_of(answer)
    for name in ("letter-file", "letter-page"):
        arguments = [letter_id, 0][: 2 if name == "letter-page" else 1]
        assert browser_of_agent.get(reverse(f"desk:{name}", args=arguments)).status_code == 404


def test_nobody_outside_gets_at_a_letter_to_the_ombuds_office(browser_of_agent, utility, sign_in):
    letter_id = a_letter(scans.pdf(scans.page("kanariepiet")), compartment=Compartment.OMBUDS)
    for name, arguments in (
        ("letter", [letter_id]),
        ("scan", [letter_id]),
        ("letter-page", [letter_id, 0]),
        ("letter-file", [letter_id]),
    ):
        answer = browser_of_agent.get(reverse(f"desk:{name}", args=arguments))
        assert answer.status_code == 404, name
    assert register(browser_of_agent, letter_id).status_code == 404
    away = reverse("desk:letter-away", args=[letter_id])
    assert browser_of_agent.post(away, {"reason": "advertising"}).status_code == 404
    assert "brief.pdf" not in text_of(browser_of_agent.get(reverse("desk:letters")))

    ombuds = sign_in(make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team))
    assert ombuds.get(reverse("desk:letter", args=[letter_id])).status_code == 200
    assert "the ombuds office" in text_of(ombuds.get(reverse("desk:letters")))


def test_separator_sheets_are_read_as_what_they_are(browser_of_agent):
    sheets = browser_of_agent.get(reverse("desk:separators")).content
    pages = scanning.read(sheets, progress=lambda _read, _of: None)
    assert [page.marks for page in pages] == [(separator_mark(route),) for route in Route]


def test_another_way_of_a_contact_is_written_down_on_the_case(browser_of_agent):
    opened = make.case()
    contact = Interaction.objects.get(case_id=opened.case_id, direction="in")
    browser_of_agent.post(
        reverse("desk:contact-way", args=[opened.number]),
        {"contact": contact.pk, "carrier": "post", "route": "minister", "day": "2026-03-02"},
    )
    way = ContactWay.objects.get()
    assert (way.carrier, way.route) == (Carrier.POST, Route.MINISTER)
    page = text_of(browser_of_agent.get(reverse("desk:case", args=[opened.number])))
    assert "also by letter, through the minister" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("0001-01-01", "Enter a valid date"),
        ("2025-02-01", "Please check the day"),
        ("2026-03-03", "Please check the day"),
    ],
)
def test_another_way_came_on_a_day_that_can_be(browser_of_agent, day, words):
    opened = make.case()
    contact = Interaction.objects.get(case_id=opened.case_id, direction="in")
    said = browser_of_agent.post(
        reverse("desk:contact-way", args=[opened.number]),
        {"contact": contact.pk, "carrier": "post", "route": "minister", "day": day},
    )
    assert words in text_of(said)
    assert not ContactWay.objects.exists()


def test_another_way_is_that_of_a_contact_of_this_case(browser_of_agent):
    make.case()
    other = Interaction.objects.filter(direction="in").latest("id")
    opened = make.case()
    browser_of_agent.post(
        reverse("desk:contact-way", args=[opened.number]),
        {"contact": other.pk, "carrier": "post", "route": "direct", "day": "2026-03-02"},
    )
    assert not ContactWay.objects.exists()
