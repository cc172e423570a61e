"""A scanner, where there is one: only what it calls clean leaves the house."""

import socket

import pytest
from django.core.files.base import ContentFile
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.files import actions, queries, scanning
from debiet.files.models import Blob, StoredFile
from debiet.files.queries import FileInfected, NotScannedYet
from debiet.files.tasks import NotScanned
from debiet.rules.files import ScanState
from tests import clamd, make
from tests.files.conftest import store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

VIRUS = b"beste,\n" + clamd.EICAR


@pytest.fixture
def daemon(settings):
    with clamd.running() as daemon:
        settings.CLAMD, settings.CLAMD_TIMEOUT = daemon.address, 0.5
        yield daemon


def scan(file_id):
    return actions.scan_file(file_id=file_id, by=Actor.system("files.scan"), at=make.MONDAY)


def test_without_a_scanner_a_file_says_so_and_is_handed_out(jobs):
    file_id = store()
    assert jobs.waiting() == []
    found = queries.opened(file_id, viewer=make.SYSTEM)
    assert found.info.scan is ScanState.NOT_SCANNED
    assert scan(file_id) is ScanState.NOT_SCANNED


def test_a_clean_file_is_handed_out_once_it_was_scanned(daemon, jobs):
    file_id = store()
    with pytest.raises(NotScannedYet):
        queries.opened(file_id, viewer=make.SYSTEM)

    assert jobs.run() == ["debiet.files.tasks.scan"]

    found = queries.opened(file_id, viewer=make.SYSTEM)
    assert found.info.scan is ScanState.CLEAN
    assert daemon.contents == [found.content]


def test_an_infected_file_is_handed_out_to_nobody(daemon, jobs):
    file_id = store(VIRUS, "brief.txt")
    jobs.run()

    info = queries.infos([file_id], viewer=make.SYSTEM)[file_id]
    assert (info.scan, info.is_ready) == (ScanState.INFECTED, False)
    with pytest.raises(FileInfected):
        queries.opened(file_id, viewer=make.SYSTEM)


def test_an_infected_file_stays_closed_when_the_scanner_is_taken_away(daemon, jobs, settings):
    file_id = store(VIRUS)
    jobs.run()
    settings.CLAMD = ""
    with pytest.raises(FileInfected):
        queries.opened(file_id, viewer=make.SYSTEM)


@pytest.mark.parametrize("behavior", ["gone", "slow", "too-long", "odd"])
def test_a_scanner_that_says_nothing_leaves_the_file_closed(daemon, behavior):
    daemon.behavior = behavior
    file_id = store()

    assert scan(file_id) is ScanState.NOT_SCANNED
    with pytest.raises(NotScannedYet):
        queries.opened(file_id, viewer=make.SYSTEM)


def test_a_large_file_given_to_a_scanner_that_hangs_up_leaves_it_closed(daemon):
    daemon.behavior = "gone"
    assert scan(store(b"a" * 3_000_000)) is ScanState.NOT_SCANNED


def test_no_scanner_at_its_address_leaves_the_file_closed(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMD = f"127.0.0.1:{free.getsockname()[1]}"
    assert scan(store()) is ScanState.NOT_SCANNED


def test_a_scanner_behind_a_socket_file_is_found_by_its_path(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "none.ctl")
    assert scanning.judgment(ContentFile(b"x")) is ScanState.NOT_SCANNED


def test_the_job_tries_again_later_until_the_scanner_answers(daemon, jobs):
    daemon.behavior = "gone"
    file_id = store()
    with pytest.raises(NotScanned):
        app.tasks["debiet.files.tasks.scan"].func(file_id=file_id)
    strategy = app.tasks["debiet.files.tasks.scan"].retry_strategy
    waits = [strategy.exponential_wait**attempt for attempt in range(1, strategy.max_attempts)]
    assert waits[:3] == [4, 16, 64]

    daemon.behavior = "clean"
    jobs.run()
    assert queries.infos([file_id], viewer=make.SYSTEM)[file_id].scan is ScanState.CLEAN


def test_a_content_is_scanned_once_for_all_files_that_share_it(daemon, jobs):
    store()
    store(name="nog eens.pdf")
    jobs.run()
    assert len(daemon.contents) == 1


def test_what_came_before_there_was_a_scanner_is_scanned_at_night(settings, jobs):
    file_ids = [store(b"%d" % number) for number in range(3)]
    with clamd.running() as daemon:
        settings.CLAMD = daemon.address
        app.tasks["debiet.files.tasks.scan_again"].func()
    assert {one.scan for one in queries.infos(file_ids, viewer=make.SYSTEM).values()} == {
        ScanState.CLEAN
    }


def test_a_night_without_an_answer_ends(daemon, monkeypatch):
    monkeypatch.setattr("debiet.files.tasks.SILENT_ENOUGH", 2)
    daemon.behavior = "odd"
    for number in range(3):
        store(b"%d" % number)
    app.tasks["debiet.files.tasks.scan_again"].func()
    assert set(Blob.objects.values_list("scan", flat=True)) == {"not-scanned"}


def test_what_is_made_here_needs_no_scanner(daemon, jobs):
    file_id = store(is_made_here=True)
    assert jobs.waiting() == []
    assert queries.opened(file_id, viewer=make.SYSTEM).info.scan is ScanState.MADE_HERE


def test_a_lost_content_cannot_be_scanned(daemon, folder, caplog):
    file_id = store()
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert scan(file_id) is ScanState.NOT_SCANNED
    assert "file lost" in caplog.text


def test_what_was_scanned_is_written_down(daemon, jobs):
    file_id = store(VIRUS)
    jobs.run()
    blob = StoredFile.objects.get(pk=file_id).blob
    assert blob.scanned_at is not None
