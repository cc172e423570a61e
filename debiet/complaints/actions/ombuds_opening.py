"""Opening a file about what the office got itself: by mail, by phone, or in confidence."""

from dataclasses import dataclass, replace
from datetime import datetime

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import NewContact
from debiet.complaints.actions.registering import Said, register_complaint
from debiet.complaints.actions.subjects import tell_subject
from debiet.complaints.actions.taking_over import office, office_topic
from debiet.complaints.actions.walking import about, facts_of, locked, walk
from debiet.complaints.events import OmbudsFileOpened
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Regime, Takeover
from debiet.rules.sla import EntryKind, Milestone
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.terms import actions as terms
from debiet.terms import queries as clocks


@dataclass(frozen=True, slots=True)
class Direct:
    """What a file that the office opens itself is about.

    :param about_number: the first line's case that it is about, which stays exactly as it is
    :param is_confidential: nobody outside of the office may know that there is a file
    """

    takeover: Takeover
    reason: str
    about_number: str = ""
    is_confidential: bool = False


@action(permission=Permission.HANDLE_OMBUDS)
def take_in(*, new: NewContact, said: Said, direct: Direct, by: Actor, at: datetime) -> int:
    """Write down what came straight to the office and make a file of it; return the file's id.

    The same form sent twice is one file. Of a confidential one nobody is guessed to be the
    customer: what its case says is all that is known of who asks.

    :raises ClosedPart: if the office's topic is not handled in the office's part of the house
    :raises UnknownCase: if there is no case of the number that it is about
    """
    asked = replace(
        new,
        topic_code=office_topic(at=at),
        is_nobody=new.is_nobody or direct.is_confidential,
        wants_confirmation=False,  # the acknowledgement is that of a complaint
    )
    made = cases.register_contact(new=asked, by=by, at=at)
    case_id = case_queries.case_id_of(made.number, viewer=by)
    if case_id is None:
        raise cases.ClosedPart
    if made.is_repeated:
        return OmbudsFile.objects.values_list("id", flat=True).get(case_id=case_id)
    return open_file(case_id=case_id, said=said, direct=direct, by=by, at=at)


@action(permission=Permission.HANDLE_OMBUDS)
def open_file(*, case_id: int, said: Said, direct: Direct, by: Actor, at: datetime) -> int:
    """Make a file of a case of the office's own, and return its id.

    It is a complaint of its own: nothing changes on any case of the first line.

    :raises NotFound: where the actor may not see the case
    :raises UnknownCase: if there is no case of the number that it is about
    :raises NotInTheOffice: if it is not a case of the office
    :raises IsComplaint: if it is a complaint already
    """
    page = case_queries.case_page(case_id, viewer=by)
    if page is None:
        raise NotFound
    if page.compartment != Compartment.OMBUDS:
        raise cases.NotInTheOffice
    about_id = _about_id(direct.about_number, by=by)
    complaint_id = register_complaint(case_id=case_id, said=said, by=by, at=at)
    complaint = locked(complaint_id, by=by)
    complaint.office_case_id = case_id
    complaint.takeover = direct.takeover
    facts = facts_of(
        complaint, at=at, reason=direct.reason, takeover=direct.takeover, asked_for_ombuds=True
    )
    noted = {"takeover": direct.takeover}
    walk(
        complaint,
        ComplaintStep.OMBUDS,
        actor=ComplaintActor.OMBUDS,
        facts=facts,
        noted=noted,
        by=by,
        at=at,
    )
    terms.enter(
        reference=about(complaint), kind=EntryKind.HANDED_OVER, occurred_at=at, by=by, at=at
    )
    cases.set_regime(case_id=case_id, regime=Regime.OMBUDS, by=office(), at=at)
    cases.take_over_deadlines(number=page.number, by=by, at=at)
    file = OmbudsFile.objects.create(
        complaint=complaint,
        case_id=case_id,
        about_case_id=about_id,
        takeover=direct.takeover,
        reason=direct.reason.strip(),
        is_confidential=direct.is_confidential,
        opened_at=at,
        answer_by=clocks.due_by_milestone(reference=about(complaint)).get(
            Milestone.COMPLAINT_ANSWER
        ),
    )
    tell_subject(complaint, at=at)
    publish(OmbudsFileOpened(file_id=file.pk))
    return file.pk


def _about_id(number: str, *, by: Actor) -> int | None:
    if not number:
        return None
    found = case_queries.case_id_of(number, viewer=by)
    if found is None:
        raise cases.UnknownCase(number=number)
    return found


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_office(*, file_id: int = 0, complaint_id: int = 0, by: Actor, at: datetime) -> int:
    """Tell the office of a new file, or of a customer who asks for it; each is told once."""
    if file_id:
        file = OmbudsFile.objects.select_related("case").get(pk=file_id)
        kind, number, cause = "ombuds.opened", file.case.number, f"ombuds-file:{file_id}"
    else:
        complaint = Complaint.objects.select_related("case").get(pk=complaint_id)
        kind, number, cause = "ombuds.wanted", complaint.case.number, f"wanted:{complaint_id}"
    office_ids, _away = people.ombuds_office(at=at)
    return sum(
        staff.notify_employee(
            employee_id=one,
            kind=kind,
            about=reference("case", number),
            compartment=Compartment.OMBUDS,
            cause=cause,
            facts={"number": number},
            by=by,
            at=at,
        )
        for one in office_ids
    )
