"""Opening in an emergency what somebody may not see, ending it, and judging it afterwards."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from debiet.cases.events import EmergencyOpened, OmbudsTried
from debiet.cases.models import Case, Emergency
from debiet.cases.queries.emergencies import OpenEmergency
from debiet.core import access_log, audit
from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.errors import NotAllowed, NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers import queries as customers
from debiet.rules import break_glass
from debiet.rules.access import Compartment, Permission, Role
from debiet.rules.break_glass import Obstacle, Outcome
from debiet.rules.cases import tidy_number
from debiet.rules.notices import HOUSE, NoticeKind
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.house_notices import put_away, who_have, who_may
from debiet.staff.parts_of_work import compartment_of_employee
from debiet.terms import queries as terms


class NotConfirmed(Refused):
    """The second factor is given anew for each emergency."""

    code = "cases.emergency-not-confirmed"
    message = _("Confirm with your second step first, for this emergency.")


class ReasonTooShort(Refused):
    """Somebody else must be able to judge the reason."""

    code = "cases.emergency-reason-too-short"
    message = _("Say in a sentence why this cannot wait and whom it concerns.")


class NeverOmbuds(Refused):
    """What is with the ombuds office opens for nobody else; who asked is told it is not there."""

    code = "cases.emergency-never-ombuds"


class NotNeeded(Refused):
    """What somebody may see anyhow is no emergency."""

    code = "cases.emergency-not-needed"
    message = _("You may open this without an emergency: look it up as always.")


class OwnReview(Refused):
    """Nobody judges what it opened itself."""

    code = "cases.emergency-own-review"
    message = _("Somebody else judges what you opened yourself.")


class ReviewStands(Refused):
    """What was judged stays as it was judged."""

    code = "cases.emergency-review-stands"
    message = _("This was judged already.")


class JudgmentMissing(Refused):
    """A judgment says why."""

    code = "cases.emergency-judgment-missing"
    message = _("Write down what you found.")


@action(permission=Permission.BREAK_GLASS, atomic=False)
def open_emergency(
    *,
    case_number: str = "",
    account_number: str = "",
    reason: str,
    confirmed_at: datetime | None,
    by: Actor,
    at: datetime,
) -> int:
    """Open a case, or a customer's file, that the actor may not see; it ends by itself.

    It can be read and nothing can be done with it. The leads and the DPO are told at once. What is
    with the ombuds office is refused as if it did not exist, and that office and the DPO are told.

    :param confirmed_at: when the actor gave its second factor anew
    :raises NotAllowed: for who is no employee
    :raises NotConfirmed: if that is too long ago, or was for another emergency
    :raises ReasonTooShort: if nobody could judge the reason
    :raises NotFound: if there is no such case or customer, or it is with the ombuds office
    :raises NotNeeded: if the actor may see it anyhow
    """
    try:
        return break_the_glass(
            case_number=case_number,
            account_number=account_number,
            reason=reason,
            confirmed_at=confirmed_at,
            by=by,
            at=at,
        )
    except NeverOmbuds:
        note_tried(case_number=case_number, by=by, at=at)
        raise NotFound from None


@action(permission=Permission.BREAK_GLASS)
def note_tried(*, case_number: str, by: Actor, at: datetime) -> None:
    """Write down, in the ombuds office's own part, that somebody tried to open a case of it."""
    number = tidy_number(case_number)
    audit.record(reference("case", number), compartment=Compartment.OMBUDS)
    case_id = Case.objects.values_list("pk", flat=True).get(number=number)
    publish(OmbudsTried(case_id=case_id, user_id=by.user_id or 0, on=f"{localdate(at)}"))


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_ombuds_tried(*, case_id: int, user_id: int, on: str, by: Actor, at: datetime) -> int:
    """Tell the ombuds office and the DPO who tried to open something there; not what.

    Return how many were told: each once a person, case and day.
    """
    who = people.employee_of(user_id)
    if who is None:
        return 0
    # Which case it was must not be read from what is kept about the notice either.
    which = salted_hmac("cases.ombuds-tried", f"{case_id}").hexdigest()[:16]
    return sum(
        staff.notify_employee(
            employee_id=told,
            kind="emergency.tried",
            about=reference("employee", who.employee_id),
            compartment=HOUSE,
            cause=f"tried:{who.employee_id}:{which}:{on}",
            facts={"name": who.name},
            by=by,
            at=at,
        )
        for told, _user in who_have(Role.OMBUDS, Role.DPO)
        if told != who.employee_id
    )


@action(permission=Permission.BREAK_GLASS)
def break_the_glass(
    *,
    case_number: str = "",
    account_number: str = "",
    reason: str,
    confirmed_at: datetime | None,
    by: Actor,
    at: datetime,
) -> int:
    """Do it, all of it or nothing.

    :raises NotAllowed: for who is no employee
    :raises NotConfirmed: if the second factor was given too long ago, or for another emergency
    :raises ReasonTooShort: if nobody could judge the reason
    :raises NotFound: if there is no such case or customer
    :raises NeverOmbuds: if it is with the ombuds office
    :raises NotNeeded: if the actor may see it anyhow
    """
    colleague = people.employee_of(by.user_id or 0)
    if colleague is None:
        raise NotAllowed
    mine = Emergency.objects.filter(employee_id=colleague.employee_id)
    latest = mine.order_by("-id").values_list("opened_at", flat=True).first()
    if not break_glass.is_confirmed(confirmed_at, latest_opened_at=latest, at=at):
        raise NotConfirmed
    if not break_glass.has_reason(reason):
        raise ReasonTooShort
    subject, compartment, sees_it = _thing(case_number, account_number, by)
    _refuse(break_glass.obstacle(compartment=compartment, sees_it=sees_it))
    chosen = people.house_settings(at=at).get(break_glass.SETTING)
    row = Emergency.objects.create(
        employee_id=colleague.employee_id,
        subject=subject,
        compartment=compartment,
        reason=" ".join(reason.split())[:500],
        opened_at=at,
        ends_at=at + timedelta(minutes=break_glass.minutes(chosen)),
        review_due_at=terms.working_days_after(at, days=break_glass.REVIEW_WORKING_DAYS),
    )
    audit.record(
        reference("emergency", row.pk),
        compartment=compartment,
        facts={"subject": subject, "ends_at": row.ends_at.isoformat()},
    )
    opened = OpenEmergency(row.pk, subject, compartment, row.reason, row.ends_at)
    access_log.look(
        subject=subject,
        surface="desk:emergency",
        compartment=compartment,
        by=opened.viewer(by),
        at=at,
    )
    publish(EmergencyOpened(emergency_id=row.pk))
    return row.pk


