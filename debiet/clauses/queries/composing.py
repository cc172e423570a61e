"""Composing messages from approved texts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from debiet.clauses.models import (
    Clause,
    ClauseVersion,
    LetterTemplate,
    TemplateClause,
)
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.language import FormOfAddress
from debiet.rules.site_texts import SiteText

FALLBACK = "nl"
"""The language that a clause is taken in where the wanted one is not approved."""

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Composed:
    """A message made of clauses, with the versions that it used.

    :param parts: each clause that it holds, by its code, with its words
    """

    text: str
    version_ids: tuple[int, ...]
    missing: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template that the composer offers."""

    code: str
    title: str
    is_substantive: bool
    resolves: bool


@joint_query(personal=False)
def answer_templates() -> Reading[list[TemplateChoice]]:
    """Return the templates that an employee may answer with."""
    # One that nobody approved yet is made of nothing.
    made = TemplateClause.objects.filter(template=OuterRef("pk"))
    rows = LetterTemplate.objects.filter(Exists(made), is_for_answers=True, retired_at=None)
    return reading(
        rows.order_by("title", "id").values_list("code", "title", "is_substantive", "resolves"),
        made=lambda found: [TemplateChoice(*row) for row in found],
    )


@query(personal=False)
def compose(
    template_code: str,
    *,
    language: str,
    values: Mapping[str, str],
    at: datetime,
    form: FormOfAddress = FormOfAddress.POLITE,
    draft_id: int = 0,
    draft_codes: Sequence[str] = (),
    instead: tuple[str, Sequence[str]] | None = None,
) -> Composed:
    """Return a template's text in a language, with the values in their places.

    A clause without an approved text in that language is taken in Dutch and named in `missing`;
    so is a place without a value, which stays visible as it is.

    :param form: how people are addressed; a clause that is not written in that form is taken as
        it is
    :param draft_id: a version that is taken as if it were approved, to look at it
    :param draft_codes: of which clauses it would be made, to look at it
    :param instead: a clause of the template and those that come in its place, or at the end where
        the template has no such place; one that stands elsewhere in it stays there
    """
    places = _places(template_code, draft_codes)
    if instead is not None:
        places = _exchanged(places, *instead)
    wanted, accepted = _languages(language, form)
    newest = _newest([clause_id for clause_id, _code in places], accepted, at)
    if draft_id:
        draft = ClauseVersion.objects.get(pk=draft_id)
        newest[draft.clause_id, draft.language] = (draft.pk, draft.text)
    missing = [
        code
        for clause_id, code in places
        if not any((clause_id, said_in) in newest for said_in in wanted)
    ]
    found = [
        next((newest[clause_id, one] for one in accepted if (clause_id, one) in newest), None)
        for clause_id, _code in places
    ]
    used = [
        (version[0], code, filled(version[1], values))
        for (_clause_id, code), version in zip(places, found, strict=True)
        if version is not None
    ]
    text = "\n\n".join(words for _version_id, _code, words in used)
    missing += sorted(set(_PLACE.findall(text)))
    return Composed(
        text=text,
        version_ids=tuple(version_id for version_id, _code, _words in used),
        missing=tuple(missing),
        parts=tuple((code, words) for _version_id, code, words in used),
    )


def _exchanged(
    places: list[tuple[int, str]], place: str, codes: Sequence[str]
) -> list[tuple[int, str]]:
    """Return clauses with others in one's place; what is out of use or unknown is left out."""
    known = {code: clause_id for clause_id, code in places}
    unknown = [code for code in codes if code not in known]
    if unknown:
        rows = Clause.objects.filter(code__in=unknown, retired_at=None)
        known |= dict(rows.values_list("code", "id"))
    standing = {code for _clause_id, code in places if code != place}
    coming = [(known[code], code) for code in codes if code in known and code not in standing]
    where = next((at for at, (_id, code) in enumerate(places) if code == place), len(places))
    return [*places[:where], *coming, *places[where + 1 :]]


def _places(template_code: str, draft_codes: Sequence[str]) -> list[tuple[int, str]]:
    if draft_codes:
        ids = dict(Clause.objects.filter(code__in=draft_codes).values_list("code", "id"))
        return [(ids[code], code) for code in draft_codes]
    clauses = Clause.objects.filter(templateclause__template__code=template_code)
    return list(clauses.order_by("templateclause__position").values_list("id", "code"))


def _languages(language: str, form: FormOfAddress) -> tuple[list[str], list[str]]:
    """Return the codes a text is wanted in, and those it is taken in, best first."""
    wanted = [_variant(language, form), language]
    return wanted, [*wanted, _variant(FALLBACK, form), FALLBACK]


