"""Three hundred complaints over two years, in every state that the figures tell apart."""

import random
from datetime import timedelta

from debiet.cases.models import Case
from debiet.complaints.models import (
    Complaint,
    ComplaintEntry,
    ComplaintLetter,
    ComplaintWay,
    ExternalReview,
)
from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import ReviewStep
from debiet.rules.complaints import (
    OWED,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Component,
    Ground,
    LetterKind,
    Outcome,
)
from tests import make
from tests.complaints.conftest import answered, registered

FIRST = make.local("2025-12-20 23:30")
SPREAD = timedelta(days=390)


def populate(by, *, size=300, seed=5):
    """Write complaints as rows: what no action would make in this number, and all at once."""
    one = registered(make.case(), by=by)
    sent = Message.objects.get(pk=answered(one, by=by, at=make.MONDAY))
    ComplaintLetter.objects.all().delete()
    draw = random.Random(seed)  # noqa: S311 (the same three hundred each time)
    cases = Case.objects.bulk_create(_case(one.case, number, draw) for number in range(size))
    every = Complaint.objects.bulk_create(_complaint(case, draw) for case in cases)
    for complaint in every:
        _entries(complaint, draw)
        _ways(complaint, draw)
        _letters(complaint, sent, draw)
        _reviews(complaint, draw)
    return every


def _case(like, number, draw):
    fields = {one.attname: getattr(like, one.attname) for one in Case._meta.concrete_fields}
    changes = {"id": None, "number": f"2026-9{number:05}", "segment": draw.choice(list(Segment))}
    return Case(**fields | changes)


def _complaint(case, draw):
    step = draw.choice(list(ComplaintStep))
    expressed = FIRST + draw.random() * SPREAD
    is_answered = (step not in OWED and draw.random() < 0.8) or step is ComplaintStep.ANSWERED
    assessed = step is ComplaintStep.ANSWERED or draw.random() < 0.9
    return Complaint(
        case=case,
        compartment=case.compartment,
        step=step,
        expressed_at=expressed,
        registered_at=expressed,
        component=draw.choice(list(Component)),
        theme=draw.choice(["bill", "quality", ""]),
        municipality=draw.choice(["Gent", "Aalter", ""]),
        ground=draw.choice(list(Ground)) if step is ComplaintStep.REFUSED else "",
        assessment=draw.choice(list(Assessment)) if assessed else "",
        outcome=draw.choice([*Outcome, ""]),
        norms=draw.sample(["law", "reasons", "term"], draw.randint(0, 2)),
        answered_at=expressed + timedelta(days=draw.randint(0, 60)) if is_answered else None,
        silent_at=expressed + timedelta(days=90) if step is ComplaintStep.ANSWERED else None,
    )


def _entries(complaint, draw):
    starts = [ComplaintStep.FIRST_LINE, ComplaintStep.SILENT, complaint.step]
    for start in draw.choices(starts, k=2):
        ComplaintEntry.objects.create(
            complaint=complaint,
            compartment=complaint.compartment,
            start=start,
            end=complaint.step,
            actor=draw.choice(list(ComplaintActor)),
            happened_at=complaint.expressed_at,
            recorded_at=complaint.expressed_at,
        )


def _ways(complaint, draw):
    for carrier in draw.sample(list(Carrier), draw.randint(0, 2)):
        for route in draw.sample(list(Route), draw.randint(1, 2)):
            ComplaintWay.objects.create(
                complaint=complaint,
                compartment=complaint.compartment,
                carrier=carrier,
                route=route,
                received_at=complaint.expressed_at,
            )


def _reviews(complaint, draw):
    for body in draw.choices(list(ReviewBody), k=draw.choice([0, 0, 1, 2])):
        ExternalReview.objects.create(
            case=complaint.case,
            compartment=complaint.compartment,
            body=body,
            their_reference="",
            raised_at=complaint.expressed_at,
            is_early=False,
            step=ReviewStep.RAISED,
            registered_at=complaint.expressed_at,
        )


def _letters(complaint, like, draw):
    fields = {one.attname: getattr(like, one.attname) for one in Message._meta.concrete_fields}
    for _letter in range(draw.randint(0, 2)):
        left_at = complaint.expressed_at + timedelta(days=draw.randint(0, 60))
        ComplaintLetter.objects.create(
            complaint=complaint,
            compartment=complaint.compartment,
            message=Message.objects.create(**fields | {"id": None, "message_id": None}),
            kind=draw.choice(list(LetterKind)),
            written_at=left_at,
            dispatched_at=draw.choice([left_at, None]),
            failed_at=draw.choice([None, None, left_at]),
        )
