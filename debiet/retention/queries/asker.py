"""Who asks about its own data: its customer, how it is reached, and the cases that are its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage, TimelineEntry
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers import queries as customers
from debiet.customers.queries import ContactKind, CustomerFile
from debiet.staff import visibility


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose data it is.

    :param own: what is the asker's own, and so is not hidden
    """

    name: str
    file: CustomerFile | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    own: tuple[str, ...]
    language: str


def within(page: CasePage, viewer: Actor) -> Actor:
    """Return who looks, as far as a request goes: its readers see no closed part but its own."""
    return visibility.within(viewer, page.compartment)


@query(personal=True)
def asker_of(page: CasePage, *, viewer: Actor, on: date) -> Asker:
    """Return who asks, by the page of the request's case."""
    file = None
    if page.customer_id:
        kept = customers.kept_id(page.customer_id)
        file = customers.customer_file(kept, viewer=viewer, on=on)
    emails, phones = {page.contact_email}, {page.contact_phone}
    own = [page.contact_name]
    if file is not None:
        emails |= {one.value for one in file.points if one.kind is ContactKind.EMAIL}
        phones |= {one.value for one in file.points if one.kind is ContactKind.PHONE}
        own += [file.name, *(one.name for one in file.merged)]
        for account in file.accounts:
            own += [account.number, account.line, *(span.line for span in account.spans)]
    return Asker(
        name=file.name if file else page.contact_name,
        file=file,
        emails=tuple(sorted(emails - {""})),
        phones=tuple(sorted(phones - {""})),
        own=tuple(part for part in (*own, *emails, *phones) if part),
        language=page.language,
    )


@query(personal=True)
def case_ids_of_asker(page: CasePage, asker: Asker, *, viewer: Actor) -> list[int]:
    """Return the cases that are the asker's own; the request itself is always one of them."""
    found = case_queries.case_ids_of_person(
        customer_id=page.customer_id, emails=asker.emails, viewer=within(page, viewer)
    )
    return sorted({page.case_id, *found})


@query(personal=True)
def cases_of_asker(page: CasePage, asker: Asker, *, viewer: Actor) -> list[CasePage]:
    """Return the pages of the cases that are the asker's own."""
    case_ids = case_ids_of_asker(page, asker, viewer=viewer)
    found = [case_queries.case_page(one, viewer=within(page, viewer)) for one in case_ids]
    return [other for other in found if other is not None]


def said_in(page: CasePage) -> Sequence[TimelineEntry]:
    """Return what was said in a case itself.

    What came to a case that was merged into it stands on that case's own page, and is given to
    whoever asked that: it may be somebody else.
    """
    return [entry for entry in page.timeline if not entry.number]
