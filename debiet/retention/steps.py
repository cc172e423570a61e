"""The steps of a request about one's own data, shared by its actions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.references import reference
from debiet.files.erasing import erase_files
from debiet.retention.models import RightsRequest
from debiet.rules.rights import RightsState, may_step
from debiet.staff.visibility import visible

ERASER = "rights.erase"


class NotFromHere(Refused):
    """A step that does not begin where the request stands."""

    code = "rights.not-from-here"
    message = _(
        "This is not the next step. First it must be known who asks; and what is given, somebody "
        "must have looked at."
    )


def locked(request_id: int, by: Actor) -> RightsRequest:
    rows = visible(RightsRequest.objects.filter(pk=request_id), by)
    request = rows.select_for_update(of=("self",)).select_related("case").first()
    if request is None:
        raise NotFound
    return request


def step(request: RightsRequest, state: RightsState) -> None:
    if not may_step(request.state, state, kind=request.kind):
        raise NotFromHere
    request.state = state


def save(request: RightsRequest, **facts: Any) -> None:
    request.save()
    audit.record(
        reference("case", request.case.number),
        compartment=request.compartment,
        facts={"rights": request.kind, "state": request.state, **facts},
    )


def page_of(case_id: int, by: Actor) -> CasePage:
    page = case_queries.case_page(case_id, viewer=by)
    if page is None:
        raise NotFound
    return page


def throw_away(request: RightsRequest) -> None:
    """Let an earlier try go: nobody was given it."""
    old = [file_id for file_id in (request.export_id, request.overview_id) if file_id]
    request.export = request.overview = None
    request.save(update_fields=["export", "overview"])
    erase_files(file_ids=old, by=Actor.system(ERASER))
