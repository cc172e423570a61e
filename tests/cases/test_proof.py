"""The proof over all channels: each kind of hole is found, and nothing else is."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import RawMessage
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from debiet.rules.scans import SplitBy
from tests import checker, make, scans

pytestmark = pytest.mark.django_db
CHECK = Actor.system("contacts.check")
LATER = make.MONDAY + timedelta(hours=2)


@pytest.fixture
def utility():
    return make.utility()


def holes(at=LATER, **options):
    """Return what the proof finds; the independent look finds the same, save what only it asks."""
    return [(hole.kind, hole.why) for hole in queries.unaccounted(viewer=CHECK, at=at, **options)]


def in_nobodys_hands():
    """Return what the independent look in plain SQL finds."""
    return checker.findings_here().get("a contact of any channel that is in nobody's hands", [])


def by_sql(sql, *values):
    """Change the tables behind the back of every action."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, values)


def a_scan(content, split_by=SplitBy.SEPARATORS):
    kept = correspondence.keep_scan(
        content=content,
        name="x.pdf",
        received_on=date(2026, 3, 2),
        split_by=split_by,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    by = Actor.system("correspondence.split-scan")
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=by, at=make.MONDAY)
    return kept.raw_message_id


def a_raw_message(state="received", carrier="email", **values):
    return RawMessage.objects.create(
        carrier=carrier,
        source=f"{carrier} somewhere",
        content_hash="x",
        content=b"x",
        received_at=make.MONDAY,
        recorded_at=values.pop("recorded_at", make.MONDAY),
        state=state,
        compartment="ordinary",
        **values,
    )


def test_what_is_in_order_is_no_hole(utility):
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    a_scan(scans.pdf(scans.page("Dag"), scans.separator(), scans.page("Dag")))
    a_scan(b"%PDF-1.7 rubbish")
    assert holes() == []
    assert checker.findings_here() == {}


def test_what_just_came_in_may_be_on_its_way(utility):
    raw = a_raw_message()
    assert in_nobodys_hands() == [f"raw:{raw.pk}"]
    assert holes(at=make.MONDAY + timedelta(minutes=4)) == []
    assert holes(at=make.MONDAY + timedelta(minutes=6)) == [("raw", "raw-not-taken")]
    (hole,) = queries.unaccounted(viewer=CHECK, at=LATER)
    assert (hole.reference, hole.carrier, hole.since) == (
        f"raw:{raw.pk}",
        Carrier.EMAIL,
        make.MONDAY,
    )


def test_a_message_that_no_case_has_is_found(utility):
    raw = a_raw_message("taken")
    assert in_nobodys_hands() == [f"raw:{raw.pk}"]
    assert holes() == [("raw", "raw-without-case")]


def test_a_message_held_without_a_term_is_found(utility):
    raw = a_raw_message("quarantined")
    assert in_nobodys_hands() == [f"raw:{raw.pk}"]
    assert holes() == [("raw", "held-without-term")]


def test_a_letter_that_is_gone_from_its_scan_is_found(utility):
    batch_id = a_scan(scans.pdf(scans.page("Dag"), scans.page("Dag")), SplitBy.EVERY)
    by_sql("DELETE FROM correspondence_rawmessage WHERE source = %s", f"scan:{batch_id}:2")
    assert holes() == [("raw", "letters-missing")]
    assert "a scan whose pages are not all in its letters, separators and blank sides" in (
        checker.findings_here()
    )


def test_a_contact_in_a_case_without_a_term_is_found_unless_it_was_answered_at_once(utility):
    opened = make.case()
    by_sql("DELETE FROM terms_levelmark")
    by_sql("DELETE FROM terms_clock WHERE reference = %s", f"case:{opened.number}")
    assert holes() == [("contact", "case-without-clock")]
    assert len(in_nobodys_hands()) == 1

    case = Case.objects.get(pk=opened.case_id)
    by_sql("DELETE FROM terms_clock")
    contact = Interaction.objects.get(case=case, direction="in")
    Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction="in",
        carrier="phone",
        happened_at=make.MONDAY,
        recorded_at=make.MONDAY,
        text="Kort",
        topic_code="invoice",
        is_answered_at_once=True,
    )
    assert [hole.reference for hole in queries.unaccounted(viewer=CHECK, at=LATER)] == [
        f"contact:{contact.pk}"
    ]


