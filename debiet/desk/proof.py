"""The proof over all channels, for those who answer for it."""

from django.http import HttpResponse

from debiet.cases import queries as cases
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.rules.access import Permission

SHOWN = 200


@employees(Permission.SEE_AUDIT)
def proof(request: DeskRequest) -> HttpResponse:
    """Show how many contacts of the latest thirty days are unaccounted for, and which."""
    found = cases.proof(viewer=access.actor(request), at=request.at)
    facts = {
        "proof": found,
        "holes": found.holes[:SHOWN],
        "is_cut": len(found.holes) > SHOWN,
        "holed": sum(row.holes for row in found.carriers),
    }
    return frame.show(request, "desk/proof.html", facts, current="proof")
