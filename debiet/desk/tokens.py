"""Tokens of systems that manage employees: made, shown once, listed and revoked."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.identity import api_tokens
from debiet.rules.access import Permission


class TokenForm(Form):
    """Which system gets a token."""

    name = "token"
    system = forms.CharField(label=gettext_lazy("Which system gets it"), max_length=60)


@employees(Permission.EDIT_USERS)
def tokens(request: DeskRequest) -> HttpResponse:
    """List them, and make one more; its secret stands on the answer only."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        try:
            secret = api_tokens.make_token(
                name=form.cleaned_data["system"], by=access.actor(request), at=request.at
            ).secret
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error("system", str(refusal))
        else:
            form = TokenForm()
    facts = {
        "tokens": api_tokens.tokens(viewer=access.actor(request)),
        "form": form,
        "secret": secret,
    }
    response = frame.show(request, "desk/tokens.html", facts, current="setup")
    patch_cache_control(response, no_store=True)
    return response


@employees(Permission.EDIT_USERS)
def revoke(request: DeskRequest, token_id: int) -> HttpResponse:
    """Revoke one."""
    if request.method == "POST":
        try:
            api_tokens.revoke_token(token_id=token_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Revoked: its next request is refused."))
    return redirect("desk:tokens")
