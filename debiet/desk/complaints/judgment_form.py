"""What a letter that ends a complaint decides: asked alike of the first line and the office."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions import Judgment
from debiet.desk import labels_complaints as labels
from debiet.desk.forms import LONG, Form
from debiet.rules.complaint_themes import OmbudsNorm
from debiet.rules.complaints import Assessment, Ground, Outcome


class JudgmentForm(Form):
    """Fields of a form with a letter; whoever makes one offers the norms that hold."""

    assessment = forms.ChoiceField(
        label=_("Was the customer right?"),
        required=False,
        choices=[("", ""), *((one, labels.ASSESSMENTS[one]) for one in Assessment)],
        help_text=_("Of an answer to the complaint."),
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        required=False,
        choices=[("", ""), *((one, labels.OUTCOMES[one]) for one in Outcome)],
        help_text=_("Where the customer was right, wholly or partly."),
    )
    norms = forms.MultipleChoiceField(
        label=_("Norms that were breached"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=[("", ""), *((one, labels.GROUNDS[one]) for one in Ground)],
        help_text=_("Of a refusal or a referral."),
    )
    reason = forms.CharField(
        label=_("Reasons, for ourselves"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self, norms: Iterable[OmbudsNorm]) -> None:
        """Let these norms be chosen."""
        self.fields["norms"].choices = labels.norm_options(norms)  # type: ignore[attr-defined]

    @property
    def judgment(self) -> Judgment:
        """Return what the letter decides."""
        data = self.cleaned_data
        return Judgment(
            assessment=Assessment(data["assessment"]) if data["assessment"] else None,
            outcome=Outcome(data["outcome"]) if data["outcome"] else None,
            norms=tuple(data["norms"]),
            ground=Ground(data["ground"]) if data["ground"] else None,
            reason=data["reason"],
        )
