"""A case from question to answer."""

from datetime import timedelta

import pytest

from debiet.cases import actions, queries
from debiet.cases.actions import BeforeOpening, CaseChanges, EmptyText, InTheFuture, NoAddress
from debiet.cases.actions.locking import WrongState
from debiet.cases.actions.opening import UnknownTopic
from debiet.cases.models import Case, CaseTopic, Interaction
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.correspondence.models import Message
from debiet.rules.access import Role
from debiet.rules.cases import Carrier, CaseState, Direction, Priority
from debiet.rules.sla import ClockStatus, Milestone
from debiet.terms import queries as terms
from tests import make

pytestmark = pytest.mark.django_db


def clocks(number, *, at):
    views = terms.clock_views(f"case:{number}", viewer=make.SYSTEM, at=at)
    return {view.milestone: view for view in views}


def answer(opened, *, by, at, text="Uw factuur klopt.", **options):
    case = Case.objects.get(pk=opened.case_id)
    return actions.answer_case(
        case_id=case.pk, text=text, seen_version=case.version, by=by, at=at, **options
    )


def test_opening_a_case_starts_its_clocks_and_writes_an_acknowledgement():
    make.utility()

    opened = make.case(at=make.local("2026-03-02 16:00"))

    case = Case.objects.get(pk=opened.case_id)
    assert case.due_at == make.local("2026-03-03 16:00")
    assert case.state == CaseState.OPEN
    page = queries.case_page(opened.case_id, viewer=make.SYSTEM)
    assert [entry.is_automatic for entry in page.timeline] == [False, True]
    assert opened.code in page.timeline[1].text
    assert "uiterlijk op maandag 16 maart 2026" in page.timeline[1].text


def test_opening_a_case_refuses_an_unknown_topic_and_an_empty_text():
    make.utility()

    with pytest.raises(UnknownTopic):
        make.case(topic_code="no-such-topic")
    with pytest.raises(EmptyText):
        make.case(text=" \n\x00 ")
    assert Case.objects.count() == 0


def test_an_answer_in_time_meets_every_clock_and_closes_the_case():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.local("2026-03-02 16:00"))

    answer(opened, by=agent.actor, at=make.local("2026-03-03 10:00"))

    stand = clocks(opened.number, at=make.local("2026-03-03 10:00"))
    assert stand[Milestone.FIRST_REPLY].in_time is True
    assert stand[Milestone.SERVICE_GUARANTEE].status == ClockStatus.MET
    assert stand[Milestone.RESOLUTION].status == ClockStatus.MET
    case = Case.objects.get(pk=opened.case_id)
    assert (case.state, case.due_at) == (CaseState.RESOLVED, None)
    message = Message.objects.get(purpose="answer")
    assert message.recipient_address == "ann@example.be"
    assert message.text.startswith("Uw factuur klopt.")
    assert "Niet tevreden?" in message.text
    assert CaseTopic.objects.get(case=case, moment="close").topic_code == "invoice"


def test_a_holding_reply_meets_the_first_reply_but_not_the_guarantee():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)

    answer(
        opened,
        by=agent.actor,
        at=make.MONDAY + timedelta(hours=1),
        is_substantive=False,
        resolves=False,
    )

    stand = clocks(opened.number, at=make.MONDAY + timedelta(hours=2))
    assert stand[Milestone.FIRST_REPLY].status == ClockStatus.MET
    assert stand[Milestone.SERVICE_GUARANTEE].status == ClockStatus.RUNNING
    assert Case.objects.get(pk=opened.case_id).state == CaseState.OPEN


def test_the_acknowledgement_is_no_first_reply():
    make.utility()

    opened = make.case(at=make.MONDAY)

    stand = clocks(opened.number, at=make.MONDAY)
    assert stand[Milestone.FIRST_REPLY].status == ClockStatus.RUNNING


