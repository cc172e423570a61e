"""Reading what of the addresses of a case does not work."""

from debiet.cases.models import Case
from debiet.cases.ways import correspondent
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Mark
from debiet.staff.visibility import visible


@query(personal=True)
def unreachable_of(case_id: int, *, viewer: Actor) -> list[Mark]:
    """Return which addresses of a case and its customer messages came back from."""
    case = visible(Case.objects.filter(pk=case_id), viewer).first()
    return correspondence.marks(correspondent(case).addresses) if case else []
