"""What employees fill in of a letter in a complaint."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import CasePage
from debiet.complaints.actions import Writing
from debiet.complaints.queries import DraftPage
from debiet.complaints.words import LETTERS
from debiet.core.dates import day_in_words
from debiet.desk import labels_complaints as labels
from debiet.desk.complaints.forms import SeenForm, cause_options
from debiet.desk.complaints.judgment_form import JudgmentForm
from debiet.desk.forms import LONG
from debiet.rules.cases import Carrier, Direction
from debiet.rules.complaint_letters import BY_HAND, unsaid
from debiet.rules.complaint_themes import OmbudsNorm
from debiet.rules.complaints import (
    ANSWERS,
    LetterKind,
    LetterPart,
)


class LetterForm(JudgmentForm, SeenForm):
    """A letter in a complaint with what it decides; `seen` is the version of its draft.

    :param draft: as it is kept, None for a new one
    """

    name = "letter"
    draft = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (one, LETTERS[one])
            for one in (
                LetterKind.FINAL, LetterKind.HOLDING, LetterKind.ACKNOWLEDGEMENT,
                LetterKind.REFUSAL, LetterKind.REFERRAL,
            )
        ],
        initial=LetterKind.FINAL,
        widget=forms.RadioSelect,
    )  # fmt: skip
    root_cause = forms.ChoiceField(
        label=_("What lay behind it?"),
        help_text=_("The root cause, apart from what it is about."),
        required=False,
        choices=cause_options,
    )
    text = forms.CharField(
        label=_("What the customer reads"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Where the customer can turn next is added by itself."),
    )
    says = forms.MultipleChoiceField(
        label=_("Tick what it says"),
        help_text=_("What a letter of this kind must say, it does not leave without."),
        required=False,
        choices=[(one, labels.PARTS[one]) for one in LetterPart if one in BY_HAND],
        widget=forms.CheckboxSelectMultiple,
    )
    pays = forms.BooleanField(
        label=_("It promises money: a refund or a compensation"), required=False
    )
    is_confirmation = forms.BooleanField(
        label=_("It confirms what was said by phone or at a counter"), required=False
    )
    field_order = (
        *("seen", "draft", "kind", "assessment", "outcome", "norms", "ground", "root_cause"),
        *("reason", "text", "says", "pays", "is_confirmation"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        norms: Iterable[OmbudsNorm] = (),
        draft: DraftPage | None = None,
        root_cause: str = "",
        **options: Any,
    ) -> None:
        super().__init__(data, seen=draft.version if draft else 0, **options)
        self.offer(norms)
        self.initial["root_cause"] = root_cause
        if draft is not None:
            self.initial.update({name: getattr(draft, name, None) for name in self.fields})
            self.initial.update(draft=draft.draft_id, seen=draft.version)

    @property
    def leaves(self) -> bool:
        """Return whether it is to be sent, and not only kept."""
        return str(self.data.get("do", "send")) == "send"

    def goes_on_with(self, draft_id: int | None, version: int) -> None:
        """Let what is sent next be about this draft, as it is kept now."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        data["draft"], data["seen"] = str(draft_id or ""), str(version)
        self.data = data

    def clean(self) -> dict[str, Any]:
        """Ask for what a letter of its kind decides and says before it leaves, beside the field."""
        found = super().clean() or {}
        kind = found.get("kind")
        if kind and self.leaves:
            self._ask(found, LetterKind(kind))
        return found

    def _ask(self, found: dict[str, Any], kind: LetterKind) -> None:
        if kind is LetterKind.FINAL and not found.get("assessment"):
            self.add_error("assessment", _("Say whether the customer was right."))
        if kind in ANSWERS and kind is not LetterKind.FINAL:
            for field in ("ground", "reason"):
                if not found.get(field):
                    self.add_error(field, _("A refusal says on which ground, and why."))
        missing = unsaid(kind, [LetterPart(one) for one in found.get("says", ())])
        if missing:
            parts = ", ".join(str(labels.PARTS[one]) for one in missing)
            self.add_error("says", _now("It does not say yet: %(parts)s.") % {"parts": parts})

    @property
    def writing(self) -> Writing:
        """Return the letter."""
        data = self.cleaned_data
        return Writing(
            kind=LetterKind(data["kind"]),
            text=data["text"],
            judgment=self.judgment,
            says=frozenset(LetterPart(one) for one in data["says"]),
            root_cause=data["root_cause"],
            pays=data["pays"],
            is_confirmation=data["is_confirmation"],
        )


def is_told_last(page: CasePage) -> bool:
    """Return whether what we said last was said by phone or at a counter."""
    ours = [one for one in page.timeline if one.direction is Direction.OUT and not one.is_automatic]
    return bool(ours) and ours[-1].carrier in (Carrier.PHONE, Carrier.COUNTER)


def confirming(page: CasePage) -> dict[str, Any]:
    """Return a letter that confirms what was told last by phone or at a counter, to start with."""
    told = [one for one in page.timeline if one.direction is Direction.OUT and not one.is_automatic]
    asked = [one for one in page.timeline if one.direction is Direction.IN]
    if not asked or not is_told_last(page):
        return {}
    with translation.override(page.language):
        day = day_in_words(timezone.localtime(told[-1].happened_at).date(), page.language)
        text = _now(
            "We confirm what we told on %(day)s.\n\nThe complaint: %(asked)s\n\n"
            "Our answer: %(answered)s"
        ) % {"day": day, "asked": asked[-1].text, "answered": told[-1].text}
    return {"kind": LetterKind.FINAL, "is_confirmation": True, "text": text}


class ReadForm(SeenForm):
    """What the second person says to a letter."""

    name = "read"
    remark = forms.CharField(
        label=_("What has to change"),
        help_text=_("Only where you send it back."),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
