"""What each case of the demo will be: who asks what, when, how, and how it goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from debiet.cli.demo_data.moments import before, some_office_time, some_time
from debiet.cli.demo_data.people import SEED, Person
from debiet.cli.demo_data.words import FIRST_LINE, OMBUDS, SUBJECTS, Subject
from debiet.rules.cases import Carrier
from debiet.rules.working_time import WorkingHours


class Course(StrEnum):
    """How a case goes."""

    # Closed by now
    ANSWERED = "answered"
    ANSWERED_LATE = "answered-late"
    HELD = "held"  # a holding reply first, then the answer
    WAITED = "waited"  # for details from the customer
    REOPENED = "reopened"
    CALLED = "called"  # answered by a call that was written down later
    DROPPED = "dropped"  # closed without a message
    # Still open
    FRESH = "fresh"
    NEAR = "near"  # most of the first term is used up
    PAST = "past"
    IN_TREATMENT = "in-treatment"  # held, and the answer is still owed
    WAITING = "waiting"
    BACK = "back"  # reopened by the customer, who waits for a reply


STILL_OPEN = {
    Course.FRESH: (0.05, 0.6),
    Course.NEAR: (0.78, 0.97),
    Course.PAST: (1.1, 3.0),
    Course.IN_TREATMENT: (1.5, 4.6),
    Course.WAITING: (1.5, 4.0),
    Course.BACK: (4.0, 9.0),
}
"""How often the term of the first reply has passed since an open case began, from and to."""

WEIGHTS = {
    Course.ANSWERED: 58,
    Course.ANSWERED_LATE: 6,
    Course.HELD: 8,
    Course.WAITED: 5,
    Course.REOPENED: 4,
    Course.CALLED: 5,
    Course.DROPPED: 2,
    Course.FRESH: 4,
    Course.NEAR: 2,
    Course.PAST: 2,
    Course.IN_TREATMENT: 2,
    Course.WAITING: 1,
    Course.BACK: 1,
}
CARRIERS = {
    Carrier.WEB_FORM: 42,
    Carrier.EMAIL: 26,
    Carrier.PHONE: 24,
    Carrier.COUNTER: 5,
    Carrier.POST: 3,
}
NO_MAIL = {Carrier.PHONE, Carrier.COUNTER, Carrier.POST}
"""Who comes this way is answered by telephone, unless an e-mail address is known."""

SHARED = {1, 2}
"""Cases of the first two customers, who share a telephone: whose they are has to be said."""

OLDEST, NEWEST = timedelta(days=365), timedelta(days=21)
PARTNER_SHARE, OMBUDS_SHARE, UNKNOWN_SHARE = 0.07, 0.015, 0.04


@dataclass(frozen=True, slots=True)
class Plan:
    """One case, before it happens; `chance` decides what the plan leaves open."""

    opened_at: datetime
    course: Course
    subject: Subject
    carrier: Carrier
    person: Person
    is_known: bool
    language: str
    text: str
    chance: Random

    @property
    def is_urgent(self) -> bool:
        """Return whether its term runs day and night."""
        return self.subject.template == "leak-or-outage"

    @property
    def first_term(self) -> timedelta:
        """Return about how long the first reply may take, in the hours of its calendar."""
        if self.is_urgent:
            return timedelta(hours=2)
        return timedelta(hours=16 if self.carrier is Carrier.EMAIL else 8)


def plans(
    people: Sequence[Person], count: int, *, hours: WorkingHours, now: datetime
) -> Iterator[Plan]:
    """Yield so many cases; the first ones show every course once, however few there are."""
    for serial in range(count):
        chance = Random(f"{SEED} case {serial}")  # noqa: S311 (invented data, nothing secret)
        every = list(WEIGHTS)
        if serial < len(every):
            course = every[serial]
        else:
            course = chance.choices(every, weights=list(WEIGHTS.values()))[0]
        yield _plan(serial, course, people, hours=hours, now=now, chance=chance)


def _plan(
    serial: int,
    course: Course,
    people: Sequence[Person],
    *,
    hours: WorkingHours,
    now: datetime,
    chance: Random,
) -> Plan:
    subject, carrier = _subject_and_carrier(serial, course, chance)
    person = chance.choice(people)
    if serial in SHARED:
        carrier = Carrier.PHONE
        person = people[min(serial, len(people)) - 1]
    plan = Plan(
        opened_at=now,
        course=course,
        subject=subject,
        carrier=carrier,
        person=person,
        is_known=chance.random() >= UNKNOWN_SHARE,
        language=person.language if person.language in subject.others else "nl",
        text=subject.question(person.language, chance.randrange(100)),
        chance=chance,
    )
    return replace(plan, opened_at=_opened_at(plan, hours=hours, now=now))


def _subject_and_carrier(serial: int, course: Course, chance: Random) -> tuple[Subject, Carrier]:
    carrier = chance.choices(list(CARRIERS), weights=list(CARRIERS.values()))[0]
    drawn = chance.random()
    if drawn < PARTNER_SHARE or serial in {3, 9}:
        return FIRST_LINE, Carrier.PHONE
    if drawn < PARTNER_SHARE + OMBUDS_SHARE or serial in {4, 10}:
        return OMBUDS, Carrier.POST if chance.random() < 0.5 else Carrier.PHONE
    subject = chance.choices(SUBJECTS, weights=[row.weight for row in SUBJECTS])[0]
    if subject.template == "leak-or-outage" and carrier is Carrier.POST:
        carrier = Carrier.PHONE  # nobody writes a letter about a burst pipe
    return subject, carrier


def _opened_at(plan: Plan, *, hours: WorkingHours, now: datetime) -> datetime:
    chance = plan.chance
    if plan.course in STILL_OPEN:
        used = plan.first_term * chance.uniform(*STILL_OPEN[plan.course])
        return now - used if plan.is_urgent else before(hours, now, used)
    first, final = now - OLDEST, now - NEWEST
    if plan.course is Course.ANSWERED and chance.random() < 0.15:
        first, final = now - NEWEST, now - timedelta(days=5)
    if plan.carrier in NO_MAIL and not plan.is_urgent:
        return some_office_time(hours, first, final, chance)
    return some_time(hours, first, final, chance)
