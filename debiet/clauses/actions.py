"""Writing and approving texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from debiet.clauses.events import ClauseWritten
from debiet.clauses.models import (
    Clause,
    ClauseApproval,
    ClauseVersion,
    LetterTemplate,
    TemplateApproval,
    TemplateClause,
    TemplateVersion,
)
from debiet.clauses.waiting import waits_no_more
from debiet.core import audit
from debiet.core.actor import Actor, ActorKind
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
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
    """Write a new version of a clause; it is used only once somebody approved it.

    :raises ClauseRetired: if it is out of use
    """
    Clause.objects.get_or_create(code=code, defaults={"title": title})
    clause = _clause_for_update(code)
    if clause.retired_at is not None:
        raise ClauseRetired(title=clause.title)
    earlier = clause.versions.filter(language=language)
    newest = earlier.order_by("-number").first()
    if newest is not None and newest.text == text:
        return newest
    number = (earlier.aggregate(top=Max("number"))["top"] or 0) + 1
    version = ClauseVersion.objects.create(
        clause=clause, language=language, number=number, text=text, written_by_id=by.user_id
    )
    audit.record(reference("clause", code), facts={"version": version.pk, "language": language})
    if by.kind is ActorKind.USER:
        waits_no_more(clause, language=language, at=at)
        publish(ClauseWritten(version_id=version.pk))
    return version


@action(permission=Permission.EDIT_CLAUSES)
def write_clauses(
    *, code: str, title: str, texts: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Write new versions of a clause in several languages, all or none.

    :raises ClauseRetired: if it is out of use
    """
    for language, text in texts.items():
        write_clause(code=code, title=title, language=language, text=text, by=by, at=at)


class ClauseInUse(Refused):
    """A message that is still written is made of this text."""

    code = "clauses.in-use"
    message = _("“%(template)s” is made of this text. Take it out there first.")


class ClauseRetired(Refused):
    """A text that is out of use cannot be written, approved or put into a message."""

    code = "clauses.retired"
    message = _("“%(title)s” is out of use. Bring it back first.")


class TemplateNeeded(Refused):
    """The house sends this message by itself."""

    code = "clauses.template-needed"
    message = _("The house sends this message by itself: it cannot be taken out of use.")


class TemplateEmpty(Refused):
    """A message must say something."""

    code = "clauses.template-empty"
    message = _("Choose at least one text.")


@action(permission=Permission.EDIT_CLAUSES)
def retire_clause(*, code: str, by: Actor, at: datetime) -> None:
    """Offer a text no more; what was written with it stays as it is.

    :raises NotFound: if there is no such clause
    :raises ClauseInUse: if a template that is in use is made of it
    """
    clause = _clause_for_update(code)
    using = LetterTemplate.objects.filter(places__clause=clause, retired_at=None)
    if template := using.order_by("title").first():
        raise ClauseInUse(template=template.title)
    if clause.retired_at is None:
        clause.retired_at = at
        clause.save(update_fields=["retired_at"])
        waits_no_more(clause, at=at)
        audit.record(reference("clause", code), facts={"retired": True})


@action(permission=Permission.EDIT_CLAUSES)
def bring_back_clause(*, code: str, by: Actor, at: datetime) -> None:
    """Offer a text again.

    :raises NotFound: if there is no such clause
    """
    clause = _clause_for_update(code)
    if clause.retired_at is not None:
        clause.retired_at = None
        clause.save(update_fields=["retired_at"])
        audit.record(reference("clause", code), facts={"retired": False})


def _clause_for_update(code: str) -> Clause:
    clause = Clause.objects.select_for_update().filter(code=code).first()
    if clause is None:
        raise NotFound
    return clause


