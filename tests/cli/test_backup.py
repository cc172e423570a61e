"""A backup of a house that goes on working, restored beside it, and what a restore refuses."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.files.storage import storages
from django.db import connection as own_connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from debiet.cli import archive, postgres_roles
from debiet.correspondence.models import Message
from debiet.files import actions as files
from debiet.rules.access import Compartment
from tests import checker, live, make
from tests.cli.backups import LETTER, backup, filled_house, rows, run

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

COPY = "test_debiet_copy"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path, monkeypatch) -> None:
    """A storage of this test's own, in which the commands look as well."""
    folder = str(tmp_path / "files")
    options = settings.STORAGES["files"] | {"OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "files": options}
    monkeypatch.setenv("DEBIET_FILES", folder)


def _made(tmp_path: Path, *, like: str | None) -> Iterator[dict[str, str]]:
    """Have a database, like another one or without tables, and say where it and its files are."""
    name = f"{COPY}_{conninfo_to_dict(os.environ['DATABASE_URL'])['dbname']}"
    around = os.environ["DATABASE_OWNER_URL"]
    quoted, template = sql.Identifier(name), sql.Identifier(like or "template1")
    with psycopg.connect(around, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(quoted))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(quoted, template))
    yield {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=name),
        "DATABASE_OWNER_URL": make_conninfo(around, dbname=name),
        "DEBIET_FILES": str(tmp_path / "files-of-the-copy"),
    }
    with psycopg.connect(around, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(quoted))


@pytest.fixture
def new_copy(tmp_path) -> Iterator[dict[str, str]]:
    """The environment of another installation, with an empty storage and no tables yet."""
    yield from _made(tmp_path, like=None)


