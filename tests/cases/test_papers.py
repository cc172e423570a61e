"""A letter becomes its cases: a case for each question, one file, one confirmation."""

from datetime import date

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import Contact, LetterQuestion, Registration, Way
from debiet.cases.actions.registering_letters import LetterOfClosedPart, NoQuestion, NoSuchCase
from debiet.cases.models import Case, ContactWay, Interaction, InteractionFile
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as papers
from debiet.correspondence.models import Message, RawMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier, Route
from debiet.rules.scans import SplitBy
from debiet.terms.models import Clock
from tests import checker, make, scans

pytestmark = pytest.mark.django_db
SPLITTER = Actor.system("correspondence.split-scan")
MORNING = make.local("2026-03-02 00:00")
ANN = Contact(name="Ann De Smet", email="ann@example.be", address="Kouterbaan 18\n9230 Wetteren")
ASKED = LetterQuestion("invoice", "Waarom is mijn factuur zo hoog?")


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def agent(utility):
    return make.employee(utility)


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def a_letter(*, compartment=Compartment.ORDINARY, carrier=Carrier.POST, at=make.MONDAY):
    """Keep a scan of one letter, take it apart, and return the letter that waits."""
    kept = correspondence.keep_scan(
        content=scans.pdf(scans.page("Geachte\nik heb een vraag")),
        name="brief.pdf",
        received_on=date(2026, 3, 2),
        split_by=SplitBy.ONE,
        carrier=carrier,
        compartment=compartment,
        by=make.SYSTEM,
        at=at,
    )
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=SPLITTER, at=at)
    return papers.scan(kept.raw_message_id, viewer=make.SYSTEM).letter_ids[0]


def register(letter_id, agent, *, at=make.MONDAY, **changes):
    values = {"contact": ANN, "questions": (ASKED,)} | changes
    return cases.register_letter(
        raw_message_id=letter_id, registration=Registration(**values), by=agent.actor, at=at
    )


def test_a_letter_becomes_a_case_from_its_receipt_with_its_file_and_a_confirmation(agent):
    letter_id = a_letter()
    (number,) = register(letter_id, agent).numbers

    case = Case.objects.get(number=number)
    assert (case.carrier, case.opened_at) == (Carrier.POST, MORNING)
    assert case.contact_address == ANN.address
    assert Clock.objects.filter(reference=f"case:{number}", due_at__isnull=False).exists()
    contact = case.interactions.get(direction="in")
    assert contact.raw_message_id == letter_id
    file = contact.files.get().file
    assert file.blob.media_type == "application/pdf"
    assert file.blob.sha256 == RawMessage.objects.get(pk=letter_id).content_hash
    confirmed = Message.objects.get()
    assert confirmed.carrier == Carrier.POST
    assert confirmed.postal_lines == [ANN.name, *ANN.address.splitlines()]
    assert checker.findings_here() == {}


def test_a_letter_with_three_questions_becomes_three_cases_and_one_confirmation(agent):
    letter_id = a_letter()
    asked = tuple(LetterQuestion("invoice", f"Vraag {n}?") for n in ("een", "twee", "drie"))

    done = register(letter_id, agent, questions=asked)

    assert len(set(done.numbers)) == 3
    raw = RawMessage.objects.get(pk=letter_id)
    assert (raw.state, raw.outcome, raw.about) == ("taken", "opened", f"case:{done.numbers[0]}")
    contacts = Interaction.objects.filter(raw_message_id=letter_id).order_by("id")
    assert [contact.text for contact in contacts] == ["Vraag een?", "Vraag twee?", "Vraag drie?"]
    assert len({tied.file_id for tied in InteractionFile.objects.all()}) == 1
    for number in done.numbers:
        clocks = Clock.objects.filter(reference=f"case:{number}")
        assert {clock.status for clock in clocks} == {"running", "not_started"}
        assert Case.objects.get(number=number).opened_at == MORNING
    message = Message.objects.get()
    assert all(number in message.text for number in done.numbers)
    assert all(number in message.subject for number in done.numbers)
    said = Interaction.objects.filter(direction="out", is_automatic=True)
    assert {contact.case_id for contact in said} == set(done.case_ids)
    assert checker.findings_here() == {}


def test_the_term_of_the_letter_itself_ends_when_it_is_registered(agent):
    letter_id = a_letter()
    register(letter_id, agent)
    statuses = set(Clock.objects.filter(reference=f"raw:{letter_id}").values_list("status"))
    assert not statuses & {("running",), ("paused",)}
    assert RawMessage.objects.get(pk=letter_id).due_at is None
    assert papers.to_do_counts(viewer=agent.actor, at=make.MONDAY)["letters"] == 0


def test_route_and_more_ways_are_kept_with_the_contact(agent):
    letter_id = a_letter()
    register(
        letter_id,
        agent,
        route=Route.MUNICIPALITY,
        ways=(Way(Carrier.EMAIL, Route.DIRECT), Way(Carrier.EMAIL, Route.DIRECT)),
    )
    contact = Interaction.objects.get(raw_message_id=letter_id)
    assert contact.via == Route.MUNICIPALITY
    way = ContactWay.objects.get()
    assert (way.interaction_id, way.carrier, way.route) == (contact.pk, "email", "direct")


def test_who_wrote_can_be_said_by_the_employee(agent):
    known = make.customer(name="Jan Peeters")
    register(a_letter(), agent, customer_id=known.pk, contact=Contact("Jan Peeters", ""))
    case = Case.objects.get()
    assert case.customer_id == known.pk
    assert Message.objects.get().postal_lines[0] == "Jan Peeters"  # at the address we know


