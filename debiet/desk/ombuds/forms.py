"""What the ombuds function fills in, and what others do for it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import CasePage
from debiet.complaints.actions import Decision, Task
from debiet.complaints.queries import OmbudsPage
from debiet.desk import labels_ombuds as words
from debiet.desk.complaints.forms import wishes
from debiet.desk.complaints.judgment_form import JudgmentForm
from debiet.desk.forms import LONG, Choices, DayField, Form, MomentForm
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaint_themes import DEFAULT_ROOT_CAUSES, OmbudsNorm
from debiet.rules.complaints import ComplaintStep, Takeover


def area(label: Any, *, rows: int = 4, required: bool = True, **options: Any) -> forms.CharField:
    """Return a field for words."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=LONG, widget=widget, required=required, **options
    )


class TieForm(Form):
    """Whether one has a tie to a file."""

    name = "tie"
    tie = forms.ChoiceField(
        label=_("Your tie to this file"),
        choices=[
            ("no", _("I have none, and nothing could look like one")),
            ("yes", _("I have one, or it might look like one")),
        ],
        widget=forms.RadioSelect,
    )
    words = area(_("What it is, if you want to say"), rows=2, required=False)


class InvolvedForm(Form):
    """Whom the facts are about."""

    name = "involved"
    employee = forms.TypedChoiceField(label=_("Whom the facts are about"), coerce=int)

    def __init__(self, data: Any = None, *, people: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["employee"].choices = [("", ""), *people]  # type: ignore[attr-defined]


class OutsideForm(Form):
    """Who handles a file outside of the house."""

    name = "outside"
    who = forms.CharField(label=_("Name"), max_length=160)
    reason = area(_("Why nobody inside can"), rows=2)


class QuestionForm(MomentForm):
    """What is asked of a department, and until when."""

    name = "question"
    team = forms.TypedChoiceField(label=_("Department"), coerce=int)
    words = area(
        _("What do you ask?"),
        help_text=_("It is all that they see: name nothing that they need not know."),
    )
    field_order = ("team", "words", "day", "clock")

    def __init__(self, data: Any = None, *, teams: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["team"].choices = [("", ""), *teams]  # type: ignore[attr-defined]
        self.fields["day"].label = _("Answer by")


class FindingForm(Form):
    """What was established, perhaps in the place of something else."""

    name = "finding"
    text = area(_("What did you establish?"))
    corrects = forms.TypedChoiceField(
        label=_("It stands in the place of"), coerce=int, required=False, empty_value=None
    )
    reason = area(_("Why it is corrected"), rows=2, required=False)

    def __init__(self, data: Any = None, *, file: OmbudsPage, **options: Any) -> None:
        super().__init__(data, **options)
        known = [(one.finding_id, one.text[:80]) for one in file.findings if one.holds]
        self.fields["corrects"].choices = [("", _("nothing")), *known]  # type: ignore[attr-defined]


class HoldingForm(Form):
    """Why it takes longer, and until when."""

    name = "holding"
    text = area(
        _("Why it takes longer, as the customer reads it"),
        rows=6,
        help_text=_("Number, day and where to turn next are added."),
    )
    until = DayField(label=_("By when the office expects to answer"))


class DecisionForm(JudgmentForm):
    """The letter that ends a file, with what it says."""

    name = "decision"
    end = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[
            (ComplaintStep.DECIDED, _("The office decides")),
            (ComplaintStep.MEDIATED, _("Mediation came to an agreement")),
            (ComplaintStep.REFUSED, _("The office refuses to treat it")),
        ],
        widget=forms.RadioSelect,
    )
    wish = forms.TypedChoiceField(
        label=_("The customer agrees in"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Of an agreement only."),
    )
    text = area(_("What the customer reads"), rows=10)
    field_order = ("end", "wish", "assessment", "outcome", "norms", "ground", "reason", "text")

    def __init__(
        self, data: Any = None, *, case: CasePage, norms: Iterable[OmbudsNorm], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["wish"].choices = [("", ""), *wishes(case)]  # type: ignore[attr-defined]
        self.offer(norms)

    @property
    def decision(self) -> Decision:
        """Return what the letter says."""
        data = self.cleaned_data
        return Decision(ComplaintStep(data["end"]), self.judgment, data["wish"])


class _TaskForm(Form):
    words = area(_("What is to be done"), rows=3)
    owner = forms.TypedChoiceField(label=_("By whom"), coerce=int)
    due_on = DayField(label=_("Until"))

    def __init__(self, data: Any = None, *, people: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner"].choices = [("", ""), *people]  # type: ignore[attr-defined]

    @property
    def task(self) -> Task:
        """Return what is to be done."""
        data = self.cleaned_data
        return Task(data["words"], data["owner"], data["due_on"])


class RemedyForm(_TaskForm):
    """What is done for the customer."""

    name = "remedy"
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(one, words.REMEDY_KINDS[one]) for one in RemedyKind]
    )
    amount = forms.DecimalField(
        label=_("Amount in euro"),
        max_digits=10,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("Of a refund or a compensation."),
    )
    field_order = ("kind", "words", "amount", "owner", "due_on")


class ActionForm(_TaskForm):
    """What is done so that it does not happen again."""

    name = "action"
    root_cause = forms.ChoiceField(
        label=_("What lay behind it"),
        choices=[(one, words.ROOT_CAUSES[one]) for one in DEFAULT_ROOT_CAUSES],
    )
    field_order = ("root_cause", "words", "owner", "due_on")


class ProgressForm(Form):
    """Which remedy or action goes where."""

    name = "progress"
    chosen = forms.ChoiceField(label=_("What goes on"))
    day = DayField(label=_("Carried out on"), required=False)
    reason = area(_("Why?"), rows=2, required=False)

    def __init__(self, data: Any = None, *, file: OmbudsPage, **options: Any) -> None:
        super().__init__(data, **options)
        found: list[tuple[Any, Any]] = [
            (
                f"remedy:{one.remedy_id}:{one.version}:{end}",
                f"{one.words[:60]}: {words.REMEDY_STEPS[end]}",
            )
            for one in file.remedies
            for end in one.ends
        ]
        found += [
            (
                f"action:{one.action_id}:{one.version}:{end}",
                f"{one.words[:60]}: {words.ACTION_STEPS[end]}",
            )
            for one in file.corrective_actions
            for end in one.ends
        ]
        self.fields["chosen"].choices = [("", ""), *found]  # type: ignore[attr-defined]

    @property
    def step(self) -> tuple[int, int, RemedyStep | ActionStep]:
        """Return which one, its version as it was seen, and where it goes."""
        kind, which, version, end = self.cleaned_data["chosen"].split(":")
        way = RemedyStep(end) if kind == "remedy" else ActionStep(end)
        return int(which), int(version), way


class NoForm(Form):
    """Nothing is asked."""

    name = "none"


class ExplainForm(Form):
    """The explanation of a department."""

    name = "explain"
    words = area(_("Your explanation"), rows=8)


class WantedForm(MomentForm):
    """What becomes of a complaint whose customer asks for the office before an answer."""

    name = "wanted"
    choice = forms.ChoiceField(
        label=_("What happens?"),
        choices=[
            ("take", _("The office takes it")),
            ("term", _("The first line gets a last term")),
        ],
        widget=forms.RadioSelect,
    )
    reason = area(_("Why?"), rows=3)
    field_order = ("choice", "reason", "day", "clock")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["day"].label = _("Last term until")


class GiveForm(Form):
    """Why a complaint goes to the ombuds function."""

    name = "give"
    why = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            (one, words.TAKEOVERS[one])
            for one in (
                Takeover.CUSTOMER_ASKS,
                Takeover.CANNOT_SOLVE,
                Takeover.INTERNAL_CONFLICT,
            )
        ],
        widget=forms.RadioSelect,
    )
    wish = forms.TypedChoiceField(
        label=_("The customer asks for it in"), coerce=int, required=False, empty_value=None
    )
    offer = forms.TypedChoiceField(
        label=_("The internal task it is about"), coerce=int, required=False, empty_value=None
    )
    reason = area(_("Reason"), rows=3, required=False)

    def __init__(
        self, data: Any = None, *, page: CasePage, offers: Choices, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["wish"].choices = [("", ""), *wishes(page)]  # type: ignore[attr-defined]
        self.fields["offer"].choices = [("", _("none")), *offers]  # type: ignore[attr-defined]


class ConflictForm(Form):
    """What the conflict inside the house is about."""

    name = "conflict"
    offer = forms.TypedChoiceField(
        label=_("The internal task it is about"), coerce=int, required=False, empty_value=None
    )
    reason = area(_("What is the conflict?"), help_text=_("The ombuds function reads it."))

    def __init__(self, data: Any = None, *, offers: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["offer"].choices = [("", _("none")), *offers]  # type: ignore[attr-defined]
        if not offers:
            del self.fields["offer"]
