"""Why a message is held for a person, and as what a person may set it aside."""

from enum import StrEnum

QUARANTINE = "quarantine"
"""The kind by which policies know a held message: it has a term, as a case has."""

SET_ASIDE = "set-aside"
"""The outcome of a message that an employee set aside, and may take back."""


class Hold(StrEnum):
    """Why the guard against loops and floods holds a message that can be read well."""

    OWN_ADDRESS = "own-address"
    TOO_MANY_ALIKE = "too-many-alike"
    TOO_MANY = "too-many"


class SetAside(StrEnum):
    """What a held message is that becomes no case."""

    SPAM = "spam"
    NOTHING_ASKED = "nothing-asked"
    NOT_FOR_US = "not-for-us"
    KNOWN = "known"
