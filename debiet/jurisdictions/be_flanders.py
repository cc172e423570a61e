"""What law and sector set for drinking water in Flanders, with dates, sources and confidence.

A profile may override a value; whoever sets a profile up checks those that are not certain.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from debiet.jurisdictions import be_flanders_complaints as _complaints
from debiet.jurisdictions import be_flanders_guarantees as _guarantees
from debiet.jurisdictions.values import Confidence, LegalValue, Unit
from debiet.rules.language import Municipality

_GENERAL_REGULATION: Final = date(2011, 7, 1)
"""The general water sales regulation (decision of the Flemish Government of 8 April 2011)."""

_GOVERNANCE_DECREE: Final = date(2019, 1, 1)
"""The Flemish Governance Decree of 7 December 2018 (Bestuursdecreet)."""

_LANGUAGES_IN_ADMINISTRATION: Final = date(1966, 8, 12)
"""Ten days after the laws coordinated on 18 July 1966 appeared in the official journal."""

_SERVICE_GUARANTEES: Final = (
    "Service guarantees agreed by the Flemish public water companies, as De Watergroep published "
    "them; the day they began was not found, so the general water sales regulation's is taken"
)

QUESTION_HANDLED: Final[Sequence[LegalValue[int]]] = (
    LegalValue(
        10, Unit.WORKING_DAYS, _GENERAL_REGULATION, None, _SERVICE_GUARANTEES, Confidence.LIKELY
    ),
)
"""Within how long a question is handled: sector practice, no term of the law."""

GUARANTEE_COMPENSATION: Final[Sequence[LegalValue[Decimal]]] = (
    LegalValue(
        Decimal("25.00"),
        Unit.EURO,
        _GENERAL_REGULATION,
        None,
        _SERVICE_GUARANTEES,
        Confidence.LIKELY,
    ),
)
"""What a broken service guarantee can give the customer; paying it admits no liability."""

ACCESS_TO_DOCUMENTS: Final[Sequence[LegalValue[int]]] = (
    LegalValue(
        20,
        Unit.CALENDAR_DAYS,
        _GOVERNANCE_DECREE,
        None,
        "Governance Decree, art. II.43, read from its parallel for reuse, art. II.64/2",
        Confidence.LIKELY,
    ),
)
"""Within how long a request for access to documents is decided."""

ACCESS_TO_DOCUMENTS_EXTENDED: Final[Sequence[LegalValue[int]]] = (
    LegalValue(
        40,
        Unit.CALENDAR_DAYS,
        _GOVERNANCE_DECREE,
        None,
        "Governance Decree, art. II.44, read from its parallel for reuse, art. II.64/2",
        Confidence.LIKELY,
    ),
)
"""The same when the term was extended, counted from the same day."""

COMPLAINT_PERIODS: Final = _complaints.COMPLAINT_PERIODS
COMPLAINT_ACKNOWLEDGED: Final = _complaints.COMPLAINT_ACKNOWLEDGED
COMPLAINT_HANDLED: Final = _complaints.COMPLAINT_HANDLED
COMPLAINT_FACTS_AGE: Final = _complaints.COMPLAINT_FACTS_AGE
REPORT_BEFORE: Final = _complaints.REPORT_BEFORE
OMBUDS_NORMS: Final = _complaints.OMBUDS_NORMS
SECOND_LINE: Final = _complaints.SECOND_LINE

SERVICE_GUARANTEES: Final = _guarantees.SERVICE_GUARANTEES

WORKING_WEEKDAYS: Final[Sequence[LegalValue[tuple[str, ...]]]] = (
    LegalValue(
        ("mon", "tue", "wed", "thu", "fri", "sat"),
        Unit.WEEKDAYS,
        _GENERAL_REGULATION,
        None,
        "Code of Economic Law: all days but Sundays and public holidays",
        Confidence.FROM_MEMORY,
    ),
)
"""The law's working days, public holidays excepted."""

LANGUAGES: Final[Sequence[LegalValue[tuple[str, ...]]]] = (
    LegalValue(
        ("nl",),
        Unit.LANGUAGES,
        _LANGUAGES_IN_ADMINISTRATION,
        None,
        "Laws on the use of languages in administrative matters, coordinated on 18 July 1966, "
        "art. 12: services in the Dutch language area write in Dutch",
        Confidence.FROM_MEMORY,
    ),
)
"""In which languages a public utility writes to people in a municipality without facilities."""


