"""The utility's own texts on the website in words: what each is, and where it stands."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.site_texts import SiteText

TITLES: Mapping[SiteText, Words] = {
    SiteText.WELCOME: _("Welcome"),
    SiteText.URGENT: _("In a hurry"),
    SiteText.CONTACT: _("How to reach us"),
    SiteText.HOURS: _("Opening hours"),
    SiteText.PRIVACY: _("Privacy"),
}

WHERE: Mapping[SiteText, Words] = {
    SiteText.WELCOME: _(
        "On the first page, under its heading, in the place of Debiet's own words."
    ),
    SiteText.URGENT: _(
        "In a frame on the first page and over the form, such as the number for leaks."
    ),
    SiteText.CONTACT: _("At the foot of every page: address, phone, e-mail."),
    SiteText.HOURS: _("At the foot of every page. Terms count by the calendars, not by this."),
    SiteText.PRIVACY: _(
        "On the page about data: who is responsible, and how to reach its officer."
    ),
}
