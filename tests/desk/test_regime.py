"""A complaint at the desk: a quiet mark, and its terms beside those of its question."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases.models import Case
from debiet.clauses.models import Clause
from debiet.correspondence.models import Message
from debiet.rules.access import Role
from debiet.rules.complaints import Regime
from debiet.terms.models import Clock
from tests import make
from tests.desk.reading import text_of

TERMS = (
    "Acknowledgement of the complaint",
    "First line's answer to the complaint",
    "Answer to the complaint",
)


@pytest.fixture
def opened(utility):
    return make.case(at=make.MONDAY)


@pytest.fixture
def complaint(opened):
    make.complaint(opened, at=make.MONDAY)
    return opened


def clock_of(opened, milestone):
    return Clock.objects.get(reference=f"complaint:{opened.number}", milestone=milestone).pk


def marks(page):
    return re.findall(r'class="regime( ombuds)?".*?</svg>\s*([^<]+)</span>', page.content.decode())


def test_a_question_has_no_mark(browser_of_agent, opened):
    assert marks(browser_of_agent.get("/work/open/")) == []
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert marks(page) == []
    assert not any(term in text_of(page) for term in TERMS)


def test_a_complaint_is_marked_in_lists_and_on_its_page(browser_of_agent, complaint):
    assert marks(browser_of_agent.get("/work/open/")) == [("", "complaint")]
    # Once in the list beside it, once in its own head.
    page = browser_of_agent.get(f"/cases/{complaint.number}/")
    assert set(marks(page)) == {("", "complaint")}


def test_an_ombuds_file_is_marked_in_the_tone_of_the_office(utility, sign_in):
    office = sign_in(make.employee(utility, role=Role.OMBUDS))
    hidden = make.case(at=make.MONDAY, topic_code="ombuds")
    make.complaint(hidden, at=make.MONDAY, regime=Regime.OMBUDS)
    assert marks(office.get("/work/open/")) == [(" ombuds", "ombuds file")]


def test_the_page_shows_the_terms_of_the_complaint_beside_those_of_the_question(
    browser_of_agent, complaint
):
    words = text_of(browser_of_agent.get(f"/cases/{complaint.number}/"))
    places = [words.index(term) for term in ("Service guarantee", *TERMS)]
    assert places == sorted(places)


def test_the_page_of_a_complaint_takes_no_more_statements(browser_of_agent, opened, utility):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser_of_agent.get(f"/cases/{opened.number}/").status_code == 200
        return len(asked)

    statements()
    before = statements()
    make.complaint(opened, at=make.MONDAY)
    assert statements() == before


def test_each_term_of_a_complaint_is_explained(browser_of_agent, complaint):
    number = clock_of(complaint, "complaint_answer")
    page = browser_of_agent.get(f"/cases/{complaint.number}/clocks/{number}/")
    words = text_of(page)
    assert "Answer to the complaint" in words
    assert "45 days" in words
    assert "Klachten" in words  # the policy


def test_the_moment_of_a_complaint_is_not_put_right_as_a_questions_is(utility, sign_in, complaint):
    lead = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    number = clock_of(complaint, "first_line")
    page = lead.get(f"/cases/{complaint.number}/clocks/{number}/")
    assert "/ledger/" not in page.content.decode()


def test_a_clock_of_another_complaint_is_not_there(browser_of_agent, complaint, utility):
    other = make.case(at=make.MONDAY)
    make.complaint(other, at=make.MONDAY)
    number = clock_of(other, "first_line")
    assert browser_of_agent.get(f"/cases/{complaint.number}/clocks/{number}/").status_code == 404


ANSWER = {"text": "Zo zit het.", "is_substantive": "on", "resolves": "on", "topic_code": ""}


def test_the_preview_shows_what_will_be_added(browser_of_agent, complaint):
    page = browser_of_agent.post(f"/cases/{complaint.number}/answer/preview/", ANSWER)
    words = text_of(page)
    assert "Onze ombudsfunctie bekijkt uw klacht" in words
    assert "Daarna kunt u naar de Vlaamse Ombudsdienst." in words


@pytest.mark.parametrize("step", ["answer/preview/", "answer/"])
def test_the_page_says_which_text_is_missing_and_keeps_what_was_written(
    browser_of_agent, complaint, step
):
    Clause.objects.filter(code="ombuds-function").update(retired_at=make.MONDAY)
    version = Case.objects.get(pk=complaint.case_id).version
    page = browser_of_agent.post(
        f"/cases/{complaint.number}/{step}", ANSWER | {"seen_version": str(version)}
    )
    assert page.status_code == 200
    words = text_of(page)
    assert "“ombuds-function” for it is missing or not approved" in words
    assert "Zo zit het." in words
    assert not Message.objects.filter(purpose="answer").exists()
