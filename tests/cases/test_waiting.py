"""A case that waits for its customer."""

from datetime import timedelta

import pytest

from debiet.cases import actions
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.rules.cases import CaseState
from debiet.rules.sla import ClockStatus, Milestone, PauseReason
from debiet.terms import queries as terms
from tests import make

pytestmark = pytest.mark.django_db


def clocks(number, *, at):
    views = terms.clock_views(f"case:{number}", viewer=make.SYSTEM, at=at)
    return {view.milestone: view for view in views}


def wait_for_customer(case, *, by):
    actions.pause_case(
        case_id=case.pk,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=case.version,
        by=by,
        at=make.MONDAY + timedelta(hours=1),
    )


def test_waiting_pauses_the_resolution_only():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)
    before = clocks(opened.number, at=make.MONDAY)
    case = Case.objects.get(pk=opened.case_id)

    wait_for_customer(case, by=agent.actor)

    stand = clocks(opened.number, at=make.MONDAY + timedelta(hours=2))
    assert stand[Milestone.RESOLUTION].status == ClockStatus.PAUSED
    assert stand[Milestone.FIRST_REPLY].due_at == before[Milestone.FIRST_REPLY].due_at
    assert stand[Milestone.SERVICE_GUARANTEE].due_at == before[Milestone.SERVICE_GUARANTEE].due_at
    assert Case.objects.get(pk=case.pk).state == CaseState.WAITING


def test_a_waiting_case_goes_on_when_the_customer_writes():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)
    case = Case.objects.get(pk=opened.case_id)
    wait_for_customer(case, by=agent.actor)

    actions.add_words(
        case_id=case.pk,
        text="Hier is de factuur.",
        by=Actor.visitor(case.pk),
        at=make.MONDAY + timedelta(hours=3),
    )

    case.refresh_from_db()
    assert (case.state, case.waiting_reason) == (CaseState.OPEN, "")
