"""The addresses of the pages about incidents."""

from django.urls import path

from debiet.desk.incidents import closing, figures, linking, pages, telling

urlpatterns = [
    path("incidents/", pages.incidents, name="incidents"),
    path("incidents/new/", pages.new, name="incident-new"),
    path("incidents/<int:incident_id>/", pages.incident, name="incident"),
    path("incidents/<int:incident_id>/edit/", pages.edit, name="incident-edit"),
    path("incidents/<int:incident_id>/progress/", pages.progress, name="incident-progress"),
    path("incidents/<int:incident_id>/cases/", linking.choose, name="incident-cases"),
    path("incidents/<int:incident_id>/link/", linking.link, name="incident-link"),
    path("incidents/<int:incident_id>/part/", linking.part, name="incident-part"),
    path("incidents/<int:incident_id>/later/", linking.tell_later, name="incident-later"),
    path("incidents/<int:incident_id>/message/", telling.write, name="incident-message"),
    path(
        "incidents/<int:incident_id>/message/<int:message_id>/approve/",
        telling.approve,
        name="incident-approve",
    ),
    path("incidents/<int:incident_id>/close/", closing.close, name="incident-close"),
    path("incidents/<int:incident_id>/reopen/", closing.reopen, name="incident-reopen"),
    path("incidents/<int:incident_id>/figures/", figures.figures, name="incident-figures"),
]
