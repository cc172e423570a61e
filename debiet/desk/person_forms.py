"""What employees fill in on a customer's file."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from debiet.customers.queries import ContactKind, KnownPoint, callable_number
from debiet.desk.forms import Form
from debiet.desk.person_words import HOW_VERIFIED, POINT_KINDS, PURPOSES, RELATIONS
from debiet.rules.customer_file import NOTE_DAYS
from debiet.web.keys import KEYS


def day_input() -> forms.DateInput:
    """Return the input for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WhyForm(Form):
    """Why a file is opened."""

    name = "why"
    purpose = forms.ChoiceField(
        label=_("What is it for?"), choices=list(PURPOSES.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        help_text=_("Kept with the look. The customer may ask who looked, and why."),
    )


class CustomerNoteForm(Form):
    """A note about a customer, and when it is gone."""

    name = "person-note"
    text = forms.CharField(
        label=_("Note about this customer"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": KEYS["note"].press}),
        help_text=_(
            "Only what helps to serve this customer. Never about health, origin, faith, politics, "
            "a union or somebody's private life: the customer may read it."
        ),
    )
    expires_on = forms.DateField(
        label=_("Gone on"),
        widget=day_input(),
        help_text=_("At most a year from now; then it is deleted."),
    )

    def __init__(self, data: Any = None, *, today: date, days: int = NOTE_DAYS) -> None:
        super().__init__(data, initial={"expires_on": today + timedelta(days=min(days, 90))})


class RelationForm(Form):
    """Who somebody else is to a customer."""

    name = "relation"
    kind = forms.ChoiceField(label=_("This person"), choices=list(RELATIONS.items()))
    number = forms.CharField(label=_("Customer number of the other"), max_length=40)
    valid_from = forms.DateField(label=_("Since"), widget=day_input())

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": today})


class PointForm(Form):
    """A new e-mail address or number."""

    name = "point"
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=list(POINT_KINDS.items()), widget=forms.RadioSelect
    )
    value = forms.CharField(label=_("Address or number"), max_length=254)
    valid_from = forms.DateField(
        label=_("From which day on?"),
        widget=day_input(),
        help_text=_("A day ahead is possible: until then the earlier one is used."),
    )
    is_preferred = forms.BooleanField(label=_("Use this one first"), required=False)

    def __init__(
        self, data: Any = None, *, today: date, replaces: KnownPoint | None = None
    ) -> None:
        start: dict[str, Any] = {"valid_from": today, "kind": ContactKind.EMAIL}
        if replaces is not None:
            start |= {"kind": replaces.kind, "is_preferred": replaces.is_preferred}
        super().__init__(data, initial=start)

    def clean(self) -> dict[str, Any]:
        """Refuse what is no e-mail address, or no number that can be called."""
        found = super().clean() or {}
        value = found.get("value", "")
        if value and found.get("kind") == ContactKind.EMAIL:
            try:
                validate_email(value)
            except ValidationError:
                self.add_error("value", _("This is not a whole e-mail address: name@example.be"))
        elif value and not 8 <= sum(one.isdigit() for one in callable_number(value)) <= 15:
            self.add_error("value", _("This is not a whole telephone number: 0470 12 34 56"))
        return found


class RetireForm(Form):
    """From which day an address or number holds no longer."""

    name = "retire"
    valid_until = forms.DateField(
        label=_("From which day does it hold no longer?"), widget=day_input()
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_until": today})


class VerifyForm(Form):
    """How it was made sure that an address or number is the customer's."""

    name = "verify-point"
    how = forms.ChoiceField(
        label=_("How was it made sure?"),
        choices=list(HOW_VERIFIED.items()),
        widget=forms.RadioSelect,
    )


class AddressForm(Form):
    """Another address of an account, from a day on."""

    name = "address"
    street = forms.CharField(label=_("Street"), max_length=160)
    house_number = forms.CharField(label=_("Number and box"), max_length=20)
    postal_code = forms.CharField(label=_("Postal code"), max_length=10)
    municipality = forms.CharField(label=_("Municipality"), max_length=80)
    country = forms.RegexField(
        "^[A-Za-z]{2}$",
        label=_("Country"),
        initial="BE",
        help_text=_("Two letters, such as BE or NL"),
        error_messages={"invalid": _("Two letters, such as BE or NL")},
    )
    valid_from = forms.DateField(label=_("From which day on?"), widget=day_input())

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": today})
