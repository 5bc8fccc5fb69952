"""Where each station's pages hang."""

from django.urls import include, path

from titian.core.later import AddressesLater

urlpatterns = [
    path("akun/", include("titian.accounts.urls")),
    AddressesLater("api/v1/", "titian.portal.api", namespace="api"),
    path("", include("titian.network.urls")),
    path("", include("titian.people.urls")),
    path("", include("titian.counselling.urls")),
    path("", include("titian.admissions.urls")),
    path("", include("titian.rosters.urls")),
    path("", include("titian.evaluation.urls")),
    path("", include("titian.portal.urls")),
]
