"""The ombuds function looks at a part of those called no complaint, and says what it thinks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.complaints.events import QuestionDisputed
from debiet.complaints.models import ComplaintEntry, QuestionSample, SampledQuestion
from debiet.complaints.office import employee_id
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaint_sampling import (
    Quarter,
    Verdict,
    VerdictTrouble,
    draw,
    quarter_before,
    verdict_trouble,
)
from debiet.rules.complaints import ComplaintActor, ComplaintStep
from debiet.rules.house_choices import HouseChoice
from debiet.staff import actions as staff
from debiet.staff import choices
from debiet.staff import queries as people
from debiet.staff.visibility import visible


class OwnJudgment(Refused):
    """Nobody looks at what it said itself."""

    code = "complaints.own-judgment"
    message = _("You called it a question yourself: somebody else looks at it.")


class WasJudged(Refused):
    """What the office said stands."""

    code = "complaints.was-judged"
    message = _("Somebody looked at it already.")


class VerdictNoReason(Refused):
    """Whoever disagrees says why."""

    code = "complaints.verdict-no-reason"
    message = _("Say why you see a complaint in it. Only the ombuds function reads it.")


_TROUBLES: Final[Mapping[VerdictTrouble, type[Refused]]] = {
    VerdictTrouble.OWN_JUDGMENT: OwnJudgment,
    VerdictTrouble.WAS_JUDGED: WasJudged,
    VerdictTrouble.NO_REASON: VerdictNoReason,
}


@action(permission=Permission.RUN_COMPLAINTS)
def draw_sample(*, by: Actor, at: datetime) -> int:
    """Draw what is looked at of the latest quarter that is over, once, and return how many.

    Only what the first line called a question and what still is one: the office knows its own.
    """
    quarter = quarter_before(timezone.localtime(at).date())
    percent = int(choices.house_choices(at=at)[HouseChoice.QUESTION_SAMPLE])
    entries = _called(quarter)
    sample, is_new = QuestionSample.objects.get_or_create(
        quarter=str(quarter),
        defaults={"percent": percent, "number": len(entries), "drawn_at": at},
    )
    if not is_new:
        return 0
    found = draw(entries, quarter=quarter, percent=percent)
    SampledQuestion.objects.bulk_create(
        SampledQuestion(sample=sample, complaint_id=one, entry_id=entries[one]) for one in found
    )
    audit.record(
        reference("question-sample", str(quarter)),
        compartment=Compartment.OMBUDS,
        facts={"of": len(entries), "percent": percent, "drawn": len(found)},
    )
    return len(found)


def _called(quarter: Quarter) -> dict[int, int]:
    """Return what was called a question in a quarter, with the latest entry that says so."""
    zone = timezone.get_current_timezone()
    start, end = (
        timezone.make_aware(datetime.combine(day, datetime.min.time()), zone)
        for day in (quarter.first_day, quarter.next.first_day)
    )
    rows = ComplaintEntry.objects.filter(
        end=ComplaintStep.NOT_A_COMPLAINT,
        actor=ComplaintActor.FIRST_LINE,
        happened_at__gte=start,
        happened_at__lt=end,
        complaint__step=ComplaintStep.NOT_A_COMPLAINT,
    ).exclude(start=F("end"))
    rows = rows.exclude(complaint__compartment=Compartment.HR)
    return dict(rows.values_list("complaint").annotate(latest=Max("id")).order_by("complaint"))


@action(permission=Permission.HANDLE_OMBUDS)
def judge_sampled(
    *, sampled_id: int, verdict: Verdict, reason: str, by: Actor, at: datetime
) -> None:
    """Say whether it was rightly called no complaint; what the office thinks stays with it.

    Where it disagrees, the lead of the team is told to look at it again, and nothing else.

    :raises OwnJudgment: if whoever looks called it a question itself
    :raises WasJudged: if somebody looked already
    :raises VerdictNoReason: if somebody disagrees without a reason
    """
    rows = visible(SampledQuestion.objects.filter(pk=sampled_id), by)
    one = rows.select_for_update(of=("self",)).select_related("entry").first()
    if one is None:
        raise NotFound
    trouble = verdict_trouble(
        verdict,
        reason=reason,
        is_judged=bool(one.verdict),
        called_by=one.entry.employee_id,
        judge=employee_id(by),
    )
    if trouble is not None:
        raise _TROUBLES[trouble]
    one.verdict, one.reason = verdict, reason.strip()
    one.judged_by_id, one.judged_at = employee_id(by), at
    one.save()
    audit.record(
        reference("sampled-question", one.pk),
        compartment=one.compartment,
        facts={"complaint": one.complaint_id, "verdict": verdict},
    )
    if verdict is Verdict.DISAGREED:
        publish(QuestionDisputed(sampled_id=one.pk))


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_disputed(*, sampled_id: int, by: Actor, at: datetime) -> int:
    """Tell the leads of the team to look again whether it is a complaint; each is told once.

    Nothing of what the office thinks is told, and nothing at all once it has the complaint itself.
    """
    one = SampledQuestion.objects.select_related("complaint__case").get(pk=sampled_id)
    complaint = one.complaint
    is_question = complaint.step is ComplaintStep.NOT_A_COMPLAINT
    if not is_question or complaint.compartment == Compartment.OMBUDS:
        return 0
    case = complaint.case
    return sum(
        staff.notify_employee(
            employee_id=lead,
            kind="ombuds.disputed",
            about=reference("case", case.number),
            compartment=case.compartment,
            cause=f"question-disputed:{complaint.pk}:{one.entry_id}",
            facts={"number": case.number},
            by=by,
            at=at,
        )
        for lead in people.lead_ids(case.team_id)
    )
