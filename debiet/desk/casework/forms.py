"""What employees fill in for the work around a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.desk import labels
from debiet.desk.forms import Form
from debiet.rules.case_links import CHOSEN_BY_HAND
from debiet.rules.cases import tidy_number


class OtherCaseForm(Form):
    """A form that names another case."""

    other = forms.CharField(
        label=_("Number of the other case"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_other(self) -> str:
        """Return the number in its one form."""
        typed: str = self.cleaned_data["other"]
        number = tidy_number(typed)
        if not number:
            raise forms.ValidationError(_("A case number looks like 2026-000123."))
        return number


class RelateForm(OtherCaseForm):
    """What another case is to this one."""

    name = "relate"
    side = forms.ChoiceField(
        label=_("This case…"),
        choices=[(side, labels.LINK_SIDES[side]) for side in CHOSEN_BY_HAND],
        widget=forms.RadioSelect,
    )

    field_order = ("side", "other")

    def __init__(self, data: Any = None, **options: Any) -> None:
        options.setdefault("initial", {"side": CHOSEN_BY_HAND[0]})
        super().__init__(data, **options)
