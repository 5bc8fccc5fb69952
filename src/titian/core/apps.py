from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "titian.core"
    label = "core"
