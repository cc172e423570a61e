"""What is filled in about topics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions import TopicDraft
from debiet.cases.queries import TopicChoice, TopicPage
from debiet.desk.forms import Choices, Form, topic_options

MAIN_LANGUAGE = "nl"


def _number(value: str) -> int | None:
    return int(value) if value else None


class TopicForm(Form):
    """How a topic is, in every language."""

    name = "topic"
    parent = forms.ChoiceField(label=_("Stands below"), required=False)
    team = forms.TypedChoiceField(
        label=_("Handled by"), coerce=_number, empty_value=None, required=False
    )
    is_public = forms.BooleanField(
        label=_("Customers may choose it on the website"), required=False, initial=True
    )
    position = forms.IntegerField(
        label=_("Place in the list"),
        min_value=0,
        max_value=9999,
        help_text=_("Small numbers come first."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        topics: Sequence[TopicChoice],
        teams: Choices,
        page: TopicPage | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, initial=_initial(page, topics), **options)
        top, above = ("", _("nothing: at the top")), ("", _("the team of the topic above"))
        offered = [one for one in topics if page is None or one.code != page.code]
        self.fields["parent"].choices = [top, *topic_options(offered)]  # type: ignore[attr-defined]
        self.fields["team"].choices = [above, *teams]  # type: ignore[attr-defined]
        for code, language in reversed(settings.LANGUAGES):
            self.fields[f"label_{code}"] = forms.CharField(
                label=_now("Label: %(language)s") % {"language": language},
                max_length=80,
                required=code == MAIN_LANGUAGE,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields = {f"label_{code}": self.fields.pop(f"label_{code}"), **self.fields}

    def draft(self) -> TopicDraft:
        """Return what was filled in."""
        data = self.cleaned_data
        return TopicDraft(
            labels={code: data[f"label_{code}"] for code, _name in settings.LANGUAGES},
            parent_code=data["parent"],
            team_id=data["team"],
            is_public=data["is_public"],
            position=data["position"],
        )


def _initial(page: TopicPage | None, topics: Sequence[TopicChoice]) -> dict[str, Any]:
    if page is None:
        return {"position": len(topics) + 1, "is_public": True}
    return {
        "parent": page.parent_code,
        "team": page.team_id or "",
        "is_public": page.is_public,
        "position": page.position,
        **{f"label_{code}": page.labels.get(code, "") for code, _name in settings.LANGUAGES},
    }


class NewTopicForm(TopicForm):
    """A topic that was not there."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, figures and hyphens. It is never changed again."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.order_fields(["code"])


class MergeForm(Form):
    """Into which topic one is merged."""

    name = "merge"
    into = forms.ChoiceField(label=_("Merge it into"))

    def __init__(self, data: Any = None, *, topics: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["into"].choices = [("", ""), *topics]  # type: ignore[attr-defined]