@pytest.fixture(scope="module")
def migrated(django_db_setup) -> Iterator[str]:
    """The name of a database with tables but no rows, of which copies are made."""
    around = os.environ["DATABASE_OWNER_URL"]
    name = f"{COPY}_of_{conninfo_to_dict(around)['dbname']}"
    with psycopg.connect(around, autocommit=True) as connection:
        postgres_roles.make_database(connection, name=name, anew=True)
    done = run(
        "migrate",
        DATABASE_URL=make_conninfo(os.environ["DATABASE_URL"], dbname=name),
        DATABASE_OWNER_URL=make_conninfo(around, dbname=name),
    )
    assert done.returncode == 0, done.stderr
    yield name
    with psycopg.connect(around, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture
def copy(tmp_path, migrated) -> Iterator[dict[str, str]]:
    """The same with its tables: making them takes longer than all the rest of a test."""
    yield from _made(tmp_path, like=migrated)


def test_a_restored_house_is_the_same_to_the_row_and_the_byte(tmp_path, new_copy):
    filled_house()
    done = run("restore", str(backup(tmp_path)), **new_copy)
    assert done.returncode == 0, done.stderr

    was, now = rows(os.environ["DATABASE_URL"]), rows(new_copy["DATABASE_URL"])
    switched = now.pop("core_outgoingswitch")
    assert was.pop("core_outgoingswitch") == []
    assert len(switched) == 1
    assert now == was
    assert sum(map(len, was.values())) > 100
    stored = sorted(
        path.name for path in Path(new_copy["DEBIET_FILES"]).rglob("*") if path.is_file()
    )
    assert stored == sorted(
        name
        for folder in storages["files"].listdir("")[0]
        for name in storages["files"].listdir(folder)[1]
    )


def test_a_backup_taken_while_the_house_is_written_to_is_of_one_moment(tmp_path, copy, monkeypatch):
    filled_house()
    enough = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not enough.is_set():
            file_id = files.store_file(
                content=f"foto {len(written)}".encode(),
                name="foto.txt",
                compartment=Compartment.ORDINARY,
                by=make.SYSTEM,
                at=make.MONDAY,
            )
            written.append(make.case(file_ids=[file_id]).number)
        own_connection.close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        place = backup(tmp_path)
    finally:
        enough.set()
        for writer in writers:
            writer.join()
    done = run("restore", str(place), **copy)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr

    assert checker.findings() == {}
    monkeypatch.setenv("DATABASE_URL", copy["DATABASE_URL"])
    assert checker.findings() == {}
    with psycopg.connect(copy["DATABASE_URL"]) as connection:
        (taken,) = connection.execute("SELECT count(*) FROM cases_case").fetchone() or (0,)
        blobs = connection.execute("SELECT sha256 FROM files_blob").fetchall()
    assert 2 <= taken <= len(written) + 2
    kept = {path.name for path in Path(copy["DEBIET_FILES"]).rglob("*") if path.is_file()}
    assert {sha256 for (sha256,) in blobs} == kept


def test_an_archive_goes_through_a_pipe_and_another_secret_key_is_told(tmp_path, copy):
    filled_house()
    with subprocess.Popen(live.python("backup", "-"), stdout=subprocess.PIPE) as written:
        done = subprocess.run(
            live.python("restore", "-"),
            env={**os.environ, **copy, "DEBIET_SECRET_KEY": "another key " * 5},
            stdin=written.stdout,
            capture_output=True,
            text=True,
            timeout=180,
        )
    assert (written.returncode, done.returncode) == (0, 0), done.stderr
    assert "The codes that customers hold do not work here" in done.stderr


def test_the_archive_is_for_its_owner_only_and_never_written_over(tmp_path):
    make.utility()
    place = backup(tmp_path)
    assert place.stat().st_mode & 0o077 == 0
    again = run("backup", str(place))
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert list(tmp_path.glob("*.part")) == []


def test_a_file_that_the_storage_lost_is_named_and_the_rest_is_kept(tmp_path, copy):
    filled_house()
    name = "lost.tar.gz"
    sha256 = _stored_hash()
    storages["files"].delete(f"{sha256[:2]}/{sha256}")
    done = run("backup", str(tmp_path / name))
    assert done.returncode == 0
    assert f"lost the file {sha256}" in done.stderr
    again = run("restore", str(tmp_path / name), **copy)
    assert again.returncode == 0
    assert f"the file {sha256} was lost before the backup" in again.stderr


def _stored_hash() -> str:
    return hashlib.sha256(LETTER).hexdigest()


def test_nothing_is_restored_over_a_house_in_use(tmp_path):
    filled_house()
    was = rows(os.environ["DATABASE_URL"])
    done = run("restore", str(backup(tmp_path)))
    assert done.returncode == 1
    assert "The database is not empty" in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(os.environ["DATABASE_URL"]) == was


def emptied(copy) -> bool:
    with psycopg.connect(copy["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT to_regclass('public.cases_case')").fetchone()
        if found == (None,):
            return True
        return connection.execute("SELECT FROM cases_case").rowcount == 0


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_an_archive_that_is_cut_off_restores_nothing(tmp_path, copy, share):
    filled_house()
    place = backup(tmp_path)
    content = place.read_bytes()
    place.write_bytes(content[: int(len(content) * share)])
    done = run("restore", str(place), **copy)
    assert done.returncode == 1
    assert "archive" in done.stderr
    assert "Traceback" not in done.stderr
    assert emptied(copy)


def rewritten(place: Path, change) -> None:
    """Write an archive again with other members, each with the checksum it had."""
    with tarfile.open(place, "r:gz") as tar:
        parts = [(info, tar.extractfile(info).read()) for info in tar]
    with gzip.open(place, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for info, content in change(parts):
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def _changed(parts):
    return [
        (info, content.replace(b"voorschotfactuur", b"Voorschotfactuur")) for info, content in parts
    ]


def _without_a_table(parts):
    return [part for part in parts if "cases_note" not in part[0].name][:-2] + parts[-1:]


def _of_tomorrow(parts):
    _info, content = parts[0]
    first = json.loads(content)
    first["migrations"].append(["cases", "0999_tomorrow"])
    return _with_first(parts, first)


def _in_another_form(parts):
    first = json.loads(parts[0][1])
    return _with_first(parts, first | {"format": 99})


def _with_first(parts, first):
    return _summed([(parts[0][0], json.dumps(first).encode()), *parts[1:]])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_changed, "is not what was written"),
        (_without_a_table, "missing or in another order"),
        (_of_tomorrow, "newer than this version"),
        (_in_another_form, "written in form 99"),
    ],
)
def test_an_archive_that_was_changed_restores_nothing(tmp_path, copy, change, words):
    filled_house()
    place = backup(tmp_path)
    rewritten(place, change)
    done = run("restore", str(place), **copy)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert emptied(copy)


