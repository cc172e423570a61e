"""The worked complaints of the page about figures, as rows."""

from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_facts import ComplaintFacts, Frame
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import (
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Component,
    Ground,
    Outcome,
)
from tests.rules.complaint_law import DAYS, LENGTHS, listed, table
from tests.rules.worked import moment

PAGE = "complaint-figures.md"
FRAME = Frame(
    year=2026,
    frozen_at=moment("2027-02-01 09:00"),
    handled_days=LENGTHS.handled,
    days=DAYS,
)


def several(kind, cell):
    return frozenset(kind(one) for one in listed(cell) if one)


def read(row):
    """Return a complaint as a row of the page has it."""

    def one(kind, column):
        return kind(row[column]) if row[column] else None

    return ComplaintFacts(
        id=int(row["Id"]),
        expressed_at=moment(row["Received"]),
        step=ComplaintStep(row["Step"]),
        assessment=one(Assessment, "Assessed"),
        outcome=one(Outcome, "Outcome"),
        ground=one(Ground, "Ground"),
        answered_at=one(moment, "Answer left"),
        is_silent=row["Silent"] == "yes",
        called_question_by=one(ComplaintActor, "Called a question by"),
        carriers=several(Carrier, row["Carriers"]),
        routes=several(Route, row["Routes"]),
        norms=several(str, row["Norms"]),
        component=one(Component, "Component"),
        theme=row["Theme"],
        bodies=several(ReviewBody, row["Raised by"]),
        municipality=row["Municipality"],
        segment=Segment(row["Segment"]),
    )


ROWS = [read(row) for row in table("Id", page=PAGE)]
