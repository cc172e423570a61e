"""What employees fill in about what the second line raises."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions import Conclusion, Raised
from debiet.complaints.queries import BODY_NAMES, BundleLine, Piece, Pieces
from debiet.complaints.words import PIECES
from debiet.core.dates import start_of_day
from debiet.desk.forms import LONG, DayField, Form, MomentForm
from debiet.desk.labels_reviews import AGREEMENTS
from debiet.files.accepting import SentFile
from debiet.rules.cases import Direction
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import Agreement
from debiet.web import wording
from debiet.web.file_field import MEGABYTE, FilesField, FormWithFiles, Limits

ONE_LETTER = Limits(files=1, total_bytes=10 * MEGABYTE)


def area(label: Any, *, rows: int = 4, required: bool = True, **options: Any) -> forms.CharField:
    """Return a field for words."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=LONG, widget=widget, required=required, **options
    )


def end_of(day: date | None) -> datetime | None:
    """Return when a term ends that names a day: with that day."""
    return start_of_day(day + timedelta(days=1)) if day else None


class _LetterForm(FormWithFiles, MomentForm):
    """Something that a body wrote, when it reached us, and its letter."""

    sent_files = FilesField(
        label=_("Their letter"),
        limits=ONE_LETTER,
        is_redrawn=False,
        help_text=_("One file of 10 MB at most, for example a PDF."),
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        self.fields["day"].label = _("Reached us on")

    @property
    def letter(self) -> SentFile | None:
        """Return the letter, if there is one."""
        return next(iter(self.cleaned_data["sent_files"]), None)


def _asked(required: bool) -> forms.CharField:
    return area(_("What do they ask, in short?"), required=required)


class RaisedForm(_LetterForm):
    """What a body raises about a case."""

    name = "review"
    body = forms.ChoiceField(
        label=_("Who raises it?"),
        choices=[(one, BODY_NAMES[one]) for one in ReviewBody],
        widget=forms.RadioSelect,
    )
    their_reference = forms.CharField(label=_("Their reference"), max_length=80, required=False)
    asked = _asked(required=False)
    due_on = DayField(
        label=_("They want an answer by"),
        required=False,
        help_text=_("As they wrote it. No law gives a term, so without one nothing runs."),
    )
    field_order = ("body", "their_reference", "day", "clock", "asked", "due_on", "sent_files")

    @property
    def raised(self) -> Raised:
        """Return what is raised."""
        data = self.cleaned_data
        return Raised(
            body=ReviewBody(data["body"]),
            raised_at=data["moment"],
            their_reference=data["their_reference"],
            asked=data["asked"],
            due_at=end_of(data["due_on"]),
            letter=self.letter,
        )


class AskedForm(_LetterForm):
    """What a body asks."""

    name = "asked"
    asked = _asked(required=True)
    due_on = DayField(label=_("They want an answer by"), required=False)
    field_order = ("asked", "due_on", "day", "clock", "sent_files")


class AnswerForm(MomentForm):
    """What we answered, and what went along."""

    name = "replied"
    words = area(_("What was answered, in short?"))
    bundle = forms.TypedChoiceField(
        label=_("Which bundle went along?"), coerce=int, required=False, empty_value=None
    )
    field_order = ("words", "bundle", "day", "clock")

    def __init__(self, data: Any = None, *, bundles: Iterable[BundleLine], **options: Any) -> None:
        super().__init__(data, **options)
        known = [
            (one.bundle_id, f"{one.number} · {wording.short_moment(one.made_at)}")
            for one in reversed(list(bundles))
        ]
        self.fields["bundle"].choices = [("", _("none")), *known]  # type: ignore[attr-defined]
        self.fields["day"].label = _("Sent on")


class ConcludedForm(_LetterForm):
    """What a body concluded."""

    name = "concluded"
    agreement = forms.ChoiceField(
        label=_("Does it agree with us?"),
        choices=[(one, AGREEMENTS[one]) for one in Agreement],
        widget=forms.RadioSelect,
    )
    words = area(_("What does it conclude, in short?"), required=False)
    recommendation = area(_("What does it want us to do?"), rows=3, required=False)
    field_order = ("agreement", "words", "recommendation", "day", "clock", "sent_files")

    @property
    def conclusion(self) -> Conclusion:
        """Return what was concluded."""
        data = self.cleaned_data
        return Conclusion(
            agreement=Agreement(data["agreement"]),
            concluded_at=data["moment"],
            words=data["words"],
            recommendation=data["recommendation"],
            letter=self.letter,
        )


class BundleForm(Form):
    """Which pieces go into a bundle: what the customer was told, and what is ticked besides."""

    name = "bundle"
    pieces = forms.MultipleChoiceField(
        label=_("Of the case"), required=False, widget=forms.CheckboxSelectMultiple
    )
    office = forms.MultipleChoiceField(
        label=_("Of the ombuds function's file"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing of it goes along unless you tick it, piece by piece."),
    )

    def __init__(self, data: Any = None, *, offered: Pieces, **options: Any) -> None:
        ticked = [one.code for one in offered.every if one.is_first]
        super().__init__(data, initial={"pieces": ticked}, **options)
        of_case = [(one.code, _said(one)) for one in offered.every if not one.is_ombuds]
        self.fields["pieces"].choices = of_case  # type: ignore[attr-defined]
        if offered.is_office:
            of_office = [(one.code, _said(one)) for one in offered.every if one.is_ombuds]
            self.fields["office"].choices = of_office  # type: ignore[attr-defined]
        else:
            del self.fields["office"]

    @property
    def chosen(self) -> list[str]:
        """Return the codes of what goes in."""
        return [*self.cleaned_data["pieces"], *self.cleaned_data.get("office", [])]


def _said(piece: Piece) -> str:
    """Return a piece in a line: what it is, when, of whom, how it begins and its files."""
    who = piece.who if piece.direction is Direction.IN else ""
    told = [str(PIECES[piece.kind]), wording.short_moment(piece.happened_at), who]
    begin = " ".join(piece.text.split())[:80]
    files = ", ".join(one.name for one in piece.files)
    return " · ".join(part for part in (*told, begin, files) if part)
