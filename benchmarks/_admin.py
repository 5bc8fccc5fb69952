"""The peer of the lists: Django's own admin over the same people, served in the benchmark and nowhere else."""

from __future__ import annotations

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
settings.INSTALLED_APPS += ["django.contrib.admin"]
settings.TEMPLATES += [
    {
        "NAME": "admin",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
settings.ROOT_URLCONF = "benchmarks._admin"

from django.contrib import admin  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402

application = get_wsgi_application()

from titian.people.models import Person  # noqa: E402


class Site(admin.AdminSite):
    def has_permission(self, request) -> bool:  # type: ignore[no-untyped-def]
        return bool(request.user.is_authenticated)


class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "sex", "birth_date", "regency", "education")
    list_filter = ("sex", "education")
    list_select_related = ("regency", "education")
    list_per_page = 50
    ordering = ("-id",)

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return Person.objects.visible_to(request.user)

    def has_view_permission(self, request, obj=None) -> bool:  # type: ignore[no-untyped-def]
        return True

    def has_module_permission(self, request) -> bool:  # type: ignore[no-untyped-def]
        return True


site = Site(name="admin")
site.register(Person, PersonAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("titian.config.urls"))]
