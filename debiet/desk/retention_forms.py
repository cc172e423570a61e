"""What the data protection officer fills in about how long things are kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.desk.forms import Form
from debiet.rules.retention import LONGEST


class MonthsForm(Form):
    """Another number of months for a kind of record."""

    name = "months"
    months = forms.IntegerField(
        label=_("Months"), min_value=1, max_value=LONGEST, help_text=_("From 1 to 1200.")
    )
    source = forms.CharField(
        label=_("On which ground"),
        max_length=300,
        help_text=_("A law with its article, or a decision with its date. No names."),
    )


class HoldForm(Form):
    """A case or customer that is kept, whatever its term."""

    name = "hold"
    kind = forms.ChoiceField(
        label=_("What is kept"),
        choices=[("case", _("a case")), ("customer", _("a customer with all its cases"))],
    )
    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        help_text=_("Of the case, such as 2026-000123, or of the customer in our own list."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Such as the number of the court's file. No names: this stays for good."),
    )
    until = forms.DateField(
        label=_("Until and including"),
        required=False,
        help_text=_("Leave it empty while the end is not known."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
