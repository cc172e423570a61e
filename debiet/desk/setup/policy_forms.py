"""What is filled in to change a policy: for which cases, what, in which words."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from debiet.desk import labels
from debiet.desk.forms import Choices
from debiet.desk.person_words import SEGMENTS
from debiet.desk.setup.calendar_forms import VersionForm
from debiet.rules.cases import Carrier, CaseKind, Priority
from debiet.rules.sla import Milestone, TermUnit

ANY = [("", _("any"))]
OTHER_KINDS = ("complaint", "quarantine", "internal-task")
"""What is no case has clocks as well."""
MATCHES = ("kind", "topic", "carrier", "segment", "priority")


def _words(codes: Any, kind: str) -> list[tuple[str, Any]]:
    return [(str(code), labels.word(code, kind)) for code in codes]


class PolicyForm(VersionForm):
    """A version of a policy."""

    name = "policy"
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[*ANY, *_words(CaseKind, "kind"), *_words(OTHER_KINDS, "other-kind")],
    )
    topic = forms.ChoiceField(label=_("Topic, with all below it"), required=False)
    carrier = forms.ChoiceField(
        label=_("Way it came in"), required=False, choices=[*ANY, *_words(Carrier, "carrier")]
    )
    segment = forms.ChoiceField(
        label=_("Customer"), required=False, choices=[*ANY, *SEGMENTS.items()]
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[*ANY, *_words(Priority, "priority")]
    )
    is_retired = forms.BooleanField(
        label=_("This policy ends"),
        required=False,
        help_text=_("New cases get the next one that fits."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        topics: Choices,
        calendars: Choices,
        targets: Sequence[Mapping[str, Any]] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.earlier = {target["milestone"]: target for target in targets}
        self.fields["topic"].choices = [*ANY, *topics]  # type: ignore[attr-defined]
        for milestone in Milestone:
            self._add_target(milestone, calendars)
        for code, language in settings.LANGUAGES:
            self.fields[f"promise_{code}"] = forms.CharField(
                label=gettext("What customers read: %(language)s")
                % {"language": gettext(str(language))},
                required=False,
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )
        self.order_fields([*self.fields_of_target(), *self.fields, "is_retired", "valid_from"])

    def _add_target(self, milestone: Milestone, calendars: Choices) -> None:
        was = self.earlier.get(milestone, {})
        self.fields[f"{milestone}_amount"] = forms.DecimalField(
            label=gettext("Within"),
            required=False,
            min_value=Decimal("0.01"),
            max_value=Decimal(10_000),
            decimal_places=2,
            initial=was.get("amount"),
        )
        self.fields[f"{milestone}_unit"] = forms.ChoiceField(
            label=gettext("Counted in"),
            choices=_words(TermUnit, "term-unit"),
            initial=was.get("unit", TermUnit.WORKING_HOURS),
            required=False,
        )
        self.fields[f"{milestone}_calendar"] = forms.ChoiceField(
            label=gettext("By the calendar"),
            choices=calendars,
            initial=was.get("calendar"),
            required=False,
        )
        self.fields[f"{milestone}_roll_forward"] = forms.BooleanField(
            label=gettext("A final day that is no working day moves to the next one"),
            required=False,
            initial=was.get("roll_forward", False),
        )

    @staticmethod
    def fields_of_target() -> list[str]:
        """Return the names of the fields of every milestone."""
        parts = ("amount", "unit", "calendar", "roll_forward")
        return [f"{milestone}_{part}" for milestone in Milestone for part in parts]

    def groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """Yield each milestone with its fields, for the page."""
        names = self.fields_of_target()
        for number, milestone in enumerate(Milestone):
            yield (
                labels.word(milestone, "milestone"),
                [self[name] for name in names[number * 4 : number * 4 + 4]],
            )

    def matching(self) -> list[Any]:
        """Return the fields that say for which cases it holds."""
        return [self[name] for name in MATCHES]

    def promises(self) -> list[Any]:
        """Return the fields of the sentences, and when and whether it holds."""
        names = [f"promise_{code}" for code, _name in settings.LANGUAGES]
        return [self[name] for name in [*names, "is_retired", "valid_from"]]

    def clean(self) -> dict[str, Any]:
        """Ask for the Dutch sentence where there is another one, which the others fall back on."""
        data = super().clean() or self.cleaned_data
        said = [data.get(f"promise_{code}") for code, _name in settings.LANGUAGES]
        if any(said) and not data.get("promise_nl"):
            self.add_error("promise_nl", _("The Dutch sentence is needed: others fall back on it."))
        if not any(data.get(f"{milestone}_amount") for milestone in Milestone):
            self.add_error(f"{Milestone.FIRST_REPLY}_amount", _("Promise at least one of these."))
        return data

    def match(self) -> dict[str, str]:
        """Return the codes it asks for."""
        return {name: self.cleaned_data[name] for name in MATCHES if self.cleaned_data[name]}

    def targets(self) -> list[dict[str, Any]]:
        """Return what it promises, in the form that versions keep; what the page has not stays."""
        data, found = self.cleaned_data, []
        for milestone in Milestone:
            amount = data.get(f"{milestone}_amount")
            if not amount:
                continue
            target = dict(self.earlier.get(milestone, {}))
            target |= {
                "milestone": str(milestone),
                "amount": f"{amount.normalize():f}",
                "unit": data[f"{milestone}_unit"],
                "calendar": data[f"{milestone}_calendar"],
            }
            if data[f"{milestone}_roll_forward"] or "roll_forward" in target:
                target["roll_forward"] = data[f"{milestone}_roll_forward"]
            found.append(target)
        return found

    def promise(self) -> dict[str, str]:
        """Return the sentences that customers read, by language."""
        data = self.cleaned_data
        return {
            code: data[f"promise_{code}"]
            for code, _name in settings.LANGUAGES
            if data[f"promise_{code}"]
        }


class NewPolicyForm(PolicyForm):
    """A policy with a code and a title of its own."""

    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("It never changes."))
    title = forms.CharField(label=_("Title"), max_length=120)

    def __init__(self, data: Any = None, *, taken: Sequence[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.taken = taken
        del self.fields["is_retired"]

    def clean_code(self) -> str:
        """Return the code if no policy has it."""
        code: str = self.cleaned_data["code"]
        if code in self.taken:
            raise forms.ValidationError(_("There is a policy with this code already."))
        return code

    def matching(self) -> list[Any]:
        """Return code and title before what it asks for."""
        return [self["code"], self["title"], *super().matching()]

    def promises(self) -> list[Any]:
        """Return the fields of the sentences, and when it holds."""
        names = [f"promise_{code}" for code, _name in settings.LANGUAGES]
        return [self[name] for name in [*names, "valid_from"]]
