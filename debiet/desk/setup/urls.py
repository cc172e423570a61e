"""The addresses of what is set up at the desk."""

from django.urls import path

from debiet.desk.setup import overview, people, roles, teams, topics

urlpatterns = [
    path("setup/", overview.overview, name="setup"),
    path("setup/employees/", people.people, name="setup-employees"),
    path("setup/employees/new/", people.new, name="setup-employee-new"),
    path("setup/employees/<int:employee_id>/", people.person, name="setup-employee"),
    path("setup/employees/<int:employee_id>/edit/", people.change, name="setup-employee-edit"),
    path("setup/employees/<int:employee_id>/end/", people.end, name="setup-employee-end"),
    path("setup/employees/<int:employee_id>/stay/", people.stay, name="setup-employee-stay"),
    path("setup/employees/<int:employee_id>/role/", roles.give, name="setup-role-give"),
    path(
        "setup/employees/<int:employee_id>/role/<str:role>/back/",
        roles.take,
        name="setup-role-take",
    ),
    path("setup/roles/", roles.roles, name="setup-roles"),
    path("setup/roles/<int:request_id>/agree/", roles.agree, name="setup-role-agree"),
    path("setup/roles/<int:request_id>/decline/", roles.decline, name="setup-role-decline"),
    path("setup/teams/", teams.teams, name="setup-teams"),
    path("setup/teams/new/", teams.new_team, name="setup-team-new"),
    path("setup/teams/<int:team_id>/", teams.team, name="setup-team"),
    path("setup/teams/<int:team_id>/edit/", teams.rename_team, name="setup-team-edit"),
    path("setup/teams/<int:team_id>/retire/", teams.retire_team, name="setup-team-retire"),
    path("setup/organizations/", teams.organizations, name="setup-organizations"),
    path("setup/organizations/new/", teams.new_partner, name="setup-partner-new"),
    path(
        "setup/organizations/<int:organization_id>/edit/",
        teams.rename_organization,
        name="setup-organization-edit",
    ),
    path("setup/topics/", topics.topics, name="setup-topics"),
    path("setup/topics/new/", topics.new, name="setup-topic-new"),
    path("setup/topics/of/<str:code>/", topics.topic, name="setup-topic"),
    path("setup/topics/of/<str:code>/edit/", topics.change, name="setup-topic-edit"),
    path("setup/topics/of/<str:code>/merge/", topics.merge, name="setup-topic-merge"),
    path("setup/topics/of/<str:code>/retire/", topics.retire, name="setup-topic-retire"),
    path("setup/topics/of/<str:code>/back/", topics.bring_back, name="setup-topic-back"),
]
