"""What employees fill in on a customer's file."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.desk.forms import Form
from debiet.desk.person_words import PURPOSES, RELATIONS
from debiet.rules.customer_file import NOTE_DAYS


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
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "n"}),
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
