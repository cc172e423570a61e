"""Work around cases by two processes at once, and by one that is killed in the middle."""

import subprocess
import sys

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, CaseMerge
from debiet.core.models import AuditEntry
from debiet.terms.models import ClockEntry
from tests import checker, make
from tests.faults.test_print_batches import at_once

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

START = """
import sys
from debiet.cli.setup import start_django
start_django()
from django.utils import timezone
from debiet.cases import actions
from debiet.core.actor import Actor
from debiet.core.errors import Refused
by, at = Actor.system("demo"), timezone.now()
sys.stdin.readline()
def told(act, **values):
    try:
        act(by=by, at=at, **values)
        print("done")
    except Refused as refusal:
        print(refusal.code)
"""
# The two processes take opposite sides: which one is told by a lock that only one can have.
OPPOSITE = f"""{START}
from django.db import connection
cursor = connection.cursor()
cursor.execute("SELECT pg_try_advisory_lock(77)")
first = cursor.fetchone()[0]
ids, numbers = sys.argv[1].split(","), sys.argv[2].split(",")
here, there = (0, 1) if first else (1, 0)
told(actions.merge_case, case_id=int(ids[here]), leading_number=numbers[there], seen_version=1)
import time
time.sleep(1)
"""
SAME = f"""{START}
told(actions.merge_case, case_id=int(sys.argv[1]), leading_number=sys.argv[2], seen_version=1)
"""
UNDO = f"""{START}
told(actions.unmerge_case, case_id=int(sys.argv[1]))
"""
DIE = f"""{START}
import os, signal
from debiet.cases.actions import merging
def die(*_args, **_values):
    os.kill(os.getpid(), signal.SIGKILL)
merging._stand_alike = die
told(actions.merge_case, case_id=int(sys.argv[1]), leading_number=sys.argv[2], seen_version=1)
"""


@pytest.fixture
def two():
    make.utility()
    return make.case(subject="Een"), make.case(subject="Twee")


def test_two_cases_merged_into_each_other_at_once_make_no_ring(two):
    ids, numbers = (",".join(str(v) for v in got) for got in zip(*_named(two), strict=True))

    told = at_once(OPPOSITE, ids, numbers)

    assert told in (["cases.leading-is-merged", "done"], ["core.changed-meanwhile", "done"]), told
    assert Case.objects.filter(merged_into__isnull=False).count() == 1
    assert checker.findings() == {}


def _named(opened):
    return [(one.case_id, one.number) for one in opened]


def test_one_merge_made_twice_at_once_is_one(two):
    case, leading = two

    told = at_once(SAME, str(case.case_id), leading.number)

    assert told in (["core.changed-meanwhile", "done"], ["cases.case-is-merged", "done"])
    assert CaseMerge.objects.count() == 1


def test_one_merge_undone_twice_at_once_is_undone_once(two):
    case, leading = two
    cases.merge_case(
        case_id=case.case_id,
        leading_number=leading.number,
        seen_version=1,
        by=make.SYSTEM,
        at=make.MONDAY,
    )

    assert at_once(UNDO, str(case.case_id)) == ["done", "done"]

    assert CaseMerge.objects.get().undone_at is not None
    undone = AuditEntry.objects.filter(action="cases.merging.unmerge_case")
    assert undone.filter(reference=f"case:{case.number}").count() == 1


def test_a_merge_that_is_killed_half_way_leaves_nothing(two):
    case, leading = two
    before = ClockEntry.objects.count()

    killed = subprocess.run(
        [sys.executable, "-c", DIE, str(case.case_id), leading.number],
        input="go\n",
        text=True,
        check=False,
    )

    assert killed.returncode < 0
    assert not CaseMerge.objects.exists()
    assert not Case.objects.filter(merged_into__isnull=False).exists()
    assert ClockEntry.objects.count() == before
