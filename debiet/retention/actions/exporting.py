"""Access to one's own data: made without others in it, looked at by a second person, given."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.core import access_log
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers import queries as customers
from debiet.files import actions as files
from debiet.files import queries as file_queries
from debiet.files.accepting import SentFile
from debiet.retention import export
from debiet.retention.export import Asker, Given
from debiet.retention.models import RightsRequest
from debiet.retention.steps import NotFromHere, locked, page_of, save, step, throw_away
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.rights import RightsKind, RightsState
from debiet.staff.visibility import within

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
    asker, pages = _asker(request, within(by, request.compartment))
    for page in pages:
        access_log.look(
            subject=reference("case", page.number),
            surface="desk:rights-request",
            compartment=page.compartment,
            by=by,
            at=at,
        )
    known = {
        file.file_id: file for page in pages for entry in page.timeline for file in entry.files
    }
    if not set(file_ids) <= set(known):
        raise NotFound
    with translation.override(asker.language):
        redactor = export.Redactor(asker, pages, [word for word in hidden_words if word.strip()])
        told = export.facts(asker, pages, redactor)
    read = export.overview(asker, told)
    given = []
    for file_id in file_ids:
        opened = file_queries.opened(file_id, viewer=by)
        if opened is not None:
            given.append(Given(redactor.text(opened.info.name), opened.content))
    throw_away(request)
    request.export_id = _store(request, export.packed(told, read, given), ZIP_NAME, by, at)
    request.overview_id = _store(request, read, PDF_NAME, by, at)
    request.hidden_words = [word for word in hidden_words if word.strip()]
    request.prepared_by_id, request.reviewed_at, request.reviewed_by_id = by.user_id, None, None
    save(request, cases=len(pages), files=len(given))
    return request.export_id


def _asker(request: RightsRequest, by: Actor) -> tuple[Asker, list[CasePage]]:
    """Return who asks and its cases, as far as the actor sees them."""
    own_page = page_of(request.case_id, by)
    card = None
    if own_page.customer_id:
        card = next(iter(customers.cards([own_page.customer_id], viewer=by)), None)
    own = [own_page.contact_name, own_page.contact_email, own_page.contact_phone]
    if card is not None:
        own += [card.name, *(value for _kind, value in card.contact_points)]
        own += [part for account in card.accounts for part in account]
    case_ids = case_queries.case_ids_of_person(
        customer_id=own_page.customer_id, email=own_page.contact_email, viewer=by
    )
    found = [case_queries.case_page(case_id, viewer=by) for case_id in case_ids]
    name = card.name if card else own_page.contact_name
    asker = Asker(name, tuple(part for part in own if part), card, own_page.language)
    return asker, [page for page in found if page is not None]


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
