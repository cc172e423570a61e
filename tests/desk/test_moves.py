"""A policy is changed at the desk: who sets it up sees what it does, decides, and follows it."""

import re
from datetime import timedelta

import pytest

from debiet.rules.access import Role
from debiet.terms import actions
from debiet.terms.models import Clock, ClockMove, PlannedMove
from tests import make
from tests.desk.reading import hidden, text_of

AT = make.MONDAY + timedelta(hours=5)


@pytest.fixture
def admin(utility, sign_in, clock):
    clock.at(AT)
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


@pytest.fixture
def lead(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.TEAM_LEAD, is_lead=True))


@pytest.fixture
def version(utility):
    return actions.save_policy_version(
        code="questions", title="Vragen", match={}, promise={}, valid_from=AT, by=make.SYSTEM,
        targets=[{**make.TARGETS[0], "amount": "4"}, *make.TARGETS[1:]], at=AT,
    ).pk  # fmt: skip


def ask(browser, jobs, version):
    asked = browser.post("/terms/moves/", {"to": f"policy:{version}"})
    jobs.run()
    return asked["Location"]


def test_a_policy_change_is_looked_at_decided_and_followed(admin, lead, version, jobs):
    late, later = make.case(at=make.MONDAY), make.case(at=AT)
    assert "Vragen, version 2" in text_of(admin.get("/terms/moves/"))
    address = ask(admin, jobs, version)

    shown = admin.get(address)
    assert "1 case becomes overdue" in text_of(shown)
    assert "1 more becomes overdue that you may not see" in text_of(shown)
    seen_by_lead = lead.get(address)
    assert "more becomes overdue" not in text_of(seen_by_lead)
    assert "Move the clocks" not in text_of(seen_by_lead)
    behind = re.search(r'href="([^"]+what=overdue[^"]+)">1<', seen_by_lead.content.decode())
    listed = text_of(lead.get(behind[1].replace("&amp;", "&")))
    assert late.number in lead.get(behind[1].replace("&amp;", "&")).content.decode()
    assert later.number not in listed

    fields = hidden(shown, "confirm") | {"reason": "Nieuwe belofte"}
    admin.post(f"{address}confirm/", fields)
    jobs.run()
    after = text_of(admin.get(address))
    assert "4 clocks were moved." in after
    assert "Nieuwe belofte" in after
    assert "An Beheer" in after
    due = Clock.objects.get(reference=f"case:{late.number}", milestone="first_reply").due_at
    assert due == make.MONDAY + timedelta(hours=4)


def test_the_number_of_each_team_and_the_list_behind_it_agree(admin, lead, version, jobs):
    for minutes in range(0, 200, 20):
        make.case(at=make.MONDAY + timedelta(minutes=minutes))
    address = ask(admin, jobs, version)
    page = lead.get(address).content.decode()
    found = re.findall(r'href="([^"]+what=[^"]+)">(\d+)<', page)
    assert len(found) == 3
    assert [number for _link, number in found] != ["0"] * 3
    for link, number in found:
        listed = lead.get(link.replace("&amp;", "&")).content.decode()
        assert listed.count('class="item') == int(number)


def test_another_token_or_no_reason_moves_nothing(admin, version, jobs):
    make.case()
    address = ask(admin, jobs, version)
    fields = hidden(admin.get(address), "confirm")

    answer = admin.post(f"{address}confirm/", fields | {"token": "x", "reason": "Z"}, follow=True)
    assert "This is not the preview that you looked at." in text_of(answer)
    answer = admin.post(f"{address}confirm/", fields | {"reason": " "}, follow=True)
    assert "Say why the clocks are moved." in text_of(answer)
    assert ClockMove.objects.get().state == "planned"

    answer = admin.post(f"{address}withdraw/", follow=True)
    assert "Nothing was moved." in text_of(answer)
    assert admin.post(f"{address}withdraw/").status_code == 404


@pytest.mark.parametrize(
    "to", ["", "policy:", "policy:999999", "calendar:x", "moon:1", "policy:9\x00"]
)
def test_what_is_no_version_is_refused_in_words(admin, to):
    answer = admin.post("/terms/moves/", {"to": to}, follow=True)
    assert "There is no such version of a policy or calendar" in text_of(answer)


def test_who_may_look_may_not_decide(lead, admin, version, jobs):
    make.case()
    address = ask(admin, jobs, version)
    assert lead.post("/terms/moves/", {"to": f"policy:{version}"}).status_code == 403
    assert lead.post(f"{address}confirm/").status_code == 403
    assert lead.post(f"{address}withdraw/").status_code == 403


def test_the_list_shows_nothing_of_a_closed_part(admin, lead, version, jobs):
    closed = make.case(topic_code="ombuds", at=make.MONDAY)
    address = ask(admin, jobs, version)
    for query in ("", "?what=overdue", "?what=overdue&team=1", "?what=x&team=x&cursor=x"):
        assert closed.number not in lead.get(f"{address}cases/{query}").content.decode()
    for browser in (lead, admin):  # nor how much there is
        told = text_of(browser.get(address))
        assert "No case becomes overdue" in told
        assert "more becomes overdue" not in told
    assert PlannedMove.objects.filter(compartment="ombuds").exists()  # it is moved all the same


def test_the_preview_takes_few_statements_whatever_it_moves(
    admin, version, jobs, django_assert_max_num_queries
):
    for _case in range(6):
        make.case()
    address = ask(admin, jobs, version)
    with django_assert_max_num_queries(14):
        admin.get(address)


def test_the_page_of_a_calendar_leads_here_with_its_version_chosen(utility, sign_in, clock):
    admin = sign_in(make.employee(utility, role=Role.ADMIN))
    make.case(at=make.MONDAY)
    clock.at(make.MONDAY + timedelta(hours=1))
    make.terms.save_calendar_version(
        code="office", name="Kantooruren", definition={**make.OFFICE, "holidays": []},
        valid_from=clock.moment, by=make.SYSTEM, at=clock.moment,
    )  # fmt: skip
    page = admin.get("/setup/calendars/office/").content.decode()
    address = re.search(r'href="(/terms/moves/\?to=calendar:\d+)"', page)[1]
    version = address.rpartition(":")[2]
    shown = admin.get(address).content.decode()
    assert f'value="calendar:{version}" selected' in shown
    assert shown.count(" selected") == 1
    assert " selected" not in admin.get("/terms/moves/?to=nothing:x").content.decode()
