"""The complaint register at the desk: lists, what can be chosen, pages, and the file."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from debiet.cases.models import Case
from debiet.complaints.models import Complaint
from debiet.complaints.queries import register as listing
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaints import Component
from tests import make
from tests.complaints.conftest import answered, left, registered
from tests.complaints.test_reviews import raised

pytestmark = pytest.mark.django_db
ADDRESS = "/complaints/"
COLUMNS = 20


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)


def complaint(by, **said):
    return registered(make.case(text="Het is weer mis."), by=by, **said)


def numbers(response):
    """Return the numbers of the cases on a page, as they stand."""
    every = Complaint.objects.values_list("case__number", flat=True)
    text = response.text
    return sorted((one for one in every if one in text), key=text.index)


def test_the_lists_show_what_is_owed_first(browser_of_agent, agent):
    number = complaint(agent.actor).case.number
    other = make.case(text="Een gewone vraag.")

    owed = browser_of_agent.get(ADDRESS)
    assert number in owed.text
    assert other.number not in owed.text

    assert number not in browser_of_agent.get(ADDRESS, {"list": "answered"}).text
    assert "No complaint here." in browser_of_agent.get(ADDRESS, {"list": "other"}).text
    assert number in browser_of_agent.get(ADDRESS, {"list": "all"}).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"theme": "bill"}, True),
        ({"theme": "meter"}, False),
        ({"theme": "no such theme"}, True),
        ({"component": "sanitation"}, True),
        ({"component": "drinking-water"}, False),
        ({"municipality": "Gent"}, True),
        ({"municipality": "-"}, False),
        ({"segment": "household"}, True),
        ({"segment": "enterprise"}, False),
        ({"step": "received"}, True),
        ({"step": "first-line"}, False),
        ({"year": "2026"}, True),
        ({"year": "2025"}, False),
        ({"year": "9" * 30}, True),
        ({"carrier": "web-form"}, True),
        ({"carrier": "sms"}, False),
        ({"second_line": "vmm"}, True),
        ({"second_line": "vlaamse-ombudsdienst"}, False),
        ({"route": "municipality"}, True),
        ({"route": "press"}, False),
        ({"answered": "owed"}, True),
        ({"answered": "owed-late"}, False),
        ({"answered": "in-time"}, False),
        ({"assessment": "founded"}, False),
        ({"team_id": "999999"}, False),
        ({"cursor": "no cursor"}, True),
    ],
)
def test_it_is_narrowed_by_what_is_chosen(browser_of_agent, agent, asked, found):
    way = (Carrier.POST, Route.MUNICIPALITY)
    one = complaint(
        agent.actor, theme="bill", component=Component.SANITATION, municipality="Gent", ways=[way]
    )

    raised(one.case_id, by=agent.actor, at=make.MONDAY)

    assert (one.case.number in browser_of_agent.get(ADDRESS, asked).text) is found


def test_each_choice_says_how_many_there_are_with_the_others(browser_of_agent, agent):
    complaint(agent.actor, theme="bill", municipality="Gent")
    complaint(agent.actor, theme="bill", component=Component.SANITATION)
    complaint(agent.actor, theme="meter", component=Component.SANITATION)

    page = browser_of_agent.get(ADDRESS, {"theme": "bill", "component": "sanitation"}).text

    assert "1 complaint<" in page
    # Of the field that is chosen the other values are counted too, so that one can go over.
    assert "drinking water (1)" in page
    assert ">sanitation (1)" in page
    assert "not known (1)" in page
    assert "Gent (" not in page


def test_in_time_is_by_the_answer_that_left(browser_of_agent, agent, lead, clock):
    one = complaint(agent.actor)
    sent = answered(one, by=agent.actor, at=make.MONDAY)
    late = make.local("2026-04-17 00:01")
    left(sent, at=late)
    clock.at(late)

    all_late = {"list": "all", "answered": "late"}
    assert one.case.number in browser_of_agent.get(ADDRESS, all_late).text
    in_time = {"list": "all", "answered": "in-time"}
    assert one.case.number not in browser_of_agent.get(ADDRESS, in_time).text


@pytest.mark.parametrize("chosen", ["owed", "all"])
def test_every_complaint_is_on_exactly_one_page(browser_of_agent, agent, monkeypatch, chosen):
    monkeypatch.setattr(listing, "LISTED", 2)
    every = [complaint(agent.actor).case.number for _number in range(5)]

    seen, address = [], f"{ADDRESS}?list={chosen}"
    for _page in range(3):
        response = browser_of_agent.get(address)
        seen += numbers(response)
        address = ADDRESS + response.context["next"]

    assert sorted(seen) == sorted(every)
    assert response.context["next"] == ""
    assert response.context["first"] == f"?list={chosen}"


def test_a_page_takes_as_many_statements_for_many_as_for_one(
    browser_of_agent, agent, django_assert_max_num_queries
):
    for _number in range(5):
        complaint(agent.actor, theme="bill")

    browser_of_agent.get(ADDRESS)
    with django_assert_max_num_queries(12):
        browser_of_agent.get(ADDRESS, {"theme": "bill", "carrier": "web-form", "list": "all"})


def file_of(response):
    """Return the file of a response as rows, without its first one."""
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(content[1:], newline=""), delimiter=";")
    assert len(head) == COLUMNS
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_what_is_chosen_leaves_as_a_file_and_is_written_down(sign_in, agent, lead, clock):
    late = complaint(agent.actor, theme="bill", municipality='=HYPERLINK("x")')
    complaint(agent.actor, theme="meter")
    left(answered(late, by=agent.actor, at=make.MONDAY), at=make.local("2026-04-17 00:01"))
    clock.at(make.local("2026-05-01 10:00"))
    raised(late.case_id, by=agent.actor, at=make.local("2026-04-20 09:00"))

    response = sign_in(lead).post(
        reverse("desk:complaints-export"), {"list": "all", "theme": "bill"}
    )

    (row,) = file_of(response)
    assert response["Content-Disposition"] == 'attachment; filename="complaints-2026-05-01.csv"'
    assert row["number"] == late.case.number
    assert row["municipality"] == '\'=HYPERLINK("x")'
    assert (row["received"], row["answered"]) == ("2026-03-02 09:00", "2026-04-17 00:01")
    assert (row["answer_due"], row["step"]) == ("2026-04-17 00:00", "answered")
    assert row["days"] == "46"
    assert (row["carriers"], row["routes"]) == ("web-form", "direct")
    assert (row["norms"], row["second_line"]) == ("law,reasons", "vmm")
    entry = AuditEntry.objects.get(reference="complaints:register")
    assert entry.facts == {"filter": {"theme": "bill"}, "rows": 1}


def test_the_file_says_nothing_of_who_complains(sign_in, agent, lead):
    complaint(agent.actor)

    response = sign_in(lead).post(reverse("desk:complaints-export"), {"list": "all"})

    content = b"".join(response.streaming_content).decode()
    opened = Complaint.objects.get().case
    for words in (opened.contact_name, opened.contact_email, opened.subject):
        assert words
        assert words not in content


def test_a_long_file_is_written_in_pieces(sign_in, agent, lead, monkeypatch):
    monkeypatch.setattr("debiet.desk.complaints.register.CHUNK", 2)
    every = [complaint(agent.actor).case.number for _number in range(5)]

    response = sign_in(lead).post(reverse("desk:complaints-export"), {"list": "all"})

    assert [row["number"] for row in file_of(response)] == every


def test_a_file_holds_nothing_from_behind_a_wall(sign_in, utility, lead):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    registered(make.case(topic_code="ombuds"), by=ombuds.actor)

    response = sign_in(lead).post(reverse("desk:complaints-export"), {"list": "all"})

    assert file_of(response) == []


def test_an_agent_takes_nothing_out_and_looking_takes_nothing(browser_of_agent, sign_in, lead):
    address = reverse("desk:complaints-export")

    assert browser_of_agent.post(address, {"list": "all"}).status_code == 403
    assert sign_in(lead).get(address).status_code == 302
    assert not AuditEntry.objects.filter(action__contains="export_register").exists()


def test_what_waits_longest_stands_first_where_an_answer_is_owed(browser_of_agent, agent):
    later = complaint(agent.actor, at=make.MONDAY)
    sooner = complaint(agent.actor, at=make.MONDAY)
    Case.objects.filter(pk=sooner.case_id).update(due_at=make.MONDAY + timedelta(hours=1))

    assert numbers(browser_of_agent.get(ADDRESS)) == [sooner.case.number, later.case.number]
