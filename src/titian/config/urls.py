"""Where each station's pages hang."""

from importlib.util import find_spec

from django.urls import include, path

# A station's pages come with its urls room.
_PAGES = [name for name in ("titian.evaluation.urls", "titian.portal.urls") if find_spec(name)]

urlpatterns = [path("akun/", include("titian.accounts.urls")), *(path("", include(name)) for name in _PAGES)]
