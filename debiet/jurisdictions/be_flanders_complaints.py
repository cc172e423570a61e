"""Complaints in Flanders: terms, norms, the second line and the yearly report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from debiet.jurisdictions.values import Confidence, LegalValue, Unit
from debiet.rules.complaint_referral import ReviewBody, SecondLine
from debiet.rules.complaint_themes import NormGroup, OmbudsNorm

_GOVERNANCE_DECREE: Final = date(2019, 1, 1)
"""The Flemish Governance Decree of 7 December 2018 (Bestuursdecreet)."""

_ANOTHER_BODY: Final = (
    "the number from the page of vlaanderen.be about complaints against another Flemish body (VREG)"
)


def _days(value: int, source: str, confidence: Confidence) -> Sequence[LegalValue[int]]:
    unit = Unit.CALENDAR_DAYS
    return (LegalValue(value, unit, _GOVERNANCE_DECREE, None, source, confidence),)


def _choice(value: int, unit: Unit, source: str) -> Sequence[LegalValue[int]]:
    return (LegalValue(value, unit, _GOVERNANCE_DECREE, None, source, Confidence.FROM_MEMORY),)


COMPLAINT_ACKNOWLEDGED: Final = _days(
    10, f"Governance Decree, title II, chapter 5; {_ANOTHER_BODY}", Confidence.LIKELY
)
"""Within how long a complaint is acknowledged."""

COMPLAINT_REFUSED: Final = _days(
    10, "Governance Decree, art. II.77 §2; read in the copy of EMIS", Confidence.CERTAIN
)
"""Within how long somebody is told, with reasons, that a complaint is not treated."""

COMPLAINT_HANDLED: Final = _days(
    45, f"Governance Decree, art. II.83; {_ANOTHER_BODY}", Confidence.LIKELY
)
"""Within how long a complaint is handled, from its receipt."""

COMPLAINT_PERIODS: Final[Mapping[str, Sequence[LegalValue[int]]]] = {
    "complaint_acknowledged": COMPLAINT_ACKNOWLEDGED,
    "complaint_refused": COMPLAINT_REFUSED,
    "complaint_handled": COMPLAINT_HANDLED,
    "complaint_first_line": _choice(
        10, Unit.WORKING_DAYS, "Choice of this software, after the ten working days for questions"
    ),
    "complaint_silent": _choice(30, Unit.CALENDAR_DAYS, "Choice of this software"),
    "complaint_escalation": _choice(
        12, Unit.CALENDAR_MONTHS, "Choice of this software, after the year of art. II.77 §1, 4°, b)"
    ),
}
"""How long each term of a complaint is, by the name that `debiet.rules.complaint_terms` has."""

COMPLAINT_FACTS_AGE: Final[Sequence[LegalValue[int]]] = (
    LegalValue(
        12,
        Unit.CALENDAR_MONTHS,
        _GOVERNANCE_DECREE,
        None,
        "Governance Decree, art. II.77 §1, 4°, b); read in the copy of EMIS",
        Confidence.CERTAIN,
    ),
)
"""Facts that lie longer back than this need not be treated."""

REPORT_BEFORE: Final[Sequence[LegalValue[tuple[int, int]]]] = (
    LegalValue(
        (2, 10),
        Unit.DAY_OF_YEAR,
        _GOVERNANCE_DECREE,
        None,
        "Governance Decree, art. II.87: in writing, to the Flemish Ombudsman",
        Confidence.LIKELY,
    ),
)
"""Before which month and day the report on a year is sent, in the year after it."""

_PROPRIETY, _CARE = NormGroup.PROPRIETY, NormGroup.CARE
_FIFTEEN_NORMS: Final = (
    OmbudsNorm("law", _PROPRIETY, "Overeenstemming met het recht", "What was done is lawful"),
    OmbudsNorm("reasons", _PROPRIETY, "Afdoende motivering", "The reasons are given and suffice"),
    OmbudsNorm(
        "equality",
        _PROPRIETY,
        "Gelijkheid en onpartijdigheid",
        "Like cases are treated alike, by somebody who takes no side",
    ),
    OmbudsNorm(
        "certainty",
        _PROPRIETY,
        "Rechtszekerheid en gerechtvaardigd vertrouwen",
        "People can know the rules and rely on what they were told",
    ),
    OmbudsNorm(
        "proportion",
        _PROPRIETY,
        "Redelijkheid en evenredigheid",
        "Interests were weighed; the burden is no heavier than it must be",
    ),
    OmbudsNorm("treatment", _CARE, "Correcte bejegening", "People are met politely and helpfully"),
    OmbudsNorm("active", _CARE, "Actieve dienstverlening", "Help goes further than the question"),
    OmbudsNorm(
        "correspondence",
        _CARE,
        "Deugdelijke correspondentie",
        "Letters are answered, to the point and legibly",
    ),
    OmbudsNorm("reachable", _CARE, "Vlotte bereikbaarheid", "People get hold of somebody"),
    OmbudsNorm(
        "information",
        _CARE,
        "Doeltreffende algemene informatieverstrekking",
        "What everybody should know is told well",
    ),
    OmbudsNorm(
        "accuracy",
        _CARE,
        "Goede uitvoeringspraktijk en administratieve nauwkeurigheid",
        "Work is done well and files are right",
    ),
    OmbudsNorm(
        "complaint-handling",
        _CARE,
        "Zorgvuldige interne klachtenbehandeling",
        "Complaints are handled with care inside",
    ),
    OmbudsNorm("time", _CARE, "Redelijke behandeltermijn", "It does not take longer than it must"),
    OmbudsNorm("coordination", _CARE, "Efficiënte coördinatie", "Departments work together"),
    OmbudsNorm(
        "privacy",
        _CARE,
        "Respect voor de persoonlijke levenssfeer",
        "What is private stays private",
    ),
)

OMBUDS_NORMS: Final[Sequence[LegalValue[tuple[OmbudsNorm, ...]]]] = (
    LegalValue(
        _FIFTEEN_NORMS,
        Unit.LIST,
        date(2002, 1, 1),
        None,
        "Flemish Ombuds Service: working paper of 2002 and annual report 2005; a body still "
        "reported by them in 2016. That a shorter list is in use since is said, but was not found",
        Confidence.LIKELY,
    ),
)
"""By which norms founded complaints are measured. A newer list is one more value here."""

_VMM, _OMBUDS = ReviewBody.VMM, ReviewBody.VLAAMSE_OMBUDSDIENST
_SUPERVISED: Final = (
    *("bill", "price", "payment", "meter-reading", "moving", "high-use", "cut-off"),
    *("connection", "meter", "interruption", "pressure", "sewer", "quality"),
)

SECOND_LINE: Final[Sequence[LegalValue[SecondLine]]] = (
    LegalValue(
        SecondLine(by_theme=dict.fromkeys(_SUPERVISED, (_OMBUDS, _VMM)), fallback=(_OMBUDS,)),
        Unit.LIST,
        _GOVERNANCE_DECREE,
        None,
        "Governance Decree, art. II.85, for the Flemish Ombuds Service; that the Flemish "
        "Environment Agency supervises what the water sales regulation rules. Which body takes "
        "complaints about an intermunicipal company was not found",
        Confidence.FROM_MEMORY,
    ),
)
"""Where customers go when the utility's own answer does not satisfy."""
