"""Letters on paper: kept as they came, taken apart, and waiting with a term of their own."""

import zlib
from datetime import date
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.correspondence import actions, queries, scanning
from debiet.correspondence.models import RawMessage
from debiet.rules.access import Compartment
from debiet.rules.cases import Route
from debiet.rules.scans import LARGEST_BYTES, MOST_PAGES, SplitBy
from debiet.terms.models import Clock
from tests import checker, make, scans

pytestmark = pytest.mark.django_db
SPLITTER = Actor.system("correspondence.split-scan")


@pytest.fixture
def agent():
    return make.employee(make.utility())


def keep(content, *, by=make.SYSTEM, **changes):
    values = {
        "name": "scan.pdf",
        "received_on": date(2026, 3, 2),
        "split_by": SplitBy.SEPARATORS,
        "at": make.MONDAY,
    }
    return actions.keep_scan(content=content, by=by, **(values | changes)).raw_message_id


def split(batch_id):
    actions.split_scan(raw_message_id=batch_id, by=SPLITTER, at=make.MONDAY)
    return queries.scan(batch_id, viewer=make.SYSTEM)


def letters(batch):
    return [queries.scan(key, viewer=make.SYSTEM) for key in batch.letter_ids]


def test_a_batch_becomes_its_letters_by_itself_and_each_waits_with_a_term(agent, jobs):
    content = scans.five_letters()
    batch_id = keep(content, by=agent.actor)
    jobs.run()

    batch = queries.scan(batch_id, viewer=agent.actor)
    assert (batch.row.state, batch.row.outcome) == ("set-aside", "split")
    assert (batch.letters, batch.separators, batch.blanks) == (5, 5, 2)
    waiting = queries.letters_to_register(viewer=agent.actor)
    assert [row.pages for row in waiting] == [2, 1, 1, 1, 1]
    assert [row.route for row in waiting] == [
        Route.DIRECT,
        Route.DIRECT,
        Route.MINISTER,
        Route.DIRECT,
        Route.DIRECT,
    ]
    assert letters(batch)[3].pointers == ("message:1",)
    for row in waiting:
        assert row.received_at == make.local("2026-03-02 00:00")
        assert row.due_at == make.local("2026-03-02 13:00")
        assert Clock.objects.filter(reference=f"raw:{row.raw_message_id}").exists()
    letter = queries.paper_content(waiting[0].raw_message_id, viewer=agent.actor)
    assert len(pypdf.PdfReader(BytesIO(letter)).pages) == 2
    assert bytes(RawMessage.objects.get(pk=batch_id).content) == content
    assert checker.findings_here() == {}


def test_the_same_file_twice_is_one_scan_and_splitting_twice_makes_no_doubles(agent):
    first, second = (keep(scans.pdf(scans.page("Dag"))) for _ in range(2))
    assert first == second
    split(first)
    split(first)
    assert RawMessage.objects.count() == 2


def test_two_letters_that_are_alike_are_two_letters(agent):
    batch = split(keep(scans.pdf(scans.page("Dag"), scans.page("Dag")), split_by=SplitBy.EVERY))
    assert batch.letters == len(batch.letter_ids) == 2


def test_without_a_separator_it_is_one_letter_and_says_so(agent):
    batch = split(keep(scans.pdf(scans.page("Dag"), scans.page("Tot ziens"))))
    assert batch.is_unmarked
    assert [letter.row.pages for letter in letters(batch)] == [2]


@pytest.mark.parametrize("kind", ["TIFF", "JPEG", "PNG"])
def test_images_of_pages_are_made_into_a_letter(agent, kind):
    pages = [scans.page("Eerste"), scans.page("Tweede")][: 2 if kind == "TIFF" else 1]
    batch = split(keep(scans.pdf(*pages, kind=kind), split_by=SplitBy.ONE))
    assert [letter.row.pages for letter in letters(batch)] == [len(pages)]
    content = queries.paper_content(batch.letter_ids[0], viewer=make.SYSTEM)
    assert content.startswith(b"%PDF-")


def test_by_hand_the_scan_waits_until_somebody_chose_the_first_pages(agent):
    batch_id = keep(scans.pdf(*(scans.page(f"Blad {n}") for n in range(4))), split_by=SplitBy.HAND)
    batch = split(batch_id)
    assert (batch.row.outcome, batch.is_waiting, len(batch.page_facts)) == ("choose-pages", True, 4)
    assert batch.row.due_at is not None

    actions.choose_first_pages(
        raw_message_id=batch_id, firsts=[0, 3], by=agent.actor, at=make.MONDAY
    )

    batch = queries.scan(batch_id, viewer=agent.actor)
    assert [letter.row.pages for letter in letters(batch)] == [3, 1]
    with pytest.raises(actions.PaperGone):
        actions.choose_first_pages(
            raw_message_id=batch_id, firsts=[0], by=agent.actor, at=make.MONDAY
        )
    assert checker.findings_here() == {}


