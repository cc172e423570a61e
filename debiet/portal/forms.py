"""What visitors fill in, with the words that help when it is not right yet."""

import re
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.cases.actions import Question
from debiet.rules.cases import tidy_number
from debiet.rules.rating import SCORES
from debiet.web.file_field import FilesField, FormWithFiles, Limits
from debiet.web.kept_files import Keeper

WORDS_LIMIT = 10_000
_KEY = re.compile(r"[\w-]{20,80}", re.ASCII)
_PHONE = re.compile(r"\+?[\d\s()./-]+", re.ASCII)
_PHONE_DIGITS = range(8, 16)
"""From a short national number to the longest that E.164 knows."""


def new_key() -> str:
    """Return what names one showing of a form, so that sending it twice is sending it once."""
    return secrets.token_urlsafe(24)


class Words(forms.CharField):
    """Text in people's own words: line ends as one sign, too much is said and nothing cut off."""

    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=WORDS_LIMIT, **options)
        self.error_messages["max_length"] = _(
            "This is %(show_value)d characters, and we can take %(limit_value)d. Make it shorter."
        )

    def to_python(self, value: Any) -> str:
        """Return the text as people count it: browsers send two signs for one line end."""
        return str(super().to_python((value or "").replace("\r\n", "\n")))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return no limit: a browser cuts off what is pasted without saying so."""
        return {}


class QuestionForm(FormWithFiles):
    """A question with what is needed to answer it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    topic = forms.ChoiceField(
        label=_("What is your question about?"),
        error_messages={
            "required": _("Choose what your question is about."),
            "invalid_choice": _("Choose what your question is about from the list."),
        },
    )
    text = Words(
        label=_("What do you want to ask or tell?"),
        help_text=_("In your own words."),
        error_messages={"required": _("Write your question.")},
    )
    sent_files = FilesField(label=_("Photos or documents"), limits=Limits(), is_redrawn=True)
    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        error_messages={"required": _("Fill in your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send our answer there."),
        error_messages={"required": _("Fill in your e-mail address.")},
        validators=[
            EmailValidator(
                message=_("Fill in a whole e-mail address, such as an@example.be."),
            )
        ],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Your phone number"),
        max_length=40,
        required=False,
        help_text=_("Only if we may call you about this question."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    account_number = forms.CharField(
        label=_("Your customer number"),
        max_length=40,
        required=False,
        help_text=_("It is on your invoice. With it we need less time to help you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    about_question: tuple[str, ...] = ("topic", "text", "sent_files")
    about_you: tuple[str, ...] = ("name", "email", "phone", "account_number")

    def __init__(
        self, data: Any = None, files: Any = None, *, keeper: Keeper | None = None
    ) -> None:
        super().__init__(_moved_on(data), files, keeper=keeper, initial={"key": new_key()})
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101 (says so to the type checker)
        topic.choices = [("", _("Choose a topic")), *topic_groups()]

    def clean_key(self) -> str:
        """Return the key the form was shown with, a new one if it did not come from our page."""
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def clean_phone(self) -> str:
        """Return a number that can be called, as it was typed."""
        phone: str = self.cleaned_data["phone"]
        digits = sum(sign.isdigit() for sign in phone)
        if phone and not (_PHONE.fullmatch(phone) and digits in _PHONE_DIGITS):
            raise ValidationError(_("Fill in a whole phone number, such as 0470 12 34 56."))
        return phone

    def question(self, *, language: str) -> Question:
        """Return what was asked; only after `is_valid`."""
        facts = dict(self.cleaned_data)
        files = tuple(facts.pop("sent_files"))
        return Question(topic_code=facts.pop("topic"), language=language, files=files, **facts)

    def question_fields(self) -> list[forms.BoundField]:
        """Return the fields of the first group."""
        return [self[name] for name in self.about_question]

    def sender_fields(self) -> list[forms.BoundField]:
        """Return the fields of the second group."""
        return [self[name] for name in self.about_you]


def _moved_on(data: Any) -> Any:
    """Return what was filled in, with the topic that took the chosen one's place meanwhile.

    Somebody may have had the page open for hours; what it was about is no reason to ask again.
    """
    chosen = data.get("topic", "")[:60] if data else ""
    current = cases.topic_in_use(chosen) if chosen else ""
    if current in ("", chosen):
        return data
    data = data.copy()
    data["topic"] = current
    return data


def topic_groups() -> list[tuple[str, Any]]:
    """Return the public topics for a select: what has topics under it becomes a group of them."""
    groups: list[tuple[str, Any]] = []
    found = cases.topic_choices(public=True)
    for place, topic in enumerate(found):
        if topic.depth:
            deeper = "\N{EN DASH} " * (topic.depth - 1)
            groups[-1][1].append((topic.code, f"{deeper}{topic.label}"))
        elif place + 1 < len(found) and found[place + 1].depth:
            own = _("%(topic)s: something else") % {"topic": topic.label}
            groups.append((topic.label, [(topic.code, own)]))
        else:
            groups.append((topic.code, topic.label))
    # What fits nothing else stands at the end of its group.
    return [(name, [*of[1:], of[0]] if isinstance(of, list) else of) for name, of in groups]


class StatusForm(forms.Form):
    """Number and code of a question."""

    number = forms.CharField(
        label=_("Number of your question"),
        max_length=20,
        help_text=_("For example 2026-000123."),
        error_messages={"required": _("Fill in the number of your question.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Ten letters and figures. Dashes, spaces and capitals do not matter."),
        error_messages={"required": _("Fill in the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class AddForm(FormWithFiles):
    """Something to add to a question that was asked before."""

    text = Words(
        label=_("What do you want to add?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you want to add.")},
    )
    sent_files = FilesField(label=_("Photos or documents"), limits=Limits(), is_redrawn=True)


class SolvedForm(forms.Form):
    """The answer to "is this solved?"."""

    solved = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class LostCodeForm(forms.Form):
    """The number of a question whose code was lost; nothing personal is asked."""

    number = forms.CharField(
        label=_("Number of your question"),
        max_length=20,
        help_text=_("For example 2026-000123."),
        error_messages={"required": _("Fill in the number of your question.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """Return the number in its one form."""
        number = tidy_number(self.cleaned_data["number"])
        if not number:
            raise ValidationError(
                _("A number has a year and at least six figures, such as 2026-000123.")
            )
        return number


class RatingForm(forms.Form):
    """How a question went, by one click; words if somebody wants to say more."""

    score = forms.TypedChoiceField(
        choices=[(score, score) for score in SCORES],
        coerce=int,
        error_messages={
            "required": _("Choose how it went."),
            "invalid_choice": _("Choose how it went."),
        },
    )
    words = Words(
        label=_("Do you want to tell why?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
