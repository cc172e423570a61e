"""Where customers go when our own answer does not satisfy: the bodies of the second line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from debiet.clauses import queries as clauses
from debiet.core.reading import query
from debiet.jurisdictions import house
from debiet.rules.complaint_referral import ReviewBody, SecondLine, body_clause
from debiet.rules.complaint_subject import theme_of
from debiet.rules.language import FormOfAddress
from debiet.staff import queries as staff

BODY_NAMES = {
    ReviewBody.VMM: "Vlaamse Milieumaatschappij (VMM)",
    ReviewBody.VLAAMSE_OMBUDSDIENST: "Vlaamse Ombudsdienst",
}
"""What the bodies call themselves, in every language."""


@query(personal=False)
def second_line(theme: str, topic_path: Sequence[str], *, at: datetime) -> tuple[ReviewBody, ...]:
    """Return which bodies a complaint can go to after us, in the order in which they are named.

    :param theme: what it is about, "" where nobody said; then its case's topic counts
    """
    table = _table(at)
    return table.bodies(theme or theme_of(topic_path, table))


@query(personal=False)
def theme_of_topic(topic_path: Sequence[str], *, at: datetime) -> str:
    """Return the subject of a case's topic for which bodies are named, "" where none is."""
    return theme_of(topic_path, _table(at))


def _table(at: datetime) -> SecondLine:
    return house.second_line(staff.house_settings(at=at), on=timezone.localtime(at).date())


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
    table = _table(at)
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
