"""What is filled in around calls and visits: the quick screen, promised calls, tries, calls."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions import Promise
from debiet.cases.words import CARRIERS
from debiet.desk import labels
from debiet.desk.forms import LONG, Choices, DayField, Form, local_moment
from debiet.rules.callbacks import Window
from debiet.rules.calls import CallReason
from debiet.rules.cases import AttemptOutcome, Carrier, tidy_number
from debiet.web import wording

NOBODY, SOMEBODY_NEW = "nobody", "new"


def window_options(
    windows: Sequence[Window], at: datetime, *, chosen: str = ""
) -> list[tuple[str, str]]:
    """Return windows to choose from: "today 14:00 to 16:00".

    :param chosen: one that was chosen while it was offered; it stays among them
    """
    found = {
        f"{start.astimezone(UTC).isoformat()}|{end.astimezone(UTC).isoformat()}": (start, end)
        for start, end in windows
    }
    if chosen and (window := _read_window(chosen)):
        found.setdefault(chosen, window)
    return [
        (value, f"{wording.short_moment(start, at)}\u2013{timezone.localtime(end):%H:%M}")
        for value, (start, end) in found.items()
    ]


def _read_window(value: str) -> Window | None:
    try:
        start, end = (datetime.fromisoformat(part) for part in value.split("|"))
    except ValueError:
        return None
    is_ours = start.tzinfo and end.tzinfo and 1900 <= start.year <= end.year < 3000
    return (start, end) if is_ours else None


class CallbackFields(Form):
    """When a call is promised: one of the next windows, or another."""

    window = forms.CharField(label=_("When?"), required=False, widget=forms.Select)
    other_day = DayField(label=_("Day"), required=False)
    other_from = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    other_until = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    callback_phone = forms.CharField(
        label=_("Number to call"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    callback_words = forms.CharField(label=_("What about?"), required=False, max_length=400)

    def __init__(
        self, data: Any = None, *, windows: Choices = (), none: Any = "", **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["window"].widget.choices = [("", none), *windows]

    def clean(self) -> dict[str, Any]:
        """Find the window that is meant."""
        found = super().clean() or {}
        parts: list[Any] = [found.get(f"other_{part}") for part in ("day", "from", "until")]
        window = None
        if all(parts):
            start, end = (local_moment(parts[0], clock) for clock in parts[1:])
            if start is None or end is None:
                self.add_error("other_from", _("The clock jumped over this time on that day."))
            else:
                window = (start, end)
        elif any(parts):
            self.add_error("other_day", _("Fill in a day, from when and until when."))
        elif found.get("window"):
            window = _read_window(found["window"])
            if window is None:
                self.add_error("window", _("Choose one of these."))
        found["promised"] = window
        return found

    def promise(self, *, phone: str = "") -> Promise | None:
        """Return what is promised, if anything is."""
        found = self.cleaned_data
        if found["promised"] is None:
            return None
        return Promise(
            promised_from=found["promised"][0],
            promised_until=found["promised"][1],
            phone=found["callback_phone"] or phone,
            words=found["callback_words"],
        )


class PromiseForm(CallbackFields):
    """A call to promise in a case."""

    name = "promise"

    def clean(self) -> dict[str, Any]:
        """Ask for a window."""
        found = super().clean()
        if found["promised"] is None and not self.errors:
            self.add_error("window", _("Choose one of these."))
        return found


class QuickForm(CallbackFields):
    """A call or a visit, on one page."""

    name = "quick"
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    call = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    who = forms.CharField(
        label=_("Who calls or comes by?"),
        required=False,
        max_length=300,
        help_text=_("Name, phone, e-mail, customer number, address: what you know, with commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    topic_code = forms.ChoiceField(label=_("Topic"))
    text = forms.CharField(
        label=_("What is asked"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )
    answer = forms.CharField(
        label=_("Answered at once"),
        required=False,
        max_length=LONG,
        help_text=_("What you answered. Leave it empty if the answer is still owed."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    carrier = forms.ChoiceField(
        label=_("How?"),
        choices=[(code, CARRIERS[code]) for code in (Carrier.PHONE, Carrier.COUNTER)],
        widget=forms.RadioSelect,
        initial=Carrier.PHONE,
    )
    confirm = forms.BooleanField(label=_("Confirm it in writing"), required=False, initial=True)
    is_complaint = forms.BooleanField(
        label=_("The customer complains"),
        required=False,
        help_text=_(
            "It is registered as a complaint. What you answered is confirmed by a letter: ask for "
            "an e-mail or postal address, because without it nothing you tell counts as an answer."
        ),
    )
    is_oral = forms.BooleanField(
        label=_("Only said, nothing in writing yet"), required=False, initial=True
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("the customer's own, else Dutch")), *labels.LANGUAGES.items()],
    )
    day = DayField(label=_("Day"), required=False)
    clock = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    case_number = forms.CharField(
        label=_("It is about an existing case"), required=False, max_length=40
    )
    is_for_other = forms.BooleanField(label=_("Calls for somebody else"), required=False)
    note = forms.CharField(
        label=_("Who is it, and for whom? (a note for colleagues)"),
        required=False,
        max_length=2000,
    )

    def __init__(self, data: Any = None, *, topics: Choices = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topic_code"].choices = [("", ""), *topics]  # type: ignore[attr-defined]

    @property
    def is_more(self) -> bool:
        """Return whether something is filled in that is folded away at first."""
        folded = {*CallbackFields.base_fields, "day", "clock", "case_number", "language", "note"}
        is_filled = any(self.initial.get(name) for name in (*folded, "is_for_other"))
        return is_filled or self.initial.get("carrier") == Carrier.COUNTER

    def clean(self) -> dict[str, Any]:
        """Find the moment and the case that are meant."""
        found = super().clean()
        day, clock = found.get("day"), found.get("clock")
        found["moment"] = None
        if day and clock:
            found["moment"] = local_moment(day, clock)
            if found["moment"] is None:
                self.add_error("clock", _("The clock jumped over this time on that day."))
        elif day or clock:
            self.add_error("day", _("Fill in the day and the time, or neither for now."))
        typed = found.get("case_number", "")
        found["case_number"] = tidy_number(typed)
        if typed and not found["case_number"]:
            self.add_error("case_number", _("A case number looks like 2026-000123."))
        if found.get("is_for_other") and not found.get("note", "").strip():
            self.add_error("note", _("Say who calls, and for whom."))
        return found


def form_key(data: Mapping[str, Any]) -> str:
    """Return the key of a form that was shown, or a new one for anything else."""
    try:
        return UUID(str(data.get("key", ""))).hex
    except ValueError:
        return uuid4().hex


class AttemptForm(Form):
    """A try to call somebody back."""

    name = "attempt"
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[(code, labels.ATTEMPTS[code]) for code in AttemptOutcome],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_substantive = forms.BooleanField(
        label=_("We answered the question"), required=False, initial=True
    )
    resolves = forms.BooleanField(label=_("It closes the case"), required=False)


class TieForm(Form):
    """The case that a call was about."""

    name = "tie"
    number = forms.CharField(label=_("Case number"), max_length=40)

    def clean_number(self) -> str:
        """Return the number in its one form."""
        number = tidy_number(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(_("A case number looks like 2026-000123."))
        return number


class PutCallAwayForm(Form):
    """Why a call needs no contact."""

    name = "put-away"
    reason = forms.ChoiceField(
        label=_("Why it needs no contact"),
        choices=[(code, labels.CALL_REASONS[code]) for code in CallReason],
    )
