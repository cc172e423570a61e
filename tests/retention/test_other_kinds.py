"""Letting go of what is no single case, and what never goes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed
from debiet.core.models import AccessEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Call, Message, PrintBatch, RawMessage
from debiet.customers import actions as customers
from debiet.customers.models import Customer, EmployeeTie
from debiet.identity.models import User
from debiet.retention import actions, queries
from debiet.retention.actions import (
    MonthsOutOfRange,
)
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Permission, Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import Carrier
from debiet.rules.retention import RecordKind
from debiet.staff import actions as staff
from debiet.staff.models import Absence, Employee, NoticeMail, Notification, Organization, Team
from tests import checker, make
from tests.correspondence.printing import letter
from tests.retention.test_running import (
    LATER,
    WORD,
    closed_case,
    everything,
    link,
    of_cases,
    reopen,
    run_through,
    set_months,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO).actor


@pytest.fixture
def agent(utility):
    return make.employee(utility)


def test_a_letter_with_two_questions_goes_when_both_may(agent, dpo):
    raw = correspondence.take_in(
        carrier=Carrier.POST,
        source="scan",
        content=f"{WORD} brief".encode(),
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    one, two = closed_case(agent, name="Een"), closed_case(agent, name="Twee")
    for opened in (one, two):
        contact = Interaction.objects.filter(case_id=opened.case_id, direction="in").get()
        Interaction(
            case_id=opened.case_id,
            compartment=contact.compartment,
            direction="in",
            carrier=Carrier.POST,
            happened_at=make.MONDAY,
            recorded_at=make.MONDAY,
            text=WORD,
            topic_code="invoice",
            raw_message_id=raw.raw_message_id,
        ).save()
    RawMessage.objects.filter(pk=raw.raw_message_id).update(state="taken")
    reopen(two, agent, at=LATER)
    run_through(dpo)
    assert Case.objects.count() == 2
    version = Case.objects.get(pk=two.case_id).version
    cases.answer_case(
        case_id=two.case_id, text="Zo.", seen_version=version, by=agent.actor, at=LATER
    )
    run_through(dpo, at=LATER.replace(year=2037))
    assert not Case.objects.exists()
    assert not RawMessage.objects.exists()


def test_every_other_kind_goes_after_its_months(utility, agent, dpo):
    """One record of each kind that is old and one that is not: the first go."""
    at = make.MONDAY
    for moment in (at, LATER):
        correspondence.record_call(
            source="exchange",
            call_id=str(moment),
            caller="0470",
            signs=[
                correspondence.Sign(CallEvent.RINGING, moment),
                correspondence.Sign(CallEvent.ENDED, moment),
            ],
            by=make.SYSTEM,
            at=moment,
        )
        raw = correspondence.take_in(
            carrier=Carrier.EMAIL,
            source="import-mail",
            content=f"Subject: {moment}\n\nspam".encode(),
            received_at=moment,
            by=make.SYSTEM,
            at=moment,
        )
        RawMessage.objects.filter(pk=raw.raw_message_id).update(state="set-aside", outcome="spam")
        letter(at=moment)
        batch = correspondence.make_print_batch(compartment="ordinary", by=agent.actor, at=moment)
        correspondence.confirm_posted(
            batch_id=batch, posted_on=moment.date(), by=agent.actor, at=moment
        )
        AccessEntry.objects.create(
            viewer_kind="user",
            purpose="x",
            subject="y",
            surface="z",
            compartment="ordinary",
            at=moment,
        )
        gone = customers.add_customer(name="Oude Klant", language="nl", by=make.SYSTEM, at=moment)
        Customer.objects.filter(pk=gone.pk).update(created_at=moment)
        staff.record_absence(
            employee_id=agent.employee_id,
            first_on=moment.date(),
            final_on=moment.date(),
            kind=AbsenceKind.ILLNESS,
            deputy_id=None,
            by=agent.actor,
            at=moment,
        )
        left = make.employee(utility, name=f"Vertrokken {moment.year}")
        staff.end_employment(employee_id=left.employee_id, by=make.SYSTEM, at=moment)
        staff.notify_employee(
            employee_id=agent.employee_id,
            kind="x",
            about=f"x:{moment.year}",
            compartment="ordinary",
            cause=str(moment),
            by=make.SYSTEM,
            at=moment,
        )
    run = run_through(dpo, at=LATER + timedelta(days=1))
    done = {row.kind: row.done for row in run.kinds}
    assert done == dict.fromkeys(RecordKind, 1) | {RecordKind.CASE: 0, RecordKind.VERIFICATION: 0}
    for model in (Call, RawMessage, PrintBatch, AccessEntry, Notification):
        assert model.objects.count() == 1, model
    assert not Employee.objects.filter(name="Vertrokken 2026").exists()
    assert Employee.objects.filter(name="Vertrokken 2031").exists()
    assert User.objects.filter(email__endswith="@debiet.invalid").count() == 1
    assert checker.findings_here() == {}


def test_of_who_left_long_ago_nothing_but_its_number_stays(utility, agent, dpo):
    """Also not when it was ill, how another system knows it, and which customer it is."""
    customer = make.customer()
    left = make.employee(utility, name="Vera Vertrokken")
    customers.tie_employee(
        employee_id=left.employee_id, customer_id=customer.pk, by=make.SYSTEM, at=make.MONDAY
    )
    Employee.objects.filter(pk=left.employee_id).update(external_id="hr-4711")
    staff.record_absence(
        employee_id=left.employee_id,
        first_on=make.MONDAY.date(),
        final_on=LATER.date(),
        kind=AbsenceKind.ILLNESS,
        deputy_id=None,
        by=left.actor,
        at=make.MONDAY,
    )
    staff.end_employment(employee_id=left.employee_id, by=make.SYSTEM, at=make.MONDAY)

    run_through(dpo)

    assert Employee.objects.get(pk=left.employee_id).name == f"#{left.employee_id}"
    kept = everything()
    for words in ("Vertrokken", "hr-4711", left.email):
        assert words not in kept, words
    assert not Absence.objects.exists()
    assert not EmployeeTie.objects.exists()
    assert Customer.objects.filter(pk=customer.pk).exists()
    assert checker.findings_here() == {}


def test_mails_that_told_employees_something_go_when_all_they_told_of_is_gone(utility, dpo):
    lead = make.employee(utility, role=Role.TEAM_LEAD)
    job = Actor.system("cases.notice-mails")
    sent = []
    for moment in (make.MONDAY, make.MONDAY + timedelta(days=2), LATER - timedelta(days=3)):
        for number in range(2):
            staff.notify_employee(
                employee_id=lead.employee_id,
                kind="case.callback-missed",
                about=f"case:{make.case().number}",
                compartment="ordinary",
                cause=f"{moment} {number}",
                by=make.SYSTEM,
                at=moment,
            )
        leaves = moment + timedelta(days=1)
        sent.append(cases.send_digest(employee_id=lead.employee_id, by=job, at=leaves))
    assert all(sent)
    # One of the second mail is about something that happened later: that mail is still needed.
    needed = Notification.objects.filter(mailed_in=NoticeMail.objects.order_by("id")[1])
    Notification.objects.filter(pk=needed.first().pk).update(happened_at=LATER)

    run_through(dpo, at=LATER + timedelta(days=1))

    assert NoticeMail.objects.count() == 2
    left = Message.objects.filter(purpose="notice-mail").order_by("id")
    assert list(left.values_list("id", flat=True)) == sent[1:]
    assert checker.findings_here() == {}


def test_a_customer_with_an_account_or_a_case_never_goes(agent, dpo):
    with_account = make.customer()
    with_case = customers.add_customer(
        name="Met Vraag", language="nl", by=make.SYSTEM, at=make.MONDAY
    )
    Customer.objects.update(created_at=make.MONDAY)
    opened = make.case()
    link(opened, with_case.pk)
    run_through(dpo)
    assert set(Customer.objects.values_list("pk", flat=True)) == {with_account.pk, with_case.pk}


def test_months_of_the_utilitys_own_hold_from_their_moment_on(agent, dpo):
    closed_case(agent)
    soon = make.MONDAY + timedelta(days=200)
    assert of_cases(run_through(dpo, at=soon)).done == 0
    assert set_months(RecordKind.CASE, 6, by=dpo, at=soon)
    assert not set_months(RecordKind.CASE, 6, by=dpo, at=soon)
    assert not queries.months_on(at=soon - timedelta(days=1))[RecordKind.CASE].is_own
    assert of_cases(run_through(dpo, at=soon)).done == 1


@pytest.mark.parametrize("months", [0, -1, 1201])
def test_no_term_is_no_months(dpo, months):
    with pytest.raises(MonthsOutOfRange):
        actions.ask_months(kind=RecordKind.CASE, months=months, source="x", by=dpo, at=LATER)


def test_only_who_may_lets_things_go(agent):
    for role in Role:
        assert (
            Permission.ERASE in make.employee(make_once(), role=role).actor.permissions
        ) is False
    with pytest.raises(NotAllowed):
        actions.preview_run(by=agent.actor, at=LATER)
    with pytest.raises(NotAllowed):
        cases.erase_cases(case_ids=[1], by=agent.actor, at=LATER)


def make_once():
    return make.Utility(
        Organization.objects.get(code="own"),
        Organization.objects.get(code="line"),
        Team.objects.get(code="invoices"),
        Team.objects.get(code="ombuds"),
        Team.objects.get(code="line"),
    )


FORGET = "SELECT debiet_forget(%s, %s)"


@pytest.mark.parametrize(
    "table", ["core_auditentry", "core_forgotten", "core_outgoingswitch", "cases_case", "nothing"]
)
def test_the_database_itself_refuses_to_forget_what_never_goes(table):
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(FORGET, [table, [1]])


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cases_interaction",
        "SELECT set_config('debiet.forgetting', 'cases_interaction', true);"
        " DELETE FROM cases_interaction",
    ],
)
def test_nobody_deletes_what_only_grows_past_that_one_way(agent, statement):
    make.case()
    with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute(statement)
    assert Interaction.objects.exists()
