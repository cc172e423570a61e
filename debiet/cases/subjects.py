"""The subjects of letters: of a question or of a complaint, in the form of address of the house."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

from debiet.cases.models import Case
from debiet.cases.ways import House
from debiet.rules.complaints import Regime
from debiet.rules.language import FormOfAddress

# By the purpose of the message; as the form of address "u" says it, and "je".
_SUBJECTS = {
    "acknowledgement": (
        gettext_lazy("We received your question %(number)s"),
        pgettext_lazy("familiar", "We received your question %(number)s"),
    ),
    "answer": (
        gettext_lazy("Answer to your question %(number)s: %(subject)s"),
        pgettext_lazy("familiar", "Answer to your question %(number)s: %(subject)s"),
    ),
    "status-code": (
        gettext_lazy("The code of your question %(number)s"),
        pgettext_lazy("familiar", "The code of your question %(number)s"),
    ),
    "confirmation": (
        gettext_lazy("Your question %(number)s and our answer"),
        pgettext_lazy("familiar", "Your question %(number)s and our answer"),
    ),
}
_OF_COMPLAINT = {
    "answer": (
        gettext_lazy("Answer to your complaint %(number)s: %(subject)s"),
        pgettext_lazy("familiar", "Answer to your complaint %(number)s: %(subject)s"),
    ),
    "status-code": (
        gettext_lazy("The code of your complaint %(number)s"),
        pgettext_lazy("familiar", "The code of your complaint %(number)s"),
    ),
    "confirmation": (
        gettext_lazy("Your complaint %(number)s and our answer"),
        pgettext_lazy("familiar", "Your complaint %(number)s and our answer"),
    ),
}
"""The same where the case is a complaint: of its first line, or of the ombuds function."""


def subject_of(purpose: str, case: Case, own: House, filled_in: Mapping[str, str]) -> str:
    """Return a subject as the case's regime has it, in the form of address the utility chose."""
    of_complaint = None if case.regime is Regime.ORDINARY else _OF_COMPLAINT.get(purpose)
    polite, familiar = of_complaint or _SUBJECTS[purpose]
    is_familiar = own.form_of_address is FormOfAddress.FAMILIAR
    return str(familiar if is_familiar else polite) % filled_in
