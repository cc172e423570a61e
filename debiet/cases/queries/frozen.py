"""Whether the ombuds function has a case."""

from debiet.cases.models import Case
from debiet.core.reading import query


@query(personal=False)
def is_frozen(case_id: int) -> bool:
    """Return whether nothing is done on a case but taking a message down."""
    return Case.objects.filter(pk=case_id, frozen_at__isnull=False).exists()
