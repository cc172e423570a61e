"""A policy is set up at the desk: what it would touch is shown, what the law forbids is refused."""

from datetime import timedelta

import pytest

from debiet.rules.access import Role
from debiet.terms import actions
from debiet.terms.actions import PolicyAgainstLaw
from debiet.terms.models import Clock, PolicyVersion
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply

AT = make.MONDAY + timedelta(hours=5)
SAME = {
    "first_reply_amount": "8",
    "first_reply_unit": "working_hours",
    "first_reply_calendar": "office",
    "next_reply_amount": "8",
    "next_reply_unit": "working_hours",
    "next_reply_calendar": "office",
    "resolution_amount": "40",
    "resolution_unit": "working_hours",
    "resolution_calendar": "office",
    "service_guarantee_amount": "10",
    "service_guarantee_unit": "working_days",
    "service_guarantee_calendar": "days",
    "promise_nl": "We antwoorden binnen 10 werkdagen.",
    "promise_fr": "Nous répondons dans les 10 jours ouvrables.",
    "promise_en": "We answer within 10 working days.",
    "valid_from": "2026-03-02",
}
ADDRESS = "/setup/policies/questions/edit/"


@pytest.fixture
def admin(utility, sign_in, clock):
    clock.at(AT)
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


def newest(code="questions"):
    return PolicyVersion.objects.filter(policy__code=code).order_by("-number").first()


def test_the_list_and_the_page_say_what_is_promised_and_for_what(admin):
    listed = text_of(admin.get("/setup/policies/"))
    assert "Vragen questions everything that nothing narrower fits" in listed
    assert "First answer: 8 working hours (Kantooruren)" in listed
    page = text_of(admin.get("/setup/policies/questions/"))
    assert "We antwoorden binnen 10 werkdagen." in page
    assert "10 working days (Werkdagen)" in page


def test_nothing_changes_when_nothing_was_changed(admin):
    page = admin.get(ADDRESS)
    assert 'name="first_reply_amount" value="8"' in page.content.decode()
    assert "Nothing changes." in text_of(admin.post(ADDRESS, SAME | {"step": "look"}))


def test_a_shorter_promise_shows_which_open_cases_would_be_overdue(admin, utility, sign_in):
    late, fresh = make.case(at=make.MONDAY), make.case(at=AT)
    due = Clock.objects.get(reference=f"case:{late.number}", milestone="first_reply").due_at

    shown, done = apply(admin, ADDRESS, SAME | {"first_reply_amount": "4"})

    told = text_of(shown)
    assert "First answer: 4 working hours (Kantooruren), was 8 working hours" in told
    assert "Of 2 cases of the last 30 days it would hold for 2, now for 2." in told
    assert "Were they moved: 1 become overdue 1 fall due earlier 4 keep a term as it is" in told
    assert "2 cases more, or that you may not see" in told
    assert late.number not in told
    assert done.status_code == 302
    assert newest().targets[0]["amount"] == "4"
    assert newest().targets[1:] == make.TARGETS[1:]
    # Who runs keeps what was promised; who comes now gets the new one.
    assert Clock.objects.get(reference=f"case:{late.number}", milestone="first_reply").due_at == due
    page = text_of(admin.get("/setup/policies/questions/"))
    assert "6 open clocks were promised by a version of this policy" in page
    assert "An Beheer" in page
    assert fresh.number not in page


def test_who_may_see_the_cases_finds_them_in_the_preview(utility, sign_in, clock):
    from debiet.staff import actions as staff

    clock.at(AT)
    both = make.employee(utility, role=Role.ADMIN)
    staff.grant_role(employee_id=both.employee_id, role=Role.AGENT, by=make.SYSTEM, at=make.MONDAY)
    late = make.case(at=make.MONDAY)
    hidden = make.case(at=make.MONDAY, topic_code="ombuds")
    page = sign_in(both).post(ADDRESS, SAME | {"first_reply_amount": "4", "step": "look"})
    assert f"/cases/{late.number}/" in page.content.decode()
    assert hidden.number not in page.content.decode()
    assert "that you may not see" not in text_of(page)  # nor how many there are


def test_a_narrower_policy_says_how_many_new_cases_it_would_take(admin):
    make.case(at=make.MONDAY)
    fields = SAME | {"code": "web", "title": "Website", "carrier": "web-form"}
    shown, _done = apply(admin, "/setup/policies/new/", fields)
    assert "Of 1 case of the last 30 days it would hold for 1, now for 0." in text_of(shown)
    assert newest("web").match == {"carrier": "web-form"}
    again = admin.post("/setup/policies/new/", fields | {"step": "look"})
    assert "There is a policy with this code already." in text_of(again)
    tied = admin.post("/setup/policies/new/", fields | {"code": "web2", "step": "look"})
    assert "fit the same cases equally well" in text_of(tied)


def test_ending_the_only_policy_says_that_nothing_could_be_opened(admin):
    make.case(at=make.MONDAY)
    page = text_of(admin.post(ADDRESS, SAME | {"is_retired": "on", "step": "look"}))
    assert "1 of them would have no promise at all" in page
    assert "it ends" in page