def _with_facilities(name: str, *postal_codes: str) -> Municipality:
    return Municipality(name, frozenset(postal_codes), ("nl", "fr"))


MUNICIPALITIES_WITH_FACILITIES: Final[Sequence[LegalValue[tuple[Municipality, ...]]]] = (
    LegalValue(
        (
            # Around Brussels (art. 7)
            _with_facilities("Drogenbos", "1620"),
            _with_facilities("Kraainem", "1950"),
            _with_facilities("Linkebeek", "1630"),
            _with_facilities("Sint-Genesius-Rode", "1640"),
            _with_facilities("Wemmel", "1780"),
            _with_facilities("Wezembeek-Oppem", "1970"),
            # At the language border (art. 8)
            _with_facilities("Bever", "1547"),
            _with_facilities("Herstappe", "3717"),
            _with_facilities("Mesen", "8957"),
            _with_facilities("Ronse", "9600"),
            _with_facilities("Spiere-Helkijn", "8587"),
            _with_facilities("Voeren", "3790", "3791", "3792", "3793", "3798"),
        ),
        Unit.LANGUAGES,
        _LANGUAGES_IN_ADMINISTRATION,
        None,
        "Laws on the use of languages in administrative matters, coordinated on 18 July 1966, "
        "art. 7 and 8; postal codes of bpost",
        Confidence.FROM_MEMORY,
    ),
)
"""Where people are written to in French if they ask for it."""

_GDPR: Final = date(2018, 5, 25)
"""The General Data Protection Regulation, (EU) 2016/679."""

_CIVIL_LAW: Final = date(1998, 7, 27)
"""The law of 10 June 1998 on limitation."""


def _kept(months: int, source: str, since: date = _GDPR) -> Sequence[LegalValue[int]]:
    return (LegalValue(months, Unit.MONTHS, since, None, source, Confidence.FROM_MEMORY),)


RETENTION: Final[Mapping[str, Sequence[LegalValue[int]]]] = {
    "case": _kept(
        60,
        "Practice: claims for damage lapse five years after it became known (old Civil Code, "
        "art. 2262bis, section 1, second paragraph)",
        _CIVIL_LAW,
    ),
    "set-aside": _kept(6, "Practice: long enough to find what was set aside by mistake"),
    "print-batch": _kept(3, "Practice: long enough to print and post again"),
    "call": _kept(13, "Practice: a year of figures and a month to look at them"),
    "verification": _kept(13, "Practice: a year and a month to find abuse"),
    "customer": _kept(24, "Practice: two years without an account and without a case"),
    "notification": _kept(6, "Practice: half a year"),
    "absence": _kept(13, "Practice: a year and a month; that somebody was ill is no longer needed"),
    "employee": _kept(60, "Practice: as long as the cases that the employee handled"),
    "access-log": _kept(
        60, "Practice, to answer for security (GDPR, art. 5(2) and 32): as long as the cases"
    ),
}
"""For how many months a kind of record is kept. None of it is a term of the law as such; the desk
sets others, and the data protection officer looks at each before the first run."""

RETENTION_LEAST: Final[Mapping[str, Sequence[LegalValue[int]]]] = {}
"""For how many months the law itself wants a kind kept at least; nobody can set less.

Empty, because no act that we read names one for these kinds. A lawyer who knows of one adds a row.
"""

OWN_DATA_ANSWERED: Final[Sequence[LegalValue[int]]] = (
    LegalValue(
        1,
        Unit.CALENDAR_MONTHS,
        _GDPR,
        None,
        "General Data Protection Regulation, art. 12(3)",
        Confidence.LIKELY,
    ),
)
"""Within how long a request about one's own data is answered; it may be made two months longer."""

TERMS: Final[Mapping[str, Sequence[LegalValue[int]]]] = {
    "question_handled": QUESTION_HANDLED,
    "access_to_documents": ACCESS_TO_DOCUMENTS,
    "access_to_documents_extended": ACCESS_TO_DOCUMENTS_EXTENDED,
    "complaint_acknowledged": COMPLAINT_ACKNOWLEDGED,
    "complaint_handled": COMPLAINT_HANDLED,
    "complaint_first_line": COMPLAINT_PERIODS["complaint_first_line"],
    "own_data_answered": OWN_DATA_ANSWERED,
}
"""The terms by the name that a profile takes them over with."""
