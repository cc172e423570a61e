"""What is found out in a file: explanations asked of departments, and findings."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.ombuds_drafting import FINDING
from debiet.complaints.actions.ombuds_files import finish, handled_file, record
from debiet.complaints.events import ExplanationAsked
from debiet.complaints.models import OmbudsFinding, OmbudsQuestion
from debiet.complaints.office import employee_id
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaint_duties import CorrectionTrouble, Finding, correction_trouble
from debiet.staff import actions as staff
from debiet.staff import places
from debiet.staff import queries as people


class NothingWritten(Refused):
    """Nothing was written."""

    code = "ombuds.nothing-written"
    message = _("Please write something first.")


class TermOver(Refused):
    """A term that is over helps nobody."""

    code = "ombuds.term-over"
    message = _("Choose a moment that has not come yet.")


class WasExplained(Refused):
    """An explanation is given once."""

    code = "ombuds.was-explained"
    message = _("This was explained already.")


class NotCorrectable(Refused):
    """Only a finding that holds is corrected, with a reason."""

    code = "ombuds.not-correctable"
    message = _("This finding was corrected already. Correct the one that stands in its place.")


class CorrectionNeedsReason(Refused):
    """A correction says why."""

    code = "ombuds.correction-needs-reason"
    message = _("Say why the finding is corrected. Both stay readable.")


@action(permission=Permission.HANDLE_OMBUDS)
def ask_explanation(
    *, file_id: int, team_id: int, words: str, due_at: datetime, by: Actor, at: datetime
) -> int:
    """Ask a department for an explanation, within a term; the same question twice is one.

    It sees the question and nothing of the file.

    :raises NothingWritten: without a question
    :raises TermOver: if the term is over
    :raises NotFound: if there is no such team
    """
    file = handled_file(file_id, by=by)
    words = _written(words)
    if due_at <= at:
        raise TermOver
    if team_id not in dict(people.teams(viewer=by)):
        raise NotFound
    asked = OmbudsQuestion.objects.filter(
        file=file, team_id=team_id, words=words, answered_at__isnull=True
    )
    if (known := asked.first()) is not None:
        return known.pk
    question = OmbudsQuestion.objects.create(
        file=file,
        compartment=people.team_compartment(team_id),
        team_id=team_id,
        words=words,
        asked_by_id=employee_id(by),
        asked_at=at,
        due_at=due_at,
    )
    record(file, question=question.pk, team=team_id)
    publish(ExplanationAsked(question_id=question.pk))
    return question.pk


@action(permission=Permission.EXPLAIN)
def explain(*, question_id: int, words: str, by: Actor, at: datetime) -> None:
    """Give the explanation that the ombuds function asked of one's team, once.

    :raises NotFound: if it was asked of another team
    :raises WasExplained: if a colleague did
    :raises NothingWritten: without words
    """
    employee = people.employee_of(by.user_id) if by.user_id else None
    teams = employee.team_ids if employee else ()
    rows = OmbudsQuestion.objects.select_for_update().filter(pk=question_id, team_id__in=teams)
    question = rows.first()
    if question is None or employee is None:
        raise NotFound
    words = _written(words)
    if question.answered_at is not None:
        if question.answer == words:
            return
        raise WasExplained
    question.answer, question.answered_at = words, at
    question.answered_by_id = employee.employee_id
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    about = reference("ombuds-question", question.pk)
    audit.record(about, compartment=question.compartment, facts={"explained": True})
    publish(ExplanationAsked(question_id=question.pk))


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_explanation(*, question_id: int, by: Actor, at: datetime) -> int:
    """Tell the asked team's leads that something is asked, or the office that it is explained.

    Where nobody leads the team, all of it is told.

    Each is told once; what was asked or said stands in no notice.
    """
    question = OmbudsQuestion.objects.select_related("file").get(pk=question_id)
    if question.answered_at is None:
        return _tell(question, "ombuds.asked", _asked_people(question), by=by, at=at)
    handler = question.file.handler_id
    office, _away = people.ombuds_office(at=at)
    whom = [handler] if handler else office
    return _tell(question, "ombuds.explained", whom, in_office=True, by=by, at=at)


@action(permission=Permission.NOTIFY_EMPLOYEE)
def remind_of_explanation(*, question_id: int, by: Actor, at: datetime) -> int:
    """Remind a team, by its leads if it has any, that its explanation is overdue, once."""
    question = OmbudsQuestion.objects.select_for_update().get(pk=question_id)
    if question.answered_at or question.reminded_at or question.due_at > at:
        return 0
    question.reminded_at = at
    question.save(update_fields=["reminded_at"])
    return _tell(question, "ombuds.late", _asked_people(question), by=by, at=at)


def _asked_people(question: OmbudsQuestion) -> list[int]:
    """Return whom a question is told to: who leads the team, all of it where nobody does."""
    team = [one for one, _name, _is_lead in places.members(question.team_id)]
    return people.lead_ids(question.team_id) or team


def _tell(
    question: OmbudsQuestion,
    kind: str,
    whom: list[int],
    *,
    in_office: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    return sum(
        staff.notify_employee(
            employee_id=one,
            kind=kind,
            about=reference("ombuds-question", question.pk),
            compartment=Compartment.OMBUDS if in_office else question.compartment,
            cause=f"{kind}:{question.pk}",
            by=by,
            at=at,
        )
        for one in whom
    )


@action(permission=Permission.HANDLE_OMBUDS)
def add_finding(
    *,
    file_id: int,
    text: str,
    corrects: int | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Write down what was established; the same words twice are one finding.

    :param corrects: the finding in whose place it stands; both stay readable
    :raises NotCorrectable: if that one was corrected already, or is not of this file
    :raises CorrectionNeedsReason: if it is corrected without a reason
    """
    file = handled_file(file_id, by=by)
    text = _written(text)
    if corrects is not None:
        known = [Finding(*row) for row in file.findings.values_list("pk", "corrects_id")]
        trouble = correction_trouble(corrects, findings=known, reason=reason)
        if trouble is CorrectionTrouble.NO_REASON:
            raise CorrectionNeedsReason
        if trouble is not None:
            raise NotCorrectable
    latest = file.findings.order_by("-id").first()
    if latest is not None and (latest.text, latest.corrects_id) == (text, corrects):
        return int(latest.pk)
    finding = OmbudsFinding.objects.create(
        file=file,
        text=text,
        corrects_id=corrects,
        reason=reason.strip(),
        employee_id=employee_id(by),
        found_at=at,
    )
    finish(file, FINDING)
    record(file, finding=finding.pk, corrects=corrects)
    return finding.pk


def _written(text: str) -> str:
    found = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not found:
        raise NothingWritten
    return found
