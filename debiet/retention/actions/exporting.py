"""Access to one's own data: made without others in it, looked at by a second person, given."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.core import access_log
from debiet.core import queries as core
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.own_data import Told
from debiet.core.references import reference
from debiet.correspondence import queries as correspondence
from debiet.customers import queries as customers
from debiet.files import actions as files
from debiet.files import queries as file_queries
from debiet.files.accepting import SentFile
from debiet.retention import export, own_data
from debiet.retention.export import Given
from debiet.retention.models import RightsRequest
from debiet.retention.own_data import Found
from debiet.retention.queries.asker import Asker, asker_of, cases_of_asker, said_in, within
from debiet.retention.queries.terms import months_on
from debiet.retention.steps import NotFromHere, locked, page_of, save, step, throw_away
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.retention import RecordKind
from debiet.rules.rights import RightsKind, RightsState
from debiet.staff import queries as staff

SURFACE = "desk:rights-request"
ABOUT_ASKERS = frozenset(RecordKind) - {RecordKind.NOTIFICATION, RecordKind.EMPLOYEE}
"""Kinds of records about people who are no employees."""
ZIP_NAME = "own-data.zip"
PDF_NAME = "own-data.pdf"


class OtherExport(Refused):
    """What was looked at is not what would be given now."""

    code = "rights.other-export"
    message = _("It was made anew meanwhile. Look at it again.")


class SamePerson(Refused):
    """Who prepared an export cannot be who looks at it."""

    code = "rights.same-person"
    message = _("You made this yourself. Somebody else must look at it.")


@action(permission=Permission.HANDLE_RIGHTS)
def prepare_export(
    *,
    request_id: int,
    hidden_words: Sequence[str] = (),
    file_ids: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Make what would be given, without data of others; return the id of the ZIP.

    :param hidden_words: what a person saw that no rule sees
    :param file_ids: files of the asker's cases that go along, because a person says so

    :raises NotFromHere: before it is known who asks, and after the end
    :raises NotFound: if a file is in none of the asker's cases
    """
    request = locked(request_id, by)
    step(request, RightsState.PREPARED)
    page = page_of(request.case_id, by)
    asker = asker_of(page, viewer=by, on=timezone.localtime(at).date())
    found = _found(page, asker, by=by, at=at)
    known = {
        file.file_id: file
        for other in found.pages
        for entry in said_in(other)
        for file in entry.files
    }
    if not set(file_ids) <= set(known):
        raise NotFound
    hidden = [word for word in hidden_words if word.strip()]
    with translation.override(asker.language):
        redactor = own_data.Redactor(asker, found, hidden)
        told = own_data.facts(asker, found, redactor)
    read = export.overview(asker, told)
    given = []
    for file_id in file_ids:
        opened = file_queries.opened(file_id, viewer=by)
        if opened is not None:
            given.append(Given(redactor.text(opened.info.name), opened.content))
    throw_away(request)
    request.export_id = _store(request, export.packed(told, read, given), ZIP_NAME, by, at)
    request.overview_id = _store(request, read, PDF_NAME, by, at)
    request.hidden_words = hidden
    request.prepared_by_id, request.reviewed_at, request.reviewed_by_id = by.user_id, None, None
    save(request, cases=len(found.pages), files=len(given))
    return request.export_id


def _found(page: CasePage, asker: Asker, *, by: Actor, at: datetime) -> Found:
    """Return what is kept about who asks, as far as the readers of the request see it."""
    viewer = within(page, by)
    pages = cases_of_asker(page, asker, viewer=by)
    member_ids = asker.file.member_ids if asker.file else ()
    subjects = [reference("case", other.number) for other in pages]
    subjects += [reference("customer", member_id) for member_id in member_ids]
    looked_at = core.looks_at(subjects, compartments=viewer.compartments, besides=SURFACE)
    _look(page, subjects, by=by, at=at)
    case_ids = [other.case_id for other in pages]
    recipients = case_queries.recipients_about(case_ids, viewer=viewer)
    besides = customers.own_data(member_ids, viewer=viewer)
    besides += correspondence.own_data(emails=asker.emails, phones=asker.phones, viewer=viewer)
    return Found(
        pages=pages,
        of_cases=_of_cases(case_ids, viewer),
        besides=besides,
        looked_at=looked_at,
        kept=[kept for kind, kept in months_on(at=at).items() if kind in ABOUT_ASKERS],
        partners=[name for kind, name in recipients if kind == "partner"],
        employees=list(staff.names().values()),
    )


def _look(page: CasePage, subjects: list[str], *, by: Actor, at: datetime) -> None:
    access_log.look_at_several(
        subjects=subjects, surface=SURFACE, compartment=page.compartment, by=by, at=at
    )


def _of_cases(case_ids: list[int], viewer: Actor) -> dict[int, list[Told]]:
    """Return what hangs on cases in any app, also in those that lie above."""
    found = defaultdict[int, list[Told]](list)
    for name in settings.OWN_DATA_OF_CASES:
        for case_id, told in import_string(name)(case_ids, viewer=viewer).items():
            found[case_id] += told
    return found


def _store(request: RightsRequest, content: bytes, name: str, by: Actor, at: datetime) -> int:
    return files.store_file(
        content=content,
        name=name,
        compartment=request.compartment,
        is_made_here=True,
        by=by,
        at=at,
    )


@action(permission=Permission.REVIEW_RIGHTS)
def review_export(*, request_id: int, export_id: int, by: Actor, at: datetime) -> None:
    """Say that somebody else than who made it looked at what would be given.

    :raises OtherExport: if it was made anew since
    :raises SamePerson: if the actor made it
    :raises NotFromHere: if nothing was prepared
    """
    request = locked(request_id, by)
    step(request, RightsState.REVIEWED)
    if request.export_id != export_id:
        raise OtherExport
    if by.user_id is not None and request.prepared_by_id == by.user_id:
        raise SamePerson
    request.reviewed_at, request.reviewed_by_id = at, by.user_id
    save(request, export=export_id)


@action(permission=Permission.HANDLE_RIGHTS)
def release_export(*, request_id: int, text: str, by: Actor, at: datetime) -> int:
    """Give the asker what was looked at, by its own way, and close; return the message's id.

    By letter goes what is to be read; the whole waits on the page of the request.

    :raises NotFromHere: if nobody looked at it yet
    """
    request = locked(request_id, by)
    if request.kind is not RightsKind.ACCESS:
        raise NotFromHere
    step(request, RightsState.DONE)
    page = page_of(request.case_id, by)
    by_post = page.ways.written is not None and page.ways.written.carrier is Carrier.POST
    file_id = request.overview_id if by_post else request.export_id
    opened = file_queries.opened(file_id or 0, viewer=by)
    if opened is None:
        raise NotFound
    message_id = cases.answer_case(
        case_id=request.case_id,
        text=text,
        seen_version=page.version,
        files=[SentFile(opened.info.name, opened.content)],
        by=by,
        at=at,
    )
    request.ended_at = at
    throw_away(request)
    save(request, message=message_id)
    return message_id
