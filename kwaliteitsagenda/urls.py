"""Every address of the site. Dutch and readable."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("agenda.urls")),
    path("", include("indicators.urls")),
    path("", include("measures.urls")),
    path("", include("budgets.urls")),
    path("", include("planfile.urls")),
    path("", include("reporting.urls")),
    path("", include("imports.urls")),
    path("", include("organisation.urls")),
    path("", include("operations.urls")),
]

handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"
handler400 = "core.errors.bad_request"
