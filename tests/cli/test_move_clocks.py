"""Open clocks moved by command: first what it would do, then what was shown."""

import re

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from debiet.cli import make_app
from debiet.cli.refusals import CommandRefused
from debiet.terms import actions
from debiet.terms.models import Clock, ClockMove
from tests import make

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(make_app(), ["terms", "move", *arguments])


@pytest.fixture
def newer():
    make.utility()
    make.case(at=timezone.now())
    at = timezone.now()
    return actions.save_policy_version(
        code="questions", title="Vragen", match={}, promise={}, valid_from=at, by=make.SYSTEM,
        targets=[{**make.TARGETS[0], "amount": "1000"}, *make.TARGETS[1:]], at=at,
    )  # fmt: skip


def test_what_is_shown_is_carried_out_by_its_token(newer):
    shown = run("--policy", "questions")
    assert shown.exit_code == 0, shown.output
    assert "1 cases and held messages" in shown.output
    assert "later: 1" in shown.output
    assert Clock.objects.filter(policy_version=newer).count() == 0

    token = re.search(r"--token (\w+)", shown.output)[1]
    done = run("--token", token, "--reason", "Nieuwe belofte")
    assert "4 clocks were moved, 0 had changed since" in done.output
    assert Clock.objects.filter(policy_version=newer).count() == 4
    assert ClockMove.objects.get().reason == "Nieuwe belofte"


def test_a_move_that_was_stopped_half_way_goes_on_with_the_same_command(newer):
    token = re.search(r"--token (\w+)", run("--policy", "questions").output)[1]
    move = ClockMove.objects.get()
    by = make.SYSTEM
    actions.confirm_move(move_id=move.pk, token=token, reason="x", by=by, at=timezone.now())

    assert "4 clocks were moved" in run("--token", token, "--reason", "x").output


def test_back_to_an_older_version_by_its_number(newer):
    token = re.search(r"--token (\w+)", run("--policy", "questions").output)[1]
    run("--token", token, "--reason", "x")
    back = run("--policy", "questions", "--version", "1")
    assert "1 cases and held messages" in back.output
    assert "earlier: 1" in back.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Name a policy, or a calendar"),
        (["--policy", "a", "--calendar", "b"], "Name a policy, or a calendar"),
        (["--policy", "unknown"], "There is no such version of unknown."),
        (["--calendar", "office", "--version", "9"], "There is no such version of office."),
        (["--token", "x", "--reason", "x"], "No preview has this token."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(newer, arguments, said):
    done = run(*arguments)
    assert isinstance(done.exception, CommandRefused)
    assert said in str(done.exception)


def test_without_a_reason_nothing_is_moved(newer):
    token = re.search(r"--token (\w+)", run("--policy", "questions").output)[1]
    done = run("--token", token)
    assert isinstance(done.exception, CommandRefused)
    assert ClockMove.objects.get().state == "planned"
