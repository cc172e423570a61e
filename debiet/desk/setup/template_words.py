"""Versions of templates in words: what each says that the one before did not."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from debiet.clauses.queries import TemplateVersionRow
from debiet.core.words import Words
from debiet.desk.labels_setup import SYSTEMS
from debiet.staff import queries as staff


@dataclass(frozen=True, slots=True)
class OrderPiece:
    """A text of a template beside its other version: the same, gone or new."""

    mark: str
    title: str


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A version in the list: who wrote and approved it, and what it changed."""

    version: TemplateVersionRow
    writer: Words
    approver: Words
    pieces: Sequence[OrderPiece]
    changes: Sequence[str]
    is_used: bool


def order_between(
    before: Sequence[str], after: Sequence[str], titles: Mapping[str, str]
) -> list[OrderPiece]:
    """Return the texts of a version beside those of another; one that moved is gone and new."""
    found = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=before, b=after).get_opcodes():
        if kind == "equal":
            found += [OrderPiece("", titles.get(code, code)) for code in before[i:j]]
        else:
            found += [OrderPiece("del", titles.get(code, code)) for code in before[i:j]]
            found += [OrderPiece("ins", titles.get(code, code)) for code in after[k:m]]
    return found


def version_lines(
    found: Sequence[TemplateVersionRow], titles: Mapping[str, str]
) -> list[TemplateLine]:
    """Return the versions in words, newest first, in one statement for the names.

    What a version changed is told beside the latest one before it that was ever used.
    """
    people = {one.written_by_id for one in found} | {one.approved_by_id for one in found}
    names = staff.names_by_user(one for one in people if one)
    used = next((one for one in found if one.approved_at is not None), None)
    lines = []
    for place, one in enumerate(found):
        before = next((old for old in found[place + 1 :] if old.approved_at is not None), None)
        lines.append(
            TemplateLine(
                one,
                names.get(one.written_by_id or 0, SYSTEMS["cli.setup"]),
                names.get(one.approved_by_id or 0, SYSTEMS["cli.setup"]),
                order_between(before.clause_codes if before else (), one.clause_codes, titles),
                _changes(before, one) if before else [],
                one is used,
            )
        )
    return lines


def _changes(before: TemplateVersionRow, after: TemplateVersionRow) -> list[str]:
    told = []
    if before.is_substantive != after.is_substantive:
        told.append(
            _("It deals with the matter.")
            if after.is_substantive
            else _("It is a holding reply: the guarantee goes on.")
        )
    if before.resolves != after.resolves:
        told.append(_("It closes the case.") if after.resolves else _("It leaves the case open."))
    return told
