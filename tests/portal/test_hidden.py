"""What a visitor never sees: notes, names of employees, other cases, closed parts."""

import pytest
from django.test import Client

from debiet.cases import actions
from debiet.cases.actions import Contact
from debiet.core.models import AccessEntry
from tests import make

pytestmark = pytest.mark.django_db
NOTE = "CANARY-NOTE-7f3a"
OTHER = "CANARY-OTHER-91bc"
CLOSED = "CANARY-CLOSED-44de"


@pytest.fixture
def pages(owner, opened, employee, utility, clock):
    """Every page that the owner of a question can get, with canaries lying all around."""
    same_sender = Contact(name="Ann De Smet", email="ann@example.be")
    make.customer(name=f"Ann {OTHER}", email="ann@example.be")
    make.case(text=OTHER, contact=same_sender)
    make.case(text=CLOSED, topic_code="ombuds", contact=same_sender)
    actions.write_note(case_id=opened.case_id, text=NOTE, by=employee.actor, at=clock.now())
    actions.assign_case(
        case_id=opened.case_id,
        employee_id=employee.employee_id,
        seen_version=1,
        by=employee.actor,
        at=clock.now(),
    )
    actions.answer_case(
        case_id=opened.case_id,
        text="Uw factuur klopt.",
        seen_version=2,
        by=employee.actor,
        at=clock.now(),
    )
    base = f"/status/{opened.number}/"
    return [
        owner.get("/"),
        owner.get(base),
        owner.get(f"{base}{opened.code}/", follow=True),
        owner.post(f"{base}solved/", {"solved": "no"}, follow=True),
        owner.post(f"{base}add/", {"text": ""}),
        owner.post(f"{base}add/", {"text": "Meer"}, follow=True),
        owner.get("/question/"),
        owner.get("/promise/"),
    ]


def test_no_page_shows_what_is_not_for_its_visitor(pages, employee, utility):
    assert {page.status_code for page in pages} == {200}
    for page in pages:
        body = page.content.decode()
        for hidden in (NOTE, OTHER, CLOSED, "Els Verborgen", employee.email, utility.team.name):
            assert hidden not in body
    assert "Uw factuur klopt." in pages[1].content.decode()


def test_a_question_in_a_closed_part_is_open_to_its_owner_and_the_look_stands_in_that_part(
    utility, clock
):
    opened = make.case(text=CLOSED, topic_code="ombuds")
    client = Client()

    page = client.get(f"/status/{opened.number}/{opened.code}/", follow=True)

    assert CLOSED in page.content.decode()
    assert AccessEntry.objects.get().compartment == "ombuds"
