"""What employees fill in about a complaint."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import CasePage
from debiet.desk import labels_complaints as labels
from debiet.desk.forms import LONG, DayField, Form, MomentForm
from debiet.desk.labels_ombuds import ROOT_CAUSES
from debiet.rules.cases import Direction
from debiet.rules.complaint_themes import DEFAULT_THEMES, ThemeGroup
from debiet.rules.complaints import Component
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


def cause_options() -> list[tuple[Any, Any]]:
    """Return what can lie behind a complaint."""
    return [("", _("not yet coded")), *ROOT_CAUSES.items()]


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


class CountsFromForm(MomentForm):
    """Since when a complaint counts."""

    name = "moment"
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed where it is later than the first message. It stays readable."),
        required=False,
        max_length=300,
    )

    field_order = ("seen", "day", "clock", "reason")

    def __init__(self, data: Any = None, *, moment: datetime, seen: int, **options: Any) -> None:
        super().__init__(data, moment=moment, initial={"seen": seen}, **options)
        self.counted_from = moment
        self.fields["day"].label = _("Complained first on")

    def clean(self) -> dict[str, Any]:
        """Leave a moment that nobody touched as exact as it was."""
        found = super().clean()
        if found.get("moment") is not None and not {"day", "clock"} & set(self.changed_data):
            found["moment"] = self.counted_from
        return found


class AddressForm(Form):
    """Where an answer reaches whoever complains."""

    name = "address"
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    address = forms.CharField(
        label=_("Postal address"),
        help_text=_("Street and number, and below it postal code and town."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


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
