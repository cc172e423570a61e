"""What is filled in about who works here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from debiet.desk.forms import Choices, DayField, Form
from debiet.desk.labels_setup import ROLES
from debiet.rules.access import Role
from debiet.rules.staffing import fits
from debiet.staff.employing import EmployeeLine, Person
from debiet.staff.places import OrganizationLine, TeamLine


def _number(value: str) -> int | None:
    return int(value) if value else None


class NewEmployeeForm(Form):
    """Somebody who begins to work here."""

    name = "employ"
    full_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address to sign in with"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    organization = forms.TypedChoiceField(label=_("Organization"), coerce=int)

    def __init__(
        self, data: Any = None, *, organizations: Sequence[OrganizationLine], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["organization"].choices = [  # type: ignore[attr-defined]
            (one.organization_id, one.name) for one in organizations
        ]

    def clean(self) -> dict[str, Any]:
        """Return the values, with the name as the actions call it."""
        values = super().clean() or {}
        return {**values, "name": values.get("full_name", "")}


class PersonForm(Form):
    """The name and the teams of somebody."""

    name = "person"
    full_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Works in"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    leads = forms.TypedMultipleChoiceField(
        label=_("Leads"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leads are told when terms run out. They need the role of team lead as well."),
    )

    def __init__(
        self, data: Any = None, *, teams: Sequence[TeamLine], person: EmployeeLine, **options: Any
    ) -> None:
        initial = {
            "full_name": person.name,
            "teams": list(person.team_ids),
            "leads": list(person.lead_ids),
        }
        super().__init__(data, initial=initial, **options)
        for field in ("teams", "leads"):
            self.fields[field].choices = [  # type: ignore[attr-defined]
                (one.team_id, one.name) for one in teams
            ]

    def person(self) -> Person:
        """Return what was filled in; whoever leads a team works in it."""
        data = self.cleaned_data
        leads = frozenset(data["leads"])
        return Person(" ".join(data["full_name"].split()), frozenset(data["teams"]) | leads, leads)


class EndForm(Form):
    """Who gets the open work of somebody who leaves."""

    name = "end"
    final_on = DayField(
        label=_("Final day"),
        required=False,
        help_text=_("Leave it empty to end the employment at once."),
    )
    to = forms.TypedChoiceField(
        label=_("What is open goes to"), coerce=_number, empty_value=None, required=False
    )

    def __init__(self, data: Any = None, *, colleagues: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        team = ("", _("its team, for anybody"))
        self.fields["to"].choices = [team, *colleagues]  # type: ignore[attr-defined]


class RoleForm(Form):
    """A role that somebody gets."""

    name = "role"
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, data: Any = None, *, person: EmployeeLine, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (str(role), ROLES[role])
            for role in Role
            if fits(role, is_partner=person.is_partner) and role not in person.roles
        ]


class NothingForm(Form):
    """Nothing to fill in: what follows is shown, and agreed to."""

    name = "sure"
