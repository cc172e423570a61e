"""Merging at the desk: asked, said on both pages, undone from either."""

import pytest

from debiet.cases.actions import Contact
from debiet.cases.models import Case
from tests import make
from tests.desk.reading import offered, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(utility):
    return make.case(subject="Geen water")


@pytest.fixture
def leading(utility):
    return make.case(subject="Breuk in de Kouterbaan")


def merge(browser, case, leading, **changes):
    fields = {"other": leading.number, "seen_version": "1"} | changes
    return browser.post(f"/cases/{case.number}/merge/", fields, follow=True)


def test_a_merge_leads_to_the_leading_case_and_both_say_so(browser_of_agent, case, leading):
    done = merge(browser_of_agent, case, leading)

    assert done.redirect_chain[-1][0].startswith(f"/cases/{leading.number}/")
    assert "It is handled in the leading case from now on." in text_of(done)
    assert f"Handled here as well: {case.number} Geen water" in text_of(done)
    there = browser_of_agent.get(f"/cases/{case.number}/")
    said = f"This case was merged into {leading.number} Breuk in de Kouterbaan"
    assert said in text_of(there)
    assert offered(there) == {"note", "unmerge"}


@pytest.mark.parametrize("is_from_leading", [True, False])
def test_it_is_undone_from_either_page(browser_of_agent, case, leading, is_from_leading):
    merge(browser_of_agent, case, leading)

    back = {"back": leading.number} if is_from_leading else {}
    done = browser_of_agent.post(f"/cases/{case.number}/unmerge/", back, follow=True)

    assert f"The merge is undone: {case.number} stands by itself again." in text_of(done)
    here = leading if is_from_leading else case
    assert done.redirect_chain[-1][0].startswith(f"/cases/{here.number}/")
    assert not Case.objects.filter(merged_into__isnull=False).exists()


def test_different_customers_are_asked_about_and_confirmed(browser_of_agent, case, utility):
    other = make.case(contact=Contact(name="Jan", email="jan@example.be"))
    assert "confirmed" not in browser_of_agent.get(f"/cases/{case.number}/merge/").content.decode()

    asked = merge(browser_of_agent, case, other)
    assert "The two cases are not from the same customer." in text_of(asked)
    assert 'name="confirmed"' in asked.content.decode()
    assert not Case.objects.filter(merged_into__isnull=False).exists()

    done = merge(browser_of_agent, case, other, confirmed="on")
    assert "another customer: answers do not reach this one" in text_of(done)


def test_a_case_that_changed_meanwhile_is_not_merged(browser_of_agent, case, leading):
    done = merge(browser_of_agent, case, leading, seen_version="7")

    assert "This case changed while you looked at it." in text_of(done)


def test_a_case_behind_a_wall_is_no_case_to_merge_into(browser_of_agent, case):
    hidden = make.case(topic_code="ombuds")

    assert f"No other case has the number {hidden.number}" in text_of(
        merge(browser_of_agent, case, hidden)
    )
    assert browser_of_agent.post(f"/cases/{hidden.number}/unmerge/").status_code == 404