RIGHTS = {
    "kind": "rights",
    "service_guarantee_amount": "1",
    "service_guarantee_unit": "calendar_months",
    "service_guarantee_calendar": "days",
    "service_guarantee_roll_forward": "on",
    "resolution_amount": "1",
    "resolution_unit": "calendar_months",
    "resolution_calendar": "days",
    "valid_from": "2026-03-02",
}


@pytest.mark.parametrize(
    "changes",
    [
        {"resolution_amount": "2"},
        {"resolution_amount": "29", "resolution_unit": "calendar_days"},
        {"service_guarantee_amount": ""},
    ],
)
def test_what_the_law_forbids_is_refused_with_its_source(admin, changes):
    page = admin.post("/setup/policies/rights/edit/", RIGHTS | changes | {"step": "look"})
    assert "within 1 calendar months at most, counted like that" in text_of(page)
    assert "art. 12(3)" in text_of(page)
    assert newest("rights").number == 1


COMPLAINTS = {
    "kind": "complaint",
    "complaint_acknowledged_amount": "10",
    "complaint_acknowledged_unit": "calendar_days",
    "complaint_acknowledged_calendar": "days",
    "first_line_amount": "10",
    "first_line_unit": "working_days",
    "first_line_calendar": "days",
    "complaint_answer_amount": "45",
    "complaint_answer_unit": "calendar_days",
    "complaint_answer_calendar": "days",
    "valid_from": "2026-03-02",
}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"complaint_answer_amount": "46"}, "within 45 calendar days at most"),
        ({"complaint_acknowledged_amount": "11"}, "within 10 calendar days at most"),
        ({"first_line_amount": ""}, "the three terms of a complaint and nothing else"),
        (
            {
                "resolution_amount": "8",
                "resolution_unit": "working_hours",
                "resolution_calendar": "office",
            },
            "the three terms of a complaint and nothing else",
        ),
        ({"kind": "question"}, "No other policy promises one of them"),
    ],
)
def test_the_terms_of_complaints_are_what_the_law_asks_and_go_together(admin, changes, why):
    page = admin.post("/setup/policies/complaints/edit/", COMPLAINTS | changes | {"step": "look"})
    assert why in text_of(page)
    assert newest("complaints").number == 1


def test_a_shorter_term_of_the_first_line_is_taken(admin):
    changes = {"first_line_amount": "5", "complaint_answer_amount": "30"}
    _shown, done = apply(admin, "/setup/policies/complaints/edit/", COMPLAINTS | changes)
    assert done.status_code == 302
    assert [target["amount"] for target in newest("complaints").targets] == ["10", "5", "30"]


def test_what_the_law_asks_is_taken(admin):
    days = {"resolution_amount": "20", "resolution_unit": "calendar_days"}
    _shown, done = apply(admin, "/setup/policies/rights/edit/", RIGHTS | days)
    assert done.status_code == 302
    assert [target["unit"] for target in newest("rights").targets] == [
        "calendar_days",
        "calendar_months",
    ]


def test_the_action_itself_refuses_it_too(utility):
    target = {
        "milestone": "resolution",
        "amount": "2",
        "unit": "calendar_months",
        "calendar": "days",
    }
    with pytest.raises(PolicyAgainstLaw):
        actions.save_policy_version(
            code="rights", title="Privacy", match={"kind": "rights"}, targets=[target],
            promise={}, valid_from=AT, by=make.SYSTEM, at=AT,
        )  # fmt: skip


def test_a_promise_later_than_the_sector_agreed_is_warned_of_and_taken(admin):
    shown, done = apply(admin, ADDRESS, SAME | {"service_guarantee_amount": "15"})
    assert "Service guarantee: later than 10 working days, which the sector agreed." in text_of(
        shown
    )
    assert done.status_code == 302


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"first_reply_amount": "0"}, "greater than or equal to 0.01"),
        ({"service_guarantee_amount": "1.5"}, "no broken days"),
        ({"promise_nl": ""}, "The Dutch sentence is needed"),
        ({name: "" for name in SAME if name.endswith("_amount")}, "Promise at least one of these."),
        ({"first_reply_calendar": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_meant_is_said(admin, changes, why):
    page = admin.post(ADDRESS, SAME | changes | {"step": "look"})
    assert why in text_of(page)
    assert newest().number == 1


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_a_policy(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    for address in ("", "questions/", "questions/edit/", "new/"):
        assert browser.get(f"/setup/policies/{address}").status_code == 403


def test_the_pages_ask_the_database_little(admin, django_assert_max_num_queries):
    for number in range(8):
        make.case(at=make.MONDAY + timedelta(minutes=number))
    with django_assert_max_num_queries(22):
        admin.get("/setup/policies/questions/")
    with django_assert_max_num_queries(20):
        admin.get("/setup/policies/")
    with django_assert_max_num_queries(32):
        admin.post(ADDRESS, SAME | {"first_reply_amount": "4", "step": "look"})
