"""Each employee chooses what it is told of, and where."""

import re
from datetime import time

import pytest

from debiet.cases import actions as cases
from debiet.core.actor import Actor
from debiet.correspondence.models import Message
from debiet.identity.models import User
from debiet.rules.access import Role
from debiet.rules.notices import KEPT, SPECIAL, UNCHOSEN, Choice, MailWay, NoticeKind
from debiet.staff import actions as staff
from debiet.staff import notice_choices
from debiet.staff.models import Employee, NoticeChoice
from tests import make
from tests.desk.reading import text_of

PAGE = "/notices/choices/"


def filled_in(browser) -> dict[str, str]:
    """Return what the form would send as it stands."""
    source = browser.get(PAGE).content.decode()
    boxes = re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', source)
    found = dict.fromkeys(boxes, "on")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', source, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)


def choice_of(somebody, kind):
    return notice_choices.choice_of(somebody.employee_id, kind)


def test_the_notices_lead_to_the_choices_and_the_defaults_leave_no_row(lead, sign_in):
    browser = sign_in(lead)
    assert PAGE in browser.get("/notices/").content.decode()
    fields = filled_in(browser)
    assert fields["case.breached:mail"] == "daily"
    assert fields["case.at-risk:mail"] == "none"
    assert fields["case.at-risk:desk"] == "on"
    assert fields["digest_at"] == ""

    page = browser.post(PAGE, fields, follow=True)

    assert "From now on you are told as you chose." in text_of(page)
    assert not NoticeChoice.objects.exists()


def test_an_employee_chooses_and_takes_it_back(lead, sign_in):
    browser = sign_in(lead)
    before = filled_in(browser)
    fields = before | {
        "case.woken:mail": "at-once",
        "task.asked:mail": "daily",
        "digest_at": "07:30",
    }
    del fields["case.woken:desk"]
    browser.post(PAGE, fields)

    assert choice_of(lead, NoticeKind.WOKEN) == Choice(False, MailWay.AT_ONCE)
    assert choice_of(lead, NoticeKind.TASK_ASKED) == Choice(True, MailWay.DAILY)
    assert NoticeChoice.objects.count() == 2
    assert Employee.objects.get(pk=lead.employee_id).digest_at == time(7, 30)
    assert filled_in(browser) == fields
    chosen = list(NoticeChoice.objects.order_by("id").values())
    browser.post(PAGE, fields)
    assert list(NoticeChoice.objects.order_by("id").values()) == chosen

    browser.post(PAGE, before)
    assert not NoticeChoice.objects.exists()
    assert Employee.objects.get(pk=lead.employee_id).digest_at is None
    assert filled_in(browser) == before


def test_what_must_stay_in_the_desk_has_no_box_and_says_why(lead, sign_in):
    browser = sign_in(lead)
    source = browser.get(PAGE).content.decode()
    for kind in set(KEPT) - UNCHOSEN - set(SPECIAL):
        assert f'name="{kind}:desk"' not in source
        assert f'name="{kind}:mail"' in source
    shown = text_of(browser.get(PAGE))
    assert shown.count("Always in the desk: a customer was promised something.") == 2
    assert "Always in the desk: it is about security." in shown
    assert "Always in the desk: somebody has to look at every one of them." in shown
    assert "always told, in the desk and by a mail at once" in shown
    assert f'name="{NoticeKind.EMERGENCY}:mail"' not in source
    browser.post(PAGE, filled_in(browser) | {"case.breached:desk": ""})
    assert choice_of(lead, NoticeKind.BREACHED).in_desk


@pytest.mark.parametrize("kind", [kind for kind in KEPT if kind not in UNCHOSEN])
def test_what_must_stay_cannot_be_switched_off_by_whoever_asks(utility, kind):
    role = next(iter(sorted(SPECIAL.get(kind, {Role.TEAM_LEAD}))))
    whoever = make.employee(utility, role=role)
    with pytest.raises(notice_choices.MustStay):
        notice_choices.choose_notices(
            choices={kind: Choice(False, MailWay.DAILY)},
            digest_at=None,
            by=whoever.actor,
            at=make.MONDAY,
        )
    assert not NoticeChoice.objects.exists()


