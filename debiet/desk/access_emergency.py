"""The guarded way, in an emergency: one thing that an employee opened, for as long as it is open.

It is the only place where an actor sees more than its roles give; each page is a look.
"""

from django.http import Http404

from debiet.cases import queries as cases
from debiet.cases.queries import OpenEmergency
from debiet.core import access_log
from debiet.core.actor import Actor
from debiet.core.references import reference
from debiet.desk import access
from debiet.desk.access import DeskRequest
from debiet.files.queries import FileInfo


def emergency(request: DeskRequest, emergency_id: int) -> tuple[OpenEmergency, Actor]:
    """Return what an employee opened in an emergency and who looks at it; write the look down.

    :raises Http404: where it is over, somebody else's, or none: the same answer
    """
    mine = cases.open_emergencies(viewer=access.actor(request), at=request.at)
    found = next((one for one in mine if one.emergency_id == emergency_id), None)
    if found is None:
        raise Http404
    viewer = found.viewer(access.actor(request))
    access_log.look(
        subject=found.subject,
        surface="desk:emergency-open",
        compartment=found.compartment,
        by=viewer,
        at=request.at,
    )
    return found, viewer


def file(request: DeskRequest, emergency_id: int, file_id: int) -> FileInfo:
    """Return a file of a case that an employee opened in an emergency; write both looks down.

    :raises Http404: where it is over, somebody else's, or no file of that case: the same answer
    """
    found, viewer = emergency(request, emergency_id)
    info = None
    if found.kind == "case":
        info = cases.file_in_emergency(found.identity, file_id=file_id, viewer=viewer)
    if info is None:
        raise Http404
    access_log.look(
        subject=reference("file", file_id),
        surface="desk:emergency-file",
        compartment=found.compartment,
        by=viewer,
        at=request.at,
    )
    return info
