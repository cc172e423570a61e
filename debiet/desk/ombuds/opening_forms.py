"""What the ombuds function fills in to open a file itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.cases.words import CARRIERS
from debiet.complaints.actions import Direct, Said
from debiet.desk import labels
from debiet.desk import labels_complaints as words
from debiet.desk import labels_ombuds as named
from debiet.desk.complaints.forms import theme_options
from debiet.desk.forms import LONG, DayField, Form, MomentForm
from debiet.rules.cases import Carrier, tidy_number
from debiet.rules.complaints import Component, Takeover


class OfCaseForm(Form):
    """Why a case of the office is a file, what it is about, and whether anybody may know."""

    name = "open"
    takeover = forms.ChoiceField(
        label=_("Why is it here?"),
        choices=[
            (one, named.TAKEOVERS[one])
            for one in (Takeover.CUSTOMER_ASKS, Takeover.INTERNAL_CONFLICT)
        ],
        widget=forms.RadioSelect,
        initial=Takeover.CUSTOMER_ASKS,
    )
    reason = forms.CharField(
        label=_("Why the office takes it at once"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    theme = forms.ChoiceField(label=_("About what?"), required=False, choices=theme_options)
    component = forms.ChoiceField(
        label=_("Which service?"),
        choices=[(one, words.COMPONENTS[one]) for one in Component],
        initial=Component.DRINKING_WATER,
        widget=forms.RadioSelect,
    )
    facts_on = DayField(label=_("When did it happen, if known?"), required=False)
    municipality = forms.CharField(label=_("Municipality"), required=False, max_length=80)
    about_number = forms.CharField(
        label=_("It is about a case of the first line"),
        required=False,
        max_length=40,
        help_text=_("Its number. Who handled it does not handle the file."),
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("No list, number, notice or line outside of the office shows that it exists."),
    )

    def clean_about_number(self) -> str:
        """Return the number in its one form."""
        typed = self.cleaned_data["about_number"]
        number = tidy_number(typed)
        if typed and not number:
            raise forms.ValidationError(_("A case number looks like 2026-000123."))
        return number

    @property
    def said(self) -> Said:
        """Return what is registered of the complaint."""
        data = self.cleaned_data
        return Said(
            reason=data["reason"],
            theme=data["theme"],
            component=Component(data["component"]),
            facts_on=data["facts_on"],
            municipality=data["municipality"],
            is_oral=data.get("carrier") in (Carrier.PHONE, Carrier.COUNTER),
        )

    @property
    def direct(self) -> Direct:
        """Return how it came to the office."""
        data = self.cleaned_data
        return Direct(
            Takeover(data["takeover"]),
            data["reason"],
            data["about_number"],
            is_confidential=data["is_confidential"],
        )


class DirectForm(OfCaseForm, MomentForm):
    """What somebody told the office, by which way and when, and why it is a file."""

    name = "open"
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    carrier = forms.ChoiceField(
        label=_("How?"),
        choices=[
            (code, CARRIERS[code])
            for code in (Carrier.PHONE, Carrier.COUNTER, Carrier.POST, Carrier.EMAIL)
        ],
        widget=forms.RadioSelect,
        initial=Carrier.PHONE,
    )
    who = forms.CharField(label=_("Name"), required=False, max_length=160)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Where letters go, if there is no e-mail address."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("the customer's own, else Dutch")), *labels.LANGUAGES.items()],
    )
    text = forms.CharField(
        label=_("What was said or written"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    field_order = (
        "key", "carrier", "day", "clock", "who", "email", "phone", "address", "language", "text",
        "takeover", "reason", "theme", "component", "facts_on", "municipality", "about_number",
        "is_confidential",
    )  # fmt: skip

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["day"].label = _("Said or received on")
