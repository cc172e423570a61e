"""Whether a case owes an answer that nothing else but that answer ends."""

from debiet.cases.models import Case
from debiet.core.references import reference
from debiet.rules.complaints import Regime
from debiet.rules.statutory_terms import COMPLAINT
from debiet.terms import queries as terms


def owes_answer(case: Case) -> bool:
    """Return whether a complaint in a case waits for its answer: then the case is not closed."""
    is_complaint = case.regime is not Regime.ORDINARY
    return is_complaint and terms.is_running(reference=reference(COMPLAINT, case.number))
