"""What is filled in to change a text or a template."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from debiet.desk.forms import LONG, Choices, Form

PLACES = 8
"""So many texts a template offers a place for, beyond those it has."""


class TextForm(Form):
    """A text in one language."""

    name = "text"
    text = forms.CharField(
        label=_("Text"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, data: Any = None, *, language: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["text"].widget.attrs["lang"] = language[:2]


class NewTextForm(TextForm):
    """A text that is not there yet; it begins in Dutch."""

    title = forms.CharField(label=_("Title"), max_length=120)
    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("It never changes."))

    def __init__(self, data: Any = None, *, taken: Sequence[str], **options: Any) -> None:
        super().__init__(data, language="nl", **options)
        self.taken = taken
        self.order_fields(["title", "code", "text"])

    def clean_code(self) -> str:
        """Return the code if no text has it."""
        code: str = self.cleaned_data["code"]
        if code in self.taken:
            raise forms.ValidationError(_("There is a text with this code already."))
        return code


class KeyForm(Form):
    """What employees type for a text."""

    name = "key"
    key = forms.SlugField(
        label=_("Key"),
        required=False,
        max_length=30,
        help_text=_("What employees type for it in an answer, after a slash. Empty: not offered."),
    )


class NothingForm(Form):
    """A step that asks for nothing; what it does is shown and then done."""

    name = "nothing"


class TemplateForm(Form):
    """Of which texts a message is made."""

    name = "template"
    is_substantive = forms.BooleanField(
        label=_("It deals with the matter"),
        required=False,
        help_text=_("Without it, it is a holding reply: the guarantee goes on."),
    )
    resolves = forms.BooleanField(label=_("It closes the case"), required=False)

    def __init__(
        self, data: Any = None, *, texts: Choices, places: int, is_for_answers: bool, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.places = places
        for number in range(1, places + 1):
            self.fields[f"text_{number}"] = forms.ChoiceField(
                label=gettext("Text %(number)d") % {"number": number},
                required=False,
                choices=[("", ""), *texts],
            )
        self.order_fields([f"text_{number}" for number in range(1, places + 1)])
        if not is_for_answers:
            del self.fields["is_substantive"], self.fields["resolves"]

    def chosen(self) -> list[str]:
        """Return the codes of the texts in order."""
        codes = (self.cleaned_data[f"text_{number}"] for number in range(1, self.places + 1))
        return [code for code in codes if code]


class NewTemplateForm(TemplateForm):
    """A template for answers that is not there yet."""

    title = forms.CharField(label=_("Title"), max_length=120)
    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("It never changes."))

    def __init__(self, data: Any = None, *, taken: Sequence[str], **options: Any) -> None:
        super().__init__(data, is_for_answers=True, **options)
        self.taken = taken
        self.order_fields(["title", "code"])

    def clean_code(self) -> str:
        """Return the code if no template has it."""
        code: str = self.cleaned_data["code"]
        if code in self.taken:
            raise forms.ValidationError(_("There is a template with this code already."))
        return code
