"""What happens around the cases of the demo, so that each screen of the desk has something to show.

Requests about one's own data, mails that wait for a person, files opened in an emergency, a main
burst that many ask about, and customers who said whether an article helped.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import Contact
from debiet.cli.demo_data.around_words import ASKED, EMERGENCIES, HELD, NOTICE, TOLD
from debiet.cli.demo_data.lives import MAILBOX, House, Life, Story
from debiet.cli.demo_data.moments import before, some_office_time
from debiet.cli.demo_data.people import SEED, Person
from debiet.cli.demo_data.plans import Course, Plan
from debiet.cli.demo_data.words import SUBJECTS
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.incidents import actions as incidents
from debiet.incidents import queries as incident_queries
from debiet.incidents.actions import IncidentFacts
from debiet.knowledge import actions as knowledge
from debiet.knowledge import queries as knowledge_queries
from debiet.retention import actions as retention
from debiet.rules.break_glass import Outcome
from debiet.rules.cases import Carrier
from debiet.rules.incidents import Area, IncidentKind, LinkWay
from debiet.rules.quarantine import SetAside
from debiet.rules.rights import Proof, RightsKind
from debiet.staff import queries as staff

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TELLER = Actor.system("incidents.tell")
BURST = (
    Carrier.PHONE,
    Carrier.WEB_FORM,
    Carrier.EMAIL,
    Carrier.PHONE,
    Carrier.WEB_FORM,
    Carrier.EMAIL,
)
"""By which ways people ask about the main burst; the latest of them after all others were told."""
HELPED = (9, 6, 4)
"""How many said that an article helped; one in three of them said that it did not."""


@dataclass(frozen=True, slots=True)
class Around:
    """Whose demo it is, and when it is now."""

    house: House
    stories: Sequence[Story]
    everybody: Sequence[Person]
    now: datetime

    def lives(self) -> list[Life]:
        """Return everything that happens."""
        return [
            self._asks_what_is_kept(),
            self._wants_to_be_erased(),
            self._is_held(),
            self._is_put_aside(),
            self._opened_and_judged(),
            self._opened_lately(),
            self._main_burst(),
            self._articles_helped(),
        ]

    # Requests about one's own data

    def _asks_what_is_kept(self) -> Life:
        """Let somebody who is no customer ask by letter."""
        name, address, text = ASKED[RightsKind.ACCESS]
        at = self._office_time(days=9)
        yield at
        self._request(
            RightsKind.ACCESS, Carrier.POST, Contact(name=name, address=address), text, at
        )

    def _wants_to_be_erased(self) -> Life:
        """Let a customer ask by mail, and say who it is."""
        _name, _address, text = ASKED[RightsKind.ERASURE]
        person = next(one for one in self.everybody if one.email)
        contact = Contact(name=person.name, email=person.email, account_number=person.number)
        at = self._office_time(days=16)
        yield at
        request_id = self._request(RightsKind.ERASURE, Carrier.EMAIL, contact, text, at)
        at += DAY
        yield at
        retention.confirm_identity(
            request_id=request_id, proof=Proof.KNOWN_FACTS, by=self._lead, at=at
        )

    def _request(
        self, kind: RightsKind, carrier: Carrier, contact: Contact, text: str, at: datetime
    ) -> int:
        opened = retention.open_request(
            kind=kind,
            topic_code="own-data",
            carrier=carrier,
            text=text,
            contact=contact,
            received_at=at,
            by=self._lead,
            at=at,
        )
        return opened.request_id

    # Mails that a person looks at first

    def _is_held(self) -> Life:
        at = before(self.house.hours, self.now, timedelta(hours=1))
        yield at
        self._mail_of_ours(HELD[0], at)

    def _is_put_aside(self) -> Life:
        at = self._office_time(days=2)
        yield at
        raw_message_id = self._mail_of_ours(HELD[1], at)
        at += HOUR
        yield at
        cases.set_aside(
            raw_message_id=raw_message_id, reason=SetAside.NOTHING_ASKED, by=self._lead, at=at
        )

    def _mail_of_ours(self, words: tuple[str, str], at: datetime) -> int:
        """Let a mail come in that says it is from our own address: no program answers itself."""
        mail = EmailMessage()
        mail["From"] = mail["To"] = "klantendienst@debiet.example"
        mail["Date"] = format_datetime(at)
        mail["Subject"], text = words
        mail["Message-ID"] = f"<{at.timestamp():.0f}.ours@debiet.example>"
        mail.set_content(text)
        taken = correspondence.take_in(
            carrier=Carrier.EMAIL,
            source=MAILBOX,
            content=mail.as_bytes(),
            received_at=at,
            by=self.house.system,
            at=at,
        )
        cases.take_up(raw_message_id=taken.raw_message_id, by=self.house.system, at=at)
        return taken.raw_message_id

    # Emergencies

    def _opened_and_judged(self) -> Life:
        reason, found = EMERGENCIES[0]
        at = self._office_time(days=8)
        yield at
        emergency_id = self._open_emergency(reason, at)
        if emergency_id is None:
            return
        at += 7 * MINUTE
        yield at
        cases.end_emergency(emergency_id=emergency_id, by=self._opener, at=at)
        at = self.house.hours.add(at, timedelta(hours=6))
        yield at
        cases.review_emergency(
            emergency_id=emergency_id,
            outcome=Outcome.JUSTIFIED,
            words=found,
            by=self.house.by_sign_in["dpo"].actor,
            at=at,
        )

    def _opened_lately(self) -> Life:
        """Let one wait for its judgment: it closed by itself."""
        reason, _found = EMERGENCIES[1]
        at = before(self.house.hours, self.now, timedelta(hours=5))
        yield at
        self._open_emergency(reason, at)

    def _open_emergency(self, reason: str, at: datetime) -> int | None:
        """Let the partner open a case of ours, which it does not see; tell who has to know."""
        ours = [one.case_id for one in self.stories if one.case_id and one.plan.is_urgent]
        lines = case_queries.case_lines(ours, viewer=self.house.by_sign_in["agent"].actor)
        if not lines:
            return None
        emergency_id = cases.open_emergency(
            case_number=lines[-1].number,
            reason=reason,
            confirmed_at=at - MINUTE,
            by=self._opener,
            at=at,
        )
        for employee_id in staff.watchers(self.house.by_sign_in["partner-agent"].employee_id):
            cases.tell_of_emergency(
                emergency_id=emergency_id, employee_id=employee_id, by=self.house.system, at=at
            )
        return emergency_id

    # A main burst

    def _main_burst(self) -> Life:
        """Let people of one municipality ask at once, and tell all but the latest of them."""
        municipality, askers = self._neighbors()
        began = self.now - 150 * MINUTE
        asked: list[int] = []
        for number, (person, carrier) in enumerate(zip(askers, BURST, strict=False)):
            at = began + (6 + 11 * number) * MINUTE
            if number == len(askers) - 1:
                yield from self._tell(municipality, asked, began, began + 80 * MINUTE)
                at, carrier = began + 120 * MINUTE, Carrier.WEB_FORM  # where the topic is chosen
            yield at
            story = Story(self.house, self._ask(person, carrier, at))
            story.open(at)
            asked.append(story.case_id)

    def _tell(
        self, municipality: tuple[str, str], asked: list[int], began: datetime, at: datetime
    ) -> Life:
        writer, approver = self.house.workers["netwerk"][1].actor, self._lead
        postal_code, name = municipality
        yield at
        facts = IncidentFacts(
            kind=IncidentKind.MAIN_BURST,
            title=f"Breuk in {name}",
            team_id=self.house.team_ids["netwerk"],
            topic_codes=("supply",),
            areas=(Area(postal_code),),
            began_at=began,
            ends_at=self.now + 3 * HOUR,
        )
        incident_id = incidents.open_incident(facts=facts, by=writer, at=at)
        lines = case_queries.case_lines(asked, viewer=writer)
        numbers = [line.number for line in lines]
        incidents.link_cases(
            incident_id=incident_id, numbers=numbers, way=LinkWay.SELECTION, by=writer, at=at
        )
        message_id = incidents.write_message(
            incident_id=incident_id, template="", words=TOLD, notice=NOTICE, by=writer, at=at
        )
        at += 5 * MINUTE
        yield at
        incidents.approve_message(
            message_id=message_id, incident_id=incident_id, by=approver, at=at
        )
        for link_id in incident_queries.untold_ids(incident_id, limit=len(numbers)):
            incidents.tell_one(link_id=link_id, by=TELLER, at=at)

    def _neighbors(self) -> tuple[tuple[str, str], list[Person]]:
        """Return the municipality with most customers who can ask, and some of those."""
        able = [one for one in self.everybody if one.phone and one.email]
        places = Counter((one.address.postal_code, one.address.municipality) for one in able)
        place = max(places, key=lambda one: (places[one], one), default=("", ""))
        here = [one for one in able if one.address.postal_code == place[0]]
        return place, here[: len(BURST)]

    def _ask(self, person: Person, carrier: Carrier, at: datetime) -> Plan:
        chance = Random(f"{SEED} burst {person.number}")  # noqa: S311 (invented data)
        subject = next(one for one in SUBJECTS if one.topic == "no-water")
        return Plan(
            opened_at=at,
            course=Course.FRESH,
            subject=subject,
            carrier=carrier,
            person=person,
            is_known=True,
            language="nl",
            text=subject.question("nl", 0),
            chance=chance,
        )

    # Articles

    def _articles_helped(self) -> Life:
        yield self.now - DAY
        lines = [line for line, _codes in knowledge_queries.articles_on(public=True)]
        for line, helped in zip(lines, HELPED, strict=False):
            for number in range(helped + helped // 3):
                knowledge.rate_article(
                    article_id=line.article_id,
                    has_helped=number < helped,
                    by=self.house.system,
                    at=self.now - DAY,
                )

    # Who and when

    @property
    def _lead(self) -> Actor:
        return self.house.by_sign_in["team-lead"].actor

    @property
    def _opener(self) -> Actor:
        return self.house.by_sign_in["partner-agent"].actor

    def _office_time(self, *, days: int) -> datetime:
        chance = Random(f"{SEED} around {days}")  # noqa: S311 (invented data, nothing secret)
        final = self.now - days * DAY
        return min(some_office_time(self.house.hours, final - DAY, final, chance), final)
