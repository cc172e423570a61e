"""Merging cases by a pointer, what follows, and undoing it."""

from datetime import timedelta

import pytest
from django.core import serializers

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import (
    CaseIsMerged,
    ClosedCase,
    Contact,
    LeadingIsMerged,
    LeadsOthers,
    NoOtherCase,
    OtherAsker,
    OtherCompartment,
)
from debiet.cases.models import Case, Interaction
from debiet.cases.queries import Scope, Worklist
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile
from debiet.correspondence.models import Message
from debiet.rules.access import Role
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.sla import EntryKind, PauseReason
from debiet.staff.models import Notification
from debiet.terms import actions as terms
from debiet.terms.models import Clock, ClockEntry, LevelMark
from tests import mails, make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = make.MONDAY + HOUR


@pytest.fixture
def lead(db):
    return make.employee(make.utility(), role=Role.TEAM_LEAD, is_lead=True)


@pytest.fixture
def early(lead):
    """The case that came in first, and is merged."""
    return make.case(subject="Geen water", at=make.MONDAY)


@pytest.fixture
def late(lead):
    """The case that came in later, and leads."""
    return make.case(subject="Nog altijd geen water", at=LATER)


def row(opened):
    return Case.objects.get(pk=opened.case_id)


def merge(case, into, lead, *, at=LATER, **options):
    cases.merge_case(
        case_id=case.case_id,
        leading_number=into.number,
        seen_version=row(case).version,
        by=lead.actor,
        at=at,
        **options,
    )


def answer(opened, lead, *, at, resolves=False):
    return cases.answer_case(
        case_id=opened.case_id,
        text="Zo.",
        seen_version=row(opened).version,
        resolves=resolves,
        by=lead.actor,
        at=at,
    )


def clocks(opened):
    """Return how the clocks of a case stand, whatever was marked of them."""
    fields = ("milestone", "status", "started_at", "due_at", "at_risk_at", "reached_at")
    found = Clock.objects.filter(reference=f"case:{opened.number}").order_by("id")
    return list(found.values(*fields))


def stored(model, **wanted):
    return serializers.serialize("json", model.objects.filter(**wanted).order_by("pk"))


def test_the_earliest_receipt_is_what_the_leading_case_owes(lead, early, late):
    due = row(early).due_at
    assert due < row(late).due_at

    merge(early, late, lead)

    assert row(late).due_at == due
    assert row(early).merged_into_id == late.case_id
    assert row(early).state == CaseState.OPEN


def test_a_merged_case_leaves_the_worklists_and_the_leading_one_shows_its_words(lead, early, late):
    merge(early, late, lead)

    scope = Scope(lead.employee_id, ())
    listed = queries.worklist(Worklist.OPEN, scope=scope, viewer=lead.actor, at=LATER)
    assert [one.number for one in listed.rows] == [late.number]
    page = queries.case_page(late.case_id, viewer=lead.actor)
    assert {entry.number for entry in page.timeline} == {"", early.number}
    assert [one.number for one in page.merged_cases] == [early.number]
    there = queries.case_page(early.case_id, viewer=lead.actor)
    assert there.merged_into.number == late.number


def test_an_answer_to_the_leading_case_reaches_the_clocks_of_both(lead, early, late):
    merge(early, late, lead)

    answer(late, lead, at=LATER + HOUR, resolves=True)

    assert {one["status"] for one in clocks(early)} <= {"met", "ended", "not_started"}
    assert row(late).due_at is None
    reached = {one["milestone"]: one["reached_at"] for one in clocks(early)}
    assert reached["first_reply"] == reached["service_guarantee"] == LATER + HOUR


def test_what_answered_the_leading_case_before_is_no_answer_to_the_merged_one(lead, early, late):
    answer(late, lead, at=LATER)

    merge(early, late, lead, at=LATER + HOUR)

    assert {one["reached_at"] for one in clocks(early)} == {None}
    assert row(late).due_at == min(one["due_at"] for one in clocks(early) if one["due_at"])


