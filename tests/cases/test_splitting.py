"""A contact becomes a case of its own, which owes its answer since it came in."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import NotFromCustomer, OtherCompartment, UnknownTopic
from debiet.cases.models import Case, CaseLink, Interaction, InteractionFile
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.correspondence.models import Message
from debiet.files import actions as files
from debiet.rules.access import Role
from debiet.rules.case_links import LinkSide
from debiet.terms.models import Clock
from tests import mails, make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def lead(db):
    return make.employee(make.utility(), role=Role.TEAM_LEAD)


@pytest.fixture
def opened(lead):
    return make.case(at=make.MONDAY)


def split(opened, lead, *, contact=None, at=make.MONDAY + 6 * HOUR, **changes):
    values = {
        "case_id": opened.case_id,
        "contact_id": (contact or Interaction.objects.filter(direction="in").latest("id")).pk,
        "topic_code": "invoice",
        "subject": "En mijn meter?",
        "seen_version": Case.objects.get(pk=opened.case_id).version,
    }
    return cases.split_case(by=lead.actor, at=at, **(values | changes))


def test_the_clocks_of_the_new_case_start_when_its_contact_came_in(lead, opened):
    answered = make.MONDAY + HOUR
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=lead.actor, at=answered
    )
    asked = Interaction.objects.get(direction="in")

    made = split(opened, lead, contact=asked)

    clocks = Clock.objects.filter(reference=f"case:{made.number}")
    assert {clock.started_at for clock in clocks if clock.milestone != "next_reply"} == {
        make.MONDAY
    }
    first = Clock.objects.get(reference=f"case:{opened.number}", milestone="first_reply")
    assert clocks.get(milestone="first_reply").due_at == first.due_at
    assert clocks.get(milestone="first_reply").reached_at is None


def test_the_contact_stands_in_both_with_its_files_and_the_two_are_linked(lead):
    file_id = files.store_file(
        content=b"%PDF-", name="a.pdf", compartment="ordinary", by=make.SYSTEM, at=make.MONDAY
    )
    customer = make.customer(email="ann@example.be")
    opened = make.case(file_ids=[file_id])

    made = split(opened, lead)

    here, there = Interaction.objects.filter(direction="in").order_by("id")
    assert (here.text, here.happened_at) == (there.text, there.happened_at)
    assert InteractionFile.objects.filter(file_id=file_id).count() == 2
    assert Case.objects.get(number=made.number).customer_id == customer.pk
    link = queries.typed_links(opened.case_id, viewer=lead.actor)[0]
    assert (link.side, link.number) == (LinkSide.SPLIT_INTO, made.number)
    assert CaseLink.objects.count() == 1


def test_a_mail_becomes_two_cases_and_stays_one_message(lead):
    outcome = mails.take(mails.written("Een en ander"))
    case = Case.objects.get(number=outcome.number)
    opened = cases.Opened(case.pk, case.number, "", "ordinary")

    split(opened, lead)

    raw = set(Interaction.objects.filter(direction="in").values_list("raw_message_id", flat=True))
    assert len(raw) == 1


@pytest.mark.parametrize("acknowledge", [True, False])
def test_the_customer_is_told_the_new_number_where_that_is_wanted(lead, opened, acknowledge):
    before = Message.objects.count()

    made = split(opened, lead, acknowledge=acknowledge)

    told = Message.objects.filter(about=f"case:{made.number}").count()
    assert told == Message.objects.count() - before == int(acknowledge)


def test_splitting_twice_from_one_look_is_once(lead, opened):
    split(opened, lead, seen_version=1)

    with pytest.raises(ChangedMeanwhile):
        split(opened, lead, seen_version=1)

    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"topic_code": "ombuds"}, OtherCompartment),
        ({"topic_code": "nothing"}, UnknownTopic),
        ({"contact_id": 999_999}, NotFound),
    ],
)
def test_what_is_refused(lead, opened, changes, refusal):
    with pytest.raises(refusal):
        split(opened, lead, **changes)
    assert Case.objects.count() == 1


def test_our_own_words_and_contacts_of_other_cases_are_not_split(lead, opened):
    ours = Interaction.objects.filter(direction="out").latest("id")
    with pytest.raises(NotFromCustomer):
        split(opened, lead, contact=ours)
    make.case()
    theirs = Interaction.objects.filter(direction="in").latest("id")
    with pytest.raises(NotFound):
        split(opened, lead, contact=theirs)
