"""Reading texts and templates as they are set up, with their versions."""

from dataclasses import dataclass
from datetime import datetime

from debiet.clauses.models import (
    Clause,
    ClauseVersion,
    LetterTemplate,
    TemplateVersion,
)
from debiet.core.reading import query


@dataclass(frozen=True, slots=True)
class ClauseVersionRow:
    """A version of a text in one language, who wrote it, and who approved it if anybody did."""

    version_id: int
    language: str
    number: int
    text: str
    written_by_id: int | None
    written_at: datetime
    approved_by_id: int | None
    approved_at: datetime | None
    valid_from: datetime | None


@dataclass(frozen=True, slots=True)
class ClauseSetUp:
    """A text with its versions, newest first, and the templates that are made of it."""

    code: str
    title: str
    key: str
    retired_at: datetime | None
    versions: tuple[ClauseVersionRow, ...]
    templates: tuple[tuple[str, str], ...]

    def newest(self, language: str) -> ClauseVersionRow | None:
        """Return the latest version in a language, approved or not."""
        return next((one for one in self.versions if one.language == language), None)

    def in_force(self, language: str, at: datetime) -> ClauseVersionRow | None:
        """Return the version that is used in a language at a moment."""
        return next(
            (
                one
                for one in self.versions
                if one.language == language and one.valid_from and one.valid_from <= at
            ),
            None,
        )

    @property
    def waiting(self) -> list[ClauseVersionRow]:
        """Return the latest version of each language that nobody approved yet."""
        newest = {one.language: one for one in reversed(self.versions)}
        return [one for one in newest.values() if one.approved_at is None]


@query(personal=False)
def clauses_set_up(*, code: str = "") -> list[ClauseSetUp]:
    """Return every text with its versions, by title; or the one of a code."""
    clauses = Clause.objects.order_by("title", "id")
    clauses = clauses.filter(code=code) if code else clauses
    versions: dict[int, list[ClauseVersionRow]] = {}
    rows = ClauseVersion.objects.filter(clause__in=clauses).select_related("approval")
    for row in rows.order_by("-number", "-id"):
        approval = getattr(row, "approval", None)
        versions.setdefault(row.clause_id, []).append(
            ClauseVersionRow(
                version_id=row.pk,
                language=row.language,
                number=row.number,
                text=row.text,
                written_by_id=row.written_by_id,
                written_at=row.written_at,
                approved_by_id=approval.approved_by_id if approval else None,
                approved_at=approval.approved_at if approval else None,
                valid_from=approval.valid_from if approval else None,
            )
        )
    used: dict[int, dict[str, str]] = {}
    places = LetterTemplate.objects.filter(places__clause__in=clauses).order_by("title")
    for clause_id, name, title in places.values_list("places__clause_id", "code", "title"):
        used.setdefault(clause_id, {})[name] = title
    return [
        ClauseSetUp(
            row.code,
            row.title,
            row.key or "",
            row.retired_at,
            tuple(versions.get(row.pk, ())),
            tuple(used.get(row.pk, {}).items()),
        )
        for row in clauses
    ]


@dataclass(frozen=True, slots=True)
class TemplateSetUp:
    """A template with its texts in order."""

    code: str
    title: str
    is_for_answers: bool
    is_substantive: bool
    resolves: bool
    retired_at: datetime | None
    clauses: tuple[tuple[str, str], ...]


@query(personal=False)
def templates_set_up(*, code: str = "") -> list[TemplateSetUp]:
    """Return every template with its texts, by title; or the one of a code."""
    templates = LetterTemplate.objects.order_by("title", "id").prefetch_related("places__clause")
    templates = templates.filter(code=code) if code else templates
    return [
        TemplateSetUp(
            row.code,
            row.title,
            row.is_for_answers,
            row.is_substantive,
            row.resolves,
            row.retired_at,
            tuple(
                (place.clause.code, place.clause.title)
                for place in sorted(row.places.all(), key=lambda place: place.position)
            ),
        )
        for row in templates
    ]


@dataclass(frozen=True, slots=True)
class TemplateVersionRow:
    """A version of a template, who wrote it, and who approved it if anybody did."""

    version_id: int
    number: int
    clause_codes: tuple[str, ...]
    is_substantive: bool
    resolves: bool
    written_by_id: int | None
    written_at: datetime
    approved_by_id: int | None
    approved_at: datetime | None


@query(personal=False)
def template_versions(code: str) -> list[TemplateVersionRow]:
    """Return the versions of a template, newest first; none where it was never changed."""
    rows = TemplateVersion.objects.filter(template__code=code).select_related("approval")
    found = []
    for row in rows.order_by("-number"):
        approval = getattr(row, "approval", None)
        found.append(
            TemplateVersionRow(
                row.pk,
                row.number,
                tuple(row.clause_codes),
                row.is_substantive,
                row.resolves,
                row.written_by_id,
                row.written_at,
                approval.approved_by_id if approval else None,
                approval.approved_at if approval else None,
            )
        )
    return found


@query(personal=False)
def waiting_templates() -> set[str]:
    """Return the codes of the templates whose latest version waits for a second person."""
    newest = TemplateVersion.objects.order_by("template_id", "-number").distinct("template_id")
    found = newest.values_list("template__code", "approval__id")
    return {code for code, approval_id in found if approval_id is None}