def test_a_letter_goes_on_with_a_case_and_opens_it_again(agent):
    opened = make.case(at=make.local("2026-02-23 10:00"))
    cases.answer_case(
        case_id=opened.case_id,
        text="Zo zit het.",
        seen_version=1,
        by=agent.actor,
        at=make.local("2026-03-02 09:30"),
    )
    letter_id = a_letter(at=make.local("2026-03-02 11:00"))

    done = register(
        letter_id,
        agent,
        continues=opened.number,
        questions=(ASKED, LetterQuestion("invoice", "En nog iets anders?")),
        at=make.local("2026-03-02 11:05"),
    )

    assert done.numbers[0] == opened.number
    case = Case.objects.get(pk=opened.case_id)
    assert (case.state, case.resolved_at) == ("open", None)
    assert Clock.objects.get(reference=f"case:{opened.number}", milestone="next_reply").status == (
        "running"
    )
    assert RawMessage.objects.get(pk=letter_id).outcome == "continued"
    confirmed = Message.objects.filter(purpose="acknowledgement").latest("id")
    assert done.numbers[1] in confirmed.text
    assert opened.number not in confirmed.text
    assert checker.findings_here() == {}


def test_a_letter_from_before_a_case_opened_does_not_bend_its_clocks(agent):
    opened = make.case(at=make.local("2026-03-02 10:00"))
    register(a_letter(), agent, continues=opened.number, at=make.local("2026-03-02 11:00"))
    assert checker.findings_here() == {}
    assert Case.objects.get(pk=opened.case_id).due_at == make.local("2026-03-03 10:00")


def test_a_paper_handed_over_is_a_visit(agent):
    register(a_letter(carrier=Carrier.COUNTER), agent)
    assert Case.objects.get().carrier == Carrier.COUNTER


def test_two_colleagues_do_not_register_the_same_letter(agent):
    letter_id = a_letter()
    register(letter_id, agent)
    with pytest.raises(correspondence.PaperGone):
        register(letter_id, agent)
    with pytest.raises(correspondence.PaperGone):
        correspondence.put_away_paper(
            raw_message_id=letter_id, reason="advertising", by=agent.actor, at=make.MONDAY
        )
    assert Case.objects.count() == 1


def test_advertising_is_set_aside_with_its_reason(agent):
    letter_id = a_letter()
    correspondence.put_away_paper(
        raw_message_id=letter_id, reason="advertising", by=agent.actor, at=make.MONDAY
    )
    raw = RawMessage.objects.get(pk=letter_id)
    assert (raw.state, raw.outcome, raw.reason) == ("set-aside", "put-away", "advertising")
    assert AuditEntry.objects.filter(reference=f"raw:{letter_id}", user_id=agent.user_id).exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"questions": ()}, NoQuestion),
        ({"questions": (LetterQuestion("invoice", " "),)}, cases.EmptyText),
        ({"questions": (LetterQuestion("unheard-of", "Ja?"),)}, cases.UnknownTopic),
        ({"continues": "2026-999999"}, NoSuchCase),
        ({"customer_id": 999_999}, NotFound),
    ],
)
def test_what_does_not_fit_is_refused_and_the_letter_goes_on_waiting(agent, changes, refusal):
    letter_id = a_letter()
    with pytest.raises(refusal):
        register(letter_id, agent, **changes)
    assert papers.to_do_counts(viewer=agent.actor, at=make.MONDAY)["letters"] == 1
    assert not Case.objects.exists()
    assert checker.findings_here() == {}


def test_a_letter_to_the_ombuds_office_stays_there(utility, agent):
    letter_id = a_letter(compartment=Compartment.OMBUDS)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    with pytest.raises(NotFound):
        register(letter_id, agent)
    with pytest.raises(LetterOfClosedPart):
        register(letter_id, ombuds)

    register(letter_id, ombuds, questions=(LetterQuestion("ombuds", "Een klacht"),))

    assert Case.objects.get().compartment == Compartment.OMBUDS
    assert InteractionFile.objects.get().file.compartment == Compartment.OMBUDS


def test_a_letter_of_two_parts_is_confirmed_by_a_message_for_each(agent):
    asked = (ASKED, LetterQuestion("ombuds", "Een klacht"), LetterQuestion("invoice", "En nog?"))
    ordinary, ombuds, third = register(a_letter(), agent, questions=asked).numbers

    first, second = Message.objects.order_by("id")
    assert (first.compartment, second.compartment) == ("ordinary", "ombuds")
    assert ordinary in first.text
    assert third in first.text
    assert ombuds not in first.text
    assert {tied.file.compartment for tied in InteractionFile.objects.all()} == {
        "ordinary",
        "ombuds",
    }
    assert checker.findings_here() == {}


def test_a_contact_may_have_come_another_way_as_well(agent):
    opened = make.case()
    contact = Interaction.objects.get(case_id=opened.case_id, direction="in")
    for _ in range(2):
        cases.add_way(
            case_id=opened.case_id,
            interaction_id=contact.pk,
            way=Way(Carrier.POST, Route.MINISTER),
            received_at=make.MONDAY,
            by=agent.actor,
            at=make.MONDAY,
        )
    assert ContactWay.objects.get().route == Route.MINISTER
    entry = AuditEntry.objects.filter(action="cases.registering_letters.add_way").latest("id")
    assert entry.facts["route"] == "minister"

    said = Interaction.objects.get(case_id=opened.case_id, direction="out")
    with pytest.raises(NotFound):
        cases.add_way(
            case_id=opened.case_id,
            interaction_id=said.pk,
            way=Way(Carrier.POST, Route.DIRECT),
            received_at=make.MONDAY,
            by=agent.actor,
            at=make.MONDAY,
        )
