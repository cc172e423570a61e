"""What the carriers of messages are called, on screens and on paper."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.cases import Carrier

CARRIERS: Mapping[str, Words] = {
    Carrier.WEB_FORM: _("website"),
    Carrier.EMAIL: _("e-mail"),
    Carrier.PHONE: _("phone"),
    Carrier.COUNTER: _("counter"),
    Carrier.POST: _("letter"),
    Carrier.PORTAL: _("customer zone"),
    Carrier.SMS: _("text message"),
}
