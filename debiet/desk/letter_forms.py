"""What is filled in about letters: the upload of a scan, and what somebody reads in one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions import Contact, LetterQuestion, Registration, Way
from debiet.cases.words import CARRIERS
from debiet.correspondence.actions import PicturesTooLarge, ScanTooLarge
from debiet.desk import labels
from debiet.desk.forms import LONG, Choices, DayField, Form
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier, Route, tidy_number
from debiet.rules.scans import LARGEST_BYTES, MOST_QUESTIONS, SplitBy
from debiet.web.file_field import FilesInput

PAPER_CARRIERS = [(code, CARRIERS[code]) for code in (Carrier.POST, Carrier.COUNTER)]
OTHER_CARRIERS = [
    (code, CARRIERS[code])
    for code in (Carrier.EMAIL, Carrier.POST, Carrier.PHONE, Carrier.COUNTER, Carrier.WEB_FORM)
]
ROUTES = [(route, labels.ROUTES[route]) for route in Route]
ACCEPTED = ".pdf,.tif,.tiff,.jpg,.jpeg,.png"


class ScanField(forms.FileField):
    """One scan, or several pictures that are one together."""

    widget = FilesInput
    has_sent_too_much = False

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, unless they are so large that they should not even be read."""
        if self.has_sent_too_much:
            raise forms.ValidationError(str(PicturesTooLarge()))
        chosen = data.uploads if data else []
        if not chosen:
            raise forms.ValidationError(self.error_messages["required"])
        empty = [one.name for one in chosen if not one.size]
        if empty:
            raise forms.ValidationError(
                [_("%(file)s is empty.") % {"file": name} for name in empty]
            )
        if sum(one.size for one in chosen) > LARGEST_BYTES:
            too_large = PicturesTooLarge if len(chosen) > 1 else ScanTooLarge
            raise forms.ValidationError(str(too_large()))
        return chosen


class ScanForm(Form):
    """A scan of one letter or of many."""

    name = "scan"
    scan = ScanField(
        label=_("Scan"),
        help_text=_(
            "A PDF or TIFF, or several pictures at once (TIFF, JPEG, PNG) in the order of their "
            "names; at most 60 MB and 500 pages."
        ),
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )
    received_on = DayField(
        label=_("Received on"),
        help_text=_("The day on which it was stamped: the terms count from that day."),
    )
    split_by = forms.ChoiceField(
        label=_("How are the letters parted?"),
        choices=[(how, labels.SPLITS[how]) for how in SplitBy],
        widget=forms.RadioSelect,
        initial=SplitBy.ONE,
    )
    every = forms.IntegerField(
        label=_("Pages in each letter"), required=False, min_value=1, max_value=100
    )
    carrier = forms.ChoiceField(
        label=_("How did it come?"),
        choices=PAPER_CARRIERS,
        widget=forms.RadioSelect,
        initial=Carrier.POST,
    )
    compartment = forms.ChoiceField(label=_("For whom?"), widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        compartments: Choices,
        has_sent_too_much: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, initial={"received_on": today}, **options)
        self.fields["scan"].has_sent_too_much = has_sent_too_much  # type: ignore[attr-defined]
        self.fields["compartment"].choices = compartments  # type: ignore[attr-defined]
        self.fields["compartment"].initial = Compartment.ORDINARY
        if len(compartments) == 1:
            self.fields["compartment"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for the number of pages where it matters."""
        found = super().clean() or {}
        if found.get("split_by") == SplitBy.EVERY and not found.get("every"):
            self.add_error("every", _("Please say how many pages each letter has."))
        return found


class AwayForm(Form):
    """Why a letter or scan is set aside."""

    name = "away"
    reason = forms.ChoiceField(label=_("Why?"), choices=list(labels.AWAY_REASONS.items()))


class WayForm(Form):
    """One more carrier and route of a contact."""

    name = "way"
    contact = forms.TypedChoiceField(label=_("Which contact?"), coerce=int)
    carrier = forms.ChoiceField(label=_("It came also by"), choices=OTHER_CARRIERS)
    route = forms.ChoiceField(label=_("Through whom?"), choices=ROUTES)
    day = DayField(label=_("On which day?"))

    def __init__(self, data: Any = None, *, contacts: Choices, today: date) -> None:
        super().__init__(data, initial={"day": today})
        self.fields["contact"].choices = contacts  # type: ignore[attr-defined]


class LetterForm(Form):
    """What somebody reads in a letter."""

    name = "letter"
    customer_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(label=_("Name"), max_length=160)
    address = forms.CharField(
        label=_("Address"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it stands on an envelope, a line each."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    account_number = forms.CharField(label=_("Customer number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(labels.LANGUAGES.items()))
    route = forms.ChoiceField(label=_("How did it reach us?"), choices=ROUTES)
    way_carrier = forms.ChoiceField(
        label=_("It came also by"),
        required=False,
        choices=[("", _("nothing else")), *OTHER_CARRIERS],
    )
    way_route = forms.ChoiceField(label=_("Through whom?"), required=False, choices=ROUTES)
    continues = forms.CharField(
        label=_("It goes on with case"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty for a new case."),
    )

    def __init__(self, data: Any = None, *, topics: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        for number in range(1, MOST_QUESTIONS + 1):
            is_first = number == 1
            self.fields[f"topic_{number}"] = forms.ChoiceField(
                label=_("Topic"), choices=[("", ""), *topics], required=is_first
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("What does it ask?"),
                max_length=LONG,
                required=is_first,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def first(self) -> tuple[forms.BoundField, forms.BoundField]:
        """Return the fields of the first question."""
        return self["topic_1"], self["text_1"]

    @property
    def more(self) -> list[tuple[int, bool, forms.BoundField, forms.BoundField]]:
        """Return number and fields of each further question, and whether it is filled in."""
        found = []
        for number in range(2, MOST_QUESTIONS + 1):
            topic, text = self[f"topic_{number}"], self[f"text_{number}"]
            found.append((number, bool(text.value() or topic.value()), topic, text))
        return found

    def clean_continues(self) -> str:
        """Return the number of a case in its one form."""
        typed = self.cleaned_data["continues"]
        if typed.strip() and not tidy_number(typed):
            raise forms.ValidationError(_("This is no case number, such as 2026-000123."))
        return tidy_number(typed)

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a question that is filled in by half."""
        found = super().clean() or {}
        for number in range(2, MOST_QUESTIONS + 1):
            topic, text = found.get(f"topic_{number}"), found.get(f"text_{number}")
            if text and not topic:
                self.add_error(f"topic_{number}", _("Please choose a topic."))
            if topic and not text:
                self.add_error(f"text_{number}", _("Please write down what it asks."))
        return found

    def registration(self) -> Registration:
        """Return what was filled in, as the action takes it."""
        found = self.cleaned_data
        asked = [
            (found.get(f"topic_{number}", ""), found.get(f"text_{number}", ""))
            for number in range(1, MOST_QUESTIONS + 1)
        ]
        carrier, route = found["way_carrier"], found["way_route"] or Route.DIRECT
        return Registration(
            contact=Contact(
                name=found["contact_name"],
                email=found["email"],
                phone=found["phone"],
                account_number=found["account_number"],
                address=found["address"].replace("\r\n", "\n").strip(),
            ),
            questions=tuple(LetterQuestion(topic, text) for topic, text in asked if text),
            route=Route(found["route"]),
            ways=(Way(Carrier(carrier), Route(route)),) if carrier else (),
            customer_id=found["customer_id"],
            continues=found["continues"],
            language=found["language"],
        )
