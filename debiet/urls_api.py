"""Every address of the interface for other systems."""

from django.urls import path

from debiet.api.site import api
from debiet.web.health import healthz

urlpatterns = [
    path("v1/", api.urls),
    path("healthz", healthz, name="healthz"),
]

handler400 = "debiet.web.errors.bad_request"
handler403 = "debiet.web.errors.permission_denied"
handler404 = "debiet.web.errors.page_not_found"
handler500 = "debiet.web.errors.server_error"
