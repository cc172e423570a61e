"""What happened to cases."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """A case was opened."""

    case_id: int


@dataclass(frozen=True)
class AddressTold(Event):
    """It is known by now where answers in a case reach whoever asked."""

    case_id: int


@dataclass(frozen=True)
class AssignmentDue(Event):
    """A case was opened of a team whose cases find somebody by themselves."""

    case_id: int


@dataclass(frozen=True)
class OmbudsTried(Event):
    """Somebody without it tried to open a case of the ombuds office, in an emergency."""

    case_id: int
    user_id: int
    on: str


@dataclass(frozen=True)
class CaseMoved(Event):
    """A case that has nobody went to a team whose cases find somebody by themselves.

    What was decided on it before has a number up to `after_id`.
    """

    case_id: int
    after_id: int


@dataclass(frozen=True)
class CaseAnswered(Event):
    """An answer was committed to the outbox or told to the customer."""

    case_id: int


@dataclass(frozen=True)
class CaseResolved(Event):
    """A case was closed."""

    case_id: int


@dataclass(frozen=True)
class CaseReopened(Event):
    """A closed case is open again."""

    case_id: int


@dataclass(frozen=True)
class CaseRated(Event):
    """Somebody said what it thinks of how its case went."""

    rating_id: int


@dataclass(frozen=True)
class CodeAsked(Event):
    """Somebody wants a code again, for a number that may not exist.

    :param seen_version: of the code at that moment, so that one wish makes one new code
    """

    number: str
    seen_version: int


@dataclass(frozen=True)
class TaskMoved(Event):
    """Somebody asked, answered, refused, disputed or withdrew an internal task."""

    entry_id: int


@dataclass(frozen=True)
class WorkLeft(Event):
    """Somebody stopped working here, and what it had open goes to somebody else or to its team.

    :param to_employee_id: 0 where it stays with the team
    """

    employee_id: int
    to_employee_id: int


@dataclass(frozen=True)
class TeamRetired(Event):
    """A team is no more; its open work goes to another."""

    team_id: int
    to_team_id: int


@dataclass(frozen=True)
class EmergencyOpened(Event):
    """Somebody opened in an emergency what it may not see."""

    emergency_id: int


@dataclass(frozen=True)
class ComplaintSent(Event):
    """A form was taken up in which somebody complains; it may not be registered as one yet."""

    case_id: int
    raw_message_id: int


@dataclass(frozen=True)
class SaidToOffice(Event):
    """A customer said something in a case that the ombuds function has."""

    contact_id: int
