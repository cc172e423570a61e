"""Where a word of a closed compartment is kept at all: every table, the files, the queue, the log.

`docs/operate/ombuds-confidentiality.md` says what whoever is below the application could read.
"""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from debiet.rules.access import Compartment
from tests import make
from tests.house.test_canary import CANARY, TYPED, closed_case

OUTSIDE = {
    "search_word": "each different word once, and not where it stood; no page ever shows one",
    "incidents_incidentmessage": "stands in its incident's compartment, which `visible` asks for",
}
"""Tables without a compartment that hold words of a closed one, and why that is enough."""

pytestmark = pytest.mark.django_db


def kept_in() -> dict[str, set[str | None]]:
    """Return each table in which the word stands, with the compartments of its rows.

    A row is looked at as text, bytes by their digits, so no column is left out.
    """
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT DISTINCT to_jsonb(t)->>'compartment' FROM {table} t"  # noqa: S608
                " WHERE t::text ILIKE %s OR t::text LIKE %s",
                [f"%{TYPED}%", f"%{TYPED.encode().hex()}%"],
            )
            if rows := cursor.fetchall():
                found[table] = {compartment for (compartment,) in rows}
    return found


def test_it_stands_in_its_own_part_of_each_table_and_in_no_argument_of_a_job(jobs, caplog):
    caplog.set_level("DEBUG")
    closed_case(make.utility())
    arguments = [job for job in jobs.waiting() if CANARY in str(job)]
    jobs.hurry()
    jobs.run()

    found = kept_in()

    assert len(found) > 20  # else nothing was looked at
    assert {table for table, parts in found.items() if parts == {None}} == set(OUTSIDE)
    for table in set(found) - set(OUTSIDE):
        assert found[table] == {Compartment.OMBUDS}, table
    assert arguments == []
    assert CANARY not in caplog.text
    folder = Path(django_settings.STORAGES["files"]["OPTIONS"]["location"])
    assert any(folder.rglob("*"))
    assert [path for path in folder.rglob("*") if TYPED in str(path)] == []