def test_a_choice_that_is_none_is_refused_and_changes_nothing(lead, sign_in):
    browser = sign_in(lead)
    fields = filled_in(browser) | {"case.woken:mail": "hourly", "digest_at": "03:17"}
    page = browser.post(PAGE, fields)
    assert page.status_code == 200
    assert "Mistake:" in page.content.decode()
    assert not NoticeChoice.objects.exists()


def test_nobody_chooses_for_somebody_else(lead, agent, sign_in):
    fields = {"employee": str(agent.employee_id), "employee_id": str(agent.employee_id)}
    browser = sign_in(lead)
    browser.post(PAGE, filled_in(browser) | fields | {"case.woken:mail": "daily"})
    assert {row.employee_id for row in NoticeChoice.objects.all()} == {lead.employee_id}
    assert choice_of(agent, NoticeKind.WOKEN) == Choice(True, MailWay.NONE)


def test_the_dpo_sees_its_own_kinds_hr_is_told_of_nothing_and_an_auditor_has_no_such_page(
    utility, sign_in
):
    dpo = sign_in(make.employee(utility, role=Role.DPO))
    assert set(filled_in(dpo)) == {
        "customer.close-file:mail",
        "employee.last-admin:mail",
        "emergency.tried:mail",
        "emergency.unjudged:mail",
        "employee.role-waits:desk",
        "employee.role-waits:mail",
        "digest_at",
    }
    hr = sign_in(make.employee(utility, role=Role.HR))
    assert "there is nothing to choose" in text_of(hr.get(PAGE))
    assert "<select" not in hr.get(PAGE).content.decode()
    assert sign_in(make.employee(utility, role=Role.AUDITOR)).get(PAGE).status_code == 403


def test_a_kind_that_somebody_is_never_told_of_cannot_be_chosen(utility, sign_in):
    hr = make.employee(utility, role=Role.HR)
    page = sign_in(hr).post(PAGE, {"case.woken:mail": "daily", "case.woken:desk": "on"})
    assert page.status_code == 302  # there was nothing in it to choose
    assert not NoticeChoice.objects.exists()


def test_the_page_costs_few_statements(lead, sign_in, django_assert_max_num_queries):
    browser = sign_in(lead)
    browser.get(PAGE)
    with django_assert_max_num_queries(12):
        browser.get(PAGE)


def test_what_goes_by_mail_only_does_not_show_in_the_desk(lead, sign_in, settings):
    settings.DESK_URL = "https://desk.example"
    User.objects.filter(pk=lead.user_id).update(language="en")
    browser = sign_in(lead)
    fields = filled_in(browser) | {"case.woken:mail": "daily"}
    del fields["case.woken:desk"]
    browser.post(PAGE, fields)
    opened = make.case()
    for kind in ("case.woken", "case.follow-up"):
        staff.notify_employee(
            employee_id=lead.employee_id,
            kind=kind,
            about=f"case:{opened.number}",
            compartment="ordinary",
            cause=kind,
            facts={},
            by=make.SYSTEM,
            at=make.MONDAY,
        )

    shown = text_of(browser.get("/notices/"))
    assert "Told to you 1" in shown
    assert "You meant to look at it again" in shown
    assert "It was put aside and is back" not in shown

    cases.send_digest(
        employee_id=lead.employee_id,
        by=Actor.system("cases.notice-mails"),
        at=make.local("2026-03-03 08:00"),
    )
    found = Message.objects.get(purpose="notice-mail")
    assert "A case that was put aside is back: 1" in found.text
    assert "look at again" not in found.text
    assert "Told to you 1" in text_of(browser.get("/notices/"))