def _newest(
    clause_ids: Iterable[int], accepted: Iterable[str], at: datetime
) -> dict[tuple[int, str], tuple[int, str]]:
    """Return the newest approved version and text of each clause in each language."""
    approved = ClauseVersion.objects.filter(
        clause__in=list(clause_ids), language__in=set(accepted), approval__valid_from__lte=at
    ).order_by("clause_id", "language", "-number")
    return {
        (clause_id, said_in): (version_id, text)
        for clause_id, said_in, version_id, text in approved.distinct(
            "clause_id", "language"
        ).values_list("clause_id", "language", "id", "text")
    }


@dataclass(frozen=True, slots=True)
class KeyedText:
    """An approved text that an employee puts into an answer by its key.

    :param is_fallback: it is not approved in the wanted language and was taken in Dutch
    """

    key: str
    title: str
    text: str
    version_id: int
    is_fallback: bool


@joint_query(personal=False)
def clause_keys(*, at: datetime) -> Reading[list[tuple[str, str]]]:
    """Return the keys of the texts that are approved in any language, with their titles."""
    approved = Clause.objects.filter(
        key__isnull=False, retired_at=None, versions__approval__valid_from__lte=at
    ).distinct()
    return reading(approved.order_by("key").values_list("key", "title"), made=list)


@query(personal=False)
def keyed_texts(
    keys: Iterable[str],
    *,
    language: str,
    values: Mapping[str, str],
    at: datetime,
    form: FormOfAddress = FormOfAddress.POLITE,
) -> list[KeyedText]:
    """Return approved texts by their keys, filled in, in a language and form of address.

    Like :func:`compose`: without an approved text in that language it is taken in Dutch; one that
    is not approved at all is not there.
    """
    rows = Clause.objects.filter(key__in=set(keys), retired_at=None).values_list(
        "id", "key", "title"
    )
    clauses = [(clause_id, key or "", title) for clause_id, key, title in rows]
    wanted, accepted = _languages(language, form)
    newest = _newest([clause_id for clause_id, _key, _title in clauses], accepted, at)
    found = []
    for clause_id, key, title in clauses:
        said_in = next((one for one in accepted if (clause_id, one) in newest), None)
        if said_in is not None:
            version_id, text = newest[clause_id, said_in]
            found.append(
                KeyedText(key, title, filled(text, values), version_id, said_in not in wanted)
            )
    return found


@query(personal=False)
def approved_texts(
    codes: Iterable[str],
    *,
    language: str,
    at: datetime,
    form: FormOfAddress = FormOfAddress.POLITE,
) -> dict[str, str]:
    """Return approved texts in a language by their codes, as they are written.

    One without an approved text in that language is taken in Dutch; without any it is not there.
    """
    places = dict(
        Clause.objects.filter(code__in=set(codes), retired_at=None).values_list("id", "code")
    )
    _wanted, accepted = _languages(language, form)
    newest = _newest(places, accepted, at)
    found = {}
    for clause_id, code in places.items():
        said_in = next((one for one in accepted if (clause_id, one) in newest), None)
        if said_in is not None:
            found[code] = newest[clause_id, said_in][1]
    return found


def _variant(language: str, form: FormOfAddress) -> str:
    """Return the code under which a language is written in a form of address: `nl`, `nl-je`."""
    return language if form is FormOfAddress.POLITE else f"{language}-{form}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with `{name}` replaced by its value; an unknown place stays as it is."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text.strip())


@query(personal=False)
def places_in(text: str) -> list[str]:
    """Return the places in a text that are filled in, such as `name`, in order, each once."""
    return list(dict.fromkeys(_PLACE.findall(text)))


@query(personal=False)
def site_texts(*, language: str, at: datetime, values: Mapping[str, str]) -> dict[SiteText, str]:
    """Return what the utility wrote for the website, in a language or else in Dutch.

    Only what was approved and not taken out of use; nothing stands for "Debiet's own words".
    """
    rows = ClauseVersion.objects.filter(
        clause__code__in=list(SiteText),
        clause__retired_at=None,
        language__in={language, FALLBACK},
        approval__valid_from__lte=at,
    ).order_by("clause__code", "language", "-number")
    found: dict[str, dict[str, str]] = {}
    newest = rows.distinct("clause__code", "language")
    for code, said_in, text in newest.values_list("clause__code", "language", "text"):
        found.setdefault(code, {})[said_in] = filled(text, values)
    said = {code: texts.get(language) or texts.get(FALLBACK, "") for code, texts in found.items()}
    return {SiteText(code): text for code, text in said.items() if text}
