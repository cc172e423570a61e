"""What a file may be and what a look for malware came to."""

from enum import StrEnum


class ScanState(StrEnum):
    """Whether somebody looked for malware in a file, and what was found."""

    NOT_SCANNED = "not-scanned"
    CLEAN = "clean"
    INFECTED = "infected"
