"""What employees are told by mail: once, in their own language, and nothing that stays inside."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.cases.notice_letters import MOST_NUMBERS
from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.correspondence.models import Message, RawMessage
from debiet.identity.models import User
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from debiet.rules.notices import Choice, MailWay, NoticeKind
from debiet.staff import actions as staff
from debiet.staff import notice_choices
from debiet.staff.models import NoticeMail, Notification
from debiet.staff.notice_mails import employees_to_mail
from debiet.terms import actions as terms
from tests import make

pytestmark = pytest.mark.django_db

JOB = Actor.system("cases.notice-mails")
TUESDAY = make.local("2026-03-03 08:00")
MISSED = {"level": 100, "milestone": "first_reply"}


@pytest.fixture(autouse=True)
def desk_address(settings):
    settings.DESK_URL = "https://desk.example"


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)


def tell(somebody, about, *, kind="case.level", at=make.MONDAY, **changes):
    values = {
        "employee_id": somebody.employee_id,
        "kind": kind,
        "about": about,
        "compartment": Compartment.ORDINARY,
        "cause": f"{kind}:{about}",
        "facts": MISSED,
        "by": make.SYSTEM,
        "at": at,
    }
    return staff.notify_employee(**(values | changes))


def digest(somebody, at=TUESDAY):
    message_id = cases.send_digest(employee_id=somebody.employee_id, by=JOB, at=at)
    return None if message_id is None else Message.objects.get(pk=message_id)


def choose(somebody, at=make.MONDAY, digest_at=None, **ways):
    notice_choices.choose_notices(
        choices={NoticeKind[name]: way for name, way in ways.items()},
        digest_at=digest_at,
        by=somebody.actor,
        at=at,
    )


def test_a_digest_names_kind_count_and_cases_and_no_word_of_a_customer(lead):
    first, second = (
        make.case(
            text="Kanarie in de kelder",
            contact=Contact(name="Ann Kanarie", email="kanarie@example.be"),
        )
        for _number in range(2)
    )
    for opened in (first, second):
        tell(lead, f"case:{opened.number}")
    tell(lead, f"case:{first.number}", kind="case.low-rating", facts={"score": 1})

    found = digest(lead)

    assert found.recipient_address == lead.email
    assert found.is_automatic
    assert found.reply_to == ""
    assert found.subject == "Debiet: 3 berichten te lezen"
    assert "Een belofte aan een klant werd niet nagekomen: 2\n" in found.text
    assert "Een klant was niet tevreden: 1\n" in found.text
    for opened in (first, second):
        link = f"- {opened.number}  https://desk.example/cases/{opened.number}/"
        assert link in found.text
    assert "https://desk.example/notices/\n" in found.text
    assert found.text.endswith("https://desk.example/notices/choices/")
    assert "anarie" not in found.subject + found.text
    assert "Facturen" not in found.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Een belofte aan een klant werd niet nagekomen: 1"),
        ("fr", "pas été tenue : 1"),
        ("en", "A promise to a customer was not kept: 1"),
    ],
)
def test_a_digest_is_in_the_language_of_its_reader(lead, language, words):
    User.objects.filter(pk=lead.user_id).update(language=language)
    tell(lead, f"case:{make.case().number}")
    with translation.override("nl"):
        found = digest(lead)
    assert words in found.text
    assert found.language == language


def test_there_is_one_digest_a_day_and_what_was_mailed_is_not_mailed_again(lead, utility):
    tell(lead, f"case:{make.case().number}")
    assert digest(lead) is not None
    tell(lead, f"case:{make.case().number}", at=TUESDAY - timedelta(minutes=1))
    assert digest(lead) is None
    assert digest(lead, TUESDAY + timedelta(hours=7)) is None

    later = digest(lead, TUESDAY + timedelta(days=1))

    assert later.subject == "Debiet: 1 bericht te lezen"
    assert digest(lead, TUESDAY + timedelta(days=2)) is None
    assert [str(one.on) for one in NoticeMail.objects.order_by("id")] == [
        "2026-03-03",
        "2026-03-04",
    ]


def test_what_is_told_during_the_day_waits_for_the_next_one(lead):
    tell(lead, f"case:{make.case().number}", at=TUESDAY + timedelta(hours=1))
    assert digest(lead, TUESDAY + timedelta(hours=2)) is None
    assert digest(lead, TUESDAY + timedelta(days=1)) is not None


def test_what_was_put_away_is_not_in_it_and_with_nothing_there_is_no_mail(lead):
    tell(lead, f"case:{make.case().number}")
    told = Notification.objects.get()
    staff.put_notification_away(notification_id=told.pk, by=lead.actor, at=make.MONDAY)
    assert digest(lead) is None
    assert not NoticeMail.objects.exists()


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-03-03 07:59", False),
        ("2026-03-03 08:00", True),
        ("2026-03-07 08:00", False),  # a Saturday
        ("2026-04-06 08:00", False),  # Easter Monday, by the house's calendar
        ("2026-04-07 08:00", True),
        ("2031-03-01 08:00", False),  # beyond what the calendar knows: a Saturday
        ("2031-03-03 08:00", True),
    ],
)
def test_it_leaves_on_working_days_of_the_house_from_its_hour_on(lead, at, leaves):
    tell(lead, f"case:{make.case().number}")
    assert (digest(lead, make.local(at)) is not None) is leaves


def test_without_a_calendar_the_house_works_from_monday_to_friday(db):
    utility = make.utility()
    somebody = make.employee(utility, role=Role.TEAM_LEAD)
    tell(somebody, f"case:{make.case().number}")
    long_before = make.local("2020-03-07 08:00")  # no version of the calendar held then
    Notification.objects.update(happened_at=long_before - timedelta(days=9))
    assert digest(somebody, long_before) is None
    assert digest(somebody, long_before + timedelta(days=2)) is not None


def test_the_house_and_the_employee_say_when_it_leaves(lead):
    staff.save_house_setting(
        code="digest_at", value="09:30", valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
    )
    tell(lead, f"case:{make.case().number}")
    assert digest(lead, make.local("2026-03-03 09:00")) is None
    choose(lead, digest_at=make.local("2026-03-03 07:00").time())
    assert digest(lead, make.local("2026-03-03 07:00")) is not None


def test_who_is_away_is_mailed_nothing_and_finds_one_digest_at_the_return(lead):
    choose(lead, LOW_RATING=Choice(True, MailWay.AT_ONCE))
    staff.record_absence(
        employee_id=lead.employee_id,
        first_on=date(2026, 3, 2),
        final_on=date(2026, 3, 5),
        kind=AbsenceKind.LEAVE,
        deputy_id=None,
        by=lead.actor,
        at=make.MONDAY,
    )
    opened = make.case()
    tell(lead, f"case:{opened.number}")
    tell(lead, f"case:{opened.number}", kind="case.low-rating", facts={"score": 1})
    at_once = Notification.objects.get(kind="case.low-rating")

    assert cases.mail_notice(notification_id=at_once.pk, by=JOB, at=make.MONDAY) is None
    for day in range(3):
        assert digest(lead, TUESDAY + timedelta(days=day)) is None
    found = digest(lead, TUESDAY + timedelta(days=3))

    assert found.subject == "Debiet: 2 berichten te lezen"
    assert Message.objects.filter(purpose="notice-mail").count() == 1


def test_of_the_ombuds_office_it_says_only_how_much_there_is(utility):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, is_lead=True)
    closed, ordinary = make.case(topic_code="ombuds"), make.case()
    tell(ombuds, f"case:{closed.number}", compartment=Compartment.OMBUDS)
    tell(ombuds, f"case:{ordinary.number}")

    found = digest(ombuds)

    assert "1 bericht in het deel van de ombudsdienst" in found.text
    assert ordinary.number in found.text
    assert closed.number not in found.subject + found.text
    assert "niet nagekomen: 1\n" in found.text


def test_a_case_that_moved_into_the_ombuds_office_meanwhile_is_counted_or_left_out(lead, utility):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, is_lead=True)
    opened, other = make.case(), make.case()
    for somebody in (lead, ombuds):
        tell(somebody, f"case:{opened.number}")
        tell(somebody, f"case:{other.number}")
    Case.objects.filter(pk=opened.case_id).update(compartment=Compartment.OMBUDS)

    assert opened.number not in digest(lead).text
    assert Message.objects.latest("id").subject == "Debiet: 1 bericht te lezen"
    of_ombuds = digest(ombuds)
    assert opened.number not in of_ombuds.text
    assert "1 bericht in het deel van de ombudsdienst" in of_ombuds.text
    # Brought back, it is not mailed after all: what was left out stays left out.
    Case.objects.filter(pk=opened.case_id).update(compartment=Compartment.ORDINARY)
    assert digest(lead, TUESDAY + timedelta(days=1)) is None


def test_who_lost_its_roles_or_left_is_mailed_nothing(lead, utility):
    other = make.employee(utility, role=Role.TEAM_LEAD)
    for somebody in (lead, other):
        tell(somebody, f"case:{make.case().number}")
    staff.revoke_role(
        employee_id=lead.employee_id, role=Role.TEAM_LEAD, by=make.SYSTEM, at=make.MONDAY
    )
    staff.end_employment(employee_id=other.employee_id, by=make.SYSTEM, at=make.MONDAY)

    assert digest(lead) is None
    assert digest(other) is None
    assert not NoticeMail.objects.exists()
    assert {told.mail for told in Notification.objects.all()} == {MailWay.NONE}


def test_a_held_message_is_counted_by_the_part_in_which_it_stands_now(utility):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, is_lead=True)
    raw = RawMessage.objects.create(
        carrier=Carrier.EMAIL,
        source="x",
        content_hash="x",
        content=b"x",
        received_at=make.MONDAY,
        compartment=Compartment.ORDINARY,
    )
    tell(ombuds, f"raw:{raw.pk}", kind="quarantine.level")
    RawMessage.objects.update(compartment=Compartment.OMBUDS)
    found = digest(ombuds)
    assert "in het deel van de ombudsdienst" in found.text
    assert "vastgehouden" not in found.text


def test_many_cases_of_one_kind_are_not_all_named(lead):
    for _number in range(MOST_NUMBERS + 3):
        tell(lead, f"case:{make.case().number}")
    found = digest(lead)
    assert f"niet nagekomen: {MOST_NUMBERS + 3}\n" in found.text
    assert found.text.count("\n- 2026-") == MOST_NUMBERS
    assert "- en nog 3 vragen" in found.text


def test_what_is_wanted_nowhere_is_not_told_and_by_mail_only_not_in_the_desk(lead):
    choose(
        lead,
        FOLLOW_UP=Choice(False, MailWay.NONE),
        WOKEN=Choice(False, MailWay.DAILY),
    )
    about = f"case:{make.case().number}"
    assert not tell(lead, about, kind="case.follow-up")
    assert tell(lead, about, kind="case.woken")
    told = Notification.objects.get()
    assert not told.in_desk

    assert "Een vraag die opzij lag, is terug: 1" in digest(lead).text
    told.refresh_from_db()
    assert told.read_at == TUESDAY


def test_what_is_wanted_at_once_is_mailed_at_once_and_once(lead, jobs):
    choose(lead, LOW_RATING=Choice(True, MailWay.AT_ONCE))
    opened = make.case(contact=Contact(name="Ann", phone="0470 12 34 56"))
    jobs.run()
    mail.outbox.clear()
    tell(lead, f"case:{opened.number}", kind="case.low-rating", facts={"score": 1})

    jobs.run(times=2)

    (sent,) = mail.outbox
    assert lead.email in sent.to[0]
    assert sent.subject == "Debiet: Een klant was niet tevreden"
    assert opened.number in sent.body
    assert digest(lead) is None
    assert Notification.objects.get(kind="case.low-rating").read_at is None  # it stays in the desk


def test_a_mail_at_once_of_the_ombuds_office_says_that_there_is_one(utility, jobs):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    choose(ombuds, LOW_RATING=Choice(True, MailWay.AT_ONCE))
    opened = make.case(topic_code="ombuds")
    jobs.run()
    mail.outbox.clear()
    tell(
        ombuds,
        f"case:{opened.number}",
        kind="case.low-rating",
        compartment=Compartment.OMBUDS,
        facts={"score": 1},
    )
    jobs.run()
    (sent,) = mail.outbox
    assert sent.subject == "Debiet: 1 bericht in het deel van de ombudsdienst"
    assert "tevreden" not in sent.body
    assert opened.number not in sent.body


def test_the_data_protection_officer_is_mailed_at_once_without_having_chosen(utility, jobs):
    dpo = make.employee(utility, role=Role.DPO)
    tell(dpo, "opening:7", kind="customer.close-file", facts={"bond": "own"})
    jobs.run()
    (sent,) = mail.outbox
    assert dpo.email in sent.to[0]
    assert "opening" not in sent.body.lower()


def test_a_copy_of_the_house_mails_nobody_and_keeps_what_it_would(lead):
    tell(lead, f"case:{make.case().number}")
    outgoing.switch_outgoing(is_on=False, reason="test", by=make.SYSTEM, at=make.MONDAY)
    assert digest(lead) is None
    assert Notification.objects.get().mail == MailWay.DAILY


def test_the_periodic_job_asks_for_those_with_something_only(lead, utility):
    now = timezone.now()
    agent = make.employee(utility)
    tell(lead, f"case:{make.case().number}", at=now - timedelta(days=1))
    tell(agent, f"case:{make.case().number}", at=now - timedelta(days=1))
    assert employees_to_mail(at=now) == [lead.employee_id]


def test_the_calendar_of_the_house_is_read_not_each_employee_alone(utility, lead):
    """A holiday that the house added holds from the version on in which it stands."""
    changed = make.OFFICE | {"holidays": [*make.OFFICE["holidays"], "2026-03-03"]}
    terms.save_calendar_version(
        code="office",
        name="Kantooruren",
        definition=changed,
        valid_from=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    tell(lead, f"case:{make.case().number}")
    assert digest(lead) is None
    assert digest(lead, TUESDAY + timedelta(days=1)) is not None
