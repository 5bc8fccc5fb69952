"""Where each station's pages hang."""

from django.urls import include, path

from titian.portal.api import api

urlpatterns = [
    path("akun/", include("titian.accounts.urls")),
    path("api/v1/", api.urls),
    path("", include("titian.network.urls")),
    path("", include("titian.admissions.urls")),
    path("", include("titian.rosters.urls")),
    path("", include("titian.evaluation.urls")),
    path("", include("titian.portal.urls")),
]
