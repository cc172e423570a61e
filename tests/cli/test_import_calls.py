"""The log of a telephone exchange, taken in by command."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from debiet.cli import make_app
from debiet.cli.refusals import CommandRefused
from debiet.correspondence.models import Call
from tests import make

pytestmark = pytest.mark.django_db

LOG = """call_id;started_at;answered_at;ended_at;caller;employee
1;2026-03-02T09:00:00;2026-03-02T09:00:20;2026-03-02T09:04:00;0470 12 34 56;{email}
2;2026-03-02 09:01:00;;2026-03-02 09:02:30;;
"""


def run(file: Path, *more: str):
    return CliRunner().invoke(make_app(), ["import-calls", str(file), *more])


@pytest.fixture
def log(tmp_path) -> Path:
    agent = make.employee(make.utility())
    file = tmp_path / "calls.csv"
    file.write_text(LOG.format(email=agent.email))
    return file


def test_a_log_is_taken_in_with_waiting_time_and_who_hung_up(log):
    assert run(log).exit_code == 0
    answered, abandoned = Call.objects.order_by("call_id")
    assert answered.started_at == make.local("2026-03-02 09:00")
    assert (answered.answered_at - answered.started_at).seconds == 20
    assert answered.employee is not None
    assert abandoned.is_abandoned
    assert (abandoned.ended_at - abandoned.started_at).seconds == 90


def test_importing_again_changes_nothing(log):
    run(log)
    before = list(Call.objects.values())
    assert "2 calls taken in" in run(log).output
    assert list(Call.objects.values()) == before


def test_another_source_has_calls_of_its_own(log):
    run(log)
    run(log, "--source", "cloud")
    assert Call.objects.filter(source="cloud").count() == 2


def test_bad_lines_are_told_by_number_and_kept_aside_and_the_rest_is_taken_in(log):
    bad = [
        "3;gisteren;;;;",
        ";2026-03-02T09:00:00;;;;",
        "5;;;;;",
        "6;2026-03-02T09:00:00;2026-03-02T08:00:00;;;",
        "7;2126-03-02T09:00:00;;;;",
        f"8;2026-03-02T09:00:00;;;{'0' * 41};",
        "9;0001-01-01T00:00:00;;;;",
    ]
    log.write_text(log.read_text() + "\n" + "\n".join(bad) + "\n")
    done = run(log)
    assert isinstance(done.exception, CommandRefused)
    told = done.stderr.splitlines()
    assert [line.partition(":")[0] for line in told] == [f"line {n}" for n in range(5, 12)]
    assert Call.objects.count() == 2
    aside = log.with_name("calls.csv.aside.csv")
    assert len(aside.read_text().splitlines()) == 1 + len(bad)
    assert isinstance(run(aside).exception, CommandRefused)


@pytest.mark.parametrize(
    "content", [b"", b"call_id,caller\n1,2\n", b"\xff\xfe\x00", b'call_id,started_at\n"1\x00']
)
def test_what_is_no_log_is_refused_before_anything(tmp_path, content):
    file = tmp_path / "calls.csv"
    file.write_bytes(content)
    done = run(file)
    assert isinstance(done.exception, CommandRefused), done.exception
    assert not Call.objects.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert isinstance(run(tmp_path / "none.csv").exception, CommandRefused)
