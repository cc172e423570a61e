"""The demo utility: made by real actions, with something of everything in it."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from debiet.cases import queries as cases
from debiet.cases.models import (
    Callback,
    Case,
    FollowUp,
    Interaction,
    InternalTask,
    Note,
    Rating,
)
from debiet.cli import demo_data
from debiet.cli.demo_data.around_words import TOLD
from debiet.cli.demo_data.moments import before, hours_from
from debiet.cli.demo_data.people import people
from debiet.cli.profile_days import definition
from debiet.cli.profile_files import read_profile
from debiet.complaints.models import (
    Complaint,
    ComplaintWay,
    CorrectiveAction,
    OmbudsFile,
    OmbudsQuestion,
    OmbudsRemedy,
)
from debiet.core.actor import Actor
from debiet.core.models import AuditEntry
from debiet.correspondence import queries as letters
from debiet.correspondence.models import Call, Message, RawMessage
from debiet.customers import queries as customers
from debiet.customers.models import Customer, DeliveryPreference, FileOpening
from debiet.identity.models import User
from debiet.incidents import queries as incidents
from debiet.knowledge import queries as knowledge
from debiet.knowledge.models import ArticleVersion
from debiet.retention.models import RightsRequest
from debiet.rules.access import Role
from debiet.rules.cases import CaseState
from debiet.rules.complaint_remedies import ActionStep, RemedyStep
from debiet.rules.complaints import ComplaintStep, Takeover
from debiet.staff.models import Employee, Notification, RoleGrant
from debiet.terms.models import Clock, ClockEntry, LevelMark
from tests import checker

NOW = datetime(2026, 3, 4, 11, 20, tzinfo=ZoneInfo("Europe/Brussels"))
CUSTOMERS = 60


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Load the demo once for all tests of this file, in a transaction that is rolled back."""
    said: list[str] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        patch.setattr(settings, "PASSWORD_HASHERS", hashers)
        with transaction.atomic():
            demo_data.load(customers=CUSTOMERS, report=said.append, now=NOW)
            yield said
            transaction.set_rollback(True)


def test_there_is_a_sign_in_for_each_role(told):
    assert {role for role, _address in demo_data.SIGN_INS} == {role.value for role in Role}
    for role, address in demo_data.SIGN_INS:
        user = User.objects.of_realm("staff", address)
        assert user.check_password(demo_data.PASSWORD)
        grants = RoleGrant.objects.filter(employee__user=user)
        assert [grant.role for grant in grants] == [role]


def test_nobody_but_them_can_sign_in(told):
    addresses = {address for _role, address in demo_data.SIGN_INS}
    others = User.objects.exclude(email__in=addresses)
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_there_are_cases_of_every_state_and_carrier(told):
    cases = list(Case.objects.all())
    assert len(cases) > CUSTOMERS // 3  # and complaints
    assert {case.state for case in cases} == set(CaseState)
    assert len({case.carrier for case in cases}) >= 3
    assert {"ordinary", "ombuds", "partner:kanaalhuis"} == {case.compartment for case in cases}


def test_there_are_complaints_of_every_step_and_files_in_every_state(told):
    found = Complaint.objects.all()
    assert {one.step for one in found} == set(ComplaintStep)
    assert len({one.theme for one in found}) >= 8
    assert len({one.municipality for one in found}) >= 8
    assert {one.case.language for one in found} == {"nl", "fr", "en"}
    assert len({way.carrier for way in ComplaintWay.objects.all()}) >= 4
    assert found.filter(asked_for_ombuds_at__isnull=False).exists()
    assert {one.takeover for one in OmbudsFile.objects.all()} == set(Takeover)
    assert OmbudsFile.objects.filter(handler=None, closed_at=None).exists()
    assert OmbudsFile.objects.filter(is_confidential=True, about_case=None).exists()
    assert {RemedyStep.PROPOSED, RemedyStep.DONE} <= {
        one.step for one in OmbudsRemedy.objects.all()
    }
    assert {ActionStep.PLANNED, ActionStep.EFFECTIVE} <= {
        one.step for one in CorrectiveAction.objects.all()
    }
    answered = OmbudsQuestion.objects.filter(answered_at__isnull=False)
    assert answered.exists()
    assert OmbudsQuestion.objects.filter(answered_at=None).exists()


