"""Cases that are linked: read from both sides, by those who may see both."""

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import CaseLink
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.rules.case_links import LinkSide
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def burst(utility):
    return make.case(subject="Breuk in de Kouterbaan")


@pytest.fixture
def dry(utility):
    return make.case(subject="Geen water")


def related(browser, here, there, side="caused-by"):
    return browser.post(
        f"/cases/{here.number}/related/", {"side": side, "other": there.number}, follow=True
    )


def test_a_link_is_read_from_both_sides(browser_of_agent, burst, dry):
    done = text_of(related(browser_of_agent, dry, burst))

    assert "The two cases show each other now." in done
    assert f"is caused by {burst.number} Breuk in de Kouterbaan" in done
    there = text_of(browser_of_agent.get(f"/cases/{burst.number}/"))
    assert f"is the cause of {dry.number} Geen water" in there


def test_the_same_link_said_from_the_other_side_is_one(browser_of_agent, burst, dry):
    related(browser_of_agent, dry, burst)
    related(browser_of_agent, burst, dry, side="cause-of")

    assert CaseLink.objects.count() == 1


def test_the_opposite_is_refused_with_what_to_do(browser_of_agent, burst, dry):
    related(browser_of_agent, dry, burst)

    assert "Take that link away first." in text_of(related(browser_of_agent, burst, dry))
    assert CaseLink.objects.count() == 1


def test_a_link_that_is_taken_away_can_be_made_again_and_both_are_kept(
    browser_of_agent, agent, burst, dry
):
    related(browser_of_agent, dry, burst)
    link = CaseLink.objects.get()
    for _time in range(2):
        answer = browser_of_agent.post(f"/cases/{burst.number}/related/{link.pk}/end/", follow=True)
        assert "The link is gone." in text_of(answer)
    assert "is caused by" not in text_of(browser_of_agent.get(f"/cases/{dry.number}/"))

    related(browser_of_agent, dry, burst)

    assert list(CaseLink.objects.order_by("id").values_list("ended_at", flat=True)) == [
        make.MONDAY,
        None,
    ]
    ended = AuditEntry.objects.filter(action="cases.relating.unrelate_cases")
    assert {row.reference for row in ended} == {f"case:{burst.number}", f"case:{dry.number}"}
    assert {row.user_id for row in ended} == {agent.user_id}


@pytest.mark.parametrize("typed", ["", "x", "2026-999999", "own", "hidden"])
def test_a_case_that_is_not_there_or_not_for_one_is_the_same(browser_of_agent, burst, typed):
    hidden = make.case(topic_code="ombuds").number
    number = {"own": burst.number, "hidden": hidden}.get(typed, typed)

    answer = browser_of_agent.post(
        f"/cases/{burst.number}/related/", {"side": "caused-by", "other": number}
    )

    assert answer.status_code == 200
    if typed in ("2026-999999", "own", "hidden"):
        assert f"No other case has the number {number}" in text_of(answer)
    assert not CaseLink.objects.exists()


def test_who_may_not_see_the_other_case_is_shown_no_link(browser_of_agent, utility, sign_in, burst):
    hidden = make.case(topic_code="ombuds", subject="Geheim")
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    cases.relate_cases(
        case_id=burst.case_id,
        other_number=hidden.number,
        side=LinkSide.CAUSED_BY,
        by=ombuds.actor,
        at=make.MONDAY,
    )
    assert "Geheim" in text_of(sign_in(ombuds).get(f"/cases/{burst.number}/"))

    shown = text_of(browser_of_agent.get(f"/cases/{burst.number}/"))

    assert "Geheim" not in shown
    assert hidden.number not in shown
    assert "Linked cases" not in shown
    assert set(
        AuditEntry.objects.filter(action="cases.relating.relate_cases").values_list(
            "compartment", flat=True
        )
    ) == {"ombuds"}
    link = CaseLink.objects.get()
    answer = browser_of_agent.post(f"/cases/{burst.number}/related/{link.pk}/end/")
    assert answer.status_code == 404
    assert CaseLink.objects.get().ended_at is None


def test_a_link_of_two_other_cases_is_not_found(browser_of_agent, burst, dry):
    related(browser_of_agent, dry, burst)
    third = make.case()

    answer = browser_of_agent.post(
        f"/cases/{third.number}/related/{CaseLink.objects.get().pk}/end/"
    )

    assert answer.status_code == 404
    assert CaseLink.objects.get().ended_at is None
