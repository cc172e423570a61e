"""Who of the ombuds function has to do with a file: for its actions and its pages alike."""

from datetime import datetime

from debiet.cases import queries as cases
from debiet.complaints.models import (
    ComplaintDraft,
    ComplaintEntry,
    ComplaintLetter,
    OmbudsFile,
)
from debiet.core.actor import Actor
from debiet.rules.complaint_duties import (
    ConflictStatement,
    Handler,
    HandlerTrouble,
    Involved,
    StandIn,
    handler_trouble,
    whose_turn,
)
from debiet.rules.complaints import ComplaintActor
from debiet.staff import queries as staff


def is_handler(file: OmbudsFile, by: Actor) -> bool:
    """Return whether somebody handles a file, or writes down for whoever does outside."""
    if file.stand_in is StandIn.OUTSIDE:
        return True
    return file.handler_id is not None and file.handler_id == employee_id(by)


def employee_id(by: Actor) -> int | None:
    """Return the employee who acts."""
    found = None if by.user_id is None else staff.employee_of(by.user_id)
    return found.employee_id if found else None


def involved_in(file: OmbudsFile) -> Involved:
    """Return which employees handled what a file is about, or are in the facts."""
    if file.about_case_id is None:
        return Involved(in_facts=_named(file))
    entries = ComplaintEntry.objects.filter(
        complaint__case=file.about_case_id, actor=ComplaintActor.FIRST_LINE
    )
    handled = set(cases.who_handled(file.about_case_id))
    handled |= {one for one in entries.values_list("employee_id", flat=True) if one is not None}
    for user_id in _who_wrote_letters(file.about_case_id):
        found = staff.employee_of(user_id)
        handled |= {found.employee_id} if found else set()
    return Involved(frozenset(handled), _named(file))


def _who_wrote_letters(case_id: int) -> set[int]:
    """Return the sign-ins of whoever wrote or read a letter of the first line, or its draft."""
    letters = ComplaintLetter.objects.filter(complaint__case=case_id)
    users = set(letters.values_list("written_by_id", flat=True))
    drafts = ComplaintDraft.objects.filter(complaint__case=case_id)
    for writers, read_by_id in drafts.values_list("writers", "read_by_id"):
        users |= {*writers, read_by_id}
    return {one for one in users if one is not None}


def _named(file: OmbudsFile) -> frozenset[int]:
    return frozenset(file.involved.values_list("employee_id", flat=True))


def statements_of(file: OmbudsFile) -> list[ConflictStatement]:
    """Return what was said about ties to a file, in order."""
    rows = file.statements.order_by("id").values_list("employee_id", "has_conflict")
    return [ConflictStatement(employee, tie) for employee, tie in rows]


def who_could_agree(file: OmbudsFile, by: Actor, *, at: datetime) -> set[int]:
    """Return who else of the office may agree to what somebody proposes in a file.

    Where somebody outside handles it, the office only writes down: then anybody else of it may.
    """
    office, _away = staff.ombuds_office(at=at)
    others = set(office) - {employee_id(by)}
    if file.stand_in is StandIn.OUTSIDE:
        return others
    involved, said = involved_in(file), statements_of(file)
    return {one for one in others if _is_free(one, involved, said)}


def _is_free(employee: int, involved: Involved, said: list[ConflictStatement]) -> bool:
    trouble = handler_trouble(employee, involved=involved, statements=said)
    return trouble in (None, HandlerTrouble.NO_STATEMENT)


def turn(file: OmbudsFile, *, involved: Involved | None = None, at: datetime) -> Handler:
    """Return whose turn it is to handle a file.

    :param involved: who had to do with it, where that is known already
    """
    office, away = staff.ombuds_office(at=at)
    involved = involved_in(file) if involved is None else involved
    return whose_turn(office, involved=involved, statements=statements_of(file), away=away)