def test_open_cases_stand_in_time_near_their_term_and_past_it(told):
    still_open = Case.objects.exclude(state=CaseState.RESOLVED)
    assert still_open.filter(due_at__lt=NOW).exists()
    assert still_open.filter(at_risk_at__lt=NOW, due_at__gt=NOW).exists()
    assert still_open.filter(at_risk_at__gt=NOW).exists()


def test_numbers_follow_the_order_of_time(told):
    opened = Case.objects.order_by("number").values_list("opened_at", flat=True)
    assert list(opened) == sorted(opened)
    assert max(opened) <= NOW


def test_the_ledger_tells_the_same_story_as_the_cases(told):
    of_cases = ClockEntry.objects.filter(reference__startswith="case:")
    kinds = Counter(of_cases.values_list("kind", flat=True))
    assert kinds["opened"] == Case.objects.count()
    assert kinds["resolved"] - kinds["reopened"] == Case.objects.filter(state="resolved").count()
    assert {"paused", "resumed", "reopened", "asked", "replied"} <= set(kinds)
    assert not ClockEntry.objects.filter(recorded_at__gt=NOW).exists()


def test_a_call_was_written_down_after_it_took_place(told):
    entries = ClockEntry.objects.filter(kind="replied")
    assert any(entry.occurred_at < entry.recorded_at for entry in entries)


def test_every_level_that_was_reached_by_now_is_marked_and_leads_know_the_fresh_ones(told):
    assert LevelMark.objects.filter(level=100).exists()
    assert not Clock.objects.filter(next_level_at__lte=NOW).exists()
    told_of = Notification.objects.filter(kind="case.level")
    assert told_of.exists()
    leads = Employee.objects.filter(memberships__is_lead=True)
    assert {notice.employee_id for notice in told_of} <= {lead.pk for lead in leads}


def test_no_mail_of_the_past_leaves_the_house_and_no_job_waits(told, jobs):
    assert Message.objects.exists()
    states = set(Message.objects.values_list("state", flat=True))
    assert states == {"dispatched", "handed-over", "bounced"}  # the letters of the demo
    assert mail.outbox == []
    assert jobs.waiting() == []


def test_what_bounced_went_as_a_letter_and_one_batch_waits_for_its_confirmation(told):
    bounced = Message.objects.filter(state="bounced")
    assert bounced.filter(replaced_by=None).count() == 0
    letters = Message.objects.filter(replaces__isnull=False).values_list("batch__state", flat=True)
    assert set(letters) == {"posted", "made", None}


def test_answers_have_no_place_left_open_and_name_who_wrote_them(told):
    written = Interaction.objects.filter(direction="out", is_automatic=False)
    assert written.exists()
    for contact in written:
        assert "{" not in contact.text
        # What all were told of the main burst was read by two, and written to each by none.
        assert contact.employee_id is not None or contact.text.startswith(TOLD["nl"])
    assert not any("{" in message.text for message in Message.objects.all())
    assert Note.objects.exists()


def test_someone_has_to_say_whose_a_call_is_when_two_share_a_telephone(told):
    shared = next(people(1)).phone
    assert len(customers.candidate_ids(phone=shared)) == 2
    assert Case.objects.filter(contact_phone=shared, customer=None).exists()


def test_the_audit_says_that_the_demo_made_the_customers(told):
    rows = AuditEntry.objects.filter(reference__startswith="customer:", actor_name="demo")
    made = rows.filter(action="customers.recording.add_customers")
    assert made.count() == Customer.objects.count() == CUSTOMERS


def test_some_customers_chose_how_they_are_written_to_and_some_said_how_it_went(told):
    assert DeliveryPreference.objects.exists()
    assert Customer.objects.filter(wants_large_print=True).exists()
    assert Rating.objects.exists()


def test_no_contact_of_any_channel_is_unaccounted_for(told):
    assert cases.unaccounted(viewer=Actor.system("contacts.check"), at=NOW) == []
    assert checker.findings_here() == {}