@pytest.mark.parametrize("content", [b"", b"not an archive", gzip.compress(b"nor this", mtime=0)])
def test_what_is_no_archive_is_said_to_be_none(tmp_path, copy, content):
    place = tmp_path / "something"
    place.write_bytes(content)
    done = run("restore", str(place), **copy)
    assert done.returncode == 1
    assert "no archive of debiet backup" in done.stderr


def test_an_archive_of_an_older_version_is_brought_up_to_date(tmp_path, new_copy):
    """The house is put back to what it was some migrations earlier, and backed up there."""
    newest = [["retention", "0002_rights_request"], ["retention", "0003_setup_months_proposal"]]
    tables = ("retention_rightsrequest", "retention_monthsproposal")
    filled_house()
    place = backup(tmp_path)

    def without_the_newest(parts):
        first = json.loads(parts[0][1])
        first["migrations"] = [row for row in first["migrations"] if row not in newest]
        for table in tables:
            del first["tables"][table]
        kept = [part for part in parts[1:] if not any(name in part[0].name for name in tables)]
        return _summed([(parts[0][0], json.dumps(first).encode()), *kept])

    rewritten(place, without_the_newest)
    done = run("restore", str(place), **new_copy)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(new_copy["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT FROM retention_rightsrequest").rowcount == 0
        assert connection.execute("SELECT FROM cases_case").rowcount == 2


def _summed(parts):
    """Give parts the checksums of an archive that was written like this."""
    whole = io.BytesIO()
    writer = archive.Writer(whole, at=0)
    for info, content in parts[:-1]:
        writer.add(info.name, content)
    end = json.loads(parts[-1][1])
    end["rows"].pop("retention_rightsrequest", None)
    writer.end(end)
    whole.seek(0)
    with tarfile.open(fileobj=whole, mode="r:gz") as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def newest_audit_row(copy) -> int:
    with psycopg.connect(copy["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT max(id) FROM core_auditentry").fetchone()
    assert row is not None
    return row[0]


def test_a_restored_house_sends_nothing_until_somebody_says_so(tmp_path, copy):
    filled_house()
    assert Message.objects.filter(state="queued").exists()
    assert run("restore", str(backup(tmp_path)), **copy).returncode == 0
    told = run("outgoing", **copy)
    waiting = Message.objects.filter(state="queued").count()
    assert f"Outgoing is off. Messages that wait: {waiting}." in told.stdout

    sweep = (
        "from debiet.cli.setup import start_django; start_django()\n"
        "from debiet.correspondence import tasks; tasks.sweep_outbox(0)\n"
    )
    swept = subprocess.run([sys.executable, "-c", sweep], env={**os.environ, **copy}, timeout=60)
    assert swept.returncode == 0
    with psycopg.connect(copy["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT FROM correspondence_dispatch").rowcount == 0

    before = newest_audit_row(copy)
    assert "Outgoing is on." in run("outgoing", "on", **copy).stdout
    assert newest_audit_row(copy) == before + 1, "new rows get numbers of their own"
    unreachable = {"DEBIET_SMTP_HOST": "127.0.0.1", "DEBIET_SMTP_PORT": "9"}
    subprocess.run([sys.executable, "-c", sweep], env={**os.environ, **copy, **unreachable})
    with psycopg.connect(copy["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT FROM correspondence_dispatch").rowcount == waiting
