"""What employees fill in about a complaint."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import CasePage
from debiet.complaints.actions import Judgment
from debiet.core.dates import day_in_words
from debiet.desk import labels_complaints as labels
from debiet.desk.forms import LONG, DayField, Form, MomentForm
from debiet.rules.cases import Carrier, Direction
from debiet.rules.complaint_themes import DEFAULT_THEMES, OmbudsNorm, ThemeGroup
from debiet.rules.complaints import ANSWERS, Assessment, Component, Ground, LetterKind, Outcome
from debiet.web import wording


def theme_options() -> list[tuple[Any, Any]]:
    """Return the themes in their groups."""
    return [
        ("", _("not said yet")),
        *(
            (
                labels.THEME_GROUPS[group],
                [
                    (one.code, labels.THEMES[one.code])
                    for one in DEFAULT_THEMES
                    if one.group is group
                ],
            )
            for group in ThemeGroup
        ),
    ]


def wishes(page: CasePage) -> list[tuple[Any, Any]]:
    """Return the contacts in which the customer said something, the newest first."""
    said = [one for one in page.timeline if one.direction is Direction.IN and one.contact_id]
    return [
        (one.contact_id, f"{wording.short_moment(one.happened_at)}: {one.text[:60]}")
        for one in reversed(said)
    ]


class RegisterForm(MomentForm):
    """Why a case is a complaint, and since when."""

    name = "complaint"
    wish = forms.TypedChoiceField(
        label=_("The customer says so in"), coerce=int, required=False, empty_value=None
    )
    reason = forms.CharField(
        label=_("Or why you call it a complaint"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    theme = forms.ChoiceField(label=_("About what?"), required=False, choices=theme_options)
    component = forms.ChoiceField(
        label=_("Which service?"),
        choices=[(one, labels.COMPONENTS[one]) for one in Component],
        initial=Component.DRINKING_WATER,
        widget=forms.RadioSelect,
    )
    moment_reason = forms.CharField(
        label=_("Why it is later than the first message"),
        help_text=_("Only where you chose a later moment. All terms count from it."),
        required=False,
        max_length=300,
    )
    facts_on = DayField(label=_("When did it happen, if known?"), required=False)
    municipality = forms.CharField(label=_("Municipality"), required=False, max_length=80)
    is_oral = forms.BooleanField(
        label=_("Said by phone or at a counter, nothing in writing yet"), required=False
    )

    field_order = (
        "wish", "reason", "theme", "component", "day", "clock", "moment_reason", "facts_on",
        "municipality", "is_oral",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, page: CasePage, **options: Any) -> None:
        super().__init__(data, moment=page.opened_at, **options)
        self.page = page
        self.fields["wish"].choices = [("", ""), *wishes(page)]  # type: ignore[attr-defined]
        self.fields["day"].label = _("Complained first on")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: what the customer says, or why an employee does."""
        found = super().clean()
        if not self.errors and not found.get("wish") and not found.get("reason", "").strip():
            self.add_error("reason", _("Choose what the customer said, or say why."))
        moment = found.get("moment")
        # The form shows minutes; what was not touched is the first message itself.
        if moment is not None and not {"day", "clock"} & set(self.changed_data):
            found["moment"] = self.page.opened_at
        return found


class SeenForm(Form):
    """A form that knows which version of the complaint its writer had before it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, seen: int, **options: Any) -> None:
        super().__init__(data, initial={"seen": seen}, **options)

    @property
    def seen_version(self) -> int:
        """Return that version."""
        found: int = self.cleaned_data["seen"]
        return found


class ReasonForm(SeenForm):
    """Why something is done."""

    name = "reason"
    reason = forms.CharField(
        label=_("Why?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


class WishForm(Form):
    """In which contact the customer says so."""

    name = "wish"
    wish = forms.TypedChoiceField(label=_("The customer says so in"), coerce=int)

    def __init__(self, data: Any = None, *, page: CasePage, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["wish"].choices = wishes(page)  # type: ignore[attr-defined]


class LetterForm(SeenForm):
    """A letter in a complaint with what it decides."""

    name = "letter"
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (one, labels.LETTERS[one])
            for one in (
                LetterKind.FINAL, LetterKind.HOLDING, LetterKind.ACKNOWLEDGEMENT,
                LetterKind.REFUSAL, LetterKind.REFERRAL,
            )
        ],
        initial=LetterKind.FINAL,
        widget=forms.RadioSelect,
    )  # fmt: skip
    assessment = forms.ChoiceField(
        label=_("Was the customer right?"),
        required=False,
        choices=[("", ""), *((one, labels.ASSESSMENTS[one]) for one in Assessment)],
        help_text=_("Of an answer to the complaint."),
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        required=False,
        choices=[("", ""), *((one, labels.OUTCOMES[one]) for one in Outcome)],
        help_text=_("Where the customer was right, wholly or partly."),
    )
    norms = forms.MultipleChoiceField(
        label=_("Norms that were breached"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=[("", ""), *((one, labels.GROUNDS[one]) for one in Ground)],
        help_text=_("Of a refusal or a referral."),
    )
    reason = forms.CharField(
        label=_("Reasons, for ourselves"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("What the customer reads"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Where the customer can turn next is added by itself."),
    )
    is_confirmation = forms.BooleanField(
        label=_("It confirms what was said by phone or at a counter"), required=False
    )

    def __init__(
        self, data: Any = None, *, norms: Iterable[OmbudsNorm] = (), **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["norms"].choices = labels.norm_options(norms)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what a letter of its kind decides, beside the field."""
        found = super().clean() or {}
        kind = found.get("kind")
        if kind == LetterKind.FINAL and not found.get("assessment"):
            self.add_error("assessment", _("Say whether the customer was right."))
        if kind in ANSWERS and kind != LetterKind.FINAL:
            for field in ("ground", "reason"):
                if not found.get(field):
                    self.add_error(field, _("A refusal says on which ground, and why."))
        return found

    @property
    def judgment(self) -> Judgment:
        """Return what the letter decides."""
        data = self.cleaned_data
        return Judgment(
            assessment=Assessment(data["assessment"]) if data["assessment"] else None,
            outcome=Outcome(data["outcome"]) if data["outcome"] else None,
            norms=tuple(data["norms"]),
            ground=Ground(data["ground"]) if data["ground"] else None,
            reason=data["reason"],
        )


def confirming(page: CasePage) -> dict[str, Any]:
    """Return a letter that confirms what was told last by phone or at a counter, to start with."""
    told = [one for one in page.timeline if one.direction is Direction.OUT and not one.is_automatic]
    asked = [one for one in page.timeline if one.direction is Direction.IN]
    if not told or not asked or told[-1].carrier not in (Carrier.PHONE, Carrier.COUNTER):
        return {}
    with translation.override(page.language):
        day = day_in_words(timezone.localtime(told[-1].happened_at).date(), page.language)
        text = _now(
            "We confirm what we told on %(day)s.\n\nThe complaint: %(asked)s\n\n"
            "Our answer: %(answered)s"
        ) % {"day": day, "asked": asked[-1].text, "answered": told[-1].text}
    return {"kind": LetterKind.FINAL, "is_confirmation": True, "text": text}
