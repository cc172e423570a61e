"""In an emergency an employee opens what it may not see: confirmed, told, ended and judged."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import (
    JudgmentMissing,
    NotConfirmed,
    NotNeeded,
    OwnReview,
    ReasonTooShort,
    ReviewStands,
)
from debiet.cases.models import Case, Emergency
from debiet.core.erasing import looks_before
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AccessEntry, AuditEntry
from debiet.identity.models import User
from debiet.retention.kinds import HANDLERS
from debiet.rules.access import Compartment, Permission, Role
from debiet.rules.break_glass import Outcome
from debiet.rules.retention import RecordKind
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.models import Notification
from tests import make
from tests.desk.reading import text_of
from tests.identity.test_second_step import code_of_now

REASON = "Waterschade bij de buren, niemand anders bereikbaar"


@pytest.fixture
def partner(utility):
    return make.employee(utility, role=Role.PARTNER_AGENT, partner=True, name="Noor Aydin")


@pytest.fixture
def finance(utility):
    return make.employee(utility, role=Role.FINANCE, name="Bo Claes")


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO, name="Ine Privacy", team=utility.ombuds_team)


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def opened_case(utility):
    return make.case(text="Mijn kelder loopt onder!")


def break_glass(somebody, at=make.MONDAY, **changes):
    values = {"reason": REASON, "confirmed_at": at} | changes
    return cases.open_emergency(by=somebody.actor, at=at, **values)


def on_case(somebody, opened, at=make.MONDAY, **changes):
    return break_glass(somebody, at, case_number=opened.number, **changes)


def is_shown(client, emergency_id) -> bool:
    return client.get(f"/emergency/{emergency_id}/").status_code == 200


class AtNow:
    """A browser on today's clock, because the library stamps a second step with the real one."""

    def __init__(self, client, secret, clock):
        self.client, self.secret, self.clock = client, secret, clock

    def confirm(self):
        cache.clear()  # a code counts once, and tests are quicker than half a minute
        response = self.client.post(
            "/account/second-step/reauthenticate/?next=/emergency/",
            {"code": code_of_now(self.secret), "next": "/emergency/"},
        )
        self.clock.at(datetime.now(UTC))
        return response

    def open(self, number, kind="case", reason=REASON):
        facts = {"kind": kind, "number": number, "reason": reason}
        return self.client.post("/emergency/", facts)


@pytest.fixture
def now(clock, sign_in):
    def signed_in(somebody):
        clock.at(datetime.now(UTC))
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(User.objects.get(pk=somebody.user_id), secret)
        return AtNow(sign_in(somebody), secret, clock)

    return signed_in


def test_a_partners_agent_opens_a_case_after_taking_the_second_step_anew(
    partner, now, opened_case, clock
):
    browser = now(partner)
    assert browser.client.get(f"/cases/{opened_case.number}/").status_code == 404
    page = text_of(browser.client.get("/emergency/"))
    assert "Take your second step once more" in page
    assert "Why can it not wait?" not in page
    refused = text_of(browser.open(opened_case.number))
    assert "Confirm with your second step first" in refused
    assert not Emergency.objects.exists()

    assert browser.confirm().headers["location"] == "/emergency/"
    assert "Why can it not wait?" in text_of(browser.client.get("/emergency/"))
    there = browser.open(opened_case.number).headers["location"]
    shown = browser.client.get(there)
    words = text_of(shown)
    assert "Mijn kelder loopt onder!" in words
    assert "Opened in an emergency." in words
    assert "30 min" in words
    assert REASON in words
    assert 1700 < int(shown.headers["refresh"].partition(";")[0]) <= 1801
    assert "no-store" in shown.headers["cache-control"]
    assert browser.client.get(f"/cases/{opened_case.number}/").status_code == 404


def test_each_emergency_takes_a_second_step_of_its_own(partner, now, opened_case):
    browser = now(partner)
    browser.confirm()
    assert browser.open(opened_case.number).status_code == 302
    other = make.case()
    assert "Confirm with your second step first" in text_of(browser.open(other.number))
    browser.confirm()
    assert browser.open(other.number).status_code == 302


def test_signing_in_or_a_password_is_no_second_step_taken_anew(partner, now, opened_case):
    browser = now(partner)
    browser.client.post("/account/reauthenticate/", {"password": make.PASSWORD})
    browser.clock.at(datetime.now(UTC))
    assert "Confirm with your second step first" in text_of(browser.open(opened_case.number))


def test_without_a_second_step_to_sign_in_with_nothing_opens(partner, sign_in):
    words = text_of(sign_in(partner).get("/emergency/"))
    assert "You have no second step" in words
    assert "Why can it not wait?" not in words


def said_of(browser, number):
    """Return what is answered, but for what differs by itself."""
    response = browser.open(number)
    body = re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", response.text)
    return response.status_code, body.replace(number, "…")


def test_what_is_with_the_ombuds_office_opens_for_nobody_and_is_not_even_there(partner, now):
    opened = make.case(topic_code="ombuds", text="geheim")
    browser = now(partner)
    browser.confirm()
    assert said_of(browser, opened.number) == said_of(browser, "2020-000001")
    assert not Emergency.objects.exists()
    assert not AccessEntry.objects.exists()


