"""Contents are kept once and by their hash; what has no row goes, what was lost is said."""

import hashlib
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone, translation

from debiet.core.actor import Actor
from debiet.files import actions, contents, queries
from debiet.files.models import Blob, StoredFile
from debiet.files.queries import FileLost
from debiet.rules.access import Compartment, Role
from tests import make
from tests.files.conftest import store

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 brief"
SHA = hashlib.sha256(PDF).hexdigest()


def sweep(at=None):
    by, at = Actor.system("files.sweep"), at or timezone.now()
    for name in contents.FOLDERS:
        begin = 0
        while begin is not None:
            begin = actions.sweep_folder(folder=name, begin=begin, by=by, at=at)


def age(path, **how_old):
    then = (timezone.now() - timedelta(**how_old)).timestamp()
    os.utime(path, (then, then))


def test_the_same_content_is_kept_once_whoever_sends_it(folder):
    one, two = store(), store(name="anders.pdf", compartment=Compartment.OMBUDS)

    assert one != two
    assert Blob.objects.count() == 1
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [SHA]
    assert queries.opened(two, viewer=make.SYSTEM).content == PDF


def test_who_may_not_see_the_compartment_sees_nothing_of_the_file(folder):
    utility = make.utility()
    agent = make.employee(utility).actor
    ombuds = make.employee(utility, role=Role.OMBUDS).actor
    file_id = store(compartment=Compartment.OMBUDS)

    assert queries.opened(file_id, viewer=agent) is None
    assert queries.infos([file_id], viewer=agent) == {}
    assert queries.opened(file_id, viewer=Actor.visitor(1)) is None
    assert queries.opened(file_id, viewer=ombuds).content == PDF
    assert list(queries.infos([file_id], viewer=ombuds)) == [file_id]


def test_type_and_name_are_what_the_content_and_we_say(folder):
    file_id = store(b"\x89PNG\r\n\x1a\n", "C:\\x\\../foto\r\n.html", media_type="text/html")

    info = queries.infos([file_id], viewer=make.SYSTEM)[file_id]
    assert (info.media_type, info.name, info.kind) == ("image/png", "foto .html", "dangerous")


def test_another_storage_of_django_does_as_well(in_memory):
    file_id = store()
    storage = storages["files"]
    storage.save(contents.path_of("0" * 64), ContentFile(b"nobody's"))

    sweep(at=timezone.now() + timedelta(days=2))

    assert not storage.exists(contents.path_of("0" * 64))
    assert queries.opened(file_id, viewer=make.SYSTEM).content == PDF


def test_five_methods_of_a_storage_are_enough(in_memory, monkeypatch):
    storage = storages["files"]
    monkeypatch.setattr(storage, "get_modified_time", refuse(NotImplementedError))
    for name in ("size", "url", "get_created_time", "get_accessed_time"):
        monkeypatch.setattr(storage, name, refuse(AssertionError))
    file_id = store()
    storage.save(contents.path_of("0" * 64), ContentFile(b"nobody's"))

    sweep()

    assert not storage.exists(contents.path_of("0" * 64))
    assert queries.opened(file_id, viewer=make.SYSTEM).content == PDF


def refuse(error):
    def refused(*_args, **_options):
        raise error

    return refused


def test_what_a_failed_transaction_left_goes_after_a_day(folder):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store()
        raise ZeroDivisionError
    left = folder / contents.path_of(SHA)
    assert left.exists()
    assert not StoredFile.objects.exists()

    sweep()
    assert left.exists()  # too young

    age(left, hours=25)
    sweep()
    assert not left.exists()


def test_the_sweep_leaves_what_has_a_row_and_what_is_not_ours(folder):
    file_id = store()
    age(folder / contents.path_of(SHA), days=9)
    note = folder / SHA[:2] / "read-me.txt"
    note.write_text("of somebody else")
    age(note, days=9)

    sweep()

    assert note.exists()
    assert queries.opened(file_id, viewer=make.SYSTEM).content == PDF


def test_the_sweep_goes_through_a_full_folder_in_chunks(folder, monkeypatch):
    monkeypatch.setattr(actions, "ORPHAN_CHUNK", 3)
    (folder / "00").mkdir(parents=True)
    for number in range(10):
        path = folder / "00" / f"00{number:062x}"
        path.write_bytes(b"x")
        age(path, days=9)
    kept = Blob.objects.create(
        sha256=f"00{4:062x}", size=1, media_type="text/plain", stored_at=make.MONDAY
    )

    sweep()

    assert [path.name for path in (folder / "00").iterdir()] == [kept.sha256]


def test_a_content_that_was_cut_off_is_written_anew(folder):
    path = folder / contents.path_of(SHA)
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF[:4])  # the process died while it wrote

    assert queries.opened(store(), viewer=make.SYSTEM).content == PDF


def test_a_lost_content_is_said_to_the_reader_and_in_the_log(folder, caplog):
    file_id = store()
    (folder / contents.path_of(SHA)).unlink()

    with pytest.raises(FileLost) as refused, translation.override("en"):
        queries.opened(file_id, viewer=make.SYSTEM)

    with translation.override("en"):
        assert "cannot find this file" in str(refused.value)
    assert any(record.levelname == "ERROR" for record in caplog.records)


def test_a_lost_content_that_comes_again_is_there_again(folder):
    earlier = store()
    (folder / contents.path_of(SHA)).unlink()

    store()

    assert queries.opened(earlier, viewer=make.SYSTEM).content == PDF


def test_a_storage_that_keeps_a_file_under_another_name_is_refused(in_memory, monkeypatch):
    storage = storages["files"]
    monkeypatch.setattr(storage, "exists", lambda _name: False)
    storage.save(contents.path_of(SHA), ContentFile(b"other"))
    monkeypatch.setattr(storage, "get_available_name", lambda name, max_length=None: f"{name}_1")

    with pytest.raises(OSError, match="another name"):
        store()
