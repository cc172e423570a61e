"""What employees fill in about letters: when they were posted, what came back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.desk import labels
from debiet.desk.forms import DayField, Form
from debiet.web.keys import KEYS

RETURN_SIZE = 2_000_000
"""Bytes of a printer's return file: some 50,000 letters."""


class PostedForm(Form):
    """On which day a batch was posted."""

    posted_on = DayField(label=_("Posted on"))

    def __init__(self, data: object = None, *, batch_id: int, **options: object) -> None:
        self.name = f"posted-{batch_id}"
        super().__init__(data, **options)


class ReturnFileForm(Form):
    """The file that a printer sends back."""

    name = "return"
    file = forms.FileField(
        label=_("File of the printer"),
        help_text=_("CSV with the columns batch, message, posted_on and rejected."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> object:
        """Refuse what cannot be a list of letters before it is read."""
        file = self.cleaned_data["file"]
        if file.size > RETURN_SIZE:
            raise forms.ValidationError(_("This file is too large for a list of letters."))
        return file


class FindLetterForm(Form):
    """A letter that came back, by its code or by whom it was for."""

    name = "find"
    q = forms.CharField(
        label=_("Code, number or name"),
        max_length=100,
        help_text=_(
            "Scan the code beside the address, or type the number below it, the number of the "
            "case or the name."
        ),
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "data-key": KEYS["search"].press}
        ),
    )


class ReturnedForm(Form):
    """Why a letter came back."""

    name = "returned"
    message_id = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why did it come back?"), choices=list(labels.RETURN_REASONS.items())
    )
