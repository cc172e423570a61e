"""Complaints as far as the ombuds function: through pages, mail and jobs, on a clock of the test.

Without a browser, so that weeks go by: `test_complaint.py` walks the same pages with one.
"""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from debiet.cases.models import Case, ConflictOffer, InternalTask
from debiet.complaints import tasks as complaint_jobs
from debiet.complaints.models import (
    Complaint,
    ExternalReview,
    OmbudsFile,
    OmbudsQuestion,
    OmbudsRemedy,
    ReviewBundle,
)
from debiet.correspondence.models import Message
from debiet.identity.models import User
from debiet.rules.access import Compartment, Role
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaint_remedies import RemedyStep
from debiet.rules.complaint_reviews import ReviewStep
from debiet.rules.complaints import ComplaintStep, LetterKind, Takeover
from debiet.staff.models import Notification
from debiet.terms import tasks as clock_jobs
from tests import make
from tests.portal.test_complaining import COMPLAINT

pytestmark = pytest.mark.django_db
DUE = make.local("2026-04-17 00:00")
"""45 days after Monday 2 March."""


class House:
    """A utility with its people, its websites and its jobs, at a moment that the test chooses."""

    def __init__(self, on_site, jobs):
        self.on_site, self.jobs = on_site, jobs
        self.moment = make.local("2026-03-02 10:00")
        self.utility = make.utility()
        self.agent = make.employee(self.utility, is_lead=True, name="Tom Jacobs")
        office = {"role": Role.OMBUDS, "team": self.utility.ombuds_team}
        self.ombuds = make.employee(self.utility, name="Els Claes", is_lead=True, **office)
        self.deputy = make.employee(self.utility, name="Jan Recht", **office)
        self.customer = Client(headers={"accept-language": "nl"})

    def at(self, moment: str | datetime) -> datetime:
        """Let it be later, and let the jobs run that are due until then."""
        self.moment = make.local(moment) if isinstance(moment, str) else moment
        clock_jobs.sweep()
        complaint_jobs.take_over_late()
        self.jobs.run()
        return self.moment

    def complains(self) -> str:
        """Fill in the form on the website and return the complaint's number."""
        self.on_site("portal")
        response = self.customer.post("/complaint/", COMPLAINT, follow=True)
        self.jobs.run()
        case = Case.objects.get()
        self.code = response.context["code"]
        return case.number

    def status(self, number: str) -> str:
        """Return what the customer reads; after some time the link of the mail is needed again."""
        self.on_site("portal")
        self.customer.get(f"/status/{number}/{self.code}/")
        return " ".join(self.customer.get(f"/status/{number}/").text.split())

    def chooses(self, number: str, what: str, **data: str) -> None:
        self.on_site("portal")
        self.customer.get(f"/status/{number}/{self.code}/")
        self.customer.post(f"/status/{number}/{what}/", data, follow=True)
        self.jobs.run()

    def does(self, who: make.Somebody, path: str, **data) -> str:
        """Fill in a page of the desk and return the page after it."""
        self.on_site("desk")
        desk = Client(headers={"accept-language": "en"})
        desk.force_login(User.objects.get(pk=who.user_id))
        response = desk.post(path, data, follow=True) if data else desk.get(path)
        self.jobs.run()
        assert response.status_code == 200, path
        return response.text

    def in_file(self, what: str, who: make.Somebody | None = None, **data) -> str:
        """Do one thing in the office's file."""
        file = OmbudsFile.objects.select_related("case").get()
        seen = {"seen": file.version, "seen_case": file.case.version}
        return self.does(who or self.ombuds, f"/ombuds/{file.pk}/{what}/", **(seen | data))

    def is_taken(self) -> None:
        """Let the ombudsperson take the file, which says that it has no tie."""
        self.in_file("tie", tie="no")
        self.in_file("take")

    def decides(self) -> None:
        """Write the decision, and let it leave."""
        self.in_file(
            "decision",
            end="decided",
            assessment="founded",
            outcome="solved",
            norms=["law"],
            reason="Zo staat het in het reglement.",
            text="U krijgt het dubbele bedrag terug.",
        )


