"""A word that stands in a closed compartment shows on no surface to anybody outside of it.

The surfaces are all addresses of all sites, with the case's own number and ids, the logs, and the
queries; a new address is looked at by itself.
"""

import pytest
from django.test import Client
from django.urls import reverse

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.actor import Actor
from debiet.core.models import AccessEntry, AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.identity.models import User
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from debiet.staff import actions as staff
from debiet.staff.models import Notification
from debiet.terms.models import Clock, ClockEntry
from tests import make
from tests.house.test_urls_and_roles import SITES, addresses, values

CANARY = "kanariepiet"
TYPED = "kanarie"
"""What somebody types to find it: a search that looks into closed parts would show more."""
OUTSIDERS = [role for role in Role if role is not Role.OMBUDS]

pytestmark = pytest.mark.django_db


def closed_case(utility):
    """Make a case of the ombuds office with the word in every text it has."""
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    opened = make.case(
        topic_code="ombuds",
        text=f"{CANARY} in de vraag",
        contact=Contact(name=f"{CANARY} Janssens", email=f"{CANARY}@example.be"),
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
    taken = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="ombuds",
        content=f"Subject: {CANARY}\n\n{CANARY}".encode(),
        received_at=make.MONDAY,
        compartment=Compartment.OMBUDS,
        by=Actor.system("mail.import"),
        at=make.MONDAY,
    )
    cases.take_up(
        raw_message_id=taken.raw_message_id, by=Actor.system("mail.import"), at=make.MONDAY
    )
    unsatisfied_case(ombuds)
    return opened


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


def everything_shown(client, site, opened, on_site):
    on_site(site)
    clock = Clock.objects.filter(reference=f"case:{opened.number}").first()
    arguments = values(opened, clock.pk, ClockEntry.objects.latest("id").pk)
    for name, wanted in addresses(site):
        path = reverse(name, kwargs={key: arguments[key] for key in wanted})
        queries = [{}, {"q": TYPED}]
        if name == "desk:worklist":
            lists = ("mine", "team", "at-risk", "breached", "unassigned", "open")
            paths = [reverse(name, args=[listed]) for listed in lists]
        else:
            paths = [path]
        for asked in paths:
            for words in queries:
                yield name, client.get(asked, words, follow=False)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_shows_it_to_a_role_outside(role, site, on_site, settings, caplog):
    settings.SECOND_FACTOR_REQUIRED = False
    utility = make.utility()
    opened = closed_case(utility)
    somebody = make.employee(utility, role=role, is_lead=True, partner=role is Role.PARTNER_AGENT)
    staff.notify_employee(
        employee_id=somebody.employee_id,
        kind="case.level",
        about=f"case:{opened.number}",
        compartment=Compartment.OMBUDS,
        cause="level:1",
        facts={"level": 100, "milestone": "first_reply", "number": opened.number},
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    on_site(site)
    client = Client()
    client.force_login(User.objects.get(pk=somebody.user_id))

    shown = list(everything_shown(client, site, opened, on_site))

    assert len(shown) > 2
    for name, response in shown:
        body = response.content.decode()
        assert CANARY not in body, name
        assert opened.number not in body.replace(response.request["PATH_INFO"], ""), name
    assert CANARY not in caplog.text


@pytest.mark.parametrize("site", SITES)
def test_no_page_shows_it_to_a_visitor(site, on_site, settings):
    opened = closed_case(make.utility())

    for name, response in everything_shown(Client(), site, opened, on_site):
        assert CANARY not in response.content.decode(), name


def test_the_logs_and_the_records_of_who_did_what_never_hold_it(caplog):
    closed_case(make.utility())

    assert CANARY not in caplog.text
    for model in (AuditEntry, AccessEntry, Notification):
        for row in model.objects.values():
            assert CANARY not in str(row)


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
    assert f"{CANARY} in een oordeel" in client.get(reverse("desk:ratings")).content.decode()