@action(permission=Permission.EDIT_CLAUSES)
def retire_template(*, code: str, by: Actor, at: datetime) -> None:
    """Offer a template for answers no more.

    :raises NotFound: if there is no such template
    :raises TemplateNeeded: if the house sends it by itself
    """
    template = LetterTemplate.objects.select_for_update().filter(code=code).first()
    if template is None:
        raise NotFound
    if not template.is_for_answers:
        raise TemplateNeeded
    if template.retired_at is None:
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        audit.record(reference("template", code), facts={"retired": True})


@action(permission=Permission.EDIT_CLAUSES)
def bring_back_template(*, code: str, by: Actor, at: datetime) -> None:
    """Offer a template again.

    :raises NotFound: if there is no such template
    :raises ClauseRetired: if a text it is made of is out of use
    """
    template = LetterTemplate.objects.select_for_update().filter(code=code).first()
    if template is None:
        raise NotFound
    gone = Clause.objects.filter(templateclause__template=template, retired_at__isnull=False)
    if clause := gone.first():
        raise ClauseRetired(title=clause.title)
    if template.retired_at is not None:
        template.retired_at = None
        template.save(update_fields=["retired_at"])
        audit.record(reference("template", code), facts={"retired": False})


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
    clause = _clause_for_update(code)
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
    :raises ClauseRetired: if its clause is out of use
    """
    version = ClauseVersion.objects.select_related("clause").filter(pk=version_id).first()
    if version is None:
        raise NotFound
    if by.user_id is not None and by.user_id == version.written_by_id:
        raise ApprovedByWriter
    clause = _clause_for_update(version.clause.code)
    if clause.retired_at is not None:
        raise ClauseRetired(title=clause.title)
    _approval, created = ClauseApproval.objects.get_or_create(
        version=version, defaults={"approved_by_id": by.user_id, "valid_from": valid_from}
    )
    if created:
        waits_no_more(clause, language=version.language, at=at)
        audit.record(reference("clause", clause.code), facts={"approved": version.pk})


@action(permission=Permission.APPROVE_CLAUSES)
def approve_clauses(*, version_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Let versions in several languages be used from now on, all or none.

    :raises ApprovedByWriter: if the approver wrote one of them
    :raises NotFound: if one is not there
    :raises ClauseRetired: if their clause is out of use
    """
    for version_id in version_ids:
        approve_clause(version_id=version_id, valid_from=at, by=by, at=at)


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """Of which clauses a message is made, in order, and what sending it means."""

    clause_codes: tuple[str, ...]
    is_substantive: bool = True
    resolves: bool = True


@action(permission=Permission.EDIT_CLAUSES)
def write_template(
    *, code: str, title: str, draft: TemplateDraft, is_for_answers: bool, by: Actor, at: datetime
) -> int:
    """Propose of which clauses a message is made; it is used once somebody else approved it.

    Return the version. A template that is there already keeps its title and who sends it.

    :raises TemplateEmpty: if no clause is named
    :raises NotFound: if a clause does not exist
    :raises ClauseRetired: if one is out of use
    """
    _clauses_of(draft)
    template = _template_for_update(code, title=title, is_for_answers=is_for_answers)
    version, is_new = _version_of(template, draft, by=by, at=at)
    if is_new:
        audit.record(reference("template", code), facts={"version": version.pk})
    return version.pk


