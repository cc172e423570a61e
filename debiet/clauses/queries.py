"""Reading approved texts and composing messages from them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from debiet.clauses.models import Clause, ClauseVersion, LetterTemplate
from debiet.core.reading import query

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Composed:
    """A message made of clauses, with the versions that it used."""

    text: str
    version_ids: tuple[int, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template that the composer offers."""

    code: str
    title: str
    is_substantive: bool
    resolves: bool


@query(personal=False)
def answer_templates() -> list[TemplateChoice]:
    """Return the templates that an employee may answer with."""
    rows = LetterTemplate.objects.filter(is_for_answers=True).order_by("title", "id")
    return [TemplateChoice(r.code, r.title, r.is_substantive, r.resolves) for r in rows]


@query(personal=False)
def compose(
    template_code: str, *, language: str, values: Mapping[str, str], at: datetime
) -> Composed:
    """Return a template's text in a language, with the values in their places.

    A clause without an approved text in that language is taken in Dutch and named in `missing`;
    so is a place without a value, which stays visible as it is.
    """
    approved = ClauseVersion.objects.filter(
        clause=OuterRef("pk"), approval__valid_from__lte=at
    ).order_by("-number")
    clauses = (
        Clause.objects.filter(templateclause__template__code=template_code)
        .order_by("templateclause__position")
        .annotate(
            chosen=Subquery(approved.filter(language=language).values("id")[:1]),
            dutch=Subquery(approved.filter(language="nl").values("id")[:1]),
        )
    )
    places = [(clause.code, clause.chosen, clause.dutch) for clause in clauses]
    wanted = [chosen or dutch for _code, chosen, dutch in places if chosen or dutch]
    texts = dict(ClauseVersion.objects.filter(pk__in=wanted).values_list("id", "text"))
    missing = [code for code, chosen, _dutch in places if chosen is None]
    parts = [filled(texts[key], values) for key in wanted]
    text = "\n\n".join(parts)
    missing += sorted(set(_PLACE.findall(text)))
    return Composed(text=text, version_ids=tuple(wanted), missing=tuple(missing))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with `{name}` replaced by its value; an unknown place stays as it is."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text.strip())
