"""Letters on paper: kept as they came, taken apart, and waiting with a term of their own."""

import subprocess
import zlib
from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest

from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.correspondence import actions, queries, scanning
from debiet.correspondence.models import RawMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier, Route
from debiet.rules.scans import LARGEST_BYTES, MOST_PAGES, SplitBy
from debiet.terms.actions import NoPolicy
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


def test_reading_takes_no_more_time_than_it_is_given(agent, monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import signal, time\nsignal.alarm(1)\ntime.sleep(30)\n")
    monkeypatch.setattr(scanning, "READER", slow)
    assert split(keep(scans.pdf(scans.page("Dag")))).row.reason == "too-heavy"


def test_a_page_is_shown_as_an_image_made_anew(agent):
    image = scanning.page_image(scans.pdf(scans.page("Dag")), page=0, side=300)
    assert image.startswith(b"\x89PNG")
    with pytest.raises(scanning.ScanUnreadable):
        scanning.page_image(scans.pdf(scans.page("Dag")), page=1, side=300)


def test_the_reader_knows_nothing_of_the_house():
    source = scanning.READER.read_text()
    assert "import debiet" not in source
    assert "from debiet" not in source
    told = subprocess.run(
        [scanning.sys.executable, "-I", str(scanning.READER), "read", '{"most_pages": 9}'],
        input=scans.pdf(scans.page("Dag")),
        capture_output=True,
        env={},
        check=True,
    )
    assert told.stdout.count(b"\n") == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"content": b"PK\x03\x04"}, actions.NotAScan),
        ({"content": b"%PDF-" + bytes(LARGEST_BYTES)}, actions.ScanTooLarge),
        ({"received_on": date(2026, 3, 3)}, actions.DayNotPossible),
        ({"received_on": date(2025, 2, 27)}, actions.DayNotPossible),
        ({"received_on": date(2025, 3, 2)}, NoPolicy),
        ({"carrier": Carrier.EMAIL}, actions.NotAScan),
        ({"compartment": Compartment.OMBUDS}, NotFound),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_nothing_is_kept(agent, changes, refusal):
    with pytest.raises(refusal):
        keep(**({"content": scans.pdf(scans.page("Dag")), "by": agent.actor} | changes))
    assert not RawMessage.objects.exists()


def test_nobody_outside_sees_a_letter_to_the_ombuds_office(agent):
    utility_agent = agent.actor
    batch = split(keep(scans.pdf(scans.page("Klacht")), compartment=Compartment.OMBUDS))
    letter_id = batch.letter_ids[0]

    assert queries.scan(letter_id, viewer=utility_agent) is None
    assert queries.paper_content(letter_id, viewer=utility_agent) is None
    assert queries.letters_to_register(viewer=utility_agent) == []
    assert queries.to_do_counts(viewer=utility_agent, at=make.MONDAY)["letters"] == 0
    assert queries.scans(viewer=utility_agent, since=make.MONDAY) == []
    with pytest.raises(NotFound):
        actions.put_away_paper(
            raw_message_id=letter_id, reason="x", by=utility_agent, at=make.MONDAY
        )


def test_the_ombuds_office_takes_in_its_own_letters():
    utility = make.utility()
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    content = scans.pdf(scans.page("Klacht"))
    batch = split(keep(content, by=ombuds.actor, compartment=Compartment.OMBUDS))
    assert queries.letters_to_register(viewer=ombuds.actor)[0].compartment == Compartment.OMBUDS
    # The same file in the ordinary part is another scan: nobody learns that it was there.
    assert keep(content) != batch.row.raw_message_id


def test_what_is_on_paper_is_in_no_list_of_held_mail(agent):
    letter_id = split(keep(scans.pdf(scans.page("Dag")))).letter_ids[0]
    assert queries.quarantine(viewer=agent.actor) == []
    assert queries.to_do_counts(viewer=agent.actor, at=make.MONDAY)["quarantine"] == 0
    assert queries.held(letter_id, viewer=agent.actor) is None


def test_a_scan_whose_process_died_is_taken_up_again_and_by_no_reader_of_mail(agent):
    batch_id = keep(scans.pdf(scans.page("Dag")))
    RawMessage.objects.filter(pk=batch_id).update(recorded_at=make.MONDAY - timedelta(hours=1))
    assert queries.left_over(before=make.MONDAY) == []
    assert queries.left_over_scans(before=make.MONDAY) == [batch_id]


def test_as_many_pages_as_allowed_are_read(agent):
    assert len(scanning.read(empty_pages(MOST_PAGES), progress=lambda _read, _of: None)) == 500