@action(permission=Permission.APPROVE_CLAUSES)
def approve_template(*, version_id: int, by: Actor, at: datetime) -> None:
    """Let new messages be made as somebody else proposed; approving it twice changes nothing.

    :raises NotFound: if there is no such version, or a later one took its place
    :raises ApprovedByWriter: if the approver is the one who wrote it
    :raises ClauseRetired: if a text of it went out of use since
    """
    found = TemplateVersion.objects.filter(pk=version_id).select_related("template").first()
    if found is None:
        raise NotFound
    template = _template_for_update(found.template.code)
    newest = template.versions.order_by("-number").first()
    if newest is None or newest.pk != version_id:
        raise NotFound
    if by.user_id is not None and by.user_id == newest.written_by_id:
        raise ApprovedByWriter
    if _use(template, newest, by=by, at=at):
        audit.record(reference("template", template.code), facts={"approved": version_id})


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
    """Say of which clauses a message is made, as a profile does; employees propose it.

    :raises ApprovedByWriter: if a person does
    :raises TemplateEmpty: if no clause is named
    :raises NotFound: if a clause does not exist
    :raises ClauseRetired: if one is out of use
    """
    if by.user_id is not None:
        raise ApprovedByWriter
    draft = TemplateDraft(tuple(clause_codes), is_substantive, resolves)
    _clauses_of(draft)
    template = _template_for_update(code, title=title, is_for_answers=is_for_answers)
    template.title, template.is_for_answers = title, is_for_answers
    template.save(update_fields=["title", "is_for_answers"])
    version, _is_new = _version_of(template, draft, by=by, at=at)
    _use(template, version, by=by, at=at)
    audit.record(reference("template", code), facts={"clauses": list(clause_codes)})
    return template


def _template_for_update(
    code: str, *, title: str = "", is_for_answers: bool = True
) -> LetterTemplate:
    LetterTemplate.objects.get_or_create(
        code=code, defaults={"title": title, "is_for_answers": is_for_answers}
    )
    return LetterTemplate.objects.select_for_update().get(code=code)


def _clauses_of(draft: TemplateDraft) -> dict[str, Clause]:
    if not draft.clause_codes:
        raise TemplateEmpty
    clauses = {one.code: one for one in Clause.objects.filter(code__in=draft.clause_codes)}
    if len(clauses) != len(set(draft.clause_codes)):
        raise NotFound
    if gone := next((one for one in clauses.values() if one.retired_at), None):
        raise ClauseRetired(title=gone.title)
    return clauses


def _version_of(
    template: LetterTemplate, draft: TemplateDraft, *, by: Actor, at: datetime
) -> tuple[TemplateVersion, bool]:
    """Return the version that says this, and whether it had to be written."""
    newest = template.versions.order_by("-number").first() or _as_it_was(template, at=at)
    if newest is not None and _draft_of(newest) == draft:
        return newest, False
    version = TemplateVersion.objects.create(
        template=template,
        number=newest.number + 1 if newest else 1,
        clause_codes=list(draft.clause_codes),
        is_substantive=draft.is_substantive,
        resolves=draft.resolves,
        written_by_id=by.user_id,
        written_at=at,
    )
    return version, True


def _as_it_was(template: LetterTemplate, *, at: datetime) -> TemplateVersion | None:
    """Keep what a template was made of before versions of it were kept, as its first one."""
    codes = list(template.places.order_by("position").values_list("clause__code", flat=True))
    if not codes:
        return None
    first = TemplateVersion.objects.create(
        template=template,
        number=1,
        clause_codes=codes,
        is_substantive=template.is_substantive,
        resolves=template.resolves,
        written_at=at,
    )
    TemplateApproval.objects.create(version=first, approved_at=at)
    return first


def _draft_of(version: TemplateVersion) -> TemplateDraft:
    return TemplateDraft(tuple(version.clause_codes), version.is_substantive, version.resolves)


def _use(template: LetterTemplate, version: TemplateVersion, *, by: Actor, at: datetime) -> bool:
    """Make new messages as a version says; return whether it was not approved before."""
    clauses = _clauses_of(_draft_of(version))
    _approval, is_new = TemplateApproval.objects.get_or_create(
        version=version, defaults={"approved_by_id": by.user_id, "approved_at": at}
    )
    if is_new:
        template.is_substantive, template.resolves = version.is_substantive, version.resolves
        template.save(update_fields=["is_substantive", "resolves"])
        template.places.all().delete()
        TemplateClause.objects.bulk_create(
            TemplateClause(template=template, clause=clauses[code], position=position)
            for position, code in enumerate(version.clause_codes, start=1)
        )
    return is_new