def test_a_message_on_the_status_page_that_did_not_open_the_case_again_is_found(utility):
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    case = Case.objects.get(pk=opened.case_id)
    Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction="in",
        carrier="web-form",
        happened_at=LATER,
        recorded_at=LATER,
        text="Maar nee!",
        topic_code="invoice",
    )
    assert holes(at=LATER) == [("contact", "came-back-unseen")]

    visitor = Actor.visitor(opened.case_id)
    cases.add_words(case_id=opened.case_id, text="En nog iets", by=visitor, at=LATER)
    assert holes(at=LATER) == []  # now it is open, and all of it is looked at


def a_call(**values):
    columns = {
        "source": "exchange",
        "call_id": "1",
        "compartment": "ordinary",
        "caller": "",
        "called": "",
        "started_at": make.MONDAY,
        "is_abandoned": False,
        "about": "",
    } | values
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    by_sql(f"INSERT INTO correspondence_call ({names}) VALUES ({marks})", *columns.values())  # noqa: S608


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, [("call", "call-without-contact")]),
        ({"started_at": LATER - timedelta(minutes=50)}, []),
        ({"is_abandoned": True}, []),
        ({"about": "wrong-number"}, []),
        ({"about": "case:2026-999999"}, [("call", "call-of-no-case")]),
    ],
)
def test_calls_that_nobody_wrote_down_are_found(utility, values, found):
    a_call(**values)
    assert holes() == found
    if values.get("started_at") is None:  # it asks the clock on the wall
        assert len(in_nobodys_hands()) == len(found)


def test_a_call_of_a_case_is_in_order_and_abandoned_ones_are_counted_apart(utility):
    opened = make.case()
    a_call(about=f"case:{opened.number}")
    a_call(call_id="2", is_abandoned=True)
    proof = queries.proof(viewer=CHECK, at=LATER)
    assert (proof.abandoned_calls, proof.holes) == (1, ())


def test_a_promised_call_in_a_case_without_a_term_is_found(utility):
    opened = make.case()
    by_sql(
        "INSERT INTO cases_callback (case_id, compartment, phone, words, promised_from,"
        " promised_until, promised_at, state) VALUES (%s, 'ordinary', '', '', %s, %s, %s, %s)",
        opened.case_id,
        make.MONDAY,
        LATER,
        make.MONDAY,
        "promised",
    )
    assert holes() == []
    by_sql("DELETE FROM terms_clock")
    assert ("callback", "callback-without-clock") in holes()
    assert any(found.startswith("callback:") for found in in_nobodys_hands())


def test_the_proof_counts_by_carrier_over_thirty_days_and_for_who_may_see_it(utility):
    agent = make.employee(utility)
    make.case()
    make.case(topic_code="ombuds", carrier=Carrier.PHONE)
    make.case(at=make.MONDAY - timedelta(days=31))
    a_raw_message("quarantined")
    a_raw_message("taken", carrier="sms")

    proof = queries.proof(viewer=agent.actor, at=LATER)

    assert [(row.carrier, row.contacts, row.holes) for row in proof.carriers] == [
        (Carrier.WEB_FORM, 1, 0),
        (Carrier.EMAIL, 1, 1),
        (Carrier.SMS, 1, 1),
    ]
    assert proof.contacts == 3
    assert holes(since=LATER) == []


def test_a_hole_in_a_closed_part_is_shown_to_nobody_outside(utility):
    agent = make.employee(utility)
    raw = a_raw_message()
    RawMessage.objects.filter(pk=raw.pk).update(compartment=Compartment.OMBUDS)
    assert queries.unaccounted(viewer=agent.actor, at=LATER) == []
    assert len(holes()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_each_hole_and_ends_with_1():
    make.utility()
    run = [sys.executable, "-m", "debiet.cli", "check-contacts"]
    fine = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (fine.returncode, fine.stdout) == (0, ""), fine.stderr

    raw = a_raw_message(recorded_at=timezone.now() - timedelta(hours=1))
    wrong = subprocess.run(run, capture_output=True, text=True, check=False)

    assert wrong.returncode == 1
    line = json.loads(wrong.stdout)
    assert (line["kind"], line["reference"], line["carrier"], line["why"]) == (
        "raw",
        f"raw:{raw.pk}",
        "email",
        "raw-not-taken",
    )
