"""Stories in which jobs of cases, incidents, moves and customers have something to do."""

from datetime import time, timedelta

from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases.models import Case, TaskEntry
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.customers import actions as customers
from debiet.incidents import actions as incidents
from debiet.incidents.models import IncidentCase
from debiet.retention import actions as retention
from debiet.rules.access import Compartment, Role
from debiet.rules.assignment import Way
from debiet.rules.calls import CallEvent
from debiet.rules.case_links import LinkSide
from debiet.rules.incidents import IncidentKind, LinkWay
from debiet.rules.local_time import WEEKDAYS
from debiet.rules.putting_aside import WakeEvent
from debiet.staff import actions as staff
from debiet.staff import leaving, notice_choices, places
from debiet.staff.models import Notification
from debiet.terms import actions as terms
from debiet.terms.models import ClockMove, PlannedMove
from tests import make


def an_emergency():
    utility = make.utility()
    make.employee(utility, role=Role.DPO)
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    emergency_id = cases.open_emergency(
        case_number=make.case().number,
        reason="Waterschade, niemand anders bereikbaar",
        confirmed_at=make.MONDAY,
        by=partner.actor,
        at=make.MONDAY,
    )
    return {"emergency_id": emergency_id}


def an_unjudged_emergency():
    an_emergency()  # of a Monday long ago
    return {}