def test_a_call_recorded_later_mends_the_breach_and_both_moments_are_kept():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.local("2026-03-02 09:00"))
    called, recorded = make.local("2026-03-02 10:00"), make.local("2026-03-03 15:00")
    late = clocks(opened.number, at=recorded)[Milestone.FIRST_REPLY]
    assert late.is_breached

    actions.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.OUT,
        text="Gebeld en uitgelegd.",
        happened_at=called,
        by=agent.actor,
        at=recorded,
    )

    mended = clocks(opened.number, at=recorded)[Milestone.FIRST_REPLY]
    assert (mended.reached_at, mended.in_time) == (called, True)
    row = terms.ledger(f"case:{opened.number}", viewer=make.SYSTEM)[-1]
    assert (row.occurred_at, row.recorded_at) == (called, recorded)


def test_a_contact_is_recorded_neither_before_the_case_nor_before_it_happened():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)

    def record(happened_at):
        actions.record_contact(
            case_id=opened.case_id,
            carrier=Carrier.PHONE,
            direction=Direction.OUT,
            text="Gebeld.",
            happened_at=happened_at,
            by=agent.actor,
            at=make.MONDAY + timedelta(hours=1),
        )

    with pytest.raises(BeforeOpening):
        record(make.MONDAY - timedelta(minutes=1))
    with pytest.raises(InTheFuture):
        record(make.MONDAY + timedelta(hours=2))
    assert Interaction.objects.filter(carrier=Carrier.PHONE).count() == 0


def test_an_answer_is_held_back_when_the_customer_wrote_meanwhile():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)
    seen = Case.objects.get(pk=opened.case_id).version
    actions.add_words(
        case_id=opened.case_id,
        text="Ik heb het zelf gevonden.",
        by=Actor.visitor(opened.case_id),
        at=make.MONDAY + timedelta(minutes=5),
    )

    with pytest.raises(ChangedMeanwhile):
        actions.answer_case(
            case_id=opened.case_id,
            text="Antwoord",
            seen_version=seen,
            by=agent.actor,
            at=make.MONDAY + timedelta(minutes=6),
        )
    assert not Message.objects.filter(purpose="answer").exists()


def test_an_answer_needs_an_address():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(contact=actions.Contact(name="Ann", phone="0470 12 34 56"))

    with pytest.raises(NoAddress):
        answer(opened, by=agent.actor, at=make.MONDAY)


def test_a_question_by_phone_is_answered_at_the_linked_customers_own_address():
    utility = make.utility()
    agent = make.employee(utility)
    make.customer(email="ann.thuis@example.be", phone="0470123456")
    opened = make.case(contact=actions.Contact(name="Ann", phone="0470 12 34 56"))
    page = queries.case_page(opened.case_id, viewer=agent.actor)
    assert page.ways.written.address == "ann.thuis@example.be"

    answer(opened, by=agent.actor, at=make.MONDAY)

    sent = Message.objects.order_by("id").values_list("purpose", "recipient_address")
    assert list(sent) == [
        ("acknowledgement", "ann.thuis@example.be"),
        ("answer", "ann.thuis@example.be"),
    ]


def test_a_solved_case_opens_again_when_the_customer_says_no_and_closed_time_does_not_count():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.local("2026-03-02 09:00"))
    due = clocks(opened.number, at=make.MONDAY)[Milestone.RESOLUTION].due_at
    answer(opened, by=agent.actor, at=make.local("2026-03-02 10:00"))

    actions.confirm_solved(
        case_id=opened.case_id,
        is_solved=False,
        by=Actor.visitor(opened.case_id),
        at=make.local("2026-03-03 10:00"),
    )

    case = Case.objects.get(pk=opened.case_id)
    stand = clocks(opened.number, at=make.local("2026-03-03 10:00"))
    assert case.state == CaseState.OPEN
    assert stand[Milestone.RESOLUTION].due_at == due + timedelta(days=3)  # over a weekend


def test_saying_that_it_is_solved_twice_changes_nothing_more():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)
    answer(opened, by=agent.actor, at=make.MONDAY + timedelta(hours=1), resolves=False)
    visitor = Actor.visitor(opened.case_id)
    for minute in (0, 1):
        actions.confirm_solved(
            case_id=opened.case_id,
            is_solved=True,
            by=visitor,
            at=make.MONDAY + timedelta(hours=2, minutes=minute),
        )

    case = Case.objects.get(pk=opened.case_id)
    assert case.resolved_at == make.MONDAY + timedelta(hours=2)
    assert CaseTopic.objects.filter(case=case, moment="close").count() == 1


