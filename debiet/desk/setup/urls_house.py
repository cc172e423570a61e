"""The addresses of what is set up of the house: calendars, policies, texts, mailboxes, looks."""

from django.urls import path

from debiet.desk.setup import calendars, policies

urlpatterns = [
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
