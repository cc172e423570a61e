"""Writing and approving texts."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from debiet.clauses.models import (
    Clause,
    ClauseApproval,
    ClauseVersion,
    LetterTemplate,
    TemplateClause,
)
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission


class ApprovedByWriter(Refused):
    """Whoever wrote a text cannot approve it."""

    code = "clauses.approved-by-writer"
    message = _("Somebody else than the writer must approve this text.")


@action(permission=Permission.EDIT_CLAUSES)
def write_clause(
    *, code: str, title: str, language: str, text: str, by: Actor, at: datetime
) -> ClauseVersion:
    """Write a new version of a clause; it is used only once somebody approved it."""
    clause, _created = Clause.objects.get_or_create(code=code, defaults={"title": title})
    Clause.objects.select_for_update().get(pk=clause.pk)
    earlier = clause.versions.filter(language=language)
    newest = earlier.order_by("-number").first()
    if newest is not None and newest.text == text:
        return newest
    number = (earlier.aggregate(top=Max("number"))["top"] or 0) + 1
    version = ClauseVersion.objects.create(
        clause=clause, language=language, number=number, text=text, written_by_id=by.user_id
    )
    audit.record(reference("clause", code), facts={"version": version.pk, "language": language})
    return version


class KeyTaken(Refused):
    """Another text is typed by the same key."""

    code = "clauses.key-taken"
    message = _("Another text has the key “%(key)s”.")


@action(permission=Permission.EDIT_CLAUSES)
def set_clause_key(*, code: str, key: str, by: Actor, at: datetime) -> None:
    """Say by which key employees put a text into an answer; "" offers it no more.

    :raises NotFound: if there is no such clause
    :raises KeyTaken: if another one has it
    """
    clause = Clause.objects.select_for_update().filter(code=code).first()
    if clause is None:
        raise NotFound
    if clause.key == (key or None):
        return
    if key and Clause.objects.filter(key=key).exists():
        raise KeyTaken(key=key)
    clause.key = key or None
    clause.save(update_fields=["key"])
    audit.record(reference("clause", code), facts={"key": key})


@action(permission=Permission.APPROVE_CLAUSES)
def approve_clause(*, version_id: int, valid_from: datetime, by: Actor, at: datetime) -> None:
    """Let a version be used from a moment on; approving it twice changes nothing.

    :raises ApprovedByWriter: if the approver is the one who wrote it
    :raises NotFound: if there is no such version
    """
    version = ClauseVersion.objects.select_related("clause").filter(pk=version_id).first()
    if version is None:
        raise NotFound
    if by.user_id is not None and by.user_id == version.written_by_id:
        raise ApprovedByWriter
    _approval, created = ClauseApproval.objects.get_or_create(
        version=version, defaults={"approved_by_id": by.user_id, "valid_from": valid_from}
    )
    if created:
        audit.record(reference("clause", version.clause.code), facts={"approved": version.pk})


@action(permission=Permission.EDIT_CLAUSES)
def save_template(
    *,
    code: str,
    title: str,
    clause_codes: Sequence[str],
    is_for_answers: bool,
    is_substantive: bool = True,
    resolves: bool = True,
    by: Actor,
    at: datetime,
) -> LetterTemplate:
    """Say of which clauses a message is made, in order.

    :raises NotFound: if a clause does not exist
    """
    template, _created = LetterTemplate.objects.update_or_create(
        code=code,
        defaults={
            "title": title,
            "is_for_answers": is_for_answers,
            "is_substantive": is_substantive,
            "resolves": resolves,
        },
    )
    clauses = {clause.code: clause for clause in Clause.objects.filter(code__in=clause_codes)}
    if len(clauses) != len(set(clause_codes)):
        raise NotFound
    template.places.all().delete()
    TemplateClause.objects.bulk_create(
        TemplateClause(template=template, clause=clauses[clause_code], position=position)
        for position, clause_code in enumerate(clause_codes, start=1)
    )
    audit.record(reference("template", code), facts={"clauses": list(clause_codes)})
    return template
