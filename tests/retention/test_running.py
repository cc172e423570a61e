"""Letting go: counted first, started by a person, done in chunks, and said without saying what."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.core import serializers

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction, Note
from debiet.core.actor import Actor
from debiet.core.models import AuditEntry, Forgotten
from debiet.correspondence.models import Message, RawMessage
from debiet.files import actions as files
from debiet.files.models import Blob, StoredFile
from debiet.retention import actions, queries
from debiet.retention.actions import (
    HeldAlready,
    HoldEndsBefore,
    PreviewStale,
    RunningAlready,
    UnknownSubject,
)
from debiet.retention.models import RetentionRun
from debiet.rules.access import Compartment, Role
from debiet.rules.retention import RecordKind
from debiet.staff import actions as staff
from tests import checker, make

pytestmark = pytest.mark.django_db

WORD = "waterlelie"
LATER = datetime(2031, 6, 1, 9, 0, tzinfo=make.MONDAY.tzinfo)
JOB = Actor.system("retention.run")


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO).actor


@pytest.fixture
def agent(utility):
    return make.employee(utility)


def closed_case(agent, *, at=make.MONDAY, name=WORD, customer_id=None, **changes):
    """Open a case with the word in every place that takes words, and close it."""
    file_id = files.store_file(
        content=f"{WORD} {name}".encode(),
        name=f"{WORD}.txt",
        compartment=Compartment.ORDINARY,
        by=make.SYSTEM,
        at=at,
    )
    opened = make.case(
        text=f"{WORD} in de vraag",
        contact=Contact(name=f"{name} Janssens", email=f"{WORD}@example.be"),
        file_ids=[file_id],
        at=at,
        **changes,
    )
    if customer_id:
        link(opened, customer_id, at=at)
    cases.write_note(case_id=opened.case_id, text=f"{WORD} nota", by=agent.actor, at=at)
    staff.notify_employee(
        employee_id=agent.employee_id,
        kind="case.level",
        about=f"case:{opened.number}",
        compartment=Compartment.ORDINARY,
        cause=f"level:{opened.number}",
        by=make.SYSTEM,
        at=at,
    )
    version = Case.objects.get(pk=opened.case_id).version
    cases.answer_case(
        case_id=opened.case_id,
        text=f"{WORD} antwoord",
        seen_version=version,
        by=agent.actor,
        at=at + timedelta(hours=1),
    )
    return opened


def reopen(opened, agent, *, at):
    version = Case.objects.get(pk=opened.case_id).version
    cases.reopen_case(case_id=opened.case_id, seen_version=version, by=agent.actor, at=at)


def link(opened, customer_id, *, at=make.MONDAY):
    version = Case.objects.get(pk=opened.case_id).version
    cases.link_customer(
        case_id=opened.case_id,
        customer_id=customer_id,
        seen_version=version,
        by=make.SYSTEM,
        at=at,
    )


def run_through(dpo, *, at=LATER, jobs=None):
    """Preview, start and do all chunks; return the run."""
    run_id = actions.preview_run(by=dpo, at=at)
    actions.start_run(run_id=run_id, by=dpo, at=at)
    for chunk in range(50):
        actions.let_go_chunk(run_id=run_id, chunk=chunk, by=JOB, at=at)
    return queries.run(run_id, viewer=dpo)


def of_cases(run):
    return next(row for row in run.kinds if row.kind is RecordKind.CASE)


def everything() -> str:
    """Return all that our tables hold, as text; bytes of what came in as well."""
    found = []
    for model in apps.get_models():
        found.append(serializers.serialize("json", model._base_manager.all()))
    found += [bytes(row.content).decode(errors="replace") for row in RawMessage.objects.all()]
    return "\n".join(found)


def test_a_case_over_its_term_goes_and_a_younger_one_stays(agent, dpo):
    young = closed_case(agent, at=LATER - timedelta(days=30), name="Vandaag")
    old = closed_case(agent)
    left_of_old = f"{WORD} Janssens"
    assert left_of_old in everything()

    run = run_through(dpo)

    assert (run.state, of_cases(run).counted, of_cases(run).done) == ("done", 1, 1)
    assert list(Case.objects.values_list("pk", flat=True)) == [young.case_id]
    assert left_of_old not in everything()
    assert AuditEntry.objects.filter(reference=f"case:{old.number}").exists()
    assert checker.findings_here() == {}


def test_nothing_of_the_only_old_case_is_left_but_the_audit(agent, dpo):
    closed_case(agent)
    run_through(dpo)
    assert WORD not in everything()
    for model in (Case, Interaction, Note, Message, RawMessage, StoredFile, Blob):
        assert not model._base_manager.exists(), model
    assert checker.findings_here() == {}


def test_the_audit_says_that_something_went_and_how_many_but_not_what(agent, dpo):
    opened = closed_case(agent)
    run = run_through(dpo)
    said = AuditEntry.objects.filter(reference=f"retention-run:{run.run_id}")
    facts = json.dumps(list(said.values_list("facts", flat=True)))
    assert '"cases_case": 1' in facts
    assert opened.number not in facts
    assert Forgotten.objects.filter(table_name="cases_interaction", row_count__gte=2).exists()
    actors = set(said.values_list("action", "actor_kind"))
    assert ("retention.running.start_run", "user") in actors
    assert ("retention.running.let_go_chunk", "system") in actors


def test_the_term_is_counted_from_the_closing_to_the_day(agent, dpo):
    opened = closed_case(agent)
    last_day = make.local("2031-03-02 23:00")
    assert of_cases(run_through(dpo, at=last_day)).counted == 0
    assert of_cases(run_through(dpo, at=last_day + timedelta(hours=2))).done == 1
    assert not Case.objects.filter(pk=opened.case_id).exists()


def test_an_open_case_never_goes(agent, dpo):
    opened = closed_case(agent)
    reopen(opened, agent, at=make.MONDAY + timedelta(days=1))
    run_through(dpo)
    assert Case.objects.filter(pk=opened.case_id).exists()


def test_a_case_that_is_reopened_between_preview_and_run_stays(agent, dpo):
    opened = closed_case(agent)
    run_id = actions.preview_run(by=dpo, at=LATER)
    actions.start_run(run_id=run_id, by=dpo, at=LATER)
    reopen(opened, agent, at=LATER)
    for chunk in range(20):
        actions.let_go_chunk(run_id=run_id, chunk=chunk, by=JOB, at=LATER)
    assert Case.objects.filter(pk=opened.case_id).exists()
    assert checker.findings_here() == {}


@pytest.mark.parametrize("on", ["case", "customer"])
def test_a_hold_keeps_a_case_until_it_is_lifted(agent, dpo, on):
    customer = make.customer()
    opened = closed_case(agent, customer_id=customer.pk)
    subject = f"case:{opened.number}" if on == "case" else f"customer:{customer.pk}"
    hold_id = actions.place_hold(subject=subject, reason="2031/12 AR", by=dpo, at=LATER)
    run_through(dpo)
    assert Case.objects.filter(pk=opened.case_id).exists()

    actions.lift_hold(hold_id=hold_id, by=dpo, at=LATER)
    actions.lift_hold(hold_id=hold_id, by=dpo, at=LATER)
    run_through(dpo)
    assert not Case.objects.filter(pk=opened.case_id).exists()


def test_a_hold_with_a_last_day_keeps_until_that_day(agent, dpo):
    opened = closed_case(agent)
    actions.place_hold(
        subject=f"case:{opened.number}", reason="x", until=LATER.date(), by=dpo, at=LATER
    )
    run_through(dpo)
    assert Case.objects.exists()
    run_through(dpo, at=LATER + timedelta(days=1))
    assert not Case.objects.exists()


def test_a_hold_that_comes_while_a_run_is_at_work_is_kept_to(agent, dpo):
    opened = closed_case(agent)
    run_id = actions.preview_run(by=dpo, at=LATER)
    actions.start_run(run_id=run_id, by=dpo, at=LATER)
    actions.place_hold(subject=f"case:{opened.number}", reason="x", by=dpo, at=LATER)
    for chunk in range(20):
        actions.let_go_chunk(run_id=run_id, chunk=chunk, by=JOB, at=LATER)
    assert Case.objects.exists()


def test_what_cannot_be_held_is_refused(agent, dpo):
    opened = closed_case(agent)
    hold = {"reason": "x", "by": dpo, "at": LATER}
    for subject in ("case:2020-999999", "customer:999999", "customer:x", "dog:1"):
        with pytest.raises(UnknownSubject):
            actions.place_hold(subject=subject, **hold)
    with pytest.raises(HoldEndsBefore):
        actions.place_hold(subject=f"case:{opened.number}", until=date(2031, 5, 31), **hold)
    actions.place_hold(subject=f"case:{opened.number}", **hold)
    with pytest.raises(HeldAlready):
        actions.place_hold(subject=f"case:{opened.number}", **hold)


def test_a_hold_on_a_closed_part_is_not_shown_outside_of_it(utility, dpo):
    opened = make.case(topic_code="ombuds")
    with pytest.raises(UnknownSubject):
        actions.place_hold(subject=f"case:{opened.number}", reason="x", by=dpo, at=LATER)
    actions.place_hold(subject=f"case:{opened.number}", reason="x", by=make.SYSTEM, at=LATER)
    assert queries.holds(viewer=dpo, on=LATER.date(), limit=10) == []


def test_a_preview_counts_and_changes_nothing(agent, dpo):
    closed_case(agent)
    before = everything()
    run_id = actions.preview_run(by=dpo, at=LATER)
    run = queries.run(run_id, viewer=dpo)
    assert (of_cases(run).counted, run.done) == (1, 0)
    RetentionRun.objects.all().delete()
    rows = [row for row in before.splitlines() if "core.auditentry" not in row]
    assert [row for row in everything().splitlines() if "core.auditentry" not in row] == rows


def set_months(kind, months, *, by, at):
    """Have two people keep a kind for so many months."""
    proposal = actions.ask_months(kind=kind, months=months, source="raad", by=by, at=at)
    another = replace(by, user_id=by.user_id + 1)
    return actions.agree_months(proposal_id=proposal, by=another, at=at)


@pytest.mark.parametrize("what", ["hold", "months", "day"])
def test_a_preview_that_is_out_of_date_is_not_started(agent, dpo, what):
    opened = closed_case(agent)
    run_id = actions.preview_run(by=dpo, at=LATER)
    at = LATER
    if what == "hold":
        actions.place_hold(subject=f"case:{opened.number}", reason="x", by=dpo, at=LATER)
    elif what == "months":
        set_months(RecordKind.CALL, 2, by=dpo, at=LATER)
        at = LATER + timedelta(minutes=1)
    else:
        at = LATER + timedelta(days=1)
    with pytest.raises(PreviewStale):
        actions.start_run(run_id=run_id, by=dpo, at=at)


def test_one_run_at_a_time_and_each_chunk_once(agent, dpo, jobs):
    for name in ("Een", "Twee"):
        closed_case(agent, name=name)
    first = actions.preview_run(by=dpo, at=LATER)
    second = actions.preview_run(by=dpo, at=LATER)
    actions.start_run(run_id=first, by=dpo, at=LATER)
    actions.start_run(run_id=first, by=dpo, at=LATER)
    with pytest.raises(RunningAlready):
        actions.start_run(run_id=second, by=dpo, at=LATER)
    assert actions.let_go_chunk(run_id=first, chunk=0, by=JOB, at=LATER) == 2
    assert actions.let_go_chunk(run_id=first, chunk=0, by=JOB, at=LATER) == 0
    assert jobs.waiting().count(("retention.let_go", {"run_id": first, "chunk": 1})) == 1


def test_what_a_closed_part_lets_go_is_in_no_number(agent, dpo, utility, jobs):
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    closed_case(agent)
    counted = months_seen()
    closed_case(office, name="Kanarie", topic_code="ombuds")

    assert months_seen() == counted
    run_id = actions.preview_run(by=dpo, at=LATER)
    actions.start_run(run_id=run_id, by=dpo, at=LATER)
    jobs.run()

    run = queries.run(run_id, viewer=dpo)
    (row,) = [one for one in run.kinds if one.kind is RecordKind.CASE]
    assert (row.counted, row.done, Case.objects.count()) == (1, 1, 0)


def months_seen():
    """Return what the desk says that another number of months would do."""
    return queries.months_effect(RecordKind.CASE, 12, at=LATER)


def test_the_chunks_follow_each_other_by_themselves(agent, dpo, jobs, monkeypatch):
    monkeypatch.setattr("debiet.retention.actions.running.CHUNK", 1)
    for name in ("Een", "Twee", "Drie"):
        closed_case(agent, name=name)
    run_id = actions.preview_run(by=dpo, at=LATER)
    actions.start_run(run_id=run_id, by=dpo, at=LATER)
    ran = jobs.run(times=2)
    assert ran.count("retention.let_go") == 2 * 4  # three cases and the end
    run = queries.run(run_id, viewer=dpo)
    assert (run.state, run.done) == ("done", 3)
