"""What law and practice say of terms, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, gettext_noop

from debiet.core.words import Words

_SAID = (
    gettext_noop(
        "Service guarantees agreed by the Flemish public water companies, as De Watergroep "
        "published them; the day they began was not found, so the general water sales "
        "regulation's is taken"
    ),
    gettext_noop("Governance Decree, art. II.43, read from its parallel for reuse, art. II.64/2"),
    gettext_noop("Governance Decree, art. II.44, read from its parallel for reuse, art. II.64/2"),
    gettext_noop(
        "Governance Decree, title II, chapter 5; the number from the page of vlaanderen.be "
        "about complaints against another Flemish body (VREG)"
    ),
    gettext_noop(
        "Governance Decree, art. II.83; the number from the page of vlaanderen.be about "
        "complaints against another Flemish body (VREG)"
    ),
    gettext_noop("Choice of this software, after the ten working days for questions"),
    gettext_noop("General Data Protection Regulation, art. 12(3)"),
    gettext_noop(
        "Practice: claims for damage lapse five years after it became known (old Civil Code, "
        "art. 2262bis, section 1, second paragraph)"
    ),
    gettext_noop("Practice: long enough to find what was set aside by mistake"),
    gettext_noop("Practice: long enough to print and post again"),
    gettext_noop("Practice: a year of figures and a month to look at them"),
    gettext_noop("Practice: a year and a month; that somebody was ill is no longer needed"),
    gettext_noop("Practice: a year and a month to find abuse"),
    gettext_noop("Practice: two years without an account and without a case"),
    gettext_noop("Practice: half a year"),
    gettext_noop("Practice: as long as the cases that the employee handled"),
    gettext_noop("Practice, to answer for security (GDPR, art. 5(2) and 32): as long as the cases"),
)

LEGAL_SOURCES: Mapping[str, Words] = {one: gettext_lazy(one) for one in _SAID}
"""By the text as the profile of a region has it; what a utility wrote itself is shown as it is."""
