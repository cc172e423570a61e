"""What an employee set aside by mistake comes back, with its term."""

import pytest
from django.urls import reverse

from debiet.cases import actions as cases
from debiet.cases.actions import NotSetAside
from debiet.core.errors import Refused
from debiet.correspondence import queries as messages
from debiet.correspondence.models import RawMessage
from debiet.identity.models import User
from debiet.rules.access import Compartment, Role
from debiet.rules.quarantine import SetAside
from debiet.rules.sla import ClockStatus
from debiet.terms.models import Clock
from tests import make
from tests.correspondence.test_quarantine import LATER, hold, release

pytestmark = pytest.mark.django_db


def test_what_was_set_aside_by_mistake_is_held_again_and_its_term_runs_on():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: Lek\n\nEr is een lek\n")
    before = RawMessage.objects.get()
    aside_at = make.local("2026-03-02 10:00")
    for day in (2, 3):  # twice: what is decided once more ends the term once more
        decided = make.local(f"2026-03-0{day} 10:00")
        cases.set_aside(
            raw_message_id=raw_message_id, reason=SetAside.SPAM, by=agent.actor, at=decided
        )
        assert Clock.objects.get().status == ClockStatus.MET
        [row] = messages.put_aside(viewer=agent.actor)
        assert (row.raw_message_id, row.reason) == (raw_message_id, "spam:no-sender")
        cases.take_back(raw_message_id=raw_message_id, by=agent.actor, at=decided)

    held = RawMessage.objects.get()
    assert (held.state, held.reason, held.due_at) == ("quarantined", "no-sender", before.due_at)
    assert aside_at < before.due_at
    assert Clock.objects.get().status == ClockStatus.RUNNING
    assert messages.put_aside(viewer=agent.actor) == []
    assert release(raw_message_id, agent.actor).outcome == "opened"


def test_the_time_in_which_a_message_lay_aside_is_not_counted():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: Lek\n\nEr is een lek\n")
    aside_at, back_at = make.local("2026-03-02 10:00"), make.local("2026-03-03 10:00")

    cases.set_aside(
        raw_message_id=raw_message_id, reason=SetAside.SPAM, by=agent.actor, at=aside_at
    )
    cases.take_back(raw_message_id=raw_message_id, by=agent.actor, at=back_at)

    # Four working hours from 09:00, of which one was used before it was set aside.
    assert RawMessage.objects.get().due_at == make.local("2026-03-03 13:00")


def test_only_what_a_person_set_aside_is_taken_back_and_only_by_who_may_see_it():
    utility = make.utility()
    agent, partner = make.employee(utility), make.employee(utility, partner=True)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    raw_message_id = hold(b"Subject: Lek\n\nLek\n", compartment=Compartment.OMBUDS)
    with pytest.raises(NotSetAside):
        cases.take_back(raw_message_id=raw_message_id, by=ombuds.actor, at=LATER)
    cases.set_aside(raw_message_id=raw_message_id, reason=SetAside.SPAM, by=ombuds.actor, at=LATER)

    for other in (agent, partner):
        with pytest.raises(Refused):
            cases.take_back(raw_message_id=raw_message_id, by=other.actor, at=LATER)
        assert messages.put_aside(viewer=other.actor) == []
    assert len(messages.put_aside(viewer=ombuds.actor)) == 1


def test_it_is_taken_back_on_the_desk(on_site, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    on_site("desk")
    agent = make.employee(make.utility())
    client.force_login(User.objects.get(pk=agent.user_id))
    raw_message_id = hold(b"Subject: Lek in de straat\n\nEr is een lek\n")
    aside = reverse("desk:set-aside", args=[raw_message_id])
    client.post(aside, {"reason": SetAside.SPAM})
    listed = client.get(reverse("desk:aside")).content.decode()
    assert "Lek in de straat" in listed

    back = reverse("desk:take-back", args=[raw_message_id])
    answer = client.post(back)
    assert answer.url == reverse("desk:held", args=[raw_message_id])
    assert RawMessage.objects.get().state == "quarantined"
    assert "Lek in de straat" not in client.get(reverse("desk:aside")).content.decode()
    again = client.post(back, follow=True).content.decode()
    assert "collega" in again
