"""Reading in which part of the house that stands now which an employee was told of."""

from collections.abc import Iterable

from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import parts, reference
from debiet.correspondence import queries as messages
from debiet.staff.visibility import visible


@query(personal=True)
def parts_of(references: Iterable[str], *, viewer: Actor) -> dict[str, str]:
    """Return the part of each case and held message that the viewer may see, by its reference."""
    named = [parts(one) for one in references]
    cases = visible(
        Case.objects.filter(number__in={number for kind, number in named if kind == "case"}),
        viewer,
    )
    found = {
        reference("case", number): part
        for number, part in cases.values_list("number", "compartment")
    }
    raw_ids = [int(number) for kind, number in named if kind == "raw"]
    held = messages.raw_parts(raw_ids, viewer=viewer)
    return found | {reference("raw", raw_id): part for raw_id, part in held.items()}