def test_the_database_refuses_an_emergency_of_the_ombuds_office(partner):
    row = {
        "employee_id": partner.employee_id,
        "subject": "case:1",
        "compartment": Compartment.OMBUDS,
        "reason": "x",
        "opened_at": make.MONDAY,
        "ends_at": make.MONDAY + timedelta(minutes=30),
        "review_due_at": make.MONDAY,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.create(**row)


def test_somebody_in_finance_or_hr_opens_a_case_of_the_closed_part_it_is_not_in(utility, finance):
    opened = make.case(topic_code="line")
    hr = make.employee(utility, role=Role.HR)
    admin = make.employee(utility, role=Role.ADMIN)
    for somebody in (hr, admin):
        emergency_id = on_case(somebody, opened)
        row = Emergency.objects.get(pk=emergency_id)
        assert row.compartment == "partner:line"
    with pytest.raises(NotNeeded):
        on_case(finance, opened)


def test_a_customers_file_opens_to_be_read_and_nothing_else_with_it(utility, sign_in, ann, clock):
    hr = make.employee(utility, role=Role.HR)
    make.case(text="iets anders")
    emergency_id = break_glass(hr, account_number="100200300")
    words = text_of(sign_in(hr).get(f"/emergency/{emergency_id}/"))
    assert "Ann De Smet" in words
    assert "ann@example.be" in words
    assert "iets anders" not in words
    assert sign_in(hr).get(f"/customers/{ann.pk}/").status_code == 403


def test_the_code_of_the_status_page_is_not_read_along(partner, opened_case, sign_in, jobs):
    emergency_id = on_case(partner, opened_case)
    words = text_of(sign_in(partner).get(f"/emergency/{emergency_id}/"))
    assert f"/status/{opened_case.number}/…" in words
    assert opened_case.code not in words


def test_its_view_can_do_nothing_and_sees_one_part_only(partner, opened_case, clock):
    on_case(partner, opened_case)
    (found,) = queries.open_emergencies(viewer=partner.actor, at=clock.moment)
    viewer = found.viewer(partner.actor)
    assert viewer.permissions == {Permission.LOG_ACCESS}
    assert viewer.compartments == {Compartment.ORDINARY}
    with pytest.raises(NotAllowed):
        cases.write_note(case_id=opened_case.case_id, text="x", by=viewer, at=make.MONDAY)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "spoed"}, ReasonTooShort),
        ({"confirmed_at": None}, NotConfirmed),
        ({"confirmed_at": make.MONDAY - timedelta(minutes=6)}, NotConfirmed),
        ({"case_number": "2020-000001"}, NotFound),
        ({"case_number": "", "account_number": "1"}, NotFound),
        ({"case_number": ""}, NotFound),
    ],
)
def test_it_is_refused_and_nothing_is_kept(changes, refusal, partner, opened_case):
    values = {"case_number": opened_case.number} | changes
    with pytest.raises(refusal):
        break_glass(partner, **values)
    assert not Emergency.objects.exists()
    assert not AccessEntry.objects.exists()


def test_who_may_see_it_anyhow_needs_no_emergency(agent, opened_case, ann):
    with pytest.raises(NotNeeded):
        on_case(agent, opened_case)
    with pytest.raises(NotNeeded):
        break_glass(agent, account_number="100200300")


def test_an_auditor_visitor_or_leaver_opens_nothing(utility, partner, opened_case):
    auditor = make.employee(utility, role=Role.AUDITOR)
    with pytest.raises(NotAllowed):
        on_case(auditor, opened_case)
    staff.end_employment(employee_id=partner.employee_id, by=make.SYSTEM, at=make.MONDAY)
    with pytest.raises(NotAllowed):
        on_case(partner, opened_case)


@pytest.mark.parametrize(("chosen", "minutes"), [(None, 30), ("10", 10), ("999", 120)])
def test_it_ends_by_itself(chosen, minutes, partner, opened_case, sign_in, clock):
    if chosen:
        staff.save_house_setting(
            code="break-glass-minutes",
            value=chosen,
            valid_from=make.MONDAY,
            by=make.SYSTEM,
            at=make.MONDAY,
        )
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    clock.at(make.MONDAY + timedelta(minutes=minutes, seconds=-1))
    assert is_shown(client, emergency_id)
    clock.at(make.MONDAY + timedelta(minutes=minutes))
    assert not is_shown(client, emergency_id)
    assert opened_case.number not in client.get("/emergency/").text


def test_it_is_closed_by_hand_once(partner, opened_case, sign_in, clock):
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    for minutes in (1, 2):
        clock.at(make.MONDAY + timedelta(minutes=minutes))
        client.post(f"/emergency/{emergency_id}/end/")
    assert not is_shown(client, emergency_id)
    assert Emergency.objects.get().ended_at == make.MONDAY + timedelta(minutes=1)


def test_it_is_open_to_nobody_else(utility, partner, opened_case, sign_in):
    emergency_id = on_case(partner, opened_case)
    other = sign_in(make.employee(utility, role=Role.PARTNER_AGENT, partner=True))
    assert not is_shown(other, emergency_id)
    assert other.post(f"/emergency/{emergency_id}/end/").status_code == 404
    assert is_shown(sign_in(partner), emergency_id)


