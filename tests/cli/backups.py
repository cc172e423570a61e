"""A house to back up, the commands, and every row as text: for the tests of backup and restore."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from debiet.cases import actions as cases
from debiet.correspondence import actions as correspondence
from debiet.files import actions as files
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from tests import live, make

LETTER = b"%PDF-1.7 een brief"


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        live.python(*arguments),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
    )


def backup(tmp_path: Path, name: str = "house.tar.gz") -> Path:
    place = tmp_path / name
    done = run("backup", str(place))
    assert done.returncode == 0, done.stderr
    return place


def filled_house() -> None:
    """Make a house with every kind of contact that takes a line: form, mail, letter, file, job."""
    utility = make.utility()
    agent = make.employee(utility)
    make.customer(name="Ann De Smet", email="ann@example.be", phone="0470 12 34 56")
    file_id = files.store_file(
        content=LETTER,
        name="brief.pdf",
        compartment=Compartment.ORDINARY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    opened = make.case(file_ids=[file_id])
    cases.answer_case(
        case_id=opened.case_id,
        text="Dat is de voorschotfactuur.\tMet een tab, een \\ en een 'é'.",
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY + timedelta(hours=2),
    )
    raw = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=b"From: ann@example.be\r\nSubject: Lek\r\n\r\nEr is een lek.\xff\x00\r\n",
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    cases.take_up(raw_message_id=raw.raw_message_id, by=make.SYSTEM, at=make.MONDAY)


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of ours, as text."""
    found = {}
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            if not table.startswith(("django_", "auth_")):
                found[table] = connection.execute(
                    sql.SQL("SELECT one::text FROM {} one ORDER BY 1").format(sql.Identifier(table))
                ).fetchall()
    return found
