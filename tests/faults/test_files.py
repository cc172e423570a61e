"""Processes that store the same content at one time, or die with it half stored."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from debiet.cases.actions.mail_files import keep_mail_files
from debiet.core.actor import Actor
from debiet.files import actions, contents, queries
from debiet.files.models import Blob, StoredFile
from tests import make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

STORE = """
import sys, time
from debiet.cli.setup import start_django
start_django()
from django.utils import timezone
from debiet.cases.actions.mail_files import keep_mail_files
from debiet.core.actor import Actor
from debiet.files import actions
seconds = float(sys.argv[1])
put = actions.contents.put
def put_and_wait(sha256, content):
    put(sha256, content)
    print("written", flush=True)
    time.sleep(seconds)
actions.contents.put = put_and_wait
print("ready", flush=True)
sys.stdin.readline()
actions.store_file(
    content=b"%PDF-1.7 the same", name="a.pdf", compartment="ordinary",
    by=Actor.system("demo"), at=timezone.now(),
)
print("stored", flush=True)
"""


def start(seconds: float) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", STORE, str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def written(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"


def ended(process: "subprocess.Popen[str]") -> int:
    with process:  # closes its pipes
        return process.wait(timeout=30)


def contents_there() -> list[Path]:
    return [path for path in Path(os.environ["DEBIET_FILES"]).rglob("*") if path.is_file()]


def sweep(at):
    for folder in contents.FOLDERS:
        actions.sweep_folder(folder=folder, by=Actor.system("files.sweep"), at=at)


@pytest.fixture(autouse=True)
def _nothing_there() -> None:
    for path in contents_there():
        path.unlink()


def test_two_processes_that_store_the_same_at_once_keep_it_once():
    processes = [start(0.3), start(0.3)]
    for process in processes:
        go(process)

    assert [ended(process) for process in processes] == [0, 0]
    assert Blob.objects.count() == 1
    assert StoredFile.objects.count() == 2
    assert len(contents_there()) == 1
    for file in StoredFile.objects.all():
        assert queries.opened(file.pk, viewer=make.SYSTEM).content == b"%PDF-1.7 the same"


def test_what_a_killed_process_left_without_a_row_is_swept():
    process = start(60)
    go(process)
    written(process)
    os.kill(process.pid, signal.SIGKILL)
    ended(process)
    assert len(contents_there()) == 1
    assert not Blob.objects.exists()

    sweep(timezone.now())
    assert len(contents_there()) == 1  # younger than a day

    sweep(timezone.now() + timedelta(days=2))
    assert contents_there() == []


def test_the_sweep_waits_for_who_stores_just_now_and_leaves_its_content():
    process = start(1.5)
    go(process)
    written(process)

    began = time.monotonic()
    sweep(timezone.now() + timedelta(days=2))  # as if it had lain there for two days

    assert time.monotonic() - began > 1
    assert ended(process) == 0
    (file,) = StoredFile.objects.all()
    assert queries.opened(file.pk, viewer=make.SYSTEM).content == b"%PDF-1.7 the same"


def test_two_mails_with_the_same_two_files_do_not_wait_for_each_other_for_ever(monkeypatch):
    """Each stores its first file and takes its time: then it wants the other's."""
    put = contents.put

    def put_and_wait(sha256: str, content: bytes) -> None:
        put(sha256, content)
        time.sleep(1)

    monkeypatch.setattr(contents, "put", put_and_wait)
    one, other = two_files(b"logo", b"terms"), two_files(b"terms", b"logo")

    def keep(raw: bytes) -> int:
        try:
            with transaction.atomic():
                kept, _not_kept = keep_mail_files(
                    raw, compartment="ordinary", by=make.SYSTEM, at=timezone.now()
                )
        finally:
            connection.close()
        return len(kept)

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(keep, [one, other])) == [2, 2]
    assert Blob.objects.count() == 2


def two_files(*files: bytes) -> bytes:
    parts = (b"--b\nContent-Disposition: attachment; filename=a.txt\n\n%b\n" % one for one in files)
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + b"".join(parts) + b"--b--\n"