def test_each_look_is_written_down_as_what_it_is(partner, opened_case, sign_in):
    emergency_id = on_case(partner, opened_case)
    sign_in(partner).get(f"/emergency/{emergency_id}/")
    looks = AccessEntry.objects.order_by("id").values_list("subject", "surface", "purpose")
    assert list(looks) == [
        (f"case:{opened_case.number}", surface, f"emergency:{emergency_id}")
        for surface in ("desk:emergency", "desk:emergency-open")
    ]
    entry = AuditEntry.objects.get(reference=f"emergency:{emergency_id}")
    assert entry.user_id == partner.user_id
    assert REASON not in str(entry.facts)


def test_leads_and_the_dpo_are_told_at_once_by_mail_and_at_the_desk(
    finance, lead, dpo, utility, jobs, sign_in
):
    hr = make.employee(utility, role=Role.HR, name="Joris Mensen")  # in the lead's team
    opened = make.case(topic_code="line")
    jobs.run()
    mail.outbox.clear()
    on_case(hr, opened)
    jobs.run(times=2)
    assert sorted(one.to for one in mail.outbox) == sorted([[lead.email], [dpo.email]])
    assert "Joris Mensen" in mail.outbox[0].body
    assert opened.number not in str([one.message() for one in mail.outbox])
    for somebody in (lead, dpo):
        client = sign_in(somebody)
        assert "Joris Mensen opened something" in text_of(client.get("/notices/"))
        assert REASON in text_of(client.get("/emergencies/"))
    assert Notification.objects.filter(kind="emergency.opened").count() == 2
    assert sign_in(finance).get("/emergencies/").status_code == 403


def test_the_dpo_judges_within_two_working_days_and_a_late_one_shows(
    partner, lead, dpo, opened_case, sign_in, clock
):
    friday = make.local("2026-04-03 15:00")  # before Easter Monday
    emergency_id = on_case(partner, opened_case, friday)
    due = Emergency.objects.get().review_due_at
    assert due == make.local("2026-04-09 00:00")
    clock.at(due - timedelta(minutes=1))
    assert "the judgment is late" not in text_of(sign_in(dpo).get("/emergencies/"))
    clock.at(due + timedelta(minutes=1))
    assert "the judgment is late" in text_of(sign_in(lead).get("/emergencies/"))

    path, facts = f"/emergencies/{emergency_id}/review/", {"outcome": "justified", "words": "Ja."}
    assert sign_in(lead).post(path, facts).status_code == 403
    assert 'name="outcome"' not in sign_in(lead).get("/emergencies/").text
    desk = sign_in(dpo)
    assert "Mistake" in text_of(desk.post(path, {"outcome": "justified", "words": ""}))
    assert Emergency.objects.get().reviewed_at is None
    desk.post(path, facts)
    row = Emergency.objects.get()
    assert (row.outcome, row.review_words, row.reviewer_id) == ("justified", "Ja.", dpo.employee_id)
    words = text_of(desk.get("/emergencies/"))
    assert "Nothing waits to be judged." in words
    assert "justified" in words
    entry = AuditEntry.objects.get(action="cases.emergencies.review_emergency")
    assert entry.facts == {"outcome": "justified", "late": True}


def test_a_judgment_stands_says_something_and_is_nobodys_own(utility, partner, dpo, opened_case):
    emergency_id = on_case(partner, opened_case)
    values = {"emergency_id": emergency_id, "outcome": Outcome.NOT_JUSTIFIED, "at": make.MONDAY}
    with pytest.raises(JudgmentMissing):
        cases.review_emergency(words=" ", by=dpo.actor, **values)
    staff.grant_role(employee_id=partner.employee_id, role=Role.DPO, by=make.SYSTEM, at=make.MONDAY)
    with pytest.raises(OwnReview):
        cases.review_emergency(words="x", by=people.actor_for(partner.user_id), **values)
    cases.review_emergency(words="Nee.", by=dpo.actor, **values)
    with pytest.raises(ReviewStands):
        cases.review_emergency(words="Toch.", by=dpo.actor, **values)
    with pytest.raises(NotFound):
        cases.review_emergency(words="x", by=dpo.actor, **(values | {"emergency_id": 0}))


def test_it_goes_with_the_looks_it_was_the_purpose_of(partner, opened_case):
    on_case(partner, opened_case)
    looks = looks_before(make.MONDAY + timedelta(days=1), after=0, limit=10)
    gone = HANDLERS[RecordKind.ACCESS_LOG].erase(looks, make.SYSTEM, make.MONDAY)
    assert gone["cases_emergency"] == 1
    assert not Emergency.objects.exists()


def test_a_case_that_went_to_the_ombuds_office_meanwhile_is_closed_at_once(
    partner, opened_case, sign_in
):
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    assert is_shown(client, emergency_id)
    Case.objects.filter(number=opened_case.number).update(compartment=Compartment.OMBUDS)
    assert not is_shown(client, emergency_id)