def test_undoing_leaves_every_row_as_it_was(lead, early, late):
    before = clocks(early), clocks(late)
    rows = [
        (model, wanted, stored(model, **wanted))
        for model, wanted in (
            (Interaction, {}),
            (Message, {}),
            (ClockEntry, {"reference": f"case:{late.number}"}),
        )
    ]
    was = [Case.objects.filter(pk=one.case_id).values().get() for one in (early, late)]

    merge(early, late, lead)
    for _time in range(2):
        cases.unmerge_case(case_id=early.case_id, by=lead.actor, at=LATER)

    for model, wanted, once in rows:
        assert stored(model, **wanted) == once
    now = [Case.objects.filter(pk=one.case_id).values().get() for one in (early, late)]
    for old, new in zip(was, now, strict=True):
        assert old | {"version": 0} == new | {"version": 0}
    assert (clocks(early), clocks(late)) == before


def test_undoing_keeps_what_came_since_and_takes_back_what_was_followed(lead, early, late):
    merge(early, late, lead)
    cases.pause_case(
        case_id=late.case_id,
        reason=PauseReason.WAITING_FOR_WORKS,
        seen_version=row(late).version,
        by=lead.actor,
        at=LATER,
    )
    answer(late, lead, at=LATER + HOUR, resolves=True)
    cases.add_words(
        case_id=early.case_id, text="Nog dit", by=Actor.visitor(early.case_id), at=LATER + 2 * HOUR
    )
    assert row(late).state == CaseState.OPEN

    cases.unmerge_case(case_id=early.case_id, by=lead.actor, at=LATER + 3 * HOUR)

    alone = {one["milestone"]: one for one in clocks(early)}
    assert alone["first_reply"]["reached_at"] is None
    assert alone["first_reply"]["started_at"] == make.MONDAY
    assert alone["resolution"]["status"] == "running"
    assert row(early).due_at == alone["first_reply"]["due_at"]
    assert list(Interaction.objects.filter(case=row(early)).values_list("text", flat=True))[-1] == (
        "Nog dit"
    )


def test_merged_again_it_follows_only_what_comes_then(lead, early, late):
    merge(early, late, lead)
    answer(late, lead, at=LATER)
    cases.unmerge_case(case_id=early.case_id, by=lead.actor, at=LATER)

    merge(early, late, lead)
    assert {one["reached_at"] for one in clocks(early)} == {None}
    answer(late, lead, at=LATER + HOUR)

    reached = {one["milestone"]: one["reached_at"] for one in clocks(early)}
    assert reached["first_reply"] == LATER + HOUR


def test_words_to_a_merged_case_wake_the_leading_one_and_stop_whoever_answers(lead, early, late):
    merge(early, late, lead)
    answer(late, lead, at=LATER, resolves=True)
    seen = row(late).version

    cases.add_words(
        case_id=early.case_id, text="Het is er weer", by=Actor.visitor(early.case_id), at=LATER
    )

    assert row(late).state == CaseState.OPEN
    assert row(late).due_at is not None
    with pytest.raises(ChangedMeanwhile):
        cases.answer_case(
            case_id=late.case_id, text="x", seen_version=seen, by=lead.actor, at=LATER
        )


def test_a_mail_that_answers_the_merged_case_reaches_the_leading_one(lead, early, late):
    answer(early, lead, at=make.MONDAY)
    ours = Message.objects.get(purpose="answer").message_id
    merge(early, late, lead)

    outcome = mails.take(mails.written("Toch niet", in_reply_to=ours), at=LATER + HOUR)

    assert outcome.number == early.number
    page = queries.case_page(late.case_id, viewer=lead.actor)
    assert page.timeline[-1].text.strip() == "Toch niet"
    assert page.timeline[-1].number == early.number
    assert page.due_at is not None


def test_a_call_about_a_merged_case_is_written_down_in_the_leading_one(lead, early, late):
    merge(early, late, lead)

    cases.record_contact(
        case_id=early.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.IN,
        text="Hoe staat het?",
        happened_at=LATER,
        by=lead.actor,
        at=LATER,
    )

    assert Interaction.objects.latest("id").case_id == late.case_id


def test_what_is_done_to_a_merged_case_is_refused_and_says_where(lead, early, late):
    merge(early, late, lead)

    with pytest.raises(CaseIsMerged) as refused:
        answer(early, lead, at=LATER)

    assert late.number in str(refused.value)


