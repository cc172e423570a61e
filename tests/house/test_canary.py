"""A word that stands in a closed compartment: where it is written, and what is told of it.

No address shows it to anybody outside: `test_confidentiality.py` asks all of them.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.complaints.models import OmbudsFile
from debiet.core.actor import Actor
from debiet.core.models import AccessEntry, AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Recipient
from debiet.correspondence.models import Message
from debiet.files import actions as files
from debiet.identity.models import User
from debiet.incidents import actions as incidents
from debiet.incidents.models import Incident
from debiet.rules.access import Compartment, Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import Carrier
from debiet.rules.incidents import Area, IncidentKind, LinkWay
from debiet.rules.scans import SplitBy
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.models import Notification
from tests import make, scans
from tests.correspondence.printing import letter
from tests.house.canary_words import (
    CANARY,
    given_to_the_office,
    handled_by_the_office,
    sample_of_the_ombuds_office,
)

TYPED = "kanarie"
"""What somebody types to find it: a search that looks into closed parts would show more."""

pytestmark = pytest.mark.django_db


def closed_case(utility):
    """Make a case and a file of the ombuds office with the word in every text they have."""
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    file, agent = given_to_the_office(utility)
    handled_by_the_office(utility, ombuds, file, agent)
    sample_of_the_ombuds_office(utility, ombuds)
    return case_of_the_office(utility, ombuds)


def case_of_the_office(utility, ombuds):
    """Make a case of the ombuds office with the word in every text it has."""
    opened = make.case(
        topic_code="ombuds",
        text=f"{CANARY} in de vraag",
        contact=Contact(name=f"{CANARY} Janssens", email=f"{CANARY}@example.be"),
        file_ids=[
            files.store_file(
                content=CANARY.encode(),
                name=f"{CANARY}.txt",
                compartment=Compartment.OMBUDS,
                by=make.SYSTEM,
                at=make.MONDAY,
            )
        ],
    )
    cases.write_note(
        case_id=opened.case_id, text=f"{CANARY} in een nota", by=ombuds.actor, at=make.MONDAY
    )
    cases.answer_case(
        case_id=opened.case_id,
        text=f"{CANARY} in het antwoord",
        seen_version=1,
        resolves=False,
        by=ombuds.actor,
        at=make.MONDAY,
    )
    cases.promise_callback(
        case_id=opened.case_id,
        phone=f"{CANARY} 0470 12 34 56",
        words=f"{CANARY} terugbellen",
        promised_from=make.MONDAY,
        promised_until=timezone.now() + timedelta(hours=1),
        by=ombuds.actor,
        at=make.MONDAY,
    )
    cases.ask_task(
        case_id=opened.case_id,
        team_id=utility.ombuds_team.pk,
        words=f"{CANARY} in een opdracht",
        by=ombuds.actor,
        at=make.MONDAY,
    )
    cases.plan_follow_up(
        case_id=opened.case_id,
        words=f"{CANARY} in een herinnering",
        due_at=timezone.now(),
        is_for_team=True,
        by=ombuds.actor,
        at=make.MONDAY,
    )
    tied = correspondence.record_call(
        source="exchange",
        call_id="1",
        caller=CANARY,
        signs=[
            correspondence.Sign(CallEvent.RINGING, make.MONDAY),
            correspondence.Sign(CallEvent.ENDED, make.MONDAY),
        ],
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    cases.tie_call_to_case(call_id=tied, case_number=opened.number, by=ombuds.actor, at=make.MONDAY)
    taken = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="ombuds",
        content=f"Subject: {CANARY}\n\n{CANARY}".encode(),
        received_at=make.MONDAY,
        compartment=Compartment.OMBUDS,
        by=Actor.system("mail.import"),
        at=make.MONDAY,
    )
    letter(
        about=f"case:{opened.number}",
        compartment=Compartment.OMBUDS,
        subject=f"{CANARY} op papier",
        recipient=Recipient(
            name=f"{CANARY} Janssens",
            address="",
            language="nl",
            carrier=Carrier.POST,
            postal_lines=(f"{CANARY} Janssens", f"{CANARY}straat 1", "9000 Gent"),
        ),
    )
    cases.take_up(
        raw_message_id=taken.raw_message_id, by=Actor.system("mail.import"), at=make.MONDAY
    )
    letter_to_the_ombuds_office()
    unsatisfied_case(ombuds)
    incident_of_the_ombuds_office(ombuds, opened)
    return opened


def incident_of_the_ombuds_office(ombuds, opened):
    """Open an incident that is named after the word, with a message that says it and the case."""
    by = {"by": ombuds.actor, "at": make.MONDAY}
    (team_id,) = [
        pk
        for pk, _name in people.teams(viewer=ombuds.actor)
        if people.team_compartment(pk) == Compartment.OMBUDS
    ]
    incident_id = incidents.open_incident(
        facts=incidents.IncidentFacts(
            kind=IncidentKind.OTHER,
            title=f"{CANARY} overal",
            team_id=team_id,
            topic_codes=("ombuds",),
            areas=(Area("9230", CANARY),),
            began_at=make.MONDAY,
        ),
        **by,
    )
    said = dict.fromkeys(("nl", "fr", "en"), f"{CANARY} in een bericht")
    incidents.write_message(incident_id=incident_id, template="", words=said, notice=said, **by)
    incidents.link_cases(incident_id=incident_id, numbers=[opened.number], way=LinkWay.HAND, **by)


def letter_to_the_ombuds_office():
    """Keep a scan for the ombuds office that is named after the word, and take it apart."""
    kept = correspondence.keep_scan(
        content=scans.pdf(scans.page(CANARY)),
        name=f"{CANARY}.pdf",
        received_on=make.MONDAY.date(),
        split_by=SplitBy.ONE,
        compartment=Compartment.OMBUDS,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    by = Actor.system("correspondence.split-scan")
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=by, at=make.MONDAY)


def unsatisfied_case(ombuds):
    """Make a closed case of the ombuds office whose asker says in the word that it went badly."""
    opened = make.case(
        topic_code="ombuds",
        text=f"{CANARY} in een andere vraag",
        contact=Contact(name="Jan", email=f"{CANARY}.jan@example.be"),
    )
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=ombuds.actor, at=make.MONDAY
    )
    cases.rate_case(
        case_id=opened.case_id,
        score=1,
        words=f"{CANARY} in een oordeel",
        by=Actor.visitor(opened.case_id),
        at=make.MONDAY,
    )


def test_what_the_office_did_in_a_file_is_audited_in_its_own_part_only():
    closed_case(make.utility())

    of_the_first_line = r"register|save_draft|call_question"
    rows = AuditEntry.objects.filter(action__startswith="complaints.")
    rows = rows.exclude(action__regex=of_the_first_line)
    assert rows.exists()
    assert set(rows.values_list("compartment", flat=True)) == {Compartment.OMBUDS}


def test_the_logs_and_the_records_of_who_did_what_never_hold_it(caplog):
    closed_case(make.utility())

    assert CANARY not in caplog.text
    for model in (AuditEntry, AccessEntry, Notification):
        for row in model.objects.values():
            assert CANARY not in str(row)


def test_no_mail_to_an_employee_holds_it_nor_names_the_case_it_stands_in():
    utility = make.utility()
    opened = closed_case(utility)
    everybody = [
        make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, is_lead=True),
        make.employee(utility, role=Role.TEAM_LEAD, is_lead=True),
    ]
    for somebody in everybody:
        for kind in ("case.level", "case.low-rating", "case.callback-missed"):
            staff.notify_employee(
                employee_id=somebody.employee_id,
                kind=kind,
                about=f"case:{opened.number}",
                compartment=Compartment.OMBUDS,
                cause=kind,
                facts={"level": 100, "milestone": "first_reply", "number": opened.number},
                by=make.SYSTEM,
                at=make.MONDAY,
            )
        cases.send_digest(
            employee_id=somebody.employee_id,
            by=Actor.system("cases.notice-mails"),
            at=make.MONDAY + timedelta(days=1),
        )

    (mail,) = Message.objects.filter(purpose="notice-mail")
    assert mail.recipient_address == everybody[0].email
    assert CANARY not in mail.subject + mail.text
    assert opened.number not in mail.subject + mail.text


def test_the_ombuds_office_itself_reads_it(on_site, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    utility = make.utility()
    opened = closed_case(utility)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    on_site("desk")
    client = Client()
    client.force_login(User.objects.get(pk=ombuds.user_id))

    page = client.get(reverse("desk:case", args=[opened.number])).content.decode()

    assert page.count(CANARY) >= 3
    incident = client.get(reverse("desk:incident", args=[Incident.objects.get().pk]))
    assert f"{CANARY} in een bericht" in incident.content.decode()
    file = client.get(reverse("desk:ombuds-file", args=[OmbudsFile.objects.get().pk]))
    assert f"{CANARY} als bevinding" in file.content.decode()
    assert f"{CANARY} in een oordeel" in client.get(reverse("desk:ratings")).content.decode()