def test_by_hand_separator_sheets_are_part_of_no_letter(agent):
    pages = (scans.page("Een"), scans.separator(Route.MINISTER), scans.page("Twee"))
    batch_id = keep(scans.pdf(*pages), split_by=SplitBy.HAND)
    split(batch_id)
    actions.choose_first_pages(
        raw_message_id=batch_id, firsts=[0, 2], by=agent.actor, at=make.MONDAY
    )

    found = letters(queries.scan(batch_id, viewer=agent.actor))
    assert [(letter.row.pages, letter.row.route) for letter in found] == [
        (1, Route.DIRECT),
        (1, Route.MINISTER),
    ]
    assert checker.findings_here() == {}


def keep_pictures(*pictures, **changes):
    values = {
        "received_on": date(2026, 3, 2),
        "split_by": SplitBy.ONE,
        "by": make.SYSTEM,
        "at": make.MONDAY,
    }
    taken = actions.keep_pictures(
        pictures=[actions.Picture(*picture) for picture in pictures], **(values | changes)
    )
    return taken.raw_message_id


THREE = (
    ("brief10.jpg", scans.picture("Tien")),
    ("brief2.png", scans.picture("Twee", kind="PNG")),
    ("brief1.tif", scans.picture("Een", kind="TIFF")),
)


def words_shown(content, page):
    """Return which of the pictures a page shows, by the shape of its ink."""
    shown = Image.open(BytesIO(scanning.page_image(content, page=page, side=1169))).convert("L")
    points = shown.point(lambda light: 255 if light < 128 else 0).getbbox()
    return points[2] - points[0] if points else 0


def test_pictures_are_one_scan_in_the_order_of_their_names_and_somebody_checks_it(agent):
    batch = split(keep_pictures(*THREE, by=agent.actor))

    assert (batch.row.outcome, batch.names) == (
        "choose-pages",
        ("brief1.tif", "brief2.png", "brief10.jpg"),
    )
    assert batch.firsts == (0,)
    assert batch.row.name == "brief1.tif \N{EN DASH} brief10.jpg"
    kept = bytes(RawMessage.objects.get(pk=batch.row.raw_message_id).content)
    assert all(content in kept for _name, content in THREE)  # each byte for byte
    assert keep_pictures(*THREE[::-1]) == batch.row.raw_message_id

    actions.choose_first_pages(
        raw_message_id=batch.row.raw_message_id, firsts=[0], by=agent.actor, at=make.MONDAY
    )

    [letter] = letters(queries.scan(batch.row.raw_message_id, viewer=agent.actor))
    content = queries.paper_content(letter.row.raw_message_id, viewer=agent.actor)
    assert len(pypdf.PdfReader(BytesIO(content)).pages) == 3
    assert checker.findings_here() == {}


def test_pictures_in_the_wrong_order_are_put_right(agent):
    batch_id = keep_pictures(*THREE)
    split(batch_id)
    before = queries.paper_content(batch_id, viewer=agent.actor)
    actions.choose_first_pages(
        raw_message_id=batch_id, firsts=[2, 1], places={2: 1}, by=agent.actor, at=make.MONDAY
    )

    first, second = letters(queries.scan(batch_id, viewer=agent.actor))
    assert (first.row.pages, second.row.pages) == (2, 1)
    content = queries.paper_content(first.row.raw_message_id, viewer=agent.actor)
    shown = [words_shown(content, page) for page in range(2)]
    assert shown == pytest.approx([words_shown(before, page) for page in (2, 0)], abs=6)
    assert len(set(shown)) == 2


@pytest.mark.parametrize(
    ("how", "every", "firsts"),
    [(SplitBy.EVERY, 2, (0, 2)), (SplitBy.SEPARATORS, 1, (0, 2)), (SplitBy.HAND, 1, (0,))],
)
def test_where_letters_of_pictures_seem_to_begin_is_ticked(agent, how, every, firsts):
    drawn = BytesIO()
    scans.separator().save(drawn, "PNG")
    batch = split(
        keep_pictures(
            ("1.jpg", scans.picture("Een")),
            ("2.png", drawn.getvalue()),
            ("3.jpg", scans.picture("Drie")),
            split_by=how,
            every=every,
        )
    )
    assert batch.firsts == firsts


