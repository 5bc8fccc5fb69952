from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "titian.standards"
    label = "standards"
