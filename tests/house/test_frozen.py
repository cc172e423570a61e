"""Nobody does anything on a case that the ombuds function has, but take a message down for it."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import (
    Callback,
    Case,
    CaseLink,
    ConflictOffer,
    Interaction,
    InternalTask,
    Rating,
    SuggestedLink,
)
from debiet.core.actor import Actor
from debiet.core.operations import ACTIONS
from debiet.rules.access import Role
from debiet.rules.bulk import BulkKind
from debiet.rules.case_links import LinkSide
from debiet.rules.cases import (
    AttemptOutcome,
    Carrier,
    Direction,
    LinkOutcome,
    Priority,
    Route,
    Segment,
)
from debiet.rules.complaints import Regime
from debiet.rules.internal_tasks import ConflictReason, TaskState
from debiet.rules.rating import Settled
from debiet.rules.sla import PauseReason
from tests import make

AT = make.MONDAY + timedelta(hours=3)
UNTIL = make.MONDAY + timedelta(days=45)
OFFICE = Actor.system("complaints.office")

pytestmark = pytest.mark.django_db

REFUSED = {
    "write_letter": {"composing": cases.Composing("status-code", "Over uw vraag")},
    "answer_case": {"text": "Zo.", "seen_version": 0},
    "record_contact": {
        "carrier": Carrier.PHONE,
        "direction": Direction.OUT,
        "text": "Gebeld.",
        "happened_at": AT,
    },
    "merge_case": {"leading_number": "other", "seen_version": 0},
    "unmerge_case": {},
    "ask_task": {"team_id": 1, "words": "Waarom?"},
    "step_task": {
        "task_id": "task",
        "state": TaskState.ANSWERED,
        "words": "Daarom.",
        "seen_version": 1,
    },
    "take_task": {"task_id": "task", "seen_version": 1},
    "settle_offer": {"offer_id": "offer"},
    "rate_case": {"score": 5},
    "settle_rating": {"rating_id": "rating", "as_what": Settled.COMPLAINT},
    "edit_case": {
        "changes": cases.CaseChanges("Iets", "invoice", Priority.HIGH, 1, None),
        "seen_version": 0,
    },
    "assign_case": {"employee_id": None, "seen_version": 0},
    "pause_case": {"reason": PauseReason.WAITING_FOR_CUSTOMER, "seen_version": 0},
    "resume_case": {"seen_version": 0},
    "extend_term": {"months": 2, "reason": "complex", "source": "letter"},
    "resolve_case": {"topic_code": None, "seen_version": 0},
    "reopen_case": {"seen_version": 0},
    "write_note": {"text": "Nota."},
    "link_customer": {"customer_id": None, "seen_version": 0},
    "correct_moment": {"entry_id": 1, "corrected_to": AT, "reason": "mistake"},
    "snooze_case": {"until": UNTIL, "seen_version": 0},
    "wake_case": {"reason": "moment"},
    "set_regime": {"regime": Regime.ORDINARY},
    "set_segment": {"segment": Segment.ENTERPRISE},
    "refer_by": {"theme": "bill"},
    "relate_cases": {"other_number": "other", "side": LinkSide.SAME_SUBJECT},
    "unrelate_cases": {"link_id": "link"},
    "settle_suggested_link": {"link_id": "suggested", "outcome": LinkOutcome.DISMISSED},
    "tell_asker": {"template": "", "words": {"nl": "Water."}, "is_substantive": True},
    "promise_callback": {"phone": "0470", "promised_from": AT, "promised_until": UNTIL},
    "record_attempt": {
        "callback_id": "callback",
        "outcome": AttemptOutcome.NO_ANSWER,
        "seen_attempts": 0,
    },
    "withdraw_callback": {"callback_id": "callback"},
    "confirm_solved": {"is_solved": True},
    "split_case": {"contact_id": 1, "topic_code": "invoice", "subject": "", "seen_version": 0},
    "plan_follow_up": {"words": "Kijken.", "due_at": UNTIL, "is_for_team": True},
    "end_follow_up": {"follow_up_id": 1},
    "tell_address": {"email": "an@example.be"},
    "add_way": {
        "interaction_id": 1,
        "way": ("post", "direct"),
        "received_at": AT,
    },
}
"""How each action is tried. What is in quotes is a record of the frozen case."""

TAKES_DOWN = {"add_words", "register_letter", "take_up", "take_raw_message", "register_contact"}
"""A message of the customer is kept, and the office gets it (tests/cases/test_freezing.py)."""

PASSES_OVER = {
    "change_in_bulk", "undo_bulk", "assign_opened", "assign_moved", "assign_again",
    "tell_leads", "tell_low_rating", "tell_missed_callback",
    "tell_follow_up", "tell_task_step", "note_failed_message",
    "note_rejected_letter", "tell_of_emergency", "note_tried", "tell_ombuds_tried",
}  # fmt: skip
"""What is done for many, or by a job, goes on with the others."""

KEEPS_BOOKS = {
    "freeze_case", "thaw_case", "copy_contact", "take_over_deadlines", "take_over_moved",
    "take_over_held_deadline", "take_over_task_deadline", "hand_over", "move_team_work",
    "send_code", "erase_cases", "tie_call_to_case", "be_present",
}  # fmt: skip
"""Freezing itself; terms as they stand; whose it is when somebody leaves; the customer's way in;
being forgotten. None changes what was said or decided."""

NOT_OF_A_CASE = {
    "ask_question", "keep_question", "open_case", "ask_code", "quarantine", "open_from_quarantine",
    "set_aside", "take_back", "open_emergency", "tell_unjudged", "break_the_glass", "end_emergency",
    "review_emergency", "erase_emergencies",
    "show_notice", "place_notice", "save_topic", "add_topic", "change_topic", "retire_topic",
    "merge_topic", "bring_back_topic", "set_assignment", "let_go", "retire_team", "report_leaver",
    "send_digest", "mail_notice", "merge_two_customers", "find_duplicate_customers",
}  # fmt: skip


def frozen(utility, agent):
    """Make a case with everything that hangs on one, and freeze it; return the records by name."""
    by = {"by": agent.actor, "at": AT}
    opened, other = make.case(), make.case(contact=Contact(name="Jan", email="jan@example.be"))
    case_id = opened.case_id
    task = cases.ask_task(case_id=case_id, team_id=utility.team.pk, words="Weet u dit?", **by)
    callback = cases.promise_callback(
        case_id=case_id, phone="0470", promised_from=AT, promised_until=UNTIL, **by
    )
    link = cases.relate_cases(
        case_id=case_id, other_number=other.number, side=LinkSide.SAME_SUBJECT, **by
    )
    common = {"case_id": case_id, "compartment": "ordinary"}
    offer = ConflictOffer.objects.create(
        task_id=task, reason=ConflictReason.OVERDUE, offered_at=AT, **common
    )
    rating = Rating.objects.create(score=1, closed_at=AT, rated_at=AT, **common)
    suggested = SuggestedLink.objects.create(
        other_id=other.case_id, reason="names-number", suggested_at=AT, **common
    )
    cases.freeze_case(case_id=case_id, until=UNTIL, by=OFFICE, at=AT)
    return opened, {
        "task": task,
        "callback": callback,
        "link": link,
        "offer": offer.pk,
        "rating": rating.pk,
        "suggested": suggested.pk,
        "other": other.number,
    }


def everything(case_id):
    """Return all that could have changed."""
    rows = [Case.objects.filter(pk=case_id)]
    rows += [
        model.objects.filter(case_id=case_id)
        for model in (Callback, ConflictOffer, Interaction, InternalTask, Rating, SuggestedLink)
    ]
    rows.append(CaseLink.objects.all())
    return [list(found.order_by("pk").values()) for found in rows]


def test_every_action_on_cases_is_looked_at():
    known = [*REFUSED, *TAKES_DOWN, *PASSES_OVER, *KEEPS_BOOKS, *NOT_OF_A_CASE]
    there = {name.rpartition(".")[2] for name in ACTIONS if name.startswith("cases.")}

    assert sorted(known) == sorted(there)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_an_action_on_a_frozen_case_refuses_and_changes_nothing(name):
    utility = make.utility()
    agent = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    opened, records = frozen(utility, agent)
    wanted = {
        key: records.get(value, value) if isinstance(value, str) else value
        for key, value in REFUSED[name].items()
    }
    if name == "add_way":
        wanted["way"] = cases.Way(Carrier.POST, Route.DIRECT)
    by = make.SYSTEM if name in ("wake_case", "set_regime", "refer_by") else agent.actor
    if name in ("rate_case", "confirm_solved"):
        by = Actor.visitor(opened.case_id)
    action = next(one for key, one in ACTIONS.items() if key.endswith(f".{name}"))
    if name not in ("step_task", "take_task", "settle_rating", "record_attempt"):
        wanted["case_id"] = opened.case_id
    if name == "withdraw_callback":
        del wanted["case_id"]
    before = everything(opened.case_id)

    with pytest.raises(cases.CaseIsWithOmbuds):
        action(by=by, at=AT + timedelta(minutes=5), **wanted)

    assert everything(opened.case_id) == before


def test_nothing_is_merged_into_a_frozen_case():
    utility = make.utility()
    agent = make.employee(utility)
    opened, records = frozen(utility, agent)
    other = Case.objects.get(number=records["other"])

    with pytest.raises(cases.CaseIsWithOmbuds):
        cases.merge_case(
            case_id=other.pk,
            leading_number=opened.number,
            seen_version=other.version,
            by=agent.actor,
            at=AT,
        )


def test_a_change_of_many_passes_over_it():
    utility = make.utility()
    agent = make.employee(utility)
    opened, records = frozen(utility, agent)
    other = Case.objects.get(number=records["other"])
    versions = dict(Case.objects.values_list("pk", "version"))

    cases.change_in_bulk(
        plan=cases.BulkPlan("k", BulkKind.ASSIGN, str(agent.employee_id), versions),
        by=agent.actor,
        at=AT,
    )

    other.refresh_from_db()
    assert other.assignee_id == agent.employee_id
    assert Case.objects.get(pk=opened.case_id).assignee_id is None
