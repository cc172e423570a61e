"""The life of a case of the demo: what customers and employees do, step after step.

A life is a generator: it yields the moment of its next step and goes on when that has come.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import CaseChanges, Contact, Question, TakeOutcome
from debiet.clauses import queries as clauses
from debiet.cli.demo_data.colleagues import Worker
from debiet.cli.demo_data.plans import NO_MAIL, Course, Plan
from debiet.cli.demo_data.words import CALLS, COMEBACKS, DETAILS, NOTES, UNSATISFIED
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.rules.cases import Carrier, Direction, Priority
from debiet.rules.rating import LOW
from debiet.rules.sla import PauseReason
from debiet.rules.working_time import WorkingHours

MAILBOX = "demo-mailbox"
Life = Iterator[datetime]


@dataclass(frozen=True, slots=True)
class House:
    """What every life needs: who works in which team, when the office is open, the first actor.

    :param by_sign_in: everybody, by what stands before the @ of their sign-in
    """

    workers: Mapping[str, Sequence[Worker]]
    by_sign_in: Mapping[str, Worker]
    team_ids: Mapping[str, int]
    hours: WorkingHours
    system: Actor


@dataclass(slots=True)
class Story:
    """One case while it lives, with the version that its next change has seen."""

    house: House
    plan: Plan
    worker: Worker = field(init=False)
    case_id: int = 0
    version: int = 1
    email: str = ""
    # The answer in writing that closed it, and when it left.
    answered: tuple[int, datetime] | None = None

    def __post_init__(self) -> None:
        self.worker = self.plan.chance.choice(self.house.workers[self.plan.subject.team])

    def life(self) -> Life:
        """Let the case be opened, taken up and go its course."""
        at = self.plan.opened_at
        yield at
        self.open(at)
        if self.plan.course in {Course.FRESH, Course.PAST} and self.plan.chance.random() < 0.6:
            return  # nobody has looked at it yet
        at = self.later(at, share=self.plan.chance.uniform(0.02, 0.2))
        yield at
        self.take(at)
        yield from COURSES[self.plan.course](self, at)

    # When

    def later(self, at: datetime, *, share: float) -> datetime:
        """Return when so much of the first term is used up after a moment."""
        duration = self.plan.first_term * share
        duration -= timedelta(microseconds=duration.microseconds)
        return at + duration if self.plan.is_urgent else self.house.hours.add(at, duration)

    def some_days_later(self, at: datetime, *, hours: tuple[float, float]) -> datetime:
        """Return when the customer comes back, whatever the time of day."""
        return at + timedelta(minutes=round(60 * self.plan.chance.uniform(*hours)))

    # Who asks

    def open(self, at: datetime) -> None:
        """Let the customer ask, the way it chose."""
        self.email = self.plan.person.email
        if self.plan.carrier is Carrier.WEB_FORM and self.email:
            self._opened(self._by_form(at))
        elif self.plan.carrier is Carrier.EMAIL and self.email:
            self._opened(self._by_mail(at))
        else:
            self._by_voice(at)

    def _opened(self, outcome: TakeOutcome) -> None:
        if outcome.case_id is None:
            raise RuntimeError(f"The demo's message was not taken up: {outcome.reason}")
        self.case_id = outcome.case_id

    def _by_form(self, at: datetime) -> TakeOutcome:
        person = self.plan.person
        question = Question(
            key=f"demo-{at.isoformat()}-{person.number}",
            topic_code=self.plan.subject.topic if self.plan.subject.weight else "other",
            text=self.plan.text,
            name=person.name,
            email=person.email if self.plan.is_known else f"nieuw.{person.email}",
            phone=person.phone if self.plan.is_known else "",
            account_number=person.number if self.plan.chance.random() < 0.4 else "",
            language=self.plan.language,
        )
        return cases.ask_question(question=question, by=self.house.system, at=at)

    def _by_mail(self, at: datetime) -> TakeOutcome:
        person, mail = self.plan.person, EmailMessage()
        mail["From"] = f'"{person.name}" <{person.email}>'
        mail["To"] = "klantendienst@debiet.example"
        mail["Date"] = format_datetime(at)
        mail["Subject"], text = self.plan.text.split("\n\n", 1)
        mail["Message-ID"] = f"<{at.timestamp():.0f}.{person.number}@post.example>"
        mail.set_content(text)
        taken = correspondence.take_in(
            carrier=Carrier.EMAIL,
            source=MAILBOX,
            content=mail.as_bytes(),
            received_at=at,
            by=self.house.system,
            at=at,
        )
        return cases.take_up(raw_message_id=taken.raw_message_id, by=self.house.system, at=at)

    def _by_voice(self, at: datetime) -> None:
        person, chance = self.plan.person, self.plan.chance
        carrier = self.plan.carrier if self.plan.carrier in NO_MAIL else Carrier.PHONE
        if chance.random() < 0.5:
            self.email = ""  # not asked for, so the answer is a call
        opened = cases.open_case(
            kind=self.plan.subject.kind,
            topic_code=self.plan.subject.topic,
            carrier=carrier,
            text=self.plan.text,
            contact=Contact(
                name=person.name,
                email=self.email,
                phone=person.phone if self.plan.is_known else "",
                account_number=person.number if chance.random() < 0.3 else "",
            ),
            language=self.plan.language,
            received_at=at,
            priority=Priority.HIGH if self.plan.is_urgent else Priority.NORMAL,
            by=self.worker.actor,
            at=at,
        )
        self.case_id = opened.case_id

    def comes_back(self, at: datetime, words: Mapping[str, Sequence[str]]) -> None:
        """Let the customer write or call again."""
        person = self.plan.person
        text = self.plan.chance.choice(words[self.plan.language]).format(number=person.number)
        cases.record_contact(
            case_id=self.case_id,
            carrier=Carrier.EMAIL if self.email else Carrier.PHONE,
            direction=Direction.IN,
            text=text,
            happened_at=at,
            by=self.worker.actor,
            at=at,
        )
        self.version += 1

    # Who answers

    def take(self, at: datetime) -> None:
        """Let an employee take the case, say what a mail is about, and perhaps leave a note."""
        if self.plan.carrier is Carrier.EMAIL and self.plan.subject.weight and self.email:
            self._sort(at)
        else:
            cases.assign_case(
                case_id=self.case_id,
                employee_id=self.worker.employee_id,
                seen_version=self.version,
                by=self.worker.actor,
                at=at,
            )
        self.version += 1
        if self.plan.chance.random() < 0.2:
            note = self.plan.chance.choice(NOTES)
            cases.write_note(case_id=self.case_id, text=note, by=self.worker.actor, at=at)

    def _sort(self, at: datetime) -> None:
        changes = CaseChanges(
            subject=self.plan.text.split("\n", 1)[0],
            topic_code=self.plan.subject.topic,
            priority=Priority.NORMAL,
            team_id=self.house.team_ids[self.plan.subject.team],
            assignee_id=self.worker.employee_id,
        )
        cases.edit_case(
            case_id=self.case_id,
            changes=changes,
            seen_version=self.version,
            by=self.worker.actor,
            at=at,
        )

    def answer(self, at: datetime, *, template: str = "") -> None:
        """Let the employee answer: in writing where there is an address, else by telephone."""
        chosen = template or self.plan.subject.template
        is_final = not template
        if not self.email:
            self.call(at, recorded_at=at, resolves=is_final)
            return
        language = self.plan.language
        composed = clauses.compose(
            chosen,
            language=language,
            values={
                "name": self.plan.person.name,
                "topic": case_queries.topic_label(self.plan.subject.topic, language=language),
            },
            at=at,
        )
        message_id = cases.answer_case(
            case_id=self.case_id,
            text=composed.text,
            seen_version=self.version,
            is_substantive=is_final,
            resolves=is_final,
            clause_version_ids=composed.version_ids,
            by=self.worker.actor,
            at=at,
        )
        if is_final:
            self.answered = (message_id, at)
        self.version += 1

    def call(self, happened_at: datetime, *, recorded_at: datetime, resolves: bool) -> None:
        """Let the employee call the customer and write it down, at once or later."""
        cases.record_contact(
            case_id=self.case_id,
            carrier=Carrier.PHONE,
            direction=Direction.OUT,
            text=self.plan.chance.choice(CALLS),
            happened_at=happened_at,
            is_substantive=resolves,
            resolves=resolves,
            by=self.worker.actor,
            at=recorded_at,
        )
        self.version += 1

    def pause(self, at: datetime, reason: PauseReason) -> None:
        """Let the case wait."""
        cases.pause_case(
            case_id=self.case_id,
            reason=reason,
            seen_version=self.version,
            by=self.worker.actor,
            at=at,
        )
        self.version += 1

    def drop(self, at: datetime) -> None:
        """Close the case without a message."""
        text = "Dubbele vraag: beantwoord onder een eerder nummer."
        cases.write_note(case_id=self.case_id, text=text, by=self.worker.actor, at=at)
        cases.resolve_case(
            case_id=self.case_id,
            topic_code=None,
            seen_version=self.version,
            by=self.worker.actor,
            at=at,
        )
        self.version += 1


def _answered(story: Story, at: datetime) -> Life:
    at = story.later(at, share=story.plan.chance.triangular(0.02, 0.75, 0.15))
    yield at
    story.answer(at)
    yield from _rated(story, at, scores=(5, 5, 5, 4, 4, 4, 3, 2))


def _rated(story: Story, at: datetime, *, scores: Sequence[int]) -> Life:
    """Let one in three say how it went, some hours later."""
    chance = Random(f"{story.plan.person.number} {at.isoformat()}")  # noqa: S311 (no secret)
    if chance.random() > 1 / 3:
        return
    at += timedelta(minutes=chance.randint(20, 1200))
    yield at
    score = chance.choice(scores)
    words = chance.choice(UNSATISFIED) if score <= LOW and story.plan.language == "nl" else ""
    cases.rate_case(
        case_id=story.case_id,
        score=score,
        words=words,
        by=Actor.visitor(story.case_id),
        at=at,
    )


def _answered_late(story: Story, at: datetime) -> Life:
    at = story.later(at, share=story.plan.chance.uniform(1.05, 2.5))
    yield at
    story.answer(at)
    yield from _rated(story, at, scores=(4, 3, 3, 2, 1))


def _held(story: Story, at: datetime) -> Life:
    yield from _in_treatment(story, at)
    at = story.later(at, share=story.plan.chance.uniform(1.0, 3.5))
    yield at
    story.answer(at)


def _in_treatment(story: Story, at: datetime) -> Life:
    at = story.later(at, share=story.plan.chance.uniform(0.1, 0.5))
    yield at
    story.answer(at, template="holding-reply")


def _waited(story: Story, at: datetime) -> Life:
    yield from _waiting(story, at)
    at = story.some_days_later(story.later(at, share=0.6), hours=(4, 90))
    yield at
    story.comes_back(at, DETAILS)
    at = story.later(at, share=story.plan.chance.uniform(0.1, 0.7))
    yield at
    story.answer(at)


def _waiting(story: Story, at: datetime) -> Life:
    at = story.later(at, share=story.plan.chance.uniform(0.1, 0.5))
    yield at
    story.answer(at, template="details-needed")
    at += timedelta(minutes=1)
    yield at
    third_party = story.plan.course is Course.WAITING and story.plan.chance.random() < 0.4
    reason = PauseReason.WAITING_FOR_THIRD_PARTY if third_party else None
    story.pause(at, reason or PauseReason.WAITING_FOR_CUSTOMER)


def _reopened(story: Story, at: datetime) -> Life:
    yield from _back(story, at)
    at = story.later(story.later(at, share=1), share=story.plan.chance.uniform(3, 4))
    yield at
    story.answer(at)


def _back(story: Story, at: datetime) -> Life:
    at = story.later(at, share=story.plan.chance.uniform(0.1, 0.5))
    yield at
    story.answer(at)
    at = story.later(at, share=story.plan.chance.uniform(1.0, 3.0))
    yield at
    story.comes_back(at, COMEBACKS)


def _called(story: Story, at: datetime) -> Life:
    called_at = story.later(at, share=story.plan.chance.uniform(0.3, 0.7))
    recorded_at = story.later(called_at, share=story.plan.chance.uniform(0.2, 0.9))
    yield recorded_at
    story.call(called_at, recorded_at=recorded_at, resolves=True)


def _dropped(story: Story, at: datetime) -> Life:
    at = story.later(at, share=story.plan.chance.uniform(0.1, 0.5))
    yield at
    story.drop(at)


def _untouched(story: Story, at: datetime) -> Life:
    return iter(())


COURSES = {
    Course.ANSWERED: _answered,
    Course.ANSWERED_LATE: _answered_late,
    Course.HELD: _held,
    Course.WAITED: _waited,
    Course.REOPENED: _reopened,
    Course.CALLED: _called,
    Course.DROPPED: _dropped,
    Course.FRESH: _untouched,
    Course.NEAR: _untouched,
    Course.PAST: _untouched,
    Course.IN_TREATMENT: _in_treatment,
    Course.WAITING: _waiting,
    Course.BACK: _back,
}
