"""Every address of the desk."""

from django.urls import include, path

from debiet.web.health import healthz

urlpatterns = [
    path("", include("debiet.desk.urls")),
    path("account/", include("debiet.desk.urls_account")),
    path("", include("debiet.web.urls")),
    path("healthz", healthz, name="healthz"),
]

handler400 = "debiet.web.errors.bad_request"
handler403 = "debiet.web.errors.permission_denied"
handler404 = "debiet.web.errors.page_not_found"
handler500 = "debiet.web.errors.server_error"
handler429 = "debiet.desk.urls_account.too_many_tries"
