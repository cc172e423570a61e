"""What is filled in to set a mailbox up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debiet.desk.forms import Choices, Form

IMAP, LMTP = "imap", "lmtp"
SERVER = (
    "host",
    "port",
    "security",
    "username",
    "folder",
    "kept_folder",
    "authentication",
    "token_url",
    "client_id",
    "scope",
)


class MailboxForm(Form):
    """A mailbox."""

    name = "mailbox"
    address = forms.EmailField(label=_("Address"), max_length=254)
    topic = forms.ChoiceField(label=_("What arrives there is about"))
    protocol = forms.ChoiceField(
        label=_("How mail gets in"),
        choices=[
            (LMTP, _("the mail server brings it (LMTP)")),
            (IMAP, _("we look into it (IMAP)")),
        ],
    )
    host = forms.CharField(label=_("IMAP server"), required=False, max_length=200)
    port = forms.IntegerField(
        label=_("Port"), required=False, min_value=1, max_value=65_535, help_text=_("993 or 143")
    )
    security = forms.ChoiceField(
        label=_("Security"),
        required=False,
        choices=[("tls", "TLS"), ("starttls", "STARTTLS"), ("none", _("none: in tests only"))],
    )
    username = forms.CharField(label=_("User name"), required=False, max_length=200)
    folder = forms.CharField(label=_("Folder"), required=False, max_length=200, initial="INBOX")
    kept_folder = forms.CharField(
        label=_("Folder for what was taken in"),
        required=False,
        max_length=200,
        help_text=_("Empty: it stays, marked as seen."),
    )
    authentication = forms.ChoiceField(
        label=_("Sign-in"),
        required=False,
        choices=[("password", _("password")), ("oauth2", "OAuth2")],
    )
    token_url = forms.URLField(
        label=_("OAuth2: address of the token"), required=False, assume_scheme="https"
    )
    client_id = forms.CharField(label=_("OAuth2: client"), required=False, max_length=200)
    scope = forms.CharField(label=_("OAuth2: scope"), required=False, max_length=400)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, *, topics: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]

    def server(self) -> dict[str, Any]:
        """Return how the IMAP server is reached, what was left empty left out."""
        data = self.cleaned_data
        if data["protocol"] != IMAP:
            return {}
        return {name: data[name] for name in SERVER if data[name]}


class NewMailboxForm(MailboxForm):
    """A mailbox that is not there yet."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("The installation's settings have its password by this. It never changes."),
    )

    def __init__(self, data: Any = None, *, taken: Sequence[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.taken = taken
        self.order_fields(["code"])

    def clean_code(self) -> str:
        """Return the code if no mailbox has it."""
        code: str = self.cleaned_data["code"]
        if code in self.taken:
            raise forms.ValidationError(_("There is a mailbox with this code already."))
        return code