def test_a_broken_picture_is_named_and_all_are_kept(agent):
    batch = split(keep_pictures(THREE[0], ("brief3.jpg", b"\xff\xd8\xff rubbish")))
    assert (batch.row.outcome, batch.row.reason) == ("unreadable", "broken")
    assert batch.broken == "brief3.jpg"
    assert THREE[0][1] in queries.paper_content(batch.row.raw_message_id, viewer=agent.actor)


@pytest.mark.parametrize(
    ("pictures", "changes", "refusal", "words"),
    [
        ([THREE[0], ("x.pdf", b"%PDF-1.7")], {}, actions.NotAPicture, "x.pdf"),
        ([THREE[0], ("x.zip", b"PK\x03\x04")], {}, actions.NotAPicture, "x.zip"),
        ([THREE[0]] * (MOST_PAGES + 1), {}, actions.TooManyPictures, "500"),
        (
            [("1.jpg", b"\xff\xd8\xff" + bytes(LARGEST_BYTES // 2))] * 2,
            {},
            actions.PicturesTooLarge,
            "60 MB",
        ),
        (THREE, {"received_on": date(2026, 3, 3)}, actions.DayNotPossible, None),
        (THREE, {"compartment": Compartment.OMBUDS}, NotFound, None),
    ],
)
def test_pictures_that_cannot_be_taken_in_are_refused_and_nothing_is_kept(
    agent, pictures, changes, refusal, words
):
    with pytest.raises(refusal, match=words):
        keep_pictures(*pictures, **({"by": agent.actor} | changes))
    assert not RawMessage.objects.exists()


def test_a_photo_is_shown_the_way_it_was_held(agent):
    lying = Image.Exif()
    lying[0x112] = 6  # turned by a quarter
    photo = scans.picture("Dag", exif=lying)
    shown = Image.open(BytesIO(scanning.page_image(photo, page=0, side=1000)))
    assert shown.width > shown.height


def test_a_tiff_of_many_pages_needs_no_more_memory_than_one_page():
    content = scans.fax(240)
    assert scanning.page_image(content, page=239, side=100).startswith(b"\x89PNG")
    [letter] = scanning.split(content, [range(239, 240)])
    assert len(pypdf.PdfReader(BytesIO(letter)).pages) == 1


def test_letters_that_would_be_far_larger_than_their_scan_are_not_made(agent):
    """What all pages share goes into each letter: 3 MB would become more than 240."""
    content = scans.heavy(100, shared_bytes=3_000_000)
    batch = split(keep(content, split_by=SplitBy.EVERY))
    assert (batch.row.outcome, batch.row.reason) == ("unreadable", "too-heavy")

    by_hand = keep(content + b" ", split_by=SplitBy.HAND)
    split(by_hand)
    with pytest.raises(actions.CannotBeParted):
        actions.choose_first_pages(
            raw_message_id=by_hand, firsts=range(100), by=agent.actor, at=make.MONDAY
        )
    assert queries.scan(by_hand, viewer=agent.actor).is_waiting


def encrypted():
    writer = pypdf.PdfWriter(clone_from=BytesIO(scans.pdf(scans.page("geheim"))))
    writer.encrypt("geheim")
    return written(writer)


def empty_pages(count):
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    return written(writer)


def written(writer):
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def bomb(side=60_000):
    """Return a small PDF whose one image unpacks to gigabytes."""
    pressed = zlib.compressobj(9)
    packed = b"".join(pressed.compress(bytes(side)) for _ in range(side)) + pressed.flush()
    image = (
        f"<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
        b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        image + packed + b"\nendstream",
        b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (encrypted(), {"encrypted"}),
        (b"%PDF-1.7\nrubbish", {"broken"}),
        (b"\x89PNG\r\n\x1a\nrubbish", {"broken"}),
        (empty_pages(0), {"no-pages", "broken"}),
        (empty_pages(2000), {"too-many-pages"}),
        (empty_pages(3), {"only-blank"}),
        (bomb(), {"too-heavy", "only-blank"}),
    ],
    ids=["encrypted", "broken", "broken image", "no pages", "2000 pages", "blank", "bomb"],
)
def test_what_cannot_be_read_is_kept_and_waits_with_the_reason(agent, content, reasons):
    batch_id = keep(content)
    batch = split(batch_id)

    assert (batch.row.state, batch.row.outcome) == ("quarantined", "unreadable")
    assert batch.row.reason in reasons
    assert batch.row.due_at is not None
    assert bytes(RawMessage.objects.get(pk=batch_id).content) == content
    actions.put_away_paper(
        raw_message_id=batch_id, reason="scan-again", by=agent.actor, at=make.MONDAY
    )
    assert not Clock.objects.filter(reference=f"raw:{batch_id}", status="running").exists()
    assert checker.findings_here() == {}
