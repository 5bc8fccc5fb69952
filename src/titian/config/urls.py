"""Where each station's pages hang."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("titian.accounts.urls")),
    path("", include("titian.evaluation.urls")),
    path("", include("titian.portal.urls")),
]