def somebody_whose_final_day_is_over():
    leaver = make.employee(make.utility())
    leaving.plan_leaving(
        employee_id=leaver.employee_id,
        final_on=make.MONDAY.date(),
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    return {}


def a_leaver_with_an_open_case():
    utility = make.utility()
    make.employee(utility, is_lead=True)
    leaver = make.employee(utility)
    cases.assign_case(
        case_id=make.case().case_id,
        employee_id=leaver.employee_id,
        seen_version=1,
        by=leaver.actor,
        at=make.MONDAY,
    )
    staff.end_employment(employee_id=leaver.employee_id, by=make.SYSTEM, at=make.MONDAY)
    return {"user_id": leaver.user_id}


def an_asked_move():
    make.utility()
    make.case()
    at = make.MONDAY + timedelta(hours=3)
    shorter = [{**make.TARGETS[0], "amount": "4"}, *make.TARGETS[1:]]
    version = terms.save_policy_version(
        code="questions",
        title="Vragen",
        match={},
        targets=shorter,
        promise={},
        valid_from=at,
        by=make.SYSTEM,
        at=at,
    )
    move_id = terms.ask_move(policy_version_id=version.pk, by=make.SYSTEM, at=at)
    return {"move_id": move_id}


def a_confirmed_move():
    asked = an_asked_move()
    by = Actor.system("terms.move")
    while terms.plan_chunk(**asked, by=by, at=make.MONDAY):
        pass
    token = ClockMove.objects.get().token
    terms.confirm_move(**asked, token=token, reason="x", by=by, at=make.MONDAY)
    return asked


def a_leaver_with_a_case():
    utility = make.utility()
    leaver, other = make.employee(utility), make.employee(utility)
    cases.assign_case(
        case_id=make.case().case_id,
        employee_id=leaver.employee_id,
        seen_version=1,
        by=leaver.actor,
        at=make.MONDAY,
    )
    return {"employee_id": leaver.employee_id, "to_employee_id": other.employee_id}


def a_team_that_is_no_more():
    utility = make.utility()
    make.case()
    other = places.add_team(
        code="other",
        name="Other",
        organization_id=utility.organization.pk,
        compartment="ordinary",
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    return {"team_id": utility.team.pk, "to_team_id": other}


def an_unfinished_move():
    a_confirmed_move()
    return {}


def a_moved_chunk():
    asked = a_confirmed_move()
    terms.move_chunk(**asked, by=Actor.system("terms.move"), at=make.MONDAY)
    ids = PlannedMove.objects.order_by("pk").values_list("pk", flat=True)
    return {**asked, "first_id": ids.first(), "latest_id": ids.last()}


def an_expired_note():
    make.utility()
    long_ago = timezone.now() - timedelta(days=40)
    customers.write_customer_note(
        customer_id=make.customer().pk,
        text="Belt liefst na 18 uur.",
        expires_on=timezone.localdate(long_ago) + timedelta(days=30),
        by=make.SYSTEM,
        at=long_ago,
    )
    return {}


def an_address_of_tomorrow():
    make.utility()
    made, yesterday = make.customer(), timezone.now() - timedelta(days=2)
    customers.change_address(
        customer_id=made.pk,
        account_id=made.accounts.get().pk,
        address=customers.Address("Nieuwstraat", "2", "9000", "Gent"),
        valid_from=timezone.localdate(yesterday) + timedelta(days=1),
        seen_version=1,
        by=make.SYSTEM,
        at=yesterday,
    )
    return {}


def two_that_are_one():
    make.utility()
    for _number in range(2):
        make.customer(email="ann@example.be")
    return {}


def a_run_with_an_old_call():
    dpo = make.employee(make.utility(), role=Role.DPO)
    correspondence.record_call(
        source="exchange",
        call_id="1",
        caller="0470",
        signs=[
            correspondence.Sign(CallEvent.RINGING, make.MONDAY - timedelta(days=900)),
            correspondence.Sign(CallEvent.ENDED, make.MONDAY - timedelta(days=900)),
        ],
        by=make.SYSTEM,
        at=make.MONDAY - timedelta(days=900),
    )
    run_id = retention.preview_run(by=dpo.actor, at=make.MONDAY)
    retention.start_run(run_id=run_id, by=dpo.actor, at=make.MONDAY)
    return {"run_id": run_id, "chunk": 0}


def a_case_put_aside():
    agent = make.employee(make.utility())
    long_ago = timezone.now() - timedelta(days=1)
    opened = make.case(at=long_ago)
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=agent.employee_id,
        seen_version=1,
        by=agent.actor,
        at=long_ago,
    )
    cases.snooze_case(
        case_id=opened.case_id,
        until=long_ago + timedelta(minutes=5),
        knows_risk=True,
        seen_version=2,
        by=agent.actor,
        at=long_ago,
    )
    return {}


def a_case_waiting_for_another():
    agent = make.employee(make.utility())
    waiting, other = make.case(), make.case()
    cases.relate_cases(
        case_id=waiting.case_id,
        other_number=other.number,
        side=LinkSide.CAUSED_BY,
        by=agent.actor,
        at=make.MONDAY,
    )
    cases.snooze_case(
        case_id=waiting.case_id,
        until=None,
        event=WakeEvent.LINKED_CLOSED,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    return {"case_id": other.case_id}


def a_due_follow_up():
    agent = make.employee(make.utility())
    long_ago = timezone.now() - timedelta(days=1)
    cases.plan_follow_up(
        case_id=make.case(at=long_ago).case_id,
        words="Nakijken",
        due_at=long_ago + timedelta(hours=1),
        is_for_team=False,
        by=agent.actor,
        at=long_ago,
    )
    return {}


def _told(somebody, *, kind):
    staff.notify_employee(
        employee_id=somebody.employee_id,
        kind=kind,
        about=f"case:{make.case().number}",
        compartment=Compartment.ORDINARY,
        cause=kind,
        by=make.SYSTEM,
        at=timezone.now() - timedelta(days=2),
    )


def a_due_digest():
    """Tell somebody whose day begins at midnight, in a house that never closes."""
    lead = make.employee(make.utility(), role=Role.TEAM_LEAD)
    notice_choices.choose_notices(choices={}, digest_at=time(), by=lead.actor, at=make.MONDAY)
    never_closed = {
        **make.OFFICE,
        "weekly": {day: [["00:00", "24:00"]] for day in WEEKDAYS},
        "holidays": [],
        "known_years": None,
    }
    terms.save_calendar_version(
        code="office",
        name="Altijd",
        definition=never_closed,
        valid_from=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    _told(lead, kind="case.callback-missed")
    return {}


def something_to_mail_at_once():
    dpo = make.employee(make.utility(), role=Role.DPO)
    _told(dpo, kind="customer.close-file")
    return {"notification_id": Notification.objects.get().pk}


def a_task_of_another_team():
    utility = make.utility()
    agent = make.employee(utility)
    other = make.employee(utility, team=utility.team, is_lead=True)
    assert other
    cases.ask_task(
        case_id=make.case().case_id,
        team_id=utility.team.pk,
        words="Hoe hoog stond de meter?",
        by=agent.actor,
        at=make.MONDAY,
    )
    return {"entry_id": TaskEntry.objects.get().pk}


def an_incident_to_tell():
    utility = make.utility()
    agent, lead = make.employee(utility), make.employee(utility, role=Role.TEAM_LEAD)
    facts = incidents.IncidentFacts(
        kind=IncidentKind.MAIN_BURST,
        title="Breuk",
        team_id=utility.team.pk,
        topic_codes=(),
        areas=(),
        began_at=make.MONDAY,
    )
    by = {"by": agent.actor, "at": make.MONDAY}
    incident_id = incidents.open_incident(facts=facts, **by)
    words = {"nl": "Breuk.", "fr": "Rupture.", "en": "Burst."}
    message_id = incidents.write_message(
        incident_id=incident_id, template="", words=words, notice={}, **by
    )
    incidents.approve_message(
        message_id=message_id, incident_id=incident_id, by=lead.actor, at=make.MONDAY
    )
    numbers = [make.case().number]
    incidents.link_cases(incident_id=incident_id, numbers=numbers, way=LinkWay.HAND, **by)
    return {"incident_id": incident_id}


def an_incident_to_close():
    told = an_incident_to_tell()
    link = IncidentCase.objects.get()
    job = Actor.system("incidents.tell")
    incidents.tell_one(link_id=link.pk, by=job, at=make.MONDAY)
    incidents.resolve_incident(
        seen_version=1,
        closes={link.case_id: Case.objects.get().version},
        by=make.SYSTEM,
        at=make.MONDAY,
        **told,
    )
    return told


def a_left_over_incident():
    an_incident_to_tell()
    return {}


def a_case_of_a_team_that_takes_turns():
    utility = make.utility()
    make.employee(utility)
    cases.set_assignment(
        team_id=utility.team.pk,
        way=Way.ROUND_ROBIN,
        skills={},
        seen_version=0,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    return {"case_id": make.case().case_id}


def a_case_from_another_team():
    return {"case_id": a_case_of_a_team_that_takes_turns()["case_id"], "after_id": 0}


def a_case_that_somebody_can_take_by_now():
    utility = make.utility()
    cases.set_assignment(
        team_id=utility.team.pk,
        way=Way.LEAST_LOAD,
        skills={},
        seen_version=0,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    opened = make.case()
    cases.assign_opened(case_id=opened.case_id, by=Actor.system("cases.assign"), at=make.MONDAY)
    make.employee(utility)
    return {}