def test_both_wait_together(lead, early, late):
    for case in (early, late):
        cases.pause_case(
            case_id=case.case_id,
            reason=PauseReason.WAITING_FOR_CUSTOMER,
            seen_version=1,
            by=lead.actor,
            at=LATER,
        )
    cases.resume_case(case_id=late.case_id, seen_version=2, by=lead.actor, at=LATER)

    merge(early, late, lead, at=LATER)

    statuses = {one["milestone"]: one["status"] for one in clocks(early)}
    assert statuses["resolution"] == "running"
    cases.unmerge_case(case_id=early.case_id, by=lead.actor, at=LATER)
    statuses = {one["milestone"]: one["status"] for one in clocks(early)}
    assert statuses["resolution"] == "paused"


def test_a_corrected_answer_is_corrected_in_both(lead, early, late):
    merge(early, late, lead)
    message = answer(late, lead, at=LATER)
    replied = ClockEntry.objects.get(
        reference=f"case:{late.number}", kind=EntryKind.REPLIED, source=f"message:{message}"
    )

    cases.correct_moment(
        case_id=late.case_id,
        entry_id=replied.pk,
        corrected_to=None,
        reason="never sent",
        by=lead.actor,
        at=LATER + HOUR,
    )

    assert {one["reached_at"] for one in clocks(early)} == {None}
    assert row(late).due_at == min(one["due_at"] for one in clocks(early) if one["due_at"])


def test_the_leads_are_told_of_a_merged_clock_where_it_is_handled(lead, early, late):
    merge(early, late, lead)
    terms.mark_levels(by=Actor.system("terms.sweep"), at=make.MONDAY + timedelta(days=1))
    mark = LevelMark.objects.filter(clock__reference=f"case:{early.number}", level=100).first()

    cases.tell_leads(mark_id=mark.pk, by=Actor.system("cases.tell-leads"), at=LATER)

    assert Notification.objects.get().about == f"case:{late.number}"


def test_what_cannot_be_merged(lead, early, late):
    third = make.case(subject="Nog een")
    hidden = make.case(topic_code="ombuds")
    other = make.case(contact=Contact(name="Jan", email="jan@example.be"))
    closed = make.case()
    cases.resolve_case(
        case_id=closed.case_id, topic_code=None, seen_version=1, by=lead.actor, at=LATER
    )
    ombuds = make.employee(make.Utility(*_teams()), role=Role.OMBUDS)
    merge(early, late, lead)

    for case, into, by, refusal in (
        (early, third, lead, CaseIsMerged),
        (late, third, lead, LeadsOthers),
        (third, early, lead, LeadingIsMerged),
        (third, third, lead, NoOtherCase),
        (third, hidden, lead, NoOtherCase),
        (third, hidden, ombuds, OtherCompartment),
        (third, closed, lead, ClosedCase),
        (other, third, lead, OtherAsker),
    ):
        with pytest.raises(refusal):
            merge(case, into, by)
    merge(other, third, lead, other_asker_confirmed=True)
    assert row(other).merged_into_id == third.case_id


def _teams():
    from debiet.staff.models import Organization, Team

    return (
        Organization.objects.get(is_partner=False),
        Organization.objects.get(is_partner=True),
        *(Team.objects.get(code=code) for code in ("invoices", "ombuds", "line")),
    )


def test_the_customer_is_told_where_the_question_is_handled(lead, early, late):
    other = make.case(contact=Contact(name="Jan", email="jan@example.be"))
    merge(early, late, lead)
    merge(other, late, lead, other_asker_confirmed=True)
    answer(late, lead, at=LATER, resolves=True)

    own = queries.public_case(viewer=Actor.visitor(early.case_id))
    theirs = queries.public_case(viewer=Actor.visitor(other.case_id))

    assert (own.handled_in, own.state) == (late.number, CaseState.RESOLVED)
    assert theirs.handled_in == ""
    assert queries.public_case(viewer=Actor.visitor(late.case_id)).handled_in is None
    assert {contact.text for contact in theirs.contacts if contact.is_answer} == set()
