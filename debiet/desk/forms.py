"""What employees fill in. Choices are told by the page, so that nobody chooses what it may not."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import TopicChoice
from debiet.cases.words import CARRIERS
from debiet.desk import labels
from debiet.rules.cases import Carrier, Direction, Priority
from debiet.rules.delivery import MessageKind
from debiet.rules.delivery_way import METHODS, UNCHOSEN
from debiet.rules.house_choices import offered as ways_offered
from debiet.rules.sla import PauseReason
from debiet.web.file_field import MEGABYTE, FilesField, FilesInput, FormWithFiles, Limits
from debiet.web.keys import KEYS

LONG = 20_000
ANSWER_LIMITS = Limits(total_bytes=15 * MEGABYTE)
"""What most mail servers still take, once it is written as mail."""

Choices = Sequence[tuple[Any, Any]]


def topic_options(topics: Sequence[TopicChoice]) -> list[tuple[str, str]]:
    """Return topics as a list to choose from; those below another stand further in."""
    return [(topic.code, "\u2003" * topic.depth + topic.label) for topic in topics]


class Form(forms.Form):
    """A form of the desk; its fields' ids begin with its name, because a page has several."""

    name = ""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id=f"{self.name}-%s", **options)


class AnswerForm(FormWithFiles, Form):
    """An answer in writing."""

    name = "answer"
    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"data-key": KEYS["answer"].press, "rows": 3}),
    )
    template = forms.ChoiceField(label=_("Template"), required=False)
    is_substantive = forms.BooleanField(
        label=_("It deals with the matter"), required=False, initial=True
    )
    resolves = forms.BooleanField(label=_("It closes the case"), required=False, initial=True)
    topic_code = forms.ChoiceField(label=_("about"), required=False)
    sent_files = FilesField(
        label=_("Files"),
        limits=ANSWER_LIMITS,
        help_text=format_lazy(
            _("at most {files}, together {together} MB"),
            files=ANSWER_LIMITS.files,
            together=ANSWER_LIMITS.total_bytes // MEGABYTE,
        ),
        is_redrawn=False,
        # htmx keeps the input itself when it shows the composer anew, and what was chosen with it.
        widget=FilesInput(attrs={"hx-preserve": "true"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        topics: Choices = (),
        templates: Choices = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.fields["topic_code"].choices = topics  # type: ignore[attr-defined]
        self.fields["template"].choices = [("", _("none")), *templates]  # type: ignore[attr-defined]


class NoteForm(Form):
    """A note for colleagues."""

    name = "note"
    text = forms.CharField(
        label=_("Note for colleagues"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"data-key": KEYS["note"].press, "rows": 3}),
    )


class WaitForm(Form):
    """What a case waits for."""

    name = "wait"
    reason = forms.ChoiceField(
        label=_("What do you wait for?"),
        choices=[(reason, labels.PAUSE_REASONS[reason]) for reason in PauseReason],
        widget=forms.RadioSelect,
        initial=PauseReason.WAITING_FOR_CUSTOMER,
    )


class GiveForm(Form):
    """Who gets a case."""

    name = "give"
    employee = forms.TypedChoiceField(label=_("To whom?"), coerce=int)

    def __init__(self, data: Any = None, *, colleagues: Choices = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["employee"].choices = [("", ""), *colleagues]  # type: ignore[attr-defined]


class CloseForm(Form):
    """What a case was about in the end."""

    name = "close"
    topic_code = forms.ChoiceField(label=_("What was it about?"))

    def __init__(self, data: Any = None, *, topics: Choices = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topic_code"].choices = topics  # type: ignore[attr-defined]


class DayField(forms.DateField):
    """A day of ours: who stops typing a year has written one of another age."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=picker, **options)

    def to_python(self, value: Any) -> date | None:
        """Return the day."""
        day: date | None = super().to_python(value)
        if day is not None and not 1900 <= day.year < 3000:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def local_moment(day: date, clock: time) -> datetime | None:
    """Return the moment that a day and a time on the wall clock name; None if there is none."""
    local = datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
    same = timezone.localtime(local.astimezone(UTC)).time() == clock
    return local if same else None


class MomentForm(Form):
    """A day and a time, as the clock on the wall shows them."""

    day = DayField(label=_("Day"))
    clock = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def __init__(self, data: Any = None, *, moment: datetime, **options: Any) -> None:
        local = timezone.localtime(moment)
        start = {"day": local.date(), "clock": local.time().replace(microsecond=0)}
        super().__init__(data, initial=start | options.pop("initial", {}), **options)

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clock jumped over in spring."""
        found = super().clean() or {}
        day, clock = found.get("day"), found.get("clock")
        if day is not None and clock is not None:
            found["moment"] = local_moment(day, clock)
            if found["moment"] is None:
                self.add_error("clock", _("The clock jumped over this time on that day."))
        return found


class ContactForm(MomentForm):
    """A call or a visit that took place."""

    name = "contact"
    carrier = forms.ChoiceField(
        label=_("How?"),
        choices=[(code, CARRIERS[code]) for code in (Carrier.PHONE, Carrier.COUNTER)],
        widget=forms.RadioSelect,
        initial=Carrier.PHONE,
    )
    direction = forms.ChoiceField(
        label=_("Who called or came by?"),
        choices=[(code, labels.DIRECTIONS[code]) for code in Direction],
        widget=forms.RadioSelect,
        initial=Direction.OUT,
    )
    text = forms.CharField(
        label=_("What was said"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 6})
    )
    is_substantive = forms.BooleanField(
        label=_("We answered the question"), required=False, initial=True
    )
    resolves = forms.BooleanField(label=_("It closes the case"), required=False)

    field_order = ("carrier", "direction", "day", "clock", "text", "is_substantive", "resolves")

    def happened_at(self, *, opened_at: datetime) -> datetime:
        """Return the moment; one typed to the minute in which the case came in is not before it."""
        moment: datetime = self.cleaned_data["moment"]
        if moment == opened_at.replace(second=0, microsecond=0):
            return opened_at
        return moment


class CorrectForm(MomentForm):
    """When something really happened."""

    name = "correct"
    clock = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M:%S", attrs={"type": "time", "step": "1"}),
    )
    never = forms.BooleanField(label=_("It never happened"), required=False)
    reason = forms.CharField(label=_("Why do you correct it?"), max_length=60)

    field_order = ("day", "clock", "never", "reason")

    def corrected_to(self) -> datetime | None:
        """Return the true moment, or nothing if it never happened."""
        return None if self.cleaned_data["never"] else self.cleaned_data["moment"]


class DetailsForm(Form):
    """What a case is about and who has it; hidden beside it what the writer started from."""

    name = "details"
    subject = forms.CharField(label=_("Subject"), max_length=120)
    topic_code = forms.ChoiceField(label=_("Topic"))
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[(code, labels.PRIORITIES[code]) for code in Priority]
    )
    team_id = forms.TypedChoiceField(label=_("Team"), coerce=int)
    assignee_id = forms.TypedChoiceField(
        label=_("Who has it"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        topics: Choices = (),
        teams: Choices = (),
        colleagues: Choices = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.fields["topic_code"].choices = topics  # type: ignore[attr-defined]
        self.fields["team_id"].choices = teams  # type: ignore[attr-defined]
        self.fields["assignee_id"].choices = [("", _("nobody")), *colleagues]  # type: ignore[attr-defined]


class WaysForm(Form):
    """By which way a customer wants each kind of message."""

    name = "ways"

    def __init__(self, data: Any = None, *, offered: str | None = None, **options: Any) -> None:
        """Offer what the house offers, and what the customer has already.

        :param offered: the house's own choice of ways
        """
        super().__init__(data, **options)
        for kind in MessageKind:
            ways = {*ways_offered(kind, offered), self.initial.get(str(kind))}
            unchosen = _("no choice: %(method)s") % {"method": labels.METHODS[UNCHOSEN[kind]]}
            self.fields[str(kind)] = forms.ChoiceField(
                label=str(labels.MESSAGE_KINDS[kind]),
                required=False,
                choices=[
                    ("", unchosen),
                    *((one, labels.METHODS[one]) for one in METHODS[kind] if one in ways),
                ],
            )
        self.fields["wants_large_print"] = forms.BooleanField(
            label=_("Letters in large print"), required=False
        )
