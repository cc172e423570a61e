"""What a scan may be, whose it is, and what bounds its reading."""

import subprocess
from datetime import date, timedelta

import pytest

from debiet.core.errors import NotFound
from debiet.correspondence import actions, queries, scanning
from debiet.correspondence.models import RawMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from debiet.rules.scans import LARGEST_BYTES, MOST_PAGES
from debiet.terms.actions import NoPolicy
from tests import make, scans
from tests.correspondence.test_scans import empty_pages, keep, split

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.employee(make.utility())


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
