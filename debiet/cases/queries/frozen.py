"""Whether the ombuds function has a case, and in which one a merged case is handled."""

from debiet.cases.models import Case
from debiet.core.reading import query


@query(personal=False)
def is_frozen(case_id: int) -> bool:
    """Return whether nothing is done on a case but taking a message down."""
    return Case.objects.filter(pk=case_id, frozen_at__isnull=False).exists()


@query(personal=False)
def handled_as(case_id: int) -> int:
    """Return the case that is handled in place of one: its own id if it was not merged."""
    into = Case.objects.filter(pk=case_id).values_list("merged_into_id", flat=True).first()
    return into or case_id
