"""Every job can run twice: a second run leaves the tables as the first one left them."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.cases import actions as cases
from debiet.cases.models import Case, Rating
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message, RawMessage
from debiet.customers import actions as customers
from debiet.customers.models import CallerVerification
from debiet.files import actions as files
from debiet.files import contents
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from debiet.rules.customer_file import Purpose
from debiet.rules.scans import SplitBy
from debiet.rules.verification import Fact
from debiet.terms import actions as terms
from debiet.terms.models import LevelMark
from tests import make, scans
from tests.house.ombuds_stories import OF_THE_OFFICE
from tests.house.stories import (
    a_case_from_another_team,
    a_case_of_a_team_that_takes_turns,
    a_case_put_aside,
    a_case_that_somebody_can_take_by_now,
    a_case_waiting_for_another,
    a_confirmed_move,
    a_due_digest,
    a_due_follow_up,
    a_leaver_with_a_case,
    a_leaver_with_an_open_case,
    a_left_over_incident,
    a_moved_chunk,
    a_run_with_an_old_call,
    a_task_of_another_team,
    a_team_that_is_no_more,
    an_address_of_tomorrow,
    an_asked_move,
    an_emergency,
    an_expired_note,
    an_incident_to_close,
    an_incident_to_tell,
    an_unfinished_move,
    an_unjudged_emergency,
    somebody_whose_final_day_is_over,
    something_to_mail_at_once,
    two_that_are_one,
)
from tests.house.stories_answers import (
    a_complaint_nobody_reacts_in,
    a_complaint_that_goes_no_further,
    a_complaint_whose_answer_came_back,
    a_complaint_whose_answer_left,
)
from tests.house.stories_complaints import OF_COMPLAINTS
from tests.house.stories_staff import (
    a_role_that_waits,
    a_text_that_waits,
    a_try_at_the_ombuds_office,
    an_only_admin_who_should_have_left,
)

pytestmark = pytest.mark.django_db


def tables() -> dict[str, str]:
    """Return all that our tables hold, by model."""
    models = [model for model in apps.get_models() if model.__module__.startswith("debiet.")]
    return {
        model._meta.label: serializers.serialize("json", model.objects.order_by("pk"))
        for model in models
    }


def nothing():
    return {}


def a_message():
    make.utility()
    make.case()
    return {"message_id": Message.objects.get().pk}


def a_due_message():
    a_message()
    return {}


def a_failed_answer():
    agent = make.employee(make.utility(), is_lead=True)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    return {"message_id": Message.objects.get(purpose="answer").pk}


def late_clocks():
    make.employee(make.utility(), role=Role.TEAM_LEAD, is_lead=True)
    make.case()
    return {}


def a_mark():
    late_clocks()
    terms.mark_levels(by=Actor.system("terms.sweep"), at=make.MONDAY + timedelta(days=9))
    return {"mark_id": LevelMark.objects.filter(level=100).first().pk}


def a_moved_deadline():
    make.utility()
    opened = make.case()
    Case.objects.filter(pk=opened.case_id).update(due_at=None)
    return {"reference": f"case:{opened.number}"}


def a_left_over_mail():
    make.utility()
    long_ago = timezone.now() - timedelta(hours=1)
    taken = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=b"From: a@example.be\n\nEen vraag.\n",
        received_at=long_ago,
        by=make.SYSTEM,
        at=long_ago,
    )
    RawMessage.objects.filter(pk=taken.raw_message_id).update(recorded_at=long_ago)
    return {}


def a_kept_mail():
    make.utility()
    taken = correspondence.receive(
        mailbox_id=make.mailbox(),
        content=b"From: a@example.be\n\nEen vraag.\n",
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    return {"raw_message_id": taken.raw_message_id}


def a_missed_callback():
    make.employee(make.utility(), role=Role.TEAM_LEAD, is_lead=True)
    now = timezone.now()
    cases.promise_callback(
        case_id=make.case().case_id,
        phone="0470 12 34 56",
        promised_from=now - timedelta(hours=3),
        promised_until=now - timedelta(hours=1),
        by=make.SYSTEM,
        at=now - timedelta(hours=4),
    )
    return {}


def a_locked_customer():
    agent = make.employee(make.utility(), role=Role.TEAM_LEAD, is_lead=True)
    customer = make.customer()
    for _number in range(5):
        customers.verify_caller(
            customer_id=customer.pk,
            said={Fact.EMAIL: "wrong@example.be"},
            about="contact:1",
            by=agent.actor,
            at=make.MONDAY,
        )
    return {"verification_id": CallerVerification.objects.latest("id").pk}


def an_own_file_opened():
    utility = make.utility()
    make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    agent, customer = make.employee(utility), make.customer()
    customers.tie_employee(
        employee_id=agent.employee_id, customer_id=customer.pk, by=make.SYSTEM, at=make.MONDAY
    )
    opening = customers.open_file(
        customer_id=customer.pk,
        purpose=Purpose.OTHER,
        words="mijn eigen adres",
        by=agent.actor,
        at=make.MONDAY,
    )
    return {"opening_id": opening.pk}


def a_mailbox_that_nobody_serves():
    make.utility()
    server = {"host": "127.0.0.1", "port": 9, "security": "none", "username": "x"}
    settings.MAILBOX_SECRETS["klantendienst"] = "x"
    mailbox_id = make.mailbox(protocol="imap", server=server)
    return {"mailbox_id": mailbox_id, "minute": int(timezone.now().timestamp())}


def a_scan():
    make.utility()
    correspondence.keep_scan(
        content=scans.pdf(scans.page("Geachte")),
        name="brief.pdf",
        received_on=make.MONDAY.date(),
        split_by=SplitBy.ONE,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    raw = RawMessage.objects.get()
    RawMessage.objects.update(recorded_at=timezone.now() - timedelta(hours=1))
    return {"raw_message_id": raw.pk}


def a_left_over_scan():
    a_scan()
    return {}


def an_employee():
    return {"user_id": make.employee(make.utility()).user_id}


def an_orphan():
    path = contents.path_of("0" * 64)
    if not storages["files"].exists(path):
        storages["files"].save(path, ContentFile(b"x"))
    return {}


def a_file_of_a_form_nobody_sent_again():
    before = timezone.now() - timedelta(hours=3)
    files.keep_waiting(content=b"%PDF-", by=make.SYSTEM, at=before)
    return {}


def a_file():
    return {
        "file_id": files.store_file(
            content=b"%PDF-",
            name="a.pdf",
            compartment=Compartment.ORDINARY,
            by=make.SYSTEM,
            at=make.MONDAY,
        )
    }


def a_low_rating():
    lead = make.employee(make.utility(), role=Role.TEAM_LEAD, is_lead=True)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=lead.actor, at=make.MONDAY
    )
    visitor = Actor.visitor(opened.case_id)
    cases.rate_case(case_id=opened.case_id, score=1, by=visitor, at=make.MONDAY)
    return {"rating_id": Rating.objects.get().pk}


def a_lost_code():
    make.utility()
    return {"number": make.case().number, "seen_version": 1}


STORIES = {
    **OF_COMPLAINTS,
    **OF_THE_OFFICE,
    "retention.let_go": a_run_with_an_old_call,
    "debiet.cases.tasks.tell_task_step": a_task_of_another_team,
    "debiet.cases.tasks.assign_opened": a_case_of_a_team_that_takes_turns,
    "debiet.cases.tasks.assign_moved": a_case_from_another_team,
    "debiet.cases.tasks.assign_again": a_case_that_somebody_can_take_by_now,
    "debiet.cases.tasks.hand_over": a_leaver_with_a_case,
    "debiet.cases.tasks.move_team_work": a_team_that_is_no_more,
    "debiet.staff.tasks.end_due": somebody_whose_final_day_is_over,
    "debiet.staff.tasks.tell_role_waits": a_role_that_waits,
    "debiet.clauses.tasks.tell_text_waits": a_text_that_waits,
    "debiet.staff.tasks.tell_of_last_admin": an_only_admin_who_should_have_left,
    "debiet.cases.tasks.report_emergency": an_emergency,
    "debiet.cases.tasks.tell_unjudged": an_unjudged_emergency,
    "debiet.cases.tasks.tell_ombuds_tried": a_try_at_the_ombuds_office,
    "debiet.cases.tasks.report_leaver": a_leaver_with_an_open_case,
    "debiet.cases.tasks.wake_put_aside": a_case_put_aside,
    "debiet.cases.tasks.wake_waiting": a_case_waiting_for_another,
    "debiet.cases.tasks.tell_follow_ups": a_due_follow_up,
    "debiet.cases.tasks.mail_notice": something_to_mail_at_once,
    "debiet.cases.tasks.send_digests": a_due_digest,
    "debiet.complaints.tasks.note_dispatched": a_complaint_whose_answer_left,
    "debiet.complaints.tasks.note_failed": a_complaint_whose_answer_came_back,
    "debiet.complaints.tasks.note_silence": a_complaint_nobody_reacts_in,
    "debiet.complaints.tasks.close_ended": a_complaint_that_goes_no_further,
    "debiet.incidents.tasks.tell_linked": an_incident_to_tell,
    "debiet.incidents.tasks.close_linked": an_incident_to_close,
    "debiet.incidents.tasks.carry_on": a_left_over_incident,
    "debiet.correspondence.tasks.deliver": a_message,
    "debiet.correspondence.tasks.sweep_outbox": a_due_message,
    "correspondence.fetch_mailboxes": nothing,
    "correspondence.fetch_mailbox": a_mailbox_that_nobody_serves,
    "debiet.correspondence.tasks.split_scan": a_scan,
    "debiet.correspondence.tasks.split_left_over": a_left_over_scan,
    "debiet.cases.tasks.tell_leads": a_mark,
    "debiet.cases.tasks.note_failed_message": a_failed_answer,
    "debiet.cases.tasks.note_rejected_letter": a_failed_answer,
    "debiet.cases.tasks.take_over_deadlines": a_moved_deadline,
    "debiet.cases.tasks.take_up_kept": a_kept_mail,
    "debiet.cases.tasks.take_up_left_over": a_left_over_mail,
    "debiet.cases.tasks.tell_missed_callbacks": a_missed_callback,
    "debiet.customers.tasks.sweep_notes": an_expired_note,
    "debiet.customers.tasks.take_over_dates": an_address_of_tomorrow,
    "debiet.customers.tasks.tell_suspect_opening": an_own_file_opened,
    "debiet.customers.tasks.tell_lockout": a_locked_customer,
    "debiet.cases.tasks.tell_low_rating": a_low_rating,
    "debiet.cases.tasks.send_code": a_lost_code,
    "debiet.cases.tasks.take_over_moved": a_moved_chunk,
    "debiet.cases.tasks.find_duplicate_customers": two_that_are_one,
    "debiet.terms.tasks.sweep": late_clocks,
    "debiet.terms.tasks.plan_move": an_asked_move,
    "debiet.terms.tasks.carry_out_move": a_confirmed_move,
    "debiet.terms.tasks.go_on_with_moves": an_unfinished_move,
    "debiet.files.tasks.scan": a_file,
    "debiet.files.tasks.scan_again": an_orphan,
    "debiet.files.tasks.sweep": an_orphan,
    "debiet.files.tasks.sweep_waiting": a_file_of_a_form_nobody_sent_again,
    "identity.send_password_reset": an_employee,
    "identity.clear_sessions": nothing,
    "core.return_lost_jobs": nothing,
    "core.forget_rate_counts": nothing,
}
CHANGES_NOTHING = {
    # Without a scanner; `tests/files/test_scanning.py` has one. The sweep deletes what has no row.
    "debiet.files.tasks.scan",
    "debiet.files.tasks.scan_again",
    "debiet.files.tasks.sweep",
    # No table: what waits lies in the storage only; `tests/files/test_waiting.py` looks there.
    "debiet.files.tasks.sweep_waiting",
    "correspondence.fetch_mailboxes",
    "identity.send_password_reset",
    "identity.clear_sessions",
    "core.return_lost_jobs",
    "core.forget_rate_counts",
}
PERIODIC_ARGUMENT = {
    "core.return_lost_jobs": {"timestamp": 0},
    "correspondence.fetch_mailboxes": {"timestamp": 0},
}


def test_every_job_of_ours_has_a_story_here():
    app.perform_import_paths()
    ours = {
        name for name in app.tasks if not name.startswith(("builtin:", "procrastinate.", "test."))
    }
    assert ours == set(STORIES)


@pytest.mark.parametrize("name", STORIES)
def test_a_job_run_twice_does_no_harm(name):
    app.perform_import_paths()
    arguments = STORIES[name]() | PERIODIC_ARGUMENT.get(name, {})
    before = tables()

    app.tasks[name].func(**arguments)
    once = tables()
    app.tasks[name].func(**arguments)

    assert tables() == once
    assert (once == before) is (name in CHANGES_NOTHING)
