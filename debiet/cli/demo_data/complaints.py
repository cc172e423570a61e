"""Complaints of the demo at the first line, and what every complaint begins with.

Each is a life like those of `lives`: it yields the moment of its next step. What jobs would do in
between (acknowledge, take over what letters decide, take over at night) is called here. All
moments of a way are told from its beginning.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import Contact
from debiet.cli.demo_data.colleagues import Worker
from debiet.cli.demo_data.complaint_words import ANSWERS, Matter
from debiet.cli.demo_data.lives import House, Life
from debiet.cli.demo_data.people import MUNICIPALITIES, Person
from debiet.complaints import actions as complaints
from debiet.complaints import queries
from debiet.complaints.actions import Judgment, Said, Writing
from debiet.core.actor import Actor
from debiet.correspondence import queries as messages
from debiet.rules.cases import CaseKind
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaints import Assessment, Ground, LetterKind, Outcome

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RUN = Actor.system("complaints.run")
RIGHT = Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("reasons",))
WRONG = Judgment(Assessment.UNFOUNDED)


@dataclass(slots=True)
class Grievance:
    """One complaint while it lives."""

    house: House
    person: Person
    matter: Matter
    opened_at: datetime
    serial: int
    worker: Worker = field(init=False)
    case_id: int = 0
    complaint_id: int = 0

    def __post_init__(self) -> None:
        team = self.house.workers["klantendienst"]
        self.worker = team[self.serial % len(team)]

    @property
    def municipality(self) -> str:
        """Return where it happened."""
        return MUNICIPALITIES[self.serial % len(MUNICIPALITIES)][1]

    def ask(self, at: datetime) -> None:
        """Let the customer say what is wrong."""
        opened = cases.open_case(
            kind=CaseKind.QUESTION,
            topic_code=self.matter.topic,
            carrier=self.matter.carrier,
            text=self.matter.text,
            contact=Contact(
                name=self.person.name, email=self.person.email, account_number=self.person.number
            ),
            language=self.matter.language,
            is_language_chosen=True,
            received_at=at,
            acknowledge=False,
            by=self.worker.actor,
            at=at,
        )
        self.case_id = opened.case_id

    def register(self, at: datetime) -> None:
        """Make a complaint of it."""
        self.complaint_id = complaints.register_complaint(
            case_id=self.case_id,
            said=Said(
                wish_id=self.said(),
                theme=self.matter.theme,
                component=self.matter.component,
                municipality=self.municipality,
            ),
            by=self.worker.actor,
            at=at,
        )

    def said(self) -> int | None:
        """Return the contact in which the customer says it."""
        page = case_queries.case_page(self.case_id, viewer=self.house.system)
        return page.timeline[0].contact_id if page else None

    def version(self) -> int:
        """Return the version of the complaint that its next step has seen."""
        found = queries.complaint_of_case(self.case_id, viewer=self.house.system)
        return found.version if found else 0

    def case_version(self, case_id: int = 0) -> int:
        """Return the version of a case that its next answer has seen."""
        page = case_queries.case_page(case_id or self.case_id, viewer=self.house.system)
        return page.version if page else 0

    def visitor(self) -> Actor:
        """Return the customer, as it acts on its status page."""
        return Actor.visitor(self.case_id)

    def write(self, at: datetime, kind: LetterKind, judgment: Judgment) -> int:
        """Let the first line write a letter."""
        draft_id = complaints.save_draft(
            complaint_id=self.complaint_id,
            writing=Writing(
                kind=kind,
                text=ANSWERS[self.matter.language],
                judgment=judgment,
                says=frozenset(to_tick(kind)),
            ),
            by=self.worker.actor,
            at=at,
        )
        message_id = complaints.send_draft(
            draft_id=draft_id,
            seen_draft=1,
            seen_case_version=self.case_version(),
            by=self.worker.actor,
            at=at,
        )
        assert message_id is not None  # noqa: S101 (the demo's house lets no second person read)
        return message_id


def left(message_id: int, at: datetime) -> None:
    """Let what a letter says hold, if it left the house by now."""
    left_at = messages.left_at(message_id)
    if left_at is not None:
        for take_over in (complaints.note_dispatched, complaints.note_decision_left):
            take_over(message_id=message_id, dispatched_at=left_at, by=RUN, at=at)


Way = Callable[[Grievance, datetime], Life]


def begun(one: Grievance) -> Iterator[datetime]:
    """Let somebody complain, and acknowledge it."""
    at = one.opened_at
    yield at
    one.ask(at)
    one.register(at)
    message_id = complaints.acknowledge(complaint_id=one.complaint_id, by=RUN, at=at)
    at += MINUTE
    yield at
    if message_id is not None:
        left(message_id, at)


def _taken_up(one: Grievance, at: datetime) -> Life:
    at += 20 * HOUR
    yield at
    complaints.take_up(
        complaint_id=one.complaint_id,
        seen_version=one.version(),
        by=one.worker.actor,
        at=at,
    )


def answered(one: Grievance, at: datetime, *, judgment: Judgment = WRONG) -> Life:
    """Let the first line answer after some days."""
    at += 6 * DAY
    yield at
    message_id = one.write(at, LetterKind.FINAL, judgment)
    at += MINUTE
    yield at
    left(message_id, at)


def _received(one: Grievance, at: datetime) -> Life:
    return iter(())


def _silent(one: Grievance, at: datetime) -> Life:
    yield from answered(one, at)
    at += 40 * DAY
    yield at
    complaints.note_silence(complaint_id=one.complaint_id, by=RUN, at=at)


def _accepted(one: Grievance, at: datetime) -> Life:
    yield from answered(one, at, judgment=RIGHT)
    at += 9 * DAY
    yield at
    complaints.accept_answer(complaint_id=one.complaint_id, by=one.visitor(), at=at)


def _refused(one: Grievance, at: datetime) -> Life:
    at += 3 * DAY
    yield at
    judgment = Judgment(ground=Ground.ALREADY_HANDLED, reason="Dezelfde klacht als vorig jaar.")
    message_id = one.write(at, LetterKind.REFUSAL, judgment)
    at += MINUTE
    yield at
    left(message_id, at)


def _withdrawn(one: Grievance, at: datetime) -> Life:
    at += 2 * DAY
    yield at
    complaints.withdraw_complaint(complaint_id=one.complaint_id, by=one.visitor(), at=at)


def _question(one: Grievance, at: datetime) -> Life:
    # By the customer: it asks for an explanation only.
    at += 2 * DAY
    yield at
    complaints.call_question(
        complaint_id=one.complaint_id,
        reason="De klant vroeg enkel uitleg.",
        seen_version=one.version(),
        by=one.worker.actor,
        at=at,
    )


def _wanted(one: Grievance, at: datetime) -> Life:
    at += 5 * HOUR
    yield at
    complaints.ask_for_ombuds(complaint_id=one.complaint_id, by=one.visitor(), at=at)


FIRST_LINE_WAYS: Sequence[tuple[float, Way]] = (
    (0.5, _received),
    (4, _taken_up),
    (2, _wanted),
    (16, answered),
    (75, _silent),
    (30, _accepted),
    (45, _refused),
    (25, _withdrawn),
    (20, _question),
)
"""How many days ago each begins, and how it goes."""
