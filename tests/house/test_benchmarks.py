"""The measurements still work and report what they promise; how quick anything is, they decide."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def measured(project):
    """Run all measurements in small, each with a server and databases of its own."""
    left_out = ("DATABASE_", "DEBIET_", "COVERAGE_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"],
        cwd=project,
        env=own,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_the_measurements_print_one_json_document_and_tell_progress_apart_from_it(measured):
    report = json.loads(measured.stdout)

    assert report["quick"] is True
    parts = {"casepage", "deadlines", "mail", "move", "opening", "phone", "search", "worklist"}
    assert set(report["details"]) == parts
    assert {"cores", "python", "postgresql"} <= set(report["machine"])
    assert "worklist" in measured.stderr


def test_every_figure_names_its_target_and_whether_it_is_met(measured):
    figures = json.loads(measured.stdout)["figures"]

    assert len(figures) >= 6
    assert len({figure["name"] for figure in figures}) == len(figures)
    for figure in figures:
        assert set(figure) == {"part", "name", "value", "unit", "target", "met"}
        assert isinstance(figure["met"], bool)


def test_both_sizes_show_the_same_open_cases_on_every_list(measured):
    worklist = json.loads(measured.stdout)["details"]["worklist"]

    sizes = [database["cases"] for database in worklist["databases"].values()]
    assert sizes[0] < sizes[1]
    lists = {page["list"] for page in worklist["pages"]}
    assert lists == {"mine", "team", "at-risk", "breached", "unassigned", "open"}
    assert all(page["rows"] for page in worklist["pages"])


def test_cases_and_boards_are_opened_and_their_statements_counted(measured):
    pages = json.loads(measured.stdout)["details"]["casepage"]["pages"]

    assert {page["list"] for page in pages} == {"open", "resolved", "rich", "board"}
    assert all(0 < page["statements"] <= 12 for page in pages)


def test_opening_a_case_writes_all_that_belongs_to_it(measured):
    opening = json.loads(measured.stdout)["details"]["opening"]

    written = opening["written"]
    assert written["cases"] == written["acknowledgements"] == written["jobs"]
    assert written["clocks"] == 4 * written["cases"]
    assert opening["statements"] > 0


def test_mail_is_measured_by_kind_and_in_large(measured):
    mail = json.loads(measured.stdout)["details"]["mail"]

    assert len(mail["kinds"]) >= 3
    assert all(
        kind["read_ms"] < kind["keep_ms"] + kind["take_up_ms"] for kind in mail["kinds"].values()
    )
    assert mail["large"]["bytes"] > 4e6
    # Memory that the process had before and gave back is used again: a small mail may need none.
    assert 0 <= mail["large"]["memory_times"] < 20


def test_a_call_is_registered_in_a_browser_and_machine_and_person_are_told_apart(measured):
    phone = json.loads(measured.stdout)["details"]["phone"]
    if "skipped" in phone:
        pytest.skip(phone["skipped"])

    assert phone["written"] == phone["calls"] + 1  # one warms up
    during, after = phone["after_hang_up"].values()
    assert during["keys"] < after["keys"] == sum(step["pressed"] for step in phone["steps"])
    for part in (during, after):
        together = part["person_s"] + part["machine"]["p95_ms"] / 1000
        assert part["together_s"] == pytest.approx(together, abs=0.01)
        assert part["machine"]["p50_ms"] > 0


def test_every_clock_that_was_planned_is_moved_and_measured(measured):
    move = json.loads(measured.stdout)["details"]["move"]

    assert move["clocks"]["moved"] > 700
    assert move["clocks"]["planned"] == move["clocks"]["changed"] == 0
    assert {"preview", "move", "cases", "python_cpu"} <= set(move["seconds"])


def test_a_missed_target_comes_with_the_profile_that_explains_it(measured):
    report = json.loads(measured.stdout)

    for figure in report["figures"]:
        assert figure["met"] or report["details"][figure["part"]]["why"]
