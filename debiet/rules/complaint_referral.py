"""Where a customer can go next: which body takes which subject, and what each answer must say.

Which body takes which subject is the jurisdiction's, dated.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from debiet.rules.complaints import LetterKind, Regime


class ReviewBody(StrEnum):
    """A body of the second line."""

    VMM = "vmm"  # Vlaamse Milieumaatschappij, which supervises the water sales regulation
    VLAAMSE_OMBUDSDIENST = "vlaamse-ombudsdienst"


@dataclass(frozen=True, slots=True)
class SecondLine:
    """Which bodies take which subject, in the order in which answers name them.

    :param by_theme: by the code of the theme
    :param fallback: for every other subject
    """

    by_theme: Mapping[str, tuple[ReviewBody, ...]]
    fallback: tuple[ReviewBody, ...]

    def __post_init__(self) -> None:
        if not self.fallback or not all(self.by_theme.values()):
            raise ValueError("each subject has a body, also one that nobody thought of")

    def bodies(self, theme: str) -> tuple[ReviewBody, ...]:
        """Return which bodies a complaint about this theme can go to."""
        return self.by_theme.get(theme, self.fallback)


WHERE_TO_TURN: Final = "where-to-turn"
OMBUDS_FUNCTION: Final = "ombuds-function"
FINAL_INSIDE: Final = "final-inside"


def body_clause(body: ReviewBody) -> str:
    """Return the code of the clause that names a body."""
    return f"second-line-{body}"


def required_parts(
    regime: Regime,
    *,
    theme: str,
    second_line: SecondLine,
    kind: LetterKind = LetterKind.FINAL,
) -> tuple[str, ...]:
    """Return the codes of the clauses that what we send must hold, in order.

    An ordinary answer says lightly where to turn; each message of the first line names the ombuds
    function and the bodies for the subject; one of the ombuds function the bodies, and where it
    ends the file that this was the final word inside.

    :param theme: the code of the theme; for an ordinary case it is not looked at
    """
    bodies = tuple(body_clause(body) for body in second_line.bodies(theme))
    if regime is Regime.ORDINARY:
        return (WHERE_TO_TURN,)
    if regime is Regime.COMPLAINT:
        return (OMBUDS_FUNCTION, *bodies)
    ends = kind not in {LetterKind.ACKNOWLEDGEMENT, LetterKind.HOLDING}
    return (FINAL_INSIDE, *bodies) if ends else bodies


def missing_clauses(required: Collection[str], present: Collection[str]) -> tuple[str, ...]:
    """Return the clauses that a message must hold and does not, in order: they are added."""
    return tuple(code for code in required if code not in present)
