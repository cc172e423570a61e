"""Sweeps that run at the same time, or die half-way: each level is marked exactly once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import psycopg
import pytest

from debiet.core.actor import Actor
from debiet.terms import actions
from debiet.terms.models import Clock, LevelMark
from tests import checker, make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

SWEEP = """
import sys
from datetime import datetime
from debiet.cli.setup import start_django
start_django()
from debiet.core.actor import Actor
from debiet.terms import actions
from debiet.terms.actions import sweep
sweep.CHUNK = 5
sys.stdin.readline()
at = datetime.fromisoformat(sys.argv[1])
while actions.mark_levels(by=Actor.system("terms.sweep"), at=at):
    pass
"""
CASES = 30
LATER = make.MONDAY + timedelta(days=4)


def start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", SWEEP, LATER.isoformat()], stdin=subprocess.PIPE)


def go(sweeper: "subprocess.Popen[bytes]") -> None:
    assert sweeper.stdin is not None
    sweeper.stdin.write(b"go\n")
    sweeper.stdin.close()


def marked_levels() -> set[tuple[int, int]]:
    """Return what stands in the tables, counted without our code."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        rows = connection.execute(
            """
            SELECT clock_id, level, count(*) FROM terms_levelmark
            WHERE voided_at IS NULL GROUP BY clock_id, level
            """
        ).fetchall()
    assert all(count == 1 for _clock, _level, count in rows)
    return {(clock, level) for clock, level, _count in rows}


def assert_every_level_once() -> None:
    first_replies = set(Clock.objects.filter(milestone="first_reply").values_list("pk", flat=True))
    marked = marked_levels()
    assert {(clock, level) for clock in first_replies for level in (50, 75, 100, 150)} <= marked
    assert LevelMark.objects.filter(clock__in=first_replies).count() == CASES * 4
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        (jobs,) = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%tell_leads'"
        ).fetchone() or (None,)
    assert jobs == len(marked)
    assert checker.findings() == {}


def test_two_sweeps_at_one_time_mark_each_level_once():
    make.utility()
    for _case in range(CASES):
        make.case()
    sweepers = [start(), start()]

    for sweeper in sweepers:
        go(sweeper)
    assert [sweeper.wait(timeout=60) for sweeper in sweepers] == [0, 0]

    assert_every_level_once()


def test_what_a_killed_sweep_left_is_marked_by_the_next():
    make.utility()
    for _case in range(CASES):
        make.case()
    killed = start()
    go(killed)
    deadline = time.monotonic() + 30
    while not LevelMark.objects.exists():
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()

    while actions.mark_levels(by=Actor.system("terms.sweep"), at=LATER):
        pass

    assert_every_level_once()


def test_two_processes_writing_into_one_ledger_leave_its_clocks_as_the_ledger_says():
    make.utility()
    opened = make.case()
    ask = """
import sys
from datetime import datetime, timedelta
from debiet.cli.setup import start_django
start_django()
from debiet.cases import actions
from debiet.core.actor import Actor
sys.stdin.readline()
at = datetime.fromisoformat(sys.argv[1])
case_id = int(sys.argv[2])
for minute in range(10):
    actions.add_words(
        case_id=case_id, text=f"{sys.argv[3]} {minute}", by=Actor.visitor(case_id),
        at=at + timedelta(minutes=minute),
    )
"""
    arguments = [make.MONDAY.isoformat(), str(opened.case_id)]
    writers = [
        subprocess.Popen([sys.executable, "-c", ask, *arguments, name], stdin=subprocess.PIPE)
        for name in ("one", "two")
    ]

    for writer in writers:
        go(writer)
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        asked = connection.execute(
            "SELECT count(*) FROM terms_clockentry WHERE kind = 'asked'"
        ).fetchone()
        contacts = connection.execute(
            "SELECT count(*) FROM cases_interaction WHERE direction = 'in'"
        ).fetchone()
        version = connection.execute("SELECT version FROM cases_case").fetchone()
    assert asked == (20,)
    assert contacts == (21,)
    assert version == (21,)
    assert checker.findings() == {}
