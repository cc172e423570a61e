"""The addresses of what is set up of the house: calendars, policies, texts, mailboxes, looks."""

from django.urls import path

from debiet.desk.setup import (
    calendars,
    delivery,
    logo,
    looks,
    mailboxes,
    policies,
    text_templates,
    texts,
)

urlpatterns = [
    path("setup/texts/", texts.texts, name="texts"),
    path("setup/texts/new/", texts.new, name="text-new"),
    path("setup/texts/<slug:code>/", texts.text, name="text"),
    path("setup/texts/<slug:code>/key/", texts.key, name="text-key"),
    path("setup/texts/<slug:code>/retire/", texts.retire, name="text-retire"),
    path("setup/texts/<slug:code>/write/<slug:language>/", texts.write, name="text-write"),
    path("setup/texts/<slug:code>/approve/<int:version_id>/", texts.approve, name="text-approve"),
    path("setup/templates/", text_templates.templates, name="text-templates"),
    path("setup/templates/new/", text_templates.new, name="text-template-new"),
    path("setup/templates/<slug:code>/", text_templates.template, name="text-template"),
    path("setup/templates/<slug:code>/edit/", text_templates.change, name="text-template-edit"),
    path(
        "setup/templates/<slug:code>/approve/<int:version_id>/",
        text_templates.approve,
        name="text-template-approve",
    ),
    path("setup/templates/<slug:code>/retire/", text_templates.retire, name="text-template-retire"),
    path(
        "setup/templates/<slug:code>/letter/<slug:language>/",
        text_templates.letter,
        name="text-template-letter",
    ),
    path("setup/mailboxes/", mailboxes.mailboxes, name="setup-mailboxes"),
    path("setup/mailboxes/new/", mailboxes.new, name="setup-mailbox-new"),
    path("setup/mailboxes/<slug:code>/", mailboxes.mailbox, name="setup-mailbox"),
    path("setup/mailboxes/<slug:code>/try/", mailboxes.attempt, name="setup-mailbox-try"),
    path("setup/colors/", looks.colors, name="setup-colors"),
    path("setup/logo/", logo.logo, name="setup-logo"),
    path("setup/logo/none/", logo.without, name="setup-logo-none"),
    path("setup/logo/<int:logo_id>/", logo.use, name="setup-logo-use"),
    path("setup/logo/<int:logo_id>/picture/", logo.picture, name="setup-logo-picture"),
    path("setup/logo/<int:logo_id>/letter/", logo.letter, name="setup-logo-letter"),
    path("setup/delivery/", delivery.delivery, name="setup-delivery"),
    path("setup/policies/", policies.policies, name="policies"),
    path("setup/policies/new/", policies.new, name="policy-new"),
    path("setup/policies/<slug:code>/", policies.policy, name="policy"),
    path("setup/policies/<slug:code>/edit/", policies.change, name="policy-edit"),
    path("setup/calendars/", calendars.calendars, name="calendars"),
    path("setup/calendars/new/", calendars.new, name="calendar-new"),
    path("setup/calendars/<slug:code>/", calendars.calendar, name="calendar"),
    path("setup/calendars/<slug:code>/week/", calendars.week, name="calendar-week"),
    path("setup/calendars/<slug:code>/years/<int:year>/", calendars.year, name="calendar-year"),
]