def test_letters_of_today_wait_to_be_registered(told):
    waiting = letters.letters_to_register(viewer=Actor.system("demo"))
    assert [letter.route for letter in waiting] == ["direct", "municipality", "direct"]


def test_each_list_of_the_desk_has_something_to_show(told):
    demo = Actor.system("demo")
    judged = [one.reviewed_at is not None for one in cases.emergencies(viewer=demo, at=NOW)]
    assert judged == [False, True]
    assert cases.open_emergencies(viewer=demo, at=NOW) == []  # they ended by themselves
    assert RawMessage.objects.filter(state="quarantined", outcome="quarantined").exists()
    assert letters.put_aside(viewer=demo)
    assert letters.letters_set_aside(viewer=demo, limit=9)
    assert customers.suspected_pairs(viewer=demo)
    requests = RightsRequest.objects.order_by("kind")
    known = [(one.kind, one.identified_at is not None) for one in requests]
    assert known == [("access", False), ("erasure", True)]
    assert {one.state for one in InternalTask.objects.all()} == {"asked", "refused"}
    assert FollowUp.objects.filter(due_at__lte=NOW, done_at=None).exists()
    assert Case.objects.filter(snoozed_until__gt=NOW).exists()
    assert FileOpening.objects.exclude(bond="").exists()
    [away] = cases.waiting_by_absent(viewer=demo, at=NOW).values()
    assert away.new_messages >= 1
    helped = ArticleVersion.objects.filter(helped__gt=0, did_not_help__gt=0)
    assert helped.count() >= 2


def test_all_but_the_latest_who_asked_about_the_main_burst_were_told_by_their_own_way(told):
    demo = Actor.system("demo")
    [line] = incidents.incidents(viewer=demo)
    shown = incidents.progress(line.incident_id, viewer=demo)
    assert shown.linked == shown.told > 1
    page = incidents.incident(line.incident_id, viewer=demo)
    assert page is not None
    assert incidents.suggestions(page, viewer=demo, at=NOW)


def test_progress_is_told(told):
    assert any("60 customers" in line for line in told)
    assert "20 questions" in told[-2]
    assert told[-1].startswith("  0 contacts, over all channels")


def test_events_start_jobs_again_afterwards(told):
    assert settings.EVENT_WIRING == "debiet.wiring"


def test_the_same_number_gives_the_same_people():
    assert list(people(50)) == list(people(100))[:50]
    assert len({person.number for person in people(500)}) == 500


def test_nobody_can_be_reached_for_real():
    for person in people(500):
        assert person.email == "" or person.email.endswith(".example")
        assert person.phone == "" or person.phone.startswith("0400 ")


def test_a_moment_before_has_the_working_time_used_up():
    profile = read_profile("demo")
    office = next(row for row in profile.calendars if row.code == "office-hours")
    hours = hours_from(definition(office, profile, earlier=None, on=NOW.date()))
    start = before(hours, NOW, timedelta(hours=20))
    assert timedelta(0) <= hours.between(start, NOW) - timedelta(hours=20) <= timedelta(minutes=2)


def test_the_telephone_rang_and_calls_were_promised_one_of_them_broken(told):
    assert {call.is_abandoned for call in Call.objects.filter(about="")} == {True}
    assert not Call.objects.filter(ended_at__gt=NOW).exists()
    broken = Callback.objects.filter(promised_until__lt=NOW, first_tried_at=None)
    assert broken.count() == 1
    assert Callback.objects.filter(promised_until__gt=NOW).exists()
    assert Customer.objects.filter(born_on__isnull=False).exists()


def test_what_employees_know_is_found_in_each_language_and_by_customers_only_where_public(told):
    for language, text in (("nl", "lek"), ("fr", "fuite"), ("en", "leak")):
        [first, *_rest] = knowledge.find(text, public=True, language=language)
        assert text in first.title.lower()
        # Where a line of the file ends, no sentence breaks on the screen.
        assert not re.search(r"\S\n\S", first.body)
    inside = knowledge.find(topic_codes=["payment"], public=False, language="nl")
    assert [line.title for line in inside] == ["Een klant kan niet betalen: wat bied je aan?"]
    assert knowledge.find(topic_codes=["payment"], public=True, language="nl") == []
