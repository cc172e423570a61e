"""The takeover by the ombuds function while others act on the same complaint, and a killed one."""

import subprocess
import sys
from datetime import timedelta

import pytest

from debiet.complaints import actions, tasks
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintLetter, OmbudsFile
from debiet.rules.access import Role
from debiet.rules.complaints import ComplaintStep, Takeover
from tests import checker, make
from tests.complaints.conftest import RUN, registered

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

NIGHT = make.local("2026-03-17 00:00") + timedelta(seconds=1)
COMPLAINTS = 6

ACT = """
import sys
from datetime import datetime
from debiet.cli.setup import start_django
start_django()
from debiet.cases import queries as cases
from debiet.complaints import actions
from debiet.complaints.actions import Judgment, Writing
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaints import Assessment, LetterKind
from debiet.staff.queries import actor_for
role, at, user_id = sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
pairs = [tuple(map(int, pair.split(":"))) for pair in sys.argv[4].split(",")]
agent = actor_for(user_id)
sys.stdin.readline()
for complaint_id, case_id in pairs:
    try:
        if role == "customer":
            visitor = Actor.visitor(case_id)
            actions.ask_for_ombuds(
                complaint_id=complaint_id, words="Ik vraag de ombudsdienst.", by=visitor, at=at
            )
        elif role == "night":
            actions.take_over_late(
                complaint_id=complaint_id, by=Actor.system("complaints.run"), at=at
            )
        elif role == "first-line":
            page = cases.case_page(case_id, viewer=agent)
            draft_id = actions.save_draft(
                complaint_id=complaint_id,
                writing=Writing(
                    LetterKind.FINAL, "Zo zit het.", judgment=Judgment(Assessment.UNFOUNDED),
                    says=frozenset(to_tick(LetterKind.FINAL)),
                ),
                by=agent, at=at,
            )
            actions.send_draft(
                draft_id=draft_id, seen_draft=1, seen_case_version=page.version, by=agent, at=at
            )
        elif role == "killed":
            import os, signal
            from debiet.complaints.actions import taking_over
            def die(*_args, **_values):
                os.kill(os.getpid(), signal.SIGKILL)
            taking_over.begin = die
            actions.take_over_late(
                complaint_id=complaint_id, by=Actor.system("complaints.run"), at=at
            )
        print(complaint_id, "done")
    except Refused as refusal:
        print(complaint_id, refusal.code)
"""


@pytest.fixture
def agent():
    utility = make.utility()
    make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, is_lead=True)
    return make.employee(utility)


def start(role, agent, complaints):
    pairs = ",".join(f"{one.pk}:{one.case_id}" for one in complaints)
    arguments = [role, NIGHT.isoformat(), str(agent.user_id), pairs]
    return subprocess.Popen(
        [sys.executable, "-c", ACT, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process):
    """Let a process begin, wait for its end, and return what became of each complaint."""
    said, _errors = process.communicate(timeout=120)
    return dict(line.split(" ", 1) for line in said.splitlines())


def assert_taken_over_once(complaints):
    files = OmbudsFile.objects.filter(complaint__in=complaints)
    assert files.count() == len(complaints)
    assert {one.takeover for one in files} == {Takeover.TERM_PASSED}
    for complaint in complaints:
        steps = ComplaintEntry.objects.filter(complaint=complaint, end=ComplaintStep.OMBUDS)
        assert steps.exclude(start=ComplaintStep.OMBUDS).count() == 1
        complaint.refresh_from_db()
        assert complaint.step is ComplaintStep.OMBUDS
        assert complaint.case.frozen_at == NIGHT
    assert checker.findings() == {}


def test_a_customer_the_night_and_the_first_line_at_once_make_one_file_and_lose_no_word(agent):
    complaints = [registered(make.case(), by=agent.actor) for _one in range(COMPLAINTS)]
    orders = {
        "customer": complaints,
        "night": complaints[::-1],
        "first-line": complaints[3:] + complaints[:3],
    }
    processes = {role: start(role, agent, found) for role, found in orders.items()}
    for process in processes.values():
        process.stdin.write("go\n")
        process.stdin.flush()
    found = {role: told(process) for role, process in processes.items()}

    assert [process.returncode for process in processes.values()] == [0, 0, 0]  # no deadlock
    assert set(found["customer"].values()) == {"done"}
    assert set(found["night"].values()) == {"done"}
    refused = {"core.not-found", "cases.case-is-with-ombuds", "core.changed-meanwhile"}
    refused |= {"complaints.asked-for-ombuds", "cases.with-ombuds"}
    assert set(found["first-line"].values()) <= {"done", *refused}
    assert_taken_over_once(complaints)
    for complaint in complaints:
        was_written = found["first-line"][str(complaint.pk)] == "done"
        assert ComplaintLetter.objects.filter(complaint=complaint).exists() == was_written
        words = complaint.case.interactions.filter(text="Ik vraag de ombudsdienst.")
        assert words.count() == 1
        tasks.pass_on_message(contact_id=words.get().pk)
        assert complaint.office_case.interactions.filter(text="Ik vraag de ombudsdienst.").exists()


def test_two_nights_at_once_take_each_complaint_over_once(agent):
    complaints = [registered(make.case(), by=agent.actor) for _one in range(COMPLAINTS)]
    processes = [start("night", agent, found) for found in (complaints, complaints)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [set(told(process).values()) for process in processes] == [{"done"}, {"done"}]
    assert_taken_over_once(complaints)


def test_what_a_killed_takeover_left_is_taken_over_by_the_next_whole(agent):
    complaint = registered(make.case(), by=agent.actor)
    process = start("killed", agent, [complaint])
    process.stdin.write("go\n")
    process.stdin.flush()
    assert told(process) == {}
    assert process.returncode < 0
    assert not OmbudsFile.objects.exists()
    assert Complaint.objects.get().compartment == "ordinary"

    for taken in (True, False):
        assert taken is actions.take_over_late(complaint_id=complaint.pk, by=RUN, at=NIGHT)

    assert_taken_over_once([complaint])
