"""A move of many clocks that is killed half-way, or carried out by two at once: each moves once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from debiet.core.actor import Actor
from debiet.rules.moving import MoveState, PlanState
from debiet.rules.sla import EntryKind
from debiet.terms import actions
from debiet.terms.models import Clock, ClockEntry, ClockMove, PlannedMove
from tests import checker, make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

MOVE = """
import sys
from django.utils import timezone
from debiet.cli.setup import start_django
start_django()
from debiet.core.actor import Actor
from debiet.terms import actions
from debiet.terms.actions import moving, planning
moving.CHUNK = planning.CHUNK = 7
step = {"plan": actions.plan_chunk, "move": actions.move_chunk}[sys.argv[1]]
sys.stdin.readline()
while step(move_id=int(sys.argv[2]), by=Actor.system("terms.move"), at=timezone.now()):
    pass
"""
CASES = 40
AT = make.MONDAY + timedelta(hours=3)
BY = Actor.system("terms.move")


def start(step, move_id):
    arguments = [sys.executable, "-c", MOVE, step, str(move_id)]
    return subprocess.Popen(arguments, stdin=subprocess.PIPE)


def go(process):
    process.stdin.write(b"go\n")
    process.stdin.close()


def killed_once(step, move_id, is_under_way):
    process = start(step, move_id)
    go(process)
    deadline = time.monotonic() + 120
    while not is_under_way():
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def asked():
    make.utility()
    for _case in range(CASES):
        make.case()
    shorter = [{**make.TARGETS[0], "amount": "4"}, *make.TARGETS[1:]]
    version = actions.save_policy_version(
        code="questions", title="Vragen", match={}, targets=shorter, promise={}, valid_from=AT,
        by=make.SYSTEM, at=AT,
    )  # fmt: skip
    return actions.ask_move(policy_version_id=version.pk, by=make.SYSTEM, at=AT)


def confirmed():
    move_id = asked()
    while actions.plan_chunk(move_id=move_id, by=BY, at=AT):
        pass
    token = ClockMove.objects.get(pk=move_id).token
    actions.confirm_move(move_id=move_id, token=token, reason="x", by=make.SYSTEM, at=AT)
    return move_id


def assert_each_moved_once(move_id, jobs):
    jobs.run()
    assert ClockMove.objects.get(pk=move_id).state == MoveState.MOVED
    assert PlannedMove.objects.filter(state=PlanState.MOVED).count() == CASES * 4
    moves = ClockEntry.objects.filter(kind=EntryKind.MOVED).values_list("reference", "facts")
    assert len({(about, facts["milestone"]) for about, facts in moves}) == len(moves) == CASES * 4
    assert len(set(Clock.objects.values_list("policy_version_id", flat=True))) == 1
    firsts = set(Clock.objects.filter(milestone="first_reply").values_list("due_at", flat=True))
    assert firsts == {make.MONDAY + timedelta(hours=4)}
    assert checker.findings() == {}


def test_what_a_killed_move_left_is_moved_by_the_next(jobs):
    move_id = confirmed()
    moved = PlannedMove.objects.filter(state=PlanState.MOVED)
    killed_once("move", move_id, moved.exists)
    assert moved.count() < CASES * 4
    assert ClockEntry.objects.filter(kind=EntryKind.MOVED).count() == moved.count()

    while actions.move_chunk(move_id=move_id, by=BY, at=AT):
        pass

    assert_each_moved_once(move_id, jobs)


def test_two_processes_share_a_move_and_move_each_clock_once(jobs):
    move_id = confirmed()
    movers = [start("move", move_id), start("move", move_id)]
    for mover in movers:
        go(mover)
    assert [mover.wait(timeout=240) for mover in movers] == [0, 0]

    while actions.move_chunk(move_id=move_id, by=BY, at=AT):
        pass
    assert_each_moved_once(move_id, jobs)


def test_a_preview_that_was_killed_half_way_is_finished_by_the_next(jobs):
    move_id = asked()
    killed_once("plan", move_id, PlannedMove.objects.exists)
    assert ClockMove.objects.get(pk=move_id).state == MoveState.PLANNING

    jobs.run()

    move = ClockMove.objects.get(pk=move_id)
    assert (move.state, len(move.token)) == (MoveState.PLANNED, 64)
    assert PlannedMove.objects.count() == CASES * 4
    actions.confirm_move(move_id=move_id, token=move.token, reason="x", by=make.SYSTEM, at=AT)
    assert_each_moved_once(move_id, jobs)
