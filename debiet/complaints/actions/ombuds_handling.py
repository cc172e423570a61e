"""Who handles a file of the ombuds function: nobody who had to do with what it is about."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.actions.ombuds_files import locked_file, save
from debiet.complaints.models import OmbudsFile, OmbudsInvolved, OmbudsStatement
from debiet.complaints.office import employee_id, involved_in, statements_of, turn
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaint_duties import (
    HandlerTrouble,
    OutsideTrouble,
    StandIn,
    handler_trouble,
    outside_trouble,
)
from debiet.staff import queries as staff


class HandledTheCase(Refused):
    """Nobody judges its own work."""

    code = "ombuds.handled-the-case"
    message = _("You had to do with this case. Somebody else handles the file.")


class InTheFacts(Refused):
    """Nobody judges what it did itself."""

    code = "ombuds.in-the-facts"
    message = _("You are named in the facts. Somebody else handles the file.")


class NoStatement(Refused):
    """Who handles a file says first whether it has a tie to it."""

    code = "ombuds.no-statement"
    message = _("Say first whether you have a tie to this file.")


class SaysConflict(Refused):
    """Who has a tie to a file does not handle it."""

    code = "ombuds.says-conflict"
    message = _("You said that you have a tie to this file. Somebody else handles it.")


class OutsideNotNeeded(Refused):
    """Somebody outside is named where nobody inside can handle a file."""

    code = "ombuds.outside-not-needed"
    message = _("Somebody of the office can handle this file.")


class OutsideIncomplete(Refused):
    """Who is named outside has a name, and there is a reason."""

    code = "ombuds.outside-incomplete"
    message = _("Fill in the name of whoever handles it, and why.")


_TROUBLES = {
    HandlerTrouble.HANDLED_THE_CASE: HandledTheCase,
    HandlerTrouble.IN_THE_FACTS: InTheFacts,
    HandlerTrouble.NO_STATEMENT: NoStatement,
    HandlerTrouble.SAYS_CONFLICT: SaysConflict,
}


@action(permission=Permission.HANDLE_OMBUDS)
def state_ties(
    *, file_id: int, has_conflict: bool, words: str = "", by: Actor, at: datetime
) -> None:
    """Say whether one has a tie to a file. What was said stays; the latest holds.

    Who handles the file and says it has one, handles it no more.
    """
    file = locked_file(file_id, by=by)
    employee = employee_id(by)
    if employee is None:
        raise NotFound
    OmbudsStatement.objects.create(
        file=file, employee_id=employee, has_conflict=has_conflict, words=words.strip(), said_at=at
    )
    if has_conflict and file.handler_id == employee:
        _let_go(file, by=by, at=at)
    save(file, statement=has_conflict, employee=employee)


@action(permission=Permission.HANDLE_OMBUDS)
def name_involved(*, file_id: int, employee: int, by: Actor, at: datetime) -> None:
    """Say that the facts are about an employee, who then does not handle the file. Twice is once.

    :raises NotFound: if there is no such employee
    """
    file = locked_file(file_id, by=by)
    if employee not in staff.names([employee]):
        raise NotFound
    _named, is_new = OmbudsInvolved.objects.get_or_create(
        file=file, employee_id=employee, defaults={"named_at": at}
    )
    if is_new:
        if file.handler_id == employee:
            _let_go(file, by=by, at=at)
        save(file, involved=employee)


def _let_go(file: OmbudsFile, *, by: Actor, at: datetime) -> None:
    """Let a file have no handler any more; the caller saves it."""
    file.handler_id, file.stand_in = None, ""
    _give_case(file, None, by=by, at=at)


def _give_case(file: OmbudsFile, employee: int | None, *, by: Actor, at: datetime) -> None:
    """Let the office's case be with whoever handles the file: it hears what happens in it."""
    page = case_queries.case_page(file.case_id, viewer=by)
    if page is None or page.assignee_id == employee or page.merged_into is not None:
        return
    cases.assign_case(
        case_id=file.case_id, employee_id=employee, seen_version=page.version, by=by, at=at
    )


def check_ties(file: OmbudsFile, employee: int | None, *, unless: Collection[str] = ()) -> None:
    """Refuse whoever has a tie to a file, or did not say whether it has.

    :param unless: what is no obstacle here
    :raises HandledTheCase: if it had to do with the case
    :raises InTheFacts: if the facts are about it
    :raises NoStatement: if it did not say whether it has a tie
    :raises SaysConflict: if it said that it has
    """
    trouble = handler_trouble(
        employee or 0, involved=involved_in(file), statements=statements_of(file)
    )
    if trouble is not None and trouble not in unless:
        raise _TROUBLES[trouble]


@action(permission=Permission.HANDLE_OMBUDS)
def take_file(*, file_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Take a file on, as ombudsperson or deputy, and with it the office's case.

    :raises HandledTheCase: if the actor had to do with the case
    :raises InTheFacts: if the facts are about the actor
    :raises NoStatement: if it did not say whether it has a tie
    :raises SaysConflict: if it said that it has
    """
    file = locked_file(file_id, by=by, seen_version=seen_version)
    employee = employee_id(by)
    office, _away = staff.ombuds_office(at=at)
    if employee is None or employee not in office:
        raise NotFound
    check_ties(file, employee)
    file.handler_id = employee
    file.stand_in = StandIn.OMBUDSPERSON if employee == office[0] else StandIn.DEPUTY
    file.outside_name = file.outside_reason = ""
    _give_case(file, employee, by=by, at=at)
    save(file, handler=employee, stand_in=file.stand_in)


@action(permission=Permission.HANDLE_OMBUDS)
def name_outside(
    *, file_id: int, name: str, reason: str, seen_version: int, by: Actor, at: datetime
) -> None:
    """Name somebody outside to handle a file, because nobody of the office can.

    :raises OutsideNotNeeded: if somebody of the office can
    :raises OutsideIncomplete: without name or reason
    """
    file = locked_file(file_id, by=by, seen_version=seen_version)
    trouble = outside_trouble(turn(file, at=at), name=name, reason=reason)
    if trouble is OutsideTrouble.NOT_NEEDED:
        raise OutsideNotNeeded
    if trouble is not None:
        raise OutsideIncomplete
    _let_go(file, by=by, at=at)
    file.stand_in = StandIn.OUTSIDE
    file.outside_name, file.outside_reason = name.strip()[:160], reason.strip()
    save(file, stand_in=file.stand_in)