@pytest.fixture
def house(on_site, jobs, post, settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SESSION_COOKIE_AGE = 400 * 86_400
    made = House(on_site, jobs)
    monkeypatch.setattr(timezone, "now", lambda: made.moment)
    return made


@pytest.fixture
def utility():
    """None of a live site: these journeys have the clock in their own hands."""


def step() -> ComplaintStep:
    return Complaint.objects.get().step


def words_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def answer_of_the_first_line(house: House, number: str) -> None:
    house.does(
        house.agent,
        f"/cases/{number}/complaint/letter/",
        kind=LetterKind.FINAL,
        assessment="unfounded",
        reason="De stand is nagekeken.",
        text="Wij zien geen fout.",
        says=list(to_tick(LetterKind.FINAL)),
        seen=0,
        seen_version=Case.objects.get().version,
        do="send",
    )


def test_a_rejected_answer_goes_to_the_office_then_to_a_body_outside(house, post):
    number = house.complains()
    house.at("2026-03-05 10:00")
    answer_of_the_first_line(house, number)
    assert step() is ComplaintStep.ANSWERED
    assert "ombuds" in words_of(post.messages[-1]).lower()

    house.at("2026-03-12 22:45")
    house.chooses(number, "ombuds", words="Ik ben het niet eens.")
    file = OmbudsFile.objects.select_related("case").get()
    assert step() is ComplaintStep.OMBUDS
    assert file.answer_by == make.local("2026-04-27 00:00")
    assert Message.objects.filter(purpose="complaint-receipt").count() == 1

    house.at("2026-03-13 09:00")
    house.is_taken()
    house.in_file(
        "question",
        team=house.utility.team.pk,
        words="Hoe kwam dit?",
        day="2026-03-20",
        clock="12:00",
    )
    question = OmbudsQuestion.objects.get()
    assert Notification.objects.filter(employee_id=house.agent.employee_id).exists()
    house.does(house.agent, f"/explanations/{question.pk}/", words="Een verkeerde meterstand.")
    assert "Een verkeerde meterstand." in house.does(house.ombuds, f"/ombuds/{file.pk}/")
    house.in_file("finding", text="De stand werd twee keer gelezen.")
    owned = {"owner": house.agent.employee_id, "due_on": "2026-04-01"}
    house.in_file("remedy", kind="refund", words="Terugbetalen.", amount="12.50", **owned)
    house.decides()
    assert step() is ComplaintStep.DECIDED
    decision = words_of(post.messages[-1])
    assert "U krijgt het dubbele bedrag terug." in decision
    assert "VMM" in decision or "Vlaamse Ombudsdienst" in decision
    assert "dubbele bedrag terug" in house.status(number)

    remedy = OmbudsRemedy.objects.get()
    ends = ((house.deputy, "approved"), (house.ombuds, "executed"), (house.ombuds, "done"))
    for who, end in ends:
        remedy.refresh_from_db()
        chosen = f"remedy:{remedy.pk}:{remedy.version}:{end}"
        house.in_file("progress", who, chosen=chosen, day="2026-03-13")
    remedy.refresh_from_db()
    assert (remedy.step, step()) == (RemedyStep.DONE, ComplaintStep.CLOSED)
    second_line(house, file)


def second_line(house: House, file: OmbudsFile) -> None:
    """Let a body outside ask about it, answer with the file as one PDF, and let it conclude."""
    now = {"day": "2026-05-04", "clock": "09:00"}
    house.at("2026-05-04 10:00")
    house.does(
        house.ombuds,
        f"/cases/{file.case.number}/second-line/",
        body="vmm",
        their_reference="VMM/2026/17",
        asked="Hoe werd dit beslist?",
        due_on="2026-05-18",
        **now,
    )
    review = ExternalReview.objects.get()
    assert review.compartment == Compartment.OMBUDS
    address = f"/complaints/second-line/{review.pk}/"
    house.does(house.ombuds, f"{address}bundle/", pieces=["ledger"])
    bundle = ReviewBundle.objects.get()
    house.does(
        house.ombuds,
        f"{address}answer/",
        words="De beslissing gaat mee.",
        bundle=bundle.pk,
        seen=ExternalReview.objects.get().version,
        **now,
    )
    shown = house.does(
        house.ombuds,
        f"{address}conclude/",
        agreement="agreed",
        words="Akkoord.",
        seen=ExternalReview.objects.get().version,
        **now,
    )
    review.refresh_from_db()
    assert (review.step, step()) == (ReviewStep.CONCLUDED, ComplaintStep.CLOSED)
    assert "VMM/2026/17" in shown
    number = Complaint.objects.get().case.number
    assert "VMM/2026/17" not in house.does(house.agent, f"/cases/{number}/")


def test_a_term_that_passes_at_night_gives_it_to_the_office_which_keeps_the_45_days(house, post):
    number = house.complains()
    [acknowledged] = post.messages
    assert number in words_of(acknowledged)

    house.at("2026-03-16 23:59")
    assert step() is ComplaintStep.RECEIVED
    assert "klantendienst" in house.status(number).lower()
    night = house.at("2026-03-17 00:01")

    file = OmbudsFile.objects.select_related("case").get()
    assert (file.takeover, file.opened_at, file.answer_by) == (Takeover.TERM_PASSED, night, DUE)
    told = Notification.objects.filter(kind="ombuds.opened")
    assert {one.employee_id for one in told} == {
        house.ombuds.employee_id,
        house.deputy.employee_id,
    }
    shown = house.status(number)
    assert "ombudsfunctie" in shown
    assert "donderdag 16 april 2026" in shown
    page = house.does(house.agent, f"/cases/{number}/")
    assert "With the ombuds function since Tuesday 17 March 2026" in page
    assert file.case.number not in page

    house.at("2026-04-16 16:00")
    house.is_taken()
    house.decides()
    complaint = Complaint.objects.get()
    assert complaint.step is ComplaintStep.DECIDED
    assert complaint.answered_at is not None
    assert complaint.answered_at <= DUE
    assert words_of(post.messages[-1]).count("U krijgt het dubbele bedrag terug.") == 1


@pytest.mark.parametrize("how", ["refused", "overdue"])
def test_a_conflict_between_teams_is_offered_and_goes_to_the_office(house, how):
    number = house.complains()
    lead = house.agent
    house.does(lead, f"/cases/{number}/ask/", team_id=house.utility.team.pk, words="Kunnen we dit?")
    task = InternalTask.objects.get()
    if how == "refused":
        house.does(
            lead,
            f"/tasks/{task.pk}/",
            step="refused",
            words="Niet van ons.",
            seen_version=task.version,
        )
    else:
        house.at(task.due_at + timedelta(minutes=1))

    offer = ConflictOffer.objects.get()
    address = f"/cases/{number}/complaint/ombuds/"
    assert f'<option value="{offer.pk}"' in house.does(lead, address)
    house.does(
        lead,
        address,
        why="internal-conflict",
        offer=offer.pk,
        reason="De teams zijn het oneens.",
    )

    file = OmbudsFile.objects.get()
    assert (file.takeover, file.answer_by) == (Takeover.INTERNAL_CONFLICT, DUE)
    assert Complaint.objects.get().compartment == Compartment.OMBUDS
    assert ConflictOffer.objects.get().settled_at is not None
