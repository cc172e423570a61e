"""What an employee wants to be told of, and where: its own choice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.rules.access import Permission
from debiet.rules.notices import KEPT, Choice, MailWay, NoticeKind
from debiet.staff import notice_choices
from debiet.staff.notice_choices import OwnChoices
from debiet.staff.notice_kinds import MAIL_WAYS, NAMES, WHY_KEPT

MOMENTS = [time(hour, minute) for hour in range(5, 13) for minute in (0, 30)]
"""When a day at the desk may begin."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of notice on the page.

    :param why_kept: why it cannot leave the desk; "" where it can
    """

    kind: NoticeKind
    name: Words
    why_kept: Words
    in_desk: forms.BoundField | None
    mail: forms.BoundField


class NoticeChoicesForm(forms.Form):
    """Where each kind goes, and when the digest leaves."""

    digest_at = forms.TypedChoiceField(
        label=gettext_lazy("When the digest leaves"),
        help_text=gettext_lazy(
            "On working days, with what you were told before. While you are away there is none; "
            "at your return there is one."
        ),
        coerce=time.fromisoformat,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, own: OwnChoices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.own = own
        house = _("as in the whole house: %(time)s") % {"time": f"{own.house_digest_at:%H:%M}"}
        offered = sorted({*MOMENTS, *filter(None, [own.digest_at])})
        moments: Any = self.fields["digest_at"]
        moments.choices = [("", house), *((f"{one:%H:%M}", f"{one:%H:%M}") for one in offered)]
        self.initial["digest_at"] = f"{own.digest_at:%H:%M}" if own.digest_at else ""
        for kind, choice in own.choices.items():
            if kind not in KEPT:
                self.fields[f"{kind}:desk"] = forms.BooleanField(
                    label=str(NAMES[kind]), required=False, initial=choice.in_desk
                )
            self.fields[f"{kind}:mail"] = forms.ChoiceField(
                label=_("%(kind)s: by mail") % {"kind": NAMES[kind]},
                choices=[(way, words) for way, words in MAIL_WAYS.items()],
                initial=choice.mail,
            )

    def rows(self) -> Iterator[Row]:
        """Return the kinds with their fields, in the order of the table."""
        for kind in self.own.choices:
            yield Row(
                kind=kind,
                name=NAMES[kind],
                why_kept=WHY_KEPT[KEPT[kind]] if kind in KEPT else "",
                in_desk=None if kind in KEPT else self[f"{kind}:desk"],
                mail=self[f"{kind}:mail"],
            )

    def chosen(self) -> dict[NoticeKind, Choice]:
        """Return where each kind shall go."""
        values = self.cleaned_data
        return {
            kind: Choice(
                in_desk=kind in KEPT or values[f"{kind}:desk"],
                mail=MailWay(values[f"{kind}:mail"]),
            )
            for kind in self.own.choices
        }


@employees(Permission.READ_NOTICES)
def choices(request: DeskRequest) -> HttpResponse:
    """Show where each kind of notice goes for whoever looks, and change it."""
    viewer = access.actor(request)
    own = notice_choices.own_choices(viewer=viewer, at=request.at)
    form = NoticeChoicesForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_valid():
        try:
            notice_choices.choose_notices(
                choices=form.chosen(),
                digest_at=form.cleaned_data["digest_at"],
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("From now on you are told as you chose."))
            return redirect("desk:notice-choices")
    return frame.show(request, "desk/notice_choices.html", {"form": form}, current="notices")