def _refuse(obstacle: Obstacle | None) -> None:
    if obstacle is Obstacle.OMBUDS:
        raise NeverOmbuds
    if obstacle is Obstacle.NOT_NEEDED:
        raise NotNeeded


def _thing(case_number: str, account_number: str, by: Actor) -> tuple[str, str, bool]:
    """Return what is meant, the part it stands in, and whether the actor may see it anyhow."""
    if case_number:
        number = tidy_number(case_number)
        parts = Case.objects.filter(number=number).values_list("compartment", flat=True)
        compartment = parts.first()
        if compartment is None:
            raise NotFound
        sees_it = compartment in by.compartments and Permission.LOG_ACCESS in by.permissions
        return reference("case", number), compartment, sees_it
    found = customers.candidate_ids(account=account_number)
    if len(found) != 1:
        raise NotFound
    sees_it = Compartment.ORDINARY in by.compartments and by.permissions >= {
        Permission.SEE_CUSTOMERS,
        Permission.LOG_ACCESS,
    }
    return reference("customer", found[0]), Compartment.ORDINARY, sees_it


@action(permission=Permission.BREAK_GLASS)
def end_emergency(*, emergency_id: int, by: Actor, at: datetime) -> None:
    """Close again what the actor itself opened; twice changes nothing.

    :raises NotFound: if there is no such thing, or it is somebody else's
    """
    mine = Emergency.objects.select_for_update(of=("self",)).filter(
        employee__user_id=by.user_id or 0
    )
    row = mine.filter(pk=emergency_id).first()
    if row is None:
        raise NotFound
    if break_glass.is_open(ends_at=row.ends_at, ended_at=row.ended_at, at=at):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        audit.record(reference("emergency", emergency_id), compartment=row.compartment)


@action(permission=Permission.REVIEW_EMERGENCY)
def review_emergency(
    *, emergency_id: int, outcome: Outcome, words: str, by: Actor, at: datetime
) -> None:
    """Write down whether it was right to open something.

    :raises NotFound: if there is no such emergency
    :raises ReviewStands: if it was judged
    :raises OwnReview: if the actor opened it itself
    :raises JudgmentMissing: if nothing is said
    """
    colleague = people.employee_of(by.user_id or 0)
    row = Emergency.objects.select_for_update(of=("self",)).filter(pk=emergency_id).first()
    if row is None or colleague is None:
        raise NotFound
    if row.reviewed_at is not None:
        raise ReviewStands
    if row.employee_id == colleague.employee_id:
        raise OwnReview
    if not words.strip():
        raise JudgmentMissing
    row.reviewed_at, row.reviewer_id = at, colleague.employee_id
    row.outcome, row.review_words = outcome, words.strip()[:500]
    row.save(update_fields=["reviewed_at", "reviewer", "outcome", "review_words"])
    put_away(NoticeKind.UNJUDGED, reference("emergency", emergency_id), at=at)
    facts = {"outcome": outcome, "late": at > row.review_due_at}
    audit.record(reference("emergency", emergency_id), compartment=row.compartment, facts=facts)


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_emergency(*, emergency_id: int, employee_id: int, by: Actor, at: datetime) -> bool:
    """Tell a lead or DPO inside the desk; return False if it was told before."""
    row = Emergency.objects.select_related("employee").get(pk=emergency_id)
    return staff.notify_employee(
        employee_id=employee_id,
        kind="emergency.opened",
        about=reference("emergency", emergency_id),
        compartment=compartment_of_employee(employee_id),
        cause=f"emergency:{emergency_id}",
        facts={"name": row.employee.name},
        by=by,
        at=row.opened_at,
    )


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_unjudged(*, emergency_id: int, by: Actor, at: datetime) -> int:
    """Tell who judges emergencies that one waits; return how many were told.

    Each is told once before its term ends and once when it is late.
    """
    row = Emergency.objects.select_related("employee").get(pk=emergency_id)
    if row.reviewed_at is not None:
        return 0
    is_late = at > row.review_due_at
    return sum(
        staff.notify_employee(
            employee_id=judge,
            kind=NoticeKind.UNJUDGED,
            about=reference("emergency", emergency_id),
            compartment=HOUSE,
            cause=f"unjudged:{emergency_id}:{'late' if is_late else 'near'}",
            facts={"name": row.employee.name, "is_late": is_late},
            by=by,
            at=at,
        )
        for judge, _user in who_may(Permission.REVIEW_EMERGENCY)
        if judge != row.employee_id
    )


@action(permission=Permission.ERASE)
def erase_emergencies(*, references: Iterable[str], by: Actor) -> Counter[str]:
    """Let emergencies go, with the looks that had them as their purpose."""
    found = {one.partition(":")[2] for one in references if one.startswith("emergency:")}
    return erase(Emergency, {int(one) for one in found})
