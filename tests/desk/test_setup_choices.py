"""Small choices of the house are made at the desk, hold at once, and are taken back."""

from datetime import time, timedelta

import pytest

from debiet.customers import actions as customers
from debiet.customers.actions.choosing import NotOffered
from debiet.rules.access import Role
from debiet.rules.break_glass import minutes
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.house_choices import HouseChoice
from debiet.staff import choices, notice_choices
from debiet.staff import queries as staff
from debiet.staff.models import HouseSetting
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply
from tests.desk.test_statements import asked

ADDRESS = "/setup/choices/"
NOW = {
    "digest_at": "08:00",
    "break-glass-minutes": "30",
    "cases_a_day": "12",
    "customer-note-days": "365",
    "form_of_address": "u",
    "language_rule": "asker",
    "ways-offered": ["phone", "sms"],
    "question_sample": "10",
}


@pytest.fixture
def admin(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


def held(clock):
    return staff.house_settings(at=clock.moment)


def test_they_are_seen_changed_and_hold(admin, clock):
    fields = NOW | {"digest_at": "07:30", "break-glass-minutes": "45", "cases_a_day": "20"}
    shown, done = apply(admin, ADDRESS, fields)
    told = text_of(shown)
    assert "When the daily digest leaves: 07:30, now 08:00." in told
    assert "Minutes that an emergency stays open: 45 minutes, now 30 minutes." in told
    assert "What is open now ends when it was to end." in told
    assert "note about a customer stays at most:" not in told.split("What follows from this")[1]
    assert done.status_code == 302
    assert notice_choices.house_digest_at(at=clock.moment) == time(7, 30)
    assert minutes(held(clock)["break-glass-minutes"]) == 45
    assert held(clock)["cases_a_day"] == "20"
    assert HouseSetting.objects.filter(code="customer-note-days").count() == 0
    assert "Cases a day and employee, for the forecast 20" in text_of(admin.get(ADDRESS))


def test_the_versions_say_who_chose_what_and_one_is_taken_back(admin, clock):
    apply(admin, ADDRESS, NOW | {"digest_at": "07:30"})
    clock.at(clock.moment + timedelta(hours=1))
    apply(admin, ADDRESS, NOW | {"digest_at": "06:00"})
    page = admin.get(ADDRESS)
    assert "When the daily digest leaves 07:30 Mon 2 Mar 09:00 An Beheer" in text_of(page)
    assert "?digest_at=07%3A30" in page.content.decode()
    start = admin.get(f"{ADDRESS}?digest_at=07%3A30").content.decode()
    assert 'value="07:30"' in start
    assert 'value="99:99"' not in admin.get(f"{ADDRESS}?digest_at=99%3A99").content.decode()
    apply(admin, f"{ADDRESS}?digest_at=07%3A30", NOW | {"digest_at": "07:30"})
    assert held(clock)["digest_at"] == "07:30"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"break-glass-minutes": "121"}, "less than or equal to 120"),
        ({"cases_a_day": "0"}, "greater than or equal to 1"),
        ({"digest_at": "noon"}, "valid time"),
        ({"form_of_address": "gij"}, "valid choice"),
        ({"ways-offered": ["pigeon"]}, "valid choice"),
    ],
)
def test_what_cannot_be_chosen_is_said(admin, changes, why):
    page = admin.post(ADDRESS, NOW | changes | {"step": "look"})
    assert why in text_of(page)
    assert not HouseSetting.objects.filter(code="break-glass-minutes").exists()


def test_the_action_itself_refuses_it_and_keeps_nothing(utility, clock):
    values = {HouseChoice.CASES_A_DAY: "20", HouseChoice.EMERGENCY_MINUTES: "9999"}
    with pytest.raises(choices.NotAChoice):
        choices.choose_for_house(values=values, by=make.SYSTEM, at=clock.moment)
    assert "cases_a_day" not in held(clock)


def test_a_way_that_is_not_offered_cannot_be_chosen_and_who_has_it_keeps_it(
    admin, clock, sign_in, utility
):
    agent = make.employee(utility)
    ann, ben = (make.customer(name=name, phone="0470123456") for name in ("Ann", "Ben"))

    def choose(customer, method):
        customers.choose_delivery(
            customer_id=customer.pk, kind=MessageKind.CORRESPONDENCE, method=method,
            by=agent.actor, at=clock.moment,
        )  # fmt: skip

    choose(ann, DeliveryMethod.SMS)
    fields = {**NOW, "ways-offered": ["phone"]}
    shown, _done = apply(admin, ADDRESS, fields)
    assert "What is offered beside e-mail and letters:" in text_of(shown)
    assert "Customers who chose another way keep it." in text_of(shown)
    choose(ann, DeliveryMethod.SMS)
    with pytest.raises(NotOffered):
        choose(ben, DeliveryMethod.SMS)
    choose(ben, DeliveryMethod.PHONE)
    delivery = text_of(admin.get("/setup/delivery/"))
    assert "text message" not in delivery.split("Which way is taken")[1].split("In this order")[1]


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_chooses_for_the_house(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    assert browser.get(ADDRESS).status_code == 403


def test_the_page_asks_the_database_little(admin, clock):
    for number in range(6):
        clock.at(clock.moment + timedelta(minutes=1))
        apply(admin, ADDRESS, NOW | {"cases_a_day": str(20 + number)})
    _words, statements = asked(admin, ADDRESS)
    assert len(statements) <= 10, statements
