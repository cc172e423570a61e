"""The data protection officer's page: the table, the count, the holds."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.desk.labels_law import LEGAL_SOURCES
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.retention.models import LegalHold, RetentionRun
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO, name="Dina Privé")


@pytest.fixture
def browser(dpo, sign_in):
    return sign_in(dpo)


@pytest.fixture
def old_case(utility, clock):
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    clock.at(make.MONDAY + timedelta(days=6 * 366))
    return opened


def test_the_table_says_how_long_on_which_ground_and_who_says_so(browser):
    shown = text_of(browser.get("/retention/"))
    assert "cases with all that hangs on them" in shown
    assert "public task, art. 6(1)(e)" in shown
    assert "to be checked" in shown


def test_what_a_region_says_of_terms_has_words_in_every_language():
    """A new source of a value that is shown gets its line in `debiet/desk/labels_law.py`."""
    shown = (
        one for profile in JURISDICTIONS.values() for one in (profile.TERMS, profile.RETENTION)
    )
    said = {value.source for table in shown for values in table.values() for value in values}
    assert said <= set(LEGAL_SOURCES)


def test_what_would_go_is_counted_then_started_and_goes(old_case, browser, jobs):
    shown = text_of(browser.post("/retention/preview/", follow=True))
    assert "Let 1 record go for good" in shown
    assert Case.objects.exists()
    run = RetentionRun.objects.get()
    browser.post(f"/retention/runs/{run.pk}/start/")
    jobs.run()
    shown = text_of(browser.get("/retention/"))
    assert "done" in shown
    assert not Case.objects.exists()


def test_a_hold_is_placed_and_lifted(old_case, browser):
    form = {"kind": "case", "number": old_case.number, "reason": "2031/12", "until": ""}
    shown = text_of(browser.post("/retention/holds/", form, follow=True))
    assert "It is held." in shown
    assert "Dina Privé" in shown
    again = browser.post("/retention/holds/", form)
    assert again.status_code == 422
    assert "This is held already." in text_of(again)
    shown = text_of(browser.post("/retention/preview/", follow=True))
    assert "go for good" not in shown
    hold = LegalHold.objects.get()
    browser.post(f"/retention/holds/{hold.pk}/lift/")
    assert "Let 1 record go for good" in text_of(browser.post("/retention/preview/", follow=True))


def test_a_hold_on_something_else_is_refused_with_what_was_typed_kept(browser):
    form = {"kind": "customer", "number": "twelve", "reason": "x", "until": "2020-01-01"}
    answer = browser.post("/retention/holds/", form)
    assert answer.status_code == 422
    assert 'value="twelve"' in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_a_preview_of_another_day_is_not_offered_and_not_started(old_case, browser, clock):
    browser.post("/retention/preview/")
    clock.at(clock.moment + timedelta(days=1))
    assert "go for good" not in text_of(browser.get("/retention/"))
    run = RetentionRun.objects.get()
    shown = text_of(browser.post(f"/retention/runs/{run.pk}/start/", follow=True))
    assert "Make a new preview" in shown
    assert Case.objects.exists()


def test_the_auditor_looks_and_cannot_change(utility, sign_in):
    browser = sign_in(make.employee(utility, role=Role.AUDITOR))
    shown = text_of(browser.get("/retention/"))
    assert "Count what would go" not in shown
    assert browser.post("/retention/preview/").status_code == 403


def test_somebody_elses_ids_lead_nowhere(browser, utility):
    case = make.case(topic_code="ombuds")
    hold = LegalHold.objects.create(
        subject=f"case:{case.number}",
        compartment="ombuds",
        reason="x",
        placed_on=make.MONDAY.date(),
    )
    assert browser.post(f"/retention/holds/{hold.pk}/lift/").status_code == 404
    assert case.number not in text_of(browser.get("/retention/"))
    form = {"kind": "case", "number": case.number, "reason": "x", "until": ""}
    assert "There is no such case" in text_of(browser.post("/retention/holds/", form))


def test_the_page_asks_no_more_for_many_runs_and_holds(
    browser, utility, django_assert_max_num_queries
):
    for _number in range(5):
        opened = make.case()
        LegalHold.objects.create(
            subject=f"case:{opened.number}",
            compartment="ordinary",
            reason="x",
            placed_on=make.MONDAY.date(),
        )
        browser.post("/retention/preview/")
    with django_assert_max_num_queries(12):
        browser.get("/retention/")
