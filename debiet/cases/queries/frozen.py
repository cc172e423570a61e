"""Whether the ombuds function has a case, what a complaint is owed, what a merged case became."""

from collections.abc import Iterable

from debiet.cases.models import Case
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.complaints import Regime
from debiet.rules.statutory_terms import COMPLAINT
from debiet.terms import queries as terms


@query(personal=False)
def is_frozen(case_id: int) -> bool:
    """Return whether nothing is done on a case but taking a message down."""
    return Case.objects.filter(pk=case_id, frozen_at__isnull=False).exists()


@query(personal=False)
def owing_complaints(case_ids: Iterable[int]) -> set[int]:
    """Return which of some cases are complaints that are still owed something."""
    complaints = Case.objects.filter(pk__in=set(case_ids)).exclude(regime=Regime.ORDINARY)
    about = {reference(COMPLAINT, row.number): row.pk for row in complaints.only("number")}
    return {about[one] for one in terms.running_among(about)} if about else set()


@query(personal=False)
def handled_as(case_id: int) -> int:
    """Return the case that is handled in place of one: its own id if it was not merged."""
    into = Case.objects.filter(pk=case_id).values_list("merged_into_id", flat=True).first()
    return into or case_id
