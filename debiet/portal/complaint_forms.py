"""What visitors fill in to complain: what a question has, and what only a complaint asks."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions import Question
from debiet.complaints.actions import Sent
from debiet.core.dates import day_in_words
from debiet.portal.forms import QuestionForm, Words
from debiet.rules.cases import tidy_number
from debiet.rules.complaints import Component

COMPONENTS = {
    Component.DRINKING_WATER: _("Drinking water: supply, meter, invoice"),
    Component.SANITATION: _("Sewer and treatment of waste water"),
    Component.BOTH: _("Both, or I do not know"),
}
EARLIEST = date(1900, 1, 1)


class ComplaintForm(QuestionForm):
    """A complaint by somebody who needs neither account nor code, nor a name."""

    topic = forms.ChoiceField(
        label=_("What is your complaint about?"),
        error_messages={
            "required": _("Choose what your complaint is about."),
            "invalid_choice": _("Choose what your complaint is about from the list."),
        },
    )
    component = forms.ChoiceField(
        label=_("Which service?"),
        choices=list(COMPONENTS.items()),
        initial=Component.DRINKING_WATER,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a service."),
            "invalid_choice": _("Choose a service."),
        },
    )
    text = Words(
        label=_("What happened?"),
        help_text=_("In your own words."),
        error_messages={"required": _("Write what happened.")},
    )
    facts_on = forms.DateField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("The first day, if you know it."),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Fill in a day, such as 23/11/2026.")},
    )
    solution = Words(
        label=_("Which solution do you want?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about_number = forms.CharField(
        label=_("Number of your earlier question"),
        max_length=20,
        required=False,
        help_text=_("For example 2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    about_code = forms.CharField(
        label=_("Its code"),
        max_length=40,
        required=False,
        help_text=_(
            "With number and code your complaint comes to that question. Without them an employee "
            "looks it up."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    anonymous = forms.BooleanField(
        label=_("I do not want to say who I am"),
        required=False,
        help_text=_(
            "Then we cannot send you an answer, and we need not handle your complaint. We do read "
            "it. What you fill in below is not sent along."
        ),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        error_messages={"required": _("Fill in your name, or say that you do not want to.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        help_text=_("We send our answer there."),
        validators=[
            EmailValidator(
                message=_("Fill in a whole e-mail address, such as an@example.be."),
            )
        ],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    address = forms.CharField(
        label=_("Or your postal address"),
        max_length=400,
        required=False,
        help_text=_("Street and number, postal code and town. Then you get our answer by letter."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )

    about_question = ("topic", "component", "text", "facts_on", "solution", "sent_files")
    about_earlier = ("about_number", "about_code")
    about_you = ("anonymous", "name", "email", "address", "phone", "account_number")

    def clean_facts_on(self) -> date | None:
        """Return the day, which has come already and is of our age."""
        day: date | None = self.cleaned_data["facts_on"]
        if day is not None and not EARLIEST <= day <= timezone.localdate():
            raise ValidationError(_("Fill in a day that has come already."))
        return day

    def clean_about_number(self) -> str:
        """Return the number in its one form; what has another form is not a number."""
        typed: str = self.cleaned_data["about_number"]
        number = tidy_number(typed)
        if typed and not number:
            raise ValidationError(
                _("A number has a year and at least six figures, such as 2026-000123.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """Ask who it is and where an answer goes, unless somebody does not want to say."""
        found = super().clean() or {}
        if found.get("anonymous"):
            for field in self.about_you[1:]:
                self.errors.pop(field, None)
                found[field] = ""
            return found
        where = {"email", "address"}
        if not where & set(self.errors) and not any(found.get(one) for one in where):
            self.add_error("email", _("Fill in your e-mail address, or your postal address."))
        return found

    def complaint(self, *, language: str, is_about_own: bool) -> Question:
        """Return what was sent; only after `is_valid`.

        :param is_about_own: it comes to the earlier question itself, so its number need not be told
        """
        data = self.cleaned_data
        return Question(
            key=data["key"],
            topic_code=data["topic"],
            text=self._told(language, is_about_own=is_about_own),
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            account_number=data["account_number"],
            address=data["address"],
            language=language,
            files=tuple(data["sent_files"]),
        )

    def sent(self, *, case_id: int | None) -> Sent:
        """Return what it says of the complaint; only after `is_valid`."""
        data = self.cleaned_data
        return Sent(
            component=Component(data["component"]), facts_on=data["facts_on"], case_id=case_id
        )

    def earlier_fields(self) -> list[forms.BoundField]:
        """Return the fields about an earlier question."""
        return [self[name] for name in self.about_earlier]

    def _told(self, language: str, *, is_about_own: bool) -> str:
        """Return all that was told in one text, as an employee reads it."""
        data = self.cleaned_data
        lines = [data["text"]]
        if data["facts_on"]:
            day = day_in_words(data["facts_on"], language)
            lines.append(_now("When it happened: %(day)s") % {"day": day})
        if data["solution"]:
            wanted = {"solution": data["solution"]}
            lines.append(_now("The solution that I want: %(solution)s") % wanted)
        if data["about_number"] and not is_about_own:
            number = {"number": data["about_number"]}
            lines.append(_now("It is about my question %(number)s.") % number)
        return "\n\n".join(lines)


class MakeComplaintForm(forms.Form):
    """Why somebody is not satisfied with how its question went."""

    prefix = "complaint"
    text = Words(
        label=_("What are you not satisfied with?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you are not satisfied with.")},
    )


class OmbudsForm(forms.Form):
    """What somebody wants to tell the ombuds function."""

    words = Words(
        label=_("Why do you not agree?"),
        help_text=_("It helps the ombuds function. What you told us before, it can read."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NothingToFillIn(forms.Form):
    """A choice that only has to be confirmed."""
