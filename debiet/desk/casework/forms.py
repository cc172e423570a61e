"""What employees fill in for the work around a case."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import RELEASED
from debiet.desk import labels, labels_casework
from debiet.desk.forms import LONG, Choices, Form, MomentForm
from debiet.rules.bulk import BulkKind
from debiet.rules.case_links import CHOSEN_BY_HAND
from debiet.rules.cases import Priority, tidy_number
from debiet.rules.putting_aside import WakeEvent


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
        choices=[(side, labels_casework.LINK_SIDES[side]) for side in CHOSEN_BY_HAND],
        widget=forms.RadioSelect,
    )

    field_order = ("side", "other")

    def __init__(self, data: Any = None, **options: Any) -> None:
        options.setdefault("initial", {"side": CHOSEN_BY_HAND[0]})
        super().__init__(data, **options)


class MergeForm(OtherCaseForm):
    """Which case leads; whether different customers are meant is asked where they differ."""

    name = "merge"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["other"].label = _("Number of the leading case")
        if data and "confirmed" in data:
            self.ask_about_asker()

    def ask_about_asker(self) -> None:
        """Ask whether different customers are meant."""
        self.fields["confirmed"] = forms.BooleanField(
            label=_("They are different customers, and I mean to merge their cases"),
            required=False,
        )

    @property
    def is_confirmed(self) -> bool:
        """Return whether different customers are meant."""
        return bool(self.cleaned_data.get("confirmed"))


class SplitForm(Form):
    """What a case that is split off is about."""

    name = "split"
    subject = forms.CharField(label=_("Subject of the new case"), max_length=120)
    topic_code = forms.ChoiceField(label=_("Topic"))
    acknowledge = forms.BooleanField(
        label=_("Tell the customer the number of the new case"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, topics: Choices = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topic_code"].choices = topics  # type: ignore[attr-defined]


class SnoozeForm(MomentForm):
    """Until when a case is put aside, or until what happens."""

    name = "snooze"
    event = forms.ChoiceField(
        label=_("Until…"),
        choices=[(event, labels_casework.WAKE_EVENTS[event]) for event in WakeEvent],
        widget=forms.RadioSelect,
        initial=WakeEvent.MOMENT,
    )
    knows_risk = forms.BooleanField(
        label=_("Also past the moment at which its term is at risk"), required=False
    )

    field_order = ("event", "day", "clock", "knows_risk")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for name in ("day", "clock"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for both a day and a time where one is given or a moment is waited for."""
        found = super().clean()
        for name in ("day", "clock"):
            is_wanted = found.get("event") == WakeEvent.MOMENT or any(
                found.get(one) for one in ("day", "clock")
            )
            if is_wanted and found.get(name) is None and name not in self.errors:
                self.add_error(name, _("Choose a day and a time."))
        return found

    def until(self) -> datetime | None:
        """Return the latest moment, nothing where only something else is waited for."""
        moment: datetime | None = self.cleaned_data.get("moment")
        return moment


class FollowUpForm(MomentForm):
    """What somebody means to look at again, and when."""

    name = "follow-up"
    words = forms.CharField(
        label=_("What will you look at?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_for_team = forms.BooleanField(label=_("Anybody of the team may do it"), required=False)

    field_order = ("words", "day", "clock", "is_for_team")


class TaskForm(Form):
    """What is asked of which team."""

    name = "task"
    team_id = forms.TypedChoiceField(label=_("Which team?"), coerce=int)
    words = forms.CharField(
        label=_("What do you ask?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, teams: Choices = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["team_id"].choices = [("", ""), *teams]  # type: ignore[attr-defined]


class TaskStepForm(Form):
    """What is said with a step of a task."""

    name = "step"
    words = forms.CharField(
        label=_("Your words"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )


class BulkForm(MomentForm):
    """What is done to many cases at once; only the field that belongs to the choice is asked."""

    name = "bulk"
    kind = forms.ChoiceField(
        label=_("What is done with them?"),
        choices=[(kind, labels_casework.BULK_KINDS[kind]) for kind in BulkKind],
        widget=forms.RadioSelect,
        initial=BulkKind.ASSIGN,
    )
    employee = forms.ChoiceField(label=_("To whom?"), required=False)
    team = forms.ChoiceField(label=_("Which team?"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"),
        required=False,
        choices=[(code, labels.PRIORITIES[code]) for code in Priority],
    )
    reason = forms.CharField(label=_("Why are they closed?"), max_length=500, required=False)

    field_order = ("kind", "employee", "team", "topic", "priority", "day", "clock", "reason")

    FIELDS = {
        BulkKind.ASSIGN: "employee",
        BulkKind.SPREAD: "",
        BulkKind.RELEASE: "",
        BulkKind.TEAM: "team",
        BulkKind.TOPIC: "topic",
        BulkKind.PRIORITY: "priority",
        BulkKind.SNOOZE: "day",
        BulkKind.CLOSE: "reason",
    }

    def __init__(
        self,
        data: Any = None,
        *,
        colleagues: Choices = (),
        teams: Choices = (),
        topics: Choices = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        for name in ("day", "clock"):
            self.fields[name].required = False
        for name, choices in (("employee", colleagues), ("team", teams), ("topic", topics)):
            self.fields[name].choices = [("", ""), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the choice."""
        found = super().clean()
        name = self.FIELDS.get(found.get("kind", ""))
        is_said = found.get("moment") if name == "day" else found.get(name or "")
        if name and not is_said and name not in self.errors:
            self.add_error(name, _("Fill this in."))
        return found

    def value(self) -> str:
        """Return what the cases get, as a text; who gets which of a spread is the page's to ask."""
        found = self.cleaned_data
        if found["kind"] == BulkKind.SNOOZE:
            moment: datetime = found["moment"]
            return moment.isoformat()
        field = self.FIELDS[found["kind"]]
        return str(found[field]) if field else RELEASED