def test_a_customers_yes_to_a_closed_case_is_kept_and_forgotten_when_it_opens_again():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)
    answer(opened, by=agent.actor, at=make.MONDAY + timedelta(hours=1))
    visitor = Actor.visitor(opened.case_id)
    said = make.MONDAY + timedelta(hours=2)
    actions.confirm_solved(case_id=opened.case_id, is_solved=True, by=visitor, at=said)
    assert Case.objects.get(pk=opened.case_id).confirmed_at == said

    actions.confirm_solved(
        case_id=opened.case_id, is_solved=False, by=visitor, at=said + timedelta(hours=1)
    )

    assert Case.objects.get(pk=opened.case_id).confirmed_at is None


def test_a_customers_no_is_a_question_that_is_owed_an_answer():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.MONDAY)
    answer(opened, by=agent.actor, at=make.MONDAY + timedelta(hours=1))

    actions.confirm_solved(
        case_id=opened.case_id,
        is_solved=False,
        by=Actor.visitor(opened.case_id),
        at=make.MONDAY + timedelta(hours=2),
    )

    at = make.MONDAY + timedelta(hours=2)
    assert clocks(opened.number, at=at)[Milestone.NEXT_REPLY].status == ClockStatus.RUNNING


def test_a_visitor_cannot_touch_another_case():
    make.utility()
    own, other = make.case(), make.case()

    with pytest.raises(NotFound):
        actions.add_words(
            case_id=other.case_id,
            text="Hallo",
            by=Actor.visitor(own.case_id),
            at=make.MONDAY,
        )


def test_two_employees_saving_one_case_the_second_is_told():
    utility = make.utility()
    first, second = make.employee(utility), make.employee(utility)
    opened = make.case()
    seen = Case.objects.get(pk=opened.case_id).version
    changes = CaseChanges(
        subject="Eerste",
        topic_code="invoice",
        priority=Priority.HIGH,
        team_id=utility.team.pk,
        assignee_id=first.employee_id,
    )
    actions.edit_case(
        case_id=opened.case_id, changes=changes, seen_version=seen, by=first.actor, at=make.MONDAY
    )

    with pytest.raises(ChangedMeanwhile):
        actions.edit_case(
            case_id=opened.case_id,
            changes=changes,
            seen_version=seen,
            by=second.actor,
            at=make.MONDAY,
        )
    assert Case.objects.get(pk=opened.case_id).subject == "Eerste"


def test_a_case_does_not_go_to_a_team_behind_another_wall():
    utility = make.utility()
    ombuds = make.employee(utility, role=Role.OMBUDS)
    opened = make.case()
    seen = Case.objects.get(pk=opened.case_id).version

    with pytest.raises(actions.OtherCompartment):
        actions.edit_case(
            case_id=opened.case_id,
            changes=CaseChanges("x", "invoice", Priority.NORMAL, utility.ombuds_team.pk, None),
            seen_version=seen,
            by=ombuds.actor,
            at=make.MONDAY,
        )


def test_closing_a_closed_case_is_refused():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case()
    answer(opened, by=agent.actor, at=make.MONDAY)
    version = Case.objects.get(pk=opened.case_id).version

    with pytest.raises(WrongState):
        actions.resolve_case(
            case_id=opened.case_id,
            topic_code=None,
            seen_version=version,
            by=agent.actor,
            at=make.MONDAY,
        )


@pytest.mark.parametrize("role", [Role.HR, Role.FINANCE, Role.AUDITOR, Role.DPO, Role.ADMIN])
def test_those_who_do_not_handle_cases_may_not_answer(role):
    utility = make.utility()
    somebody = make.employee(utility, role=role)
    opened = make.case()

    with pytest.raises(NotAllowed):
        answer(opened, by=somebody.actor, at=make.MONDAY)


def test_every_step_of_an_answer_stands_in_the_audit_under_one_operation():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case()
    newest = AuditEntry.objects.order_by("-id").first().pk

    answer(opened, by=agent.actor, at=make.MONDAY)

    rows = AuditEntry.objects.filter(pk__gt=newest)
    assert len({row.operation_id for row in rows}) == 1
    assert {row.user_id for row in rows} == {agent.user_id}
    assert "cases.answering.answer_case" in {row.action for row in rows}
