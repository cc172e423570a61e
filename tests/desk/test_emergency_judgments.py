"""A judgment of an emergency is asked for in time, of who judges; others see their parts only."""

import re
from datetime import timedelta

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.models import Case, Emergency
from debiet.core.actor import Actor
from debiet.rules.access import Compartment, Role
from debiet.rules.break_glass import Outcome
from debiet.staff.models import Notification
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_emergencies import dpo, lead, on_case, opened_case, partner

__all__ = ["dpo", "lead", "opened_case", "partner"]  # fixtures


def test_the_dpo_is_reminded_a_day_before_and_again_when_it_is_late_until_it_is_judged(
    partner, lead, dpo, opened_case, sign_in, clock
):
    emergency_id = on_case(partner, opened_case, make.local("2026-04-03 15:00"))
    due = Emergency.objects.get().review_due_at
    told = Notification.objects.filter(kind="emergency.unjudged", read_at__isnull=True)
    by = Actor.system("cases.report-emergency")
    assert queries.unjudged_ids(at=due - timedelta(days=1, minutes=1)) == []
    for at in (due - timedelta(hours=23), due - timedelta(hours=1), due + timedelta(hours=1)):
        assert queries.unjudged_ids(at=at) == [emergency_id]
        cases.tell_unjudged(emergency_id=emergency_id, by=by, at=at)
    assert {one.employee_id for one in told} == {dpo.employee_id}
    clock.at(due + timedelta(hours=2))
    desk = sign_in(dpo)
    words = text_of(desk.get("/notices/"))
    assert "is to be judged within a day" in words
    assert "should have been judged by now" in words
    assert rail_count(desk) == ("1", True)

    cases.review_emergency(
        emergency_id=emergency_id,
        outcome=Outcome.JUSTIFIED,
        words="Ja.",
        by=dpo.actor,
        at=due + timedelta(hours=3),
    )
    assert not told.all().exists()
    assert queries.unjudged_ids(at=due + timedelta(hours=3)) == []
    assert rail_count(desk) == ("0", False)
    assert rail_count(sign_in(lead)) is None


def rail_count(browser):
    """Return what the rail counts beside the emergencies, and whether it is late; None for none."""
    page = browser.get("/work/mine/").content.decode()
    entry = re.search(r'href="/emergencies/"[^>]*>(.*?)</a>', page, re.DOTALL)[1]
    count = re.search(r'class="(count[^"]*)"[^>]*>\s*([\d+]+)', entry)
    return (count[2], "late" in count[1]) if count else None


def test_the_dpo_judges_what_was_opened_in_any_part_and_others_read_of_their_own_only(
    utility, agent, dpo, sign_in
):
    opened = make.case()
    Case.objects.filter(number=opened.number).update(compartment=Compartment.HR)
    emergency_id = on_case(agent, opened)
    seen = queries.emergencies(viewer=dpo.actor, at=make.MONDAY)
    assert [one.emergency_id for one in seen] == [emergency_id]
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    assert queries.emergencies(viewer=lead.actor, at=make.MONDAY) == []
