"""What employees fill in about requests about one's own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import TopicChoice
from debiet.cases.words import CARRIERS
from debiet.desk import labels_rights
from debiet.desk.forms import LONG, Form, topic_options
from debiet.files.queries import FileInfo
from debiet.rules.cases import Carrier
from debiet.rules.rights import LongerReason, Proof, RightsKind

WAYS = (Carrier.POST, Carrier.PHONE, Carrier.COUNTER, Carrier.EMAIL)


def kinds() -> list[tuple[str, Any]]:
    """Return what can be asked, to choose from."""
    return [(str(kind), labels_rights.RIGHTS_KINDS[kind]) for kind in RightsKind]


class RequestForm(Form):
    """A request that came in on paper, by phone, at the counter or by e-mail."""

    name = "request"
    kind = forms.ChoiceField(label=_("What is asked"), choices=kinds)
    carrier = forms.ChoiceField(
        label=_("How it came in"), choices=[(str(way), CARRIERS[way]) for way in WAYS]
    )
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The month counts from this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    topic_code = forms.ChoiceField(label=_("Topic"))
    name_of = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=400,
        required=False,
        help_text=_("Street and number on the first line, postal code and municipality below it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("What was written or said"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, topics: list[TopicChoice], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topic_code"].choices = topic_options(topics)  # type: ignore[attr-defined]


class RecognizeForm(Form):
    """A case that came in as something else and turns out to be a request."""

    name = "recognize"
    number = forms.CharField(label=_("Number of the case"), max_length=20)
    kind = forms.ChoiceField(label=_("What is asked"), choices=kinds)


class IdentityForm(Form):
    """How it was checked who asks."""

    name = "identity"
    proof = forms.ChoiceField(
        label=_("How it was checked"),
        choices=[(str(proof), labels_rights.PROOFS[proof]) for proof in Proof],
        help_text=_("Look at an identity card if you must, and keep no copy of it."),
    )


class LongerForm(Form):
    """Why a month is not enough, and how the asker is told."""

    name = "longer"
    reason = forms.ChoiceField(
        label=_("Why a month is not enough"),
        choices=[(str(reason), labels_rights.LONGER_REASONS[reason]) for reason in LongerReason],
    )
    text = forms.CharField(
        label=_("What we write to the asker"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PrepareForm(Form):
    """What a person hides, and which files it gives along."""

    name = "prepare"
    hidden_words = forms.CharField(
        label=_("Also hide"),
        required=False,
        max_length=LONG,
        help_text=_("Names and words about others that you saw, one a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file_ids = forms.MultipleChoiceField(
        label=_("Files to give along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, files: list[FileInfo], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(str(file.file_id), file.name) for file in files]
        self.fields["file_ids"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["file_ids"]


class ReviewForm(Form):
    """What was looked at."""

    name = "review"
    export_id = forms.IntegerField(widget=forms.HiddenInput)


class WordsForm(Form):
    """What we write to the asker with the end of the request."""

    name = "words"
    text = forms.CharField(
        label=_("What we write to the asker"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RefuseForm(WordsForm):
    """Why nothing is given, and where the asker can complain."""

    name = "refuse"
