"""A lost code goes out again by the way on file, and the old one is worthless then."""

import pytest

from debiet.cases import actions, queries
from debiet.cases.actions import Contact, NoAddress
from debiet.cases.models import Interaction
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.correspondence.models import Message
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from tests import checker, make

pytestmark = pytest.mark.django_db


def ask(number):
    actions.ask_code(number=number, by=Actor.visitor(), at=make.MONDAY)


def test_a_new_code_goes_to_the_address_on_file_and_the_old_one_opens_nothing(jobs):
    make.utility()
    opened = make.case()

    ask(opened.number)
    jobs.run(times=2)

    message = Message.objects.get(purpose="status-code")
    assert message.recipient_address == "ann@example.be"
    visitor = queries.visitor_for(number=opened.number, code=opened.code)
    assert visitor is None
    number, code = queries.status_code_of(viewer=Actor.visitor(opened.case_id))
    assert code in message.text
    assert queries.visitor_for(number=number, code=code) is not None
    assert checker.findings() == {}


def test_its_owner_does_not_see_the_message_with_the_code_on_the_status_page(jobs):
    make.utility()
    opened = make.case()
    ask(opened.number)
    jobs.run()

    contacts = queries.public_case(viewer=Actor.visitor(opened.case_id)).contacts
    assert len(contacts) == 2
    assert Interaction.objects.filter(is_public=False).count() == 1


def test_two_wishes_at_once_make_one_code_and_a_later_one_another(jobs):
    make.utility()
    opened = make.case()
    ask(opened.number)
    ask(opened.number)
    jobs.run()
    assert Message.objects.filter(purpose="status-code").count() == 1

    ask(opened.number)
    jobs.run()
    assert Message.objects.filter(purpose="status-code").count() == 2


def test_a_number_that_does_not_exist_does_the_same_until_the_job_finds_nothing(jobs):
    make.utility()

    ask("2026-999999")

    assert [name for name, _arguments in jobs.waiting()] == ["debiet.cases.tasks.send_code"]
    jobs.run()
    assert Message.objects.count() == 0


def test_who_cannot_be_written_to_keeps_the_old_code_and_an_employee_hears_why(jobs):
    agent = make.employee(make.utility())
    opened = make.case(carrier=Carrier.PHONE, contact=Contact(name="Koen", phone="0471 11 22 33"))
    ask(opened.number)
    jobs.run()

    assert queries.visitor_for(number=opened.number, code=opened.code) is not None
    with pytest.raises(NoAddress):
        actions.send_code(number=opened.number, by=agent.actor, at=make.MONDAY)


def test_an_employee_sends_it_too_but_not_of_a_case_behind_a_wall():
    utility = make.utility()
    agent = make.employee(utility)
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    opened = make.case()

    assert actions.send_code(number=opened.number, by=agent.actor, at=make.MONDAY)
    with pytest.raises(NotFound):
        actions.send_code(number=opened.number, by=partner.actor, at=make.MONDAY)
