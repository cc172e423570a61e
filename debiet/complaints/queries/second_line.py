"""Where customers go when our own answer does not satisfy: the bodies of the second line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from debiet.clauses import queries as clauses
from debiet.complaints.queries.lengths import region
from debiet.core.reading import query
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_referral import ReviewBody, SecondLine, body_clause
from debiet.rules.language import FormOfAddress

BODY_NAMES = {
    ReviewBody.VMM: "Vlaamse Milieumaatschappij (VMM)",
    ReviewBody.VLAAMSE_OMBUDSDIENST: "Vlaamse Ombudsdienst",
}
"""What the bodies call themselves, in every language."""


@query(personal=False)
def second_line(subjects: Sequence[str] = (), *, at: datetime) -> tuple[ReviewBody, ...]:
    """Return which bodies a complaint can go to after us, in the order in which they are named.

    :param subjects: codes of what it is about, the nearest first; the first that is known counts
    """
    table: SecondLine = value_on(region(at=at).SECOND_LINE, on=timezone.localtime(at).date()).value
    known = next((code for code in subjects if code in table.by_theme), "")
    return table.bodies(known)


def subjects_of(theme: str, topic_path: Sequence[str]) -> list[str]:
    """Return what a complaint is about, the nearest first: its theme, else its case's topics."""
    return [*([theme] if theme else []), *reversed(topic_path)]


@dataclass(frozen=True, slots=True)
class BodyInWords:
    """A body of the second line as the utility tells customers of it.

    :param words: the utility's approved text, with its address; "" where there is none
    """

    name: str
    words: str


@query(personal=False)
def bodies_in_words(*, language: str, at: datetime) -> list[BodyInWords]:
    """Return every body that takes complaints about anything, those for most subjects first."""
    table: SecondLine = value_on(region(at=at).SECOND_LINE, on=timezone.localtime(at).date()).value
    every = dict.fromkeys(
        [*table.fallback, *(body for bodies in table.by_theme.values() for body in bodies)]
    )
    said = clauses.approved_texts(
        [body_clause(body) for body in every],
        language=language,
        at=at,
        form=FormOfAddress.FAMILIAR,
    )
    return [BodyInWords(BODY_NAMES[body], said.get(body_clause(body), "")) for body in every]
