"""Every address of the public website."""

from django.urls import include, path

from debiet.web.health import healthz

urlpatterns = [
    path("", include("debiet.portal.urls")),
    path("", include("debiet.web.urls")),
    path("healthz", healthz, name="healthz"),
]

handler400 = "debiet.web.errors.bad_request"
handler403 = "debiet.web.errors.permission_denied"
handler404 = "debiet.web.errors.page_not_found"
handler500 = "debiet.web.errors.server_error"
